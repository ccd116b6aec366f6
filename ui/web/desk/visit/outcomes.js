/**
 * The question "How did it end?": buttons for four outcomes, and one for nobody at the seat.
 */

import { part, setAble, stamp } from "../../shared/template.js";
import { pressIfAble } from "../shell/shortcuts.js";
import { isOn } from "../shell/preferences.js";

/** @type {(import("../model/desk-api.js").Outcome | "absent")[]} */
const OUTCOMES = ["fixed", "loan_or_swap", "come_back", "passed_on", "absent"];

/** Digits that choose, while the keyboard is among the outcomes. */
const DIGITS = ["1", "2", "3", "4"];

/**
 * @param {HTMLElement} root
 * @param {object} page
 * @param {(outcome: import("../model/desk-api.js").Outcome | "absent") => void} page.choose
 * @param {HTMLElement} [page.within] where the digits work, if in more than the outcomes
 * @returns {(visit: import("../model/desk-api.js").Visit | null, able?: boolean) => void} shows what fits
 */
export function mountOutcomes(root, { choose, within = root }) {
  root.append(stamp("outcomes"));
  for (const outcome of OUTCOMES) {
    part(root, outcome).addEventListener("click", () => choose(outcome));
  }
  within.addEventListener("keydown", (event) => {
    const button = part(root, OUTCOMES[DIGITS.indexOf(event.key)] ?? "none");
    const plain = !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (button && plain && isOn("keys")) {
      event.preventDefault();
      pressIfAble(button);
    }
  });
  return (visit, able = true) => {
    root.hidden = visit === null;
    // Its room stays: the buttons above must not move under a finger.
    part(root, "absent").classList.toggle("gone", !["called", "arrived"].includes(visit?.state));
    OUTCOMES.forEach((outcome) => setAble(part(root, outcome), able));
  };
}
