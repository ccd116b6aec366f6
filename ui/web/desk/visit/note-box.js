/**
 * The box for a note about what was found. It is saved as it is typed and sent with the outcome.
 */

import { part } from "/shared/template.js";
import { write } from "/shared/words.js";

/** Most characters of a note that the server accepts. */
const MAX_CHARACTERS = 4000;
const COUNT_FROM = 3800;

/**
 * @param {HTMLElement} root
 * @param {import("../model/desk-api.js").Visit} visit
 * @param {import("./note-drafts.js").NoteDrafts} drafts
 */
export function mountNoteBox(root, visit, drafts) {
  const box = part(root, "box");
  const left = part(root, "left");
  const countDown = () => {
    left.hidden = box.value.length < COUNT_FROM;
    write(left, "note.left", { count: MAX_CHARACTERS - box.value.length });
  };
  box.maxLength = MAX_CHARACTERS;
  box.value = drafts.read(visit);
  box.addEventListener("input", () => {
    drafts.write(visit, box.value);
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
