/**
 * The sheet that lists the keyboard shortcuts, with the switch that turns them off.
 */

import { part, stamp } from "../../shared/template.js";
import { say } from "../../shared/words.js";
import { mountSwitch } from "./preferences.js";

const KEYS = [
  ["callNext", "N"],
  ["arrived", "A"],
  ["begin", "B"],
  ["outcomes", "F"],
  ["undo", "U"],
  ["note", "E", "/"],
  ["leaveNote", "Esc"],
  ["zoom", "+", "-", "0"],
  ["list", "?"],
];

export class ShortcutsSheet {
  #dialog;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    part(dialog, "list").append(...KEYS.map(makeRow));
    mountSwitch(part(dialog, "switch"), "keys");
    part(dialog, "close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  }

  show() {
    this.#dialog.showModal();
  }
}

function makeRow([name, ...keys]) {
  const row = stamp("shortcuts-row");
  part(row, "does").textContent = say(`shortcuts.${name}`);
  const caps = keys.map((key) => Object.assign(document.createElement("kbd"), { textContent: key }));
  const between = caps.flatMap((cap, at) => (at === 0 ? [cap] : [` ${say("shortcuts.or")} `, cap]));
  part(row, "press").append(...between);
  return row;
}
