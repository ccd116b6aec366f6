/**
 * The drawer that holds the line on a page too narrow for three columns. Call next stays in sight
 * below it; touch and keyboard stay inside while it is open.
 */

import { isVisible, part, setText } from "../../shared/template.js";
import { say } from "../../shared/words.js";

export class Drawer {
  #root;
  #opener;
  #behind;
  #open = false;

  /**
   * @param {HTMLElement} root the queue: rows, the button that opens them, Call next
   * @param {HTMLElement[]} behind what cannot be reached while the drawer is open
   * @param {import("../model/desk.js").Desk} desk
   * @param {AbortSignal} signal
   */
  constructor(root, behind, desk, signal) {
    this.#root = root;
    this.#opener = part(root, "drawer-opener");
    this.#behind = behind;
    this.#opener.addEventListener("click", () => {
      this.#set(!this.#open);
      // Not every browser puts the keyboard on a button that is touched.
      this.#opener.focus();
    });
    root.addEventListener("click", ({ target }) => target === root && this.close());
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.close(), { signal });
    // On a wide page there is no opener, and nothing to close.
    window.addEventListener("resize", () => isVisible(this.#opener) || this.#set(false), {
      signal,
    });
    desk.onChange(() => {
      const count = desk.state.waiting.length;
      setText(part(root, "drawer-count"), String(count));
      this.#opener.setAttribute("aria-label", say("drawer.open", { count }));
    });
  }

  /** Closes it, the keyboard back on the button that opened it. */
  close() {
    if (this.#open) {
      this.#set(false);
      this.#opener.focus();
    }
  }

  #set(open) {
    this.#open = open;
    this.#root.classList.toggle("open", open);
    this.#opener.setAttribute("aria-expanded", String(open));
    this.#behind.forEach((element) => {
      element.inert = open;
    });
    if (open) {
      this.#root.setAttribute("role", "dialog");
      this.#root.setAttribute("aria-modal", "true");
    } else {
      this.#root.removeAttribute("role");
      this.#root.removeAttribute("aria-modal");
    }
  }
}
