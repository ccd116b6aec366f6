/**
 * The sign-in view: one tile for each member, then that member's PIN pad.
 */

import { initials, shortName } from "../../shared/names.js";
import { part, setText, stamp, syncList } from "../../shared/template.js";
import { PinPad } from "./pin-pad.js";

/**
 * @param {import("../model/desk-api.js").Session} session
 * @param {{onSignedIn: () => void, onUnpaired: () => void, signal: AbortSignal}} page
 */
export function signInView(session, page) {
  const view = stamp("sign-in-view");
  const pinPad = new PinPad(part(view, "pin"), session.members, { ...page, onBack: showTiles });
  const tiles = part(view, "tiles");

  function showPin(member) {
    tiles.hidden = true;
    pinPad.show(member);
  }

  function showTiles(member) {
    pinPad.hide();
    tiles.hidden = false;
    tiles.querySelector(`[data-id="${CSS.escape(member.id)}"] button`)?.focus();
  }

  setText(part(view, "site"), shortName(session.site?.name ?? ""));
  part(view, "nobody").hidden = session.members.length > 0;
  syncList(part(view, "members"), session.members, makeTile(showPin), updateTile);
  return view;
}

const makeTile = (onChoose) => (member) => {
  const tile = stamp("member-tile");
  part(tile, "button").addEventListener("click", () => onChoose(member));
  return tile;
};

function updateTile(tile, member) {
  setText(part(tile, "initials"), initials(member.name));
  setText(part(tile, "name"), shortName(member.name));
}
