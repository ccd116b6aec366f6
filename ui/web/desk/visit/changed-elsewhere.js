/**
 * Notices about what others did to the visit on the card: called it, ended it, or it left the line.
 * What the member did at this desk needs none.
 */

import { givenName, spokenName } from "../../shared/names.js";

/**
 * @param {import("../model/desk.js").Desk} desk
 * @param {import("../shell/notices.js").Notices} notices
 */
export function watchChangesElsewhere(desk, notices) {
  let before = null;
  desk.onChange(() => {
    if (desk.busy) {
      return;
    }
    if (before && before.id !== desk.shown?.id && !desk.releasedHere.has(before.id)) {
      showChange(desk, notices, before);
    }
    before = desk.shown;
  });
}

function showChange(desk, notices, before) {
  const { waiting, held, open } = desk.state;
  const now = [...waiting, ...held, ...open].find((visit) => visit.id === before.id);
  const name = spokenName(before);
  if (!now) {
    notices.show(desk.isMine(before) ? "notice.ended" : "notice.gone", { name });
  } else if (desk.isOthers(now)) {
    notices.show("notice.taken", { member: givenName(now.member), name });
  }
}
