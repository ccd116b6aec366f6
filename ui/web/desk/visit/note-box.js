/**
 * The box for a note about what was found. It is saved as it is typed and sent with the outcome.
 */

import { part } from "../../shared/template.js";
import { write } from "../../shared/words.js";

/** Most characters of a note that the server accepts. */
const MAX_CHARACTERS = 4000;
const COUNT_FROM = 3800;
const SAVED_AFTER_MS = 500;

/**
 * @param {HTMLElement} root
 * @param {import("../model/desk-api.js").Visit} visit
 * @param {import("./note-drafts.js").NoteDrafts} drafts
 */
export function mountNoteBox(root, visit, drafts) {
  const box = part(root, "box");
  const [left, saved] = [part(root, "left"), part(root, "saved")];
  let timer = 0;
  // Said once the typing rests: a word that changes at each key would be read out each time.
  const showSaved = (stored) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saved.hidden = box.value === "";
      write(saved, stored ? "note.saved" : "note.kept");
    }, SAVED_AFTER_MS);
  };
  const countDown = () => {
    left.hidden = box.value.length < COUNT_FROM;
    write(left, "note.left", { count: MAX_CHARACTERS - box.value.length });
  };
  box.maxLength = MAX_CHARACTERS;
  box.value = drafts.read(visit);
  box.addEventListener("input", () => {
    showSaved(drafts.write(visit, box.value));
    countDown();
  });
  // Out of the box, the keys of the desk work again.
  box.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) {
      box.blur();
    }
  });
  countDown();
  if (box.value !== "") {
    showSaved(drafts.isStored(visit));
  }
}
