/**
 * The sheet that asks how the open visit ended before somebody else is called. Closing it means
 * "not yet".
 */

import { spokenName } from "../../shared/names.js";
import { part } from "../../shared/template.js";
import { write } from "../../shared/words.js";
import { mountOutcomes } from "./outcomes.js";

export class OutcomeSheet {
  #dialog;
  #updateOutcomes;
  #chosen = null;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#updateOutcomes = mountOutcomes(part(dialog, "outcomes"), {
      choose: (outcome) => {
        this.#chosen = outcome;
        dialog.close();
      },
      within: dialog,
    });
    part(dialog, "not-yet").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  }

  /**
   * @param {import("../model/desk-api.js").Visit} visit the one still open
   * @param {import("../model/desk-api.js").Visit | null} wanted who is called after; null: whoever is next
   * @returns {Promise<import("../model/desk-api.js").Outcome | "absent" | null>} null: not yet
   */
  ask(visit, wanted) {
    write(part(this.#dialog, "title"), "outcomeSheet.title", { name: spokenName(visit) });
    write(
      part(this.#dialog, "words"),
      wanted ? "outcomeSheet.words.visit" : "outcomeSheet.words.next",
      wanted ? { name: spokenName(wanted) } : {},
    );
    this.#updateOutcomes(visit);
    this.#chosen = null;
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#dialog.addEventListener("close", () => resolve(this.#chosen), { once: true });
    });
  }

  close() {
    this.#dialog.close();
  }
}
