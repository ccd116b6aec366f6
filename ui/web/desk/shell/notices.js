/**
 * A short notice about what just happened, shown for a few seconds and read out by screen readers.
 * A new one replaces the one before it.
 */

import { part } from "../../shared/template.js";
import { write } from "../../shared/words.js";

const SHOWN_MS = 8000;

export class Notices {
  #root;
  #words;
  #timer = 0;

  constructor(root) {
    this.#root = root;
    this.#words = part(root, "words");
    part(root, "dismiss").addEventListener("click", () => this.#hide());
  }

  /**
   * @param {string} key words to show
   * @param {Record<string, string | number>} [values]
   */
  show(key, values) {
    write(this.#words, key, values);
    this.#root.classList.add("shown");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), SHOWN_MS);
  }

  #hide() {
    clearTimeout(this.#timer);
    this.#root.classList.remove("shown");
  }
}
