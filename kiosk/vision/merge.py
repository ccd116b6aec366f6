"""Owns how codes seen live and codes read off the picture become one: the visitor's.

Plain values: knows no picture and no process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.directory.assets import Assets
from kiosk.vision.reading import MOST_TAGS, Reading, Tag


def with_device(tag: Tag, assets: Assets) -> Tag:
    """`tag` with its device and owner if the directory lists it, else as it is."""
    asset = assets.find(tag.text)
    if asset is None:
        return tag
    return replace(tag, known=True, device=asset.device, owner=asset.owner)


def kept_tags(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """As many of `tags` as a visit keeps, each once: the site's devices, then as they came."""
    once: dict[str, Tag] = {}
    for tag in tags:
        once.setdefault(tag.text, tag)
    return tuple(sorted(once.values(), key=lambda tag: not tag.known)[:MOST_TAGS])


def merge_reading(
    read: Reading | None, seen: Sequence[Tag], is_badge: Callable[[str], bool]
) -> Reading | None:
    """What was `read` on the picture with the codes `seen` before it; badges are left out.

    None while there is nothing of either.
    """
    if read is None and not seen:
        return None
    whole = read or Reading()
    tags = [tag for tag in (*seen, *whole.tags) if not is_badge(tag.text)]
    return replace(whole, tags=kept_tags(tags))
