/**
 * The bar that offers to undo a call for eight seconds. It goes as soon as the visit has moved on and
 * the server would refuse.
 */

import { spokenName } from "../../shared/names.js";
import { part } from "../../shared/template.js";
import { write } from "../../shared/words.js";

const OFFERED_MS = 8000;

export class UndoBar {
  #root;
  #visit = null;
  #timer = 0;
  #whenLost;
  #onShown;

  /**
   * @param {HTMLElement} root
   * @param {import("../model/desk.js").Desk} desk
   * @param {{onUndo: (visit: import("../model/desk-api.js").Visit) => void, whenFocusLost: () => void,
   *   onShown: (shown: boolean) => void}} page
   */
  constructor(root, desk, { onUndo, whenFocusLost, onShown }) {
    this.#root = root;
    this.#whenLost = whenFocusLost;
    this.#onShown = onShown;
    part(root, "undo").addEventListener("click", () => this.#visit && onUndo(this.#visit));
    desk.onChange(() => {
      const now = desk.mine.find((visit) => visit.id === this.#visit?.id);
      if (this.#visit && now?.state !== "called" && !desk.busy) {
        this.hide();
      }
    });
  }

  /** @param {import("../model/desk-api.js").Visit} visit just called */
  offer(visit) {
    this.#visit = visit;
    write(part(this.#root, "words"), "undo.called", { name: spokenName(visit) });
    this.#root.classList.remove("shown");
    // Reading a size between the two makes the line start again.
    this.#root.getBoundingClientRect();
    this.#root.classList.add("shown");
    this.#onShown(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), OFFERED_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#visit = null;
    const focused = this.#root.contains(document.activeElement);
    this.#root.classList.remove("shown");
    this.#onShown(false);
    if (focused) {
      this.#whenLost();
    }
  }
}
