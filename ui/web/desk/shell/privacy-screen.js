/**
 * After five minutes without a touch or a key, covers names and pictures until the next one.
 * Never signs anybody out, and never lets the touch that uncovers do anything else.
 */

import { givenName } from "/shared/names.js";
import { part } from "/shared/template.js";
import { write } from "/shared/words.js";

const QUIET_MS = 5 * 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "wheel", "input"];

/**
 * @param {HTMLDialogElement} dialog
 * @param {import("../model/desk.js").Desk} desk
 * @param {HTMLElement} covered
 * @param {AbortSignal} signal
 */
export function mountCover(dialog, desk, covered, signal) {
  // The wall clock, not the page's: that one stands still while the tablet sleeps.
  let livedAt = Date.now();
  const coverIfQuiet = () => {
    if (!dialog.open && Date.now() - livedAt >= QUIET_MS) {
      write(part(dialog, "words"), "privacyScreen.touch", { name: givenName(desk.state.me) });
      covered.classList.add("covered");
      dialog.showModal();
    }
  };
  for (const sign of SIGNS_OF_LIFE) {
    document.addEventListener(sign, () => {
      livedAt = Date.now();
    }, { capture: true, passive: true, signal });
  }
  document.addEventListener("visibilitychange", coverIfQuiet, { signal });
  desk.onChange(coverIfQuiet);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  dialog.addEventListener("close", () => covered.classList.remove("covered"));
}
