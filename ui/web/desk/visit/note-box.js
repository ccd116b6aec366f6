/**
 * The box for one line about what was found. Saved as typed.
 * Never sends anything: the note goes out with the outcome.
 */

import { part } from "/shared/template.js";
import { write } from "/shared/words.js";

/** Most characters of a note the server takes. */
const MOST_CHARACTERS = 4000;
const COUNT_FROM = 3800;

/**
 * @param {HTMLElement} root
 * @param {import("../model/desk-api.js").Visit} visit
 * @param {import("./note-drafts.js").Notes} notes
 */
export function mountNoteBox(root, visit, notes) {
  const box = part(root, "box");
  const left = part(root, "left");
  const countDown = () => {
    left.hidden = box.value.length < COUNT_FROM;
    write(left, "note.left", { count: MOST_CHARACTERS - box.value.length });
  };
  box.maxLength = MOST_CHARACTERS;
  box.value = notes.read(visit);
  box.addEventListener("input", () => {
    notes.write(visit, box.value);
    countDown();
  });
  // Out of the box, the keys of the desk work again.
  box.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) {
      box.blur();
    }
  });
  countDown();
}
