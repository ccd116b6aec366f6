"""Merge of the codes seen live with what was read on the picture, and with the asset directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.directory.assets import Assets
from kiosk.vision.reading import MAX_TAGS, Reading, Tag, TagKind


def with_device(tag: Tag, assets: Assets) -> Tag:
    """`tag` with its device and owner if the directory lists it, else as it is."""
    asset = assets.find(tag.text) if tag.kind is None else None
    if asset is None:
        return tag
    return replace(tag, known=True, device=asset.device, owner=asset.owner)


def kept_tags(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """At most MAX_TAGS of `tags`, each text once: the site's devices first, else in order.

    One that could not be read stays only where nothing else was: it may be any of the others.
    """
    unique: dict[tuple[str, TagKind | None], Tag] = {}
    for tag in sorted(tags, key=lambda tag: not tag.known):
        unique.setdefault((tag.text, tag.kind), tag)
    kept = tuple(unique.values())
    return tuple(tag for tag in kept if tag.kind is not TagKind.UNREADABLE)[:MAX_TAGS] or kept[:1]


def merge_reading(
    read: Reading | None, seen: Sequence[Tag], is_badge: Callable[[str], bool]
) -> Reading | None:
    """The reading of the picture with the codes `seen` before it; badges are left out.

    None when there is neither.
    """
    if read is None and not seen:
        return None
    whole = read or Reading()
    tags = [tag for tag in (*seen, *whole.tags) if tag.kind or not is_badge(tag.text)]
    return replace(whole, tags=kept_tags(tags))
