/**
 * The one big button: calls the next visitor, and says who that is.
 * Never hides: when it cannot call, it says why.
 */

import { visitorName } from "/shared/names.js";
import { part, setAble, setText } from "/shared/template.js";
import { say, write } from "/shared/words.js";

const TYPING = "input, textarea, select, [contenteditable]";

/**
 * @param {HTMLButtonElement} root
 * @param {import("./desk.js").Desk} desk
 * @param {{onCall: () => void, signal: AbortSignal}} page
 */
export function mountCallNext(root, desk, { onCall, signal }) {
  root.addEventListener("click", onCall);
  document.addEventListener("keydown", (event) => {
    if (isCallKey(event)) {
      event.preventDefault();
      onCall();
    }
  }, { signal });
  desk.onChange(() => {
    const able = desk.connected && desk.next !== null;
    setAble(root, able);
    root.classList.toggle("busy", desk.busy === "call-next");
    setText(part(root, "title"), say(desk.busy === "call-next" ? "call.calling" : "call.next"));
    writeWho(part(root, "who"), desk);
  });
}

function writeWho(element, { connected, next }) {
  if (!connected) {
    write(element, "call.offline");
  } else if (!next) {
    write(element, "call.nobody");
  } else {
    const key = next.seat === null ? "call.who.noSeat" : "call.who.seat";
    write(element, key, { name: visitorName(next), seat: next.seat, number: next.number });
  }
}

/** N calls, but not while typing and not behind an open sheet. */
function isCallKey({ key, target, repeat, ctrlKey, metaKey, altKey }) {
  const plain = !repeat && !ctrlKey && !metaKey && !altKey;
  const free = !target.closest?.(TYPING) && !document.querySelector("dialog[open]");
  return plain && free && key.toLowerCase() === "n";
}
