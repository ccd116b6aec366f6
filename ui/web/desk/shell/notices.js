/**
 * Short words about what just happened, shown for a while and read out.
 * Never asks for anything, and never holds more than one.
 */

import { part } from "/shared/template.js";
import { write } from "/shared/words.js";

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
