/**
 * One picture over the whole screen, whole and uncut. A touch or Escape closes it.
 * Never keeps a picture after it is closed.
 */

import { part, setImage } from "/shared/template.js";

export class Viewer {
  #dialog;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => setImage(part(dialog, "picture"), null));
  }

  show(address, alt) {
    setImage(part(this.#dialog, "picture"), address).alt = alt;
    this.#dialog.setAttribute("aria-label", alt);
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }
}
