/**
 * The notice for each refusal of the server, chosen by its problem and by where the visit stands now.
 */

import { isLost } from "../../shared/api.js";
import { givenName, spokenName } from "../../shared/names.js";

const ENDED = ["finished", "no_show", "left"];

/**
 * @param {{code: string, field?: string, visit?: import("./desk-api.js").Visit}} problem
 * @param {import("./desk-api.js").Visit | null} visit as this page knew it
 * @param {import("./desk.js").Desk} desk
 * @returns {[string, Record<string, string>?]} the notice and what it names
 */
export function refusalNotice({ code, field, visit: now }, visit, desk) {
  const name = visit && spokenName(visit);
  if (isLost({ code })) {
    return [`lost.${code}`];
  }
  if (code === "no_such_visit") {
    return ["notice.gone", { name }];
  }
  if (now && desk.isOthers(now)) {
    return ["notice.taken", { member: givenName(now.member), name }];
  }
  if (now) {
    return [ENDED.includes(now.state) ? "notice.ended" : "notice.moved", { name }];
  }
  return [field === "note" ? "notice.longNote" : "notice.refused"];
}
