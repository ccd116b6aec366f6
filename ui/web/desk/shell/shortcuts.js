/**
 * The keyboard shortcuts of the desk: one key, one command. They are off while somebody types or a
 * dialog is open, and never press a button that a finger could not press.
 */

import { isOn } from "./preferences.js";
import { isVisible } from "../../shared/template.js";

const TYPING = "textarea, select, [contenteditable], input:not([type='checkbox'])";

/**
 * @param {Record<string, () => void>} commands by key, letters in lower case
 * @param {AbortSignal} signal
 */
export function mountShortcuts(commands, signal) {
  document.addEventListener("keydown", (event) => {
    // Browsers that fill in forms send keys without a name.
    const command = commands[event.key?.toLowerCase()];
    if (command && isFree(event)) {
      event.preventDefault();
      command();
    }
  }, { signal });
}

/** Presses a button, if a finger could press it now. Returns whether it could. */
export function pressIfAble(button) {
  const able = isReachable(button) && button.getAttribute("aria-disabled") !== "true";
  if (able) {
    button.click();
  }
  return able;
}

/** Focuses an element, if it could be focused by hand now. */
export function focusIfReachable(element) {
  if (element && isReachable(element)) {
    element.focus();
  }
}

function isFree({ target, repeat, ctrlKey, metaKey, altKey, isComposing, defaultPrevented }) {
  const plain = !repeat && !ctrlKey && !metaKey && !altKey && !isComposing && !defaultPrevented;
  const typing = target.closest?.(TYPING);
  return isOn("keys") && plain && !typing && !document.querySelector("dialog[open]");
}

const isReachable = (element) =>
  isVisible(element) && !element.closest("[inert]");
