/**
 * What a member may switch off on this tablet: the chime and the keyboard shortcuts. Both are on until
 * switched off. Nothing about a person is stored.
 */

const PREFIX = "desk.";
/** Where the browser keeps nothing, a choice lasts as long as the page. */
const chosen = new Map();

/** @param {"chime" | "keys"} name */
export function isOn(name) {
  return (chosen.get(name) ?? stored(name)) !== "off";
}

/** @param {"chime" | "keys"} name @param {boolean} on */
export function setOn(name, on) {
  chosen.set(name, on ? "on" : "off");
  try {
    localStorage.setItem(PREFIX + name, chosen.get(name));
  } catch {
    // Full or forbidden: the choice stays in memory.
  }
}

/** Ties a switch on the page to the choice. @param {HTMLInputElement} box @param {"chime" | "keys"} name */
export function mountSwitch(box, name) {
  box.checked = isOn(name);
  box.addEventListener("change", () => setOn(name, box.checked));
}

function stored(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
