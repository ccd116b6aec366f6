/**
 * The keys of the desk: one letter, one act.
 * Never acts while something is being typed, behind an open dialog, or on what cannot be touched.
 */

import { isOn } from "./preferences.js";

const TYPING = "textarea, select, [contenteditable], input:not([type='checkbox'])";

/**
 * @param {Record<string, () => void>} acts by key, letters in lower case
 * @param {AbortSignal} signal
 */
export function mountKeys(acts, signal) {
  document.addEventListener("keydown", (event) => {
    // Browsers that fill in forms send keys without a name.
    const act = acts[event.key?.toLowerCase()];
    if (act && isFree(event)) {
      event.preventDefault();
      act();
    }
  }, { signal });
}

/** Touches a button for the member, if a finger could touch it now; whether it could. */
export function press(button) {
  const able = isReachable(button) && button.getAttribute("aria-disabled") !== "true";
  if (able) {
    button.click();
  }
  return able;
}

/** Puts the keyboard where it could also be put by hand. */
export function goTo(element) {
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
  element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true }) &&
  !element.closest("[inert]");
