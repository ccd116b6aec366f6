/**
 * The privacy screen: after five minutes without a touch or a key it hides names and pictures until
 * the next one. Nobody is signed out, and the touch that uncovers the desk does nothing else.
 */

import { givenName } from "/shared/names.js";
import { part } from "/shared/template.js";
import { write } from "/shared/words.js";

const IDLE_MS = 5 * 60_000;
const ACTIVITY_EVENTS = ["pointerdown", "keydown", "wheel", "input"];

/**
 * @param {HTMLDialogElement} dialog
 * @param {import("../model/desk.js").Desk} desk
 * @param {HTMLElement} covered
 * @param {AbortSignal} signal
 */
export function mountPrivacyScreen(dialog, desk, covered, signal) {
  // The wall clock, not the page's: that one stands still while the tablet sleeps.
  let activeAt = Date.now();
  const coverIfIdle = () => {
    if (!dialog.open && Date.now() - activeAt >= IDLE_MS) {
      write(part(dialog, "words"), "privacyScreen.touch", { name: givenName(desk.state.me) });
      covered.classList.add("covered");
      dialog.showModal();
    }
  };
  for (const event of ACTIVITY_EVENTS) {
    document.addEventListener(event, () => {
      activeAt = Date.now();
    }, { capture: true, passive: true, signal });
  }
  document.addEventListener("visibilitychange", coverIfIdle, { signal });
  desk.onChange(coverIfIdle);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  dialog.addEventListener("close", () => covered.classList.remove("covered"));
}
