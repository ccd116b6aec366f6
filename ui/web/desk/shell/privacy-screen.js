/**
 * The privacy screen: after five minutes without a touch or a key it hides names and pictures until
 * the next one. How many wait, their numbers and minutes stay in sight for whoever walks past.
 * Nobody is signed out, and the touch that uncovers the desk does nothing else.
 */

import { givenName } from "../../shared/names.js";
import { part, setText, stamp, syncList } from "../../shared/template.js";
import { write } from "../../shared/words.js";
import { MINUTE_MS, minutesPassed } from "../../shared/time-format.js";
import { lineWords } from "./header.js";

const MOST_NUMBERS = 8;

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
      writeLine(dialog, desk);
      dialog.showModal();
    }
  };
  for (const event of ACTIVITY_EVENTS) {
    document.addEventListener(event, () => {
      activeAt = Date.now();
    }, { capture: true, passive: true, signal });
  }
  document.addEventListener("visibilitychange", coverIfIdle, { signal });
  desk.onChange(() => {
    coverIfIdle();
    if (dialog.open) {
      writeLine(dialog, desk);
    }
  });
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  dialog.addEventListener("close", () => covered.classList.remove("covered"));
}

/** Numbers and minutes name nobody. */
function writeLine(dialog, desk) {
  const { waiting, site } = desk.state;
  write(part(dialog, "line"), ...(desk.lostBy ? [`lost.${desk.lostBy}`] : lineWords(desk)));
  const shown = waiting.slice(0, MOST_NUMBERS);
  syncList(part(dialog, "numbers"), shown, () => stamp("privacy-number"), (element, visit) => {
    const waited = desk.waited(visit);
    setText(part(element, "number"), visit.number);
    write(part(element, "minutes"), "privacyScreen.minutes", { count: minutesPassed(waited) });
    element.classList.toggle("late", waited > site.late_after_min * MINUTE_MS);
  });
}
