/**
 * "How did it end?": four outcomes, and the seat where nobody was.
 * Never ends a visit itself: it only tells which was chosen.
 */

import { part, setAble, stamp } from "/shared/template.js";

/** @type {(import("./calls.js").Outcome | "absent")[]} */
const OUTCOMES = ["fixed", "loan_or_swap", "come_back", "passed_on", "absent"];

/**
 * @param {HTMLElement} root
 * @param {{choose: (outcome: import("./calls.js").Outcome | "absent") => void}} page
 * @returns {(visit: import("./calls.js").Visit | null, able?: boolean) => void} shows what fits
 */
export function mountOutcomes(root, { choose }) {
  root.append(stamp("outcomes"));
  for (const outcome of OUTCOMES) {
    part(root, outcome).addEventListener("click", () => choose(outcome));
  }
  return (visit, able = true) => {
    root.hidden = visit === null;
    part(root, "absent").hidden = visit?.state !== "called" && visit?.state !== "arrived";
    OUTCOMES.forEach((outcome) => setAble(part(root, outcome), able));
  };
}
