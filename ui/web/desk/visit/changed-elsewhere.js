/**
 * Says what others did to the visit on the card: called it, ended it, or it left the line.
 * Never speaks of what the member did here, and never about a visit that is not shown.
 */

import { givenName, spokenName } from "/shared/names.js";

/**
 * @param {import("../model/desk.js").Desk} desk
 * @param {import("../shell/notices.js").Notices} notices
 */
export function watchNews(desk, notices) {
  let before = null;
  desk.onChange(() => {
    if (desk.busy) {
      return;
    }
    if (before && before.id !== desk.shown?.id && !desk.letGo.has(before.id)) {
      tell(desk, notices, before);
    }
    before = desk.shown;
  });
}

function tell(desk, notices, before) {
  const { waiting, held, open } = desk.state;
  const now = [...waiting, ...held, ...open].find((visit) => visit.id === before.id);
  const name = spokenName(before);
  if (!now) {
    notices.show(desk.isMine(before) ? "notice.ended" : "notice.gone", { name });
  } else if (desk.isOthers(now)) {
    notices.show("notice.taken", { member: givenName(now.member), name });
  }
}
