/**
 * The PIN pad: a keypad for one member's six digits, sent with the sixth. No digit is ever shown, and
 * they are dropped once they are sent.
 */

import * as api from "../model/desk-api.js";
import { isLost } from "../../shared/api.js";
import { givenName } from "../../shared/names.js";
import { part, setAble, setText } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";

const PIN_LENGTH = 6;

export class PinPad {
  #root;
  #page;
  #member = null;
  #digits = "";
  #checking = false;
  #unlockTimer = 0;
  #lockedUntilMs = new Map();

  /**
   * @param {HTMLElement} root
   * @param {import("../model/desk-api.js").TeamMember[]} team
   * @param {{onSignedIn: () => void, onUnpaired: () => void, onBack: (member: import("../model/desk-api.js").Member) => void,
   *   signal: AbortSignal}} page
   */
  constructor(root, team, page) {
    this.#root = root;
    this.#page = page;
    for (const member of team) {
      this.#noteLock(member, member.locked_s);
    }
    for (const key of root.querySelectorAll("[data-digit]")) {
      key.addEventListener("click", () => this.#type(key.dataset.digit));
    }
    part(root, "delete").addEventListener("click", () => this.#delete());
    part(root, "back").addEventListener("click", () => this.#leave());
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal: page.signal });
  }

  /** @param {import("../model/desk-api.js").TeamMember} member */
  show(member) {
    this.#member = member;
    this.#root.hidden = false;
    write(part(this.#root, "hello"), "signIn.hello", { name: givenName(member) });
    this.#setDigits("");
    this.#lock(((this.#lockedUntilMs.get(member.id) ?? 0) - performance.now()) / 1000);
    part(this.#root, "hello").focus();
  }

  hide() {
    clearTimeout(this.#unlockTimer);
    this.#setDigits("");
    this.#member = null;
    this.#root.hidden = true;
  }

  #leave() {
    this.#page.onBack(this.#member);
  }

  #onKey(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (this.#root.hidden || ctrlKey || metaKey || altKey) {
      return;
    }
    if (/^[0-9]$/.test(key)) {
      this.#type(key);
    } else if (key === "Backspace") {
      this.#delete();
    } else if (key === "Escape") {
      this.#leave();
    } else {
      return;
    }
    event.preventDefault();
  }

  #type(digit) {
    if (this.#checking || this.#isLocked()) {
      return;
    }
    this.#setDigits(this.#digits + digit);
    if (this.#digits.length === PIN_LENGTH) {
      this.#send();
    }
  }

  #delete() {
    if (!this.#checking) {
      this.#setDigits(this.#digits.slice(0, -1));
    }
  }

  async #send() {
    const [member, pin] = [this.#member, this.#digits];
    this.#setChecking(true);
    this.#showWords("signIn.checking");
    const answer = await api.signIn(member.id, pin);
    this.#setChecking(false);
    this.#setDigits("");
    if (this.#page.signal.aborted || this.#member !== member) {
      return;
    }
    if (answer.ok) {
      this.#page.onSignedIn();
    } else {
      this.#showRefusal(answer.problem);
    }
  }

  #showRefusal({ code, tries_left: left, retry_after_s: waitS }) {
    if (code === "not_paired") {
      this.#page.onUnpaired();
    } else if (code === "wrong_pin") {
      this.#showWords("signIn.wrong", { count: left });
      this.#shake();
    } else if (code === "locked") {
      this.#noteLock(this.#member, waitS);
      this.#lock(waitS);
    } else {
      this.#showWords(isLost({ code }) ? `lost.${code}` : "notice.refused");
    }
  }

  #noteLock(member, waitS) {
    this.#lockedUntilMs.set(member.id, performance.now() + waitS * 1000);
  }

  /** Counts the minutes down, and unlocks the keys when they are over. */
  #lock(waitS) {
    clearTimeout(this.#unlockTimer);
    this.#setLocked(waitS > 0);
    if (waitS <= 0) {
      this.#showWords("signIn.pin");
      return;
    }
    this.#showWords("signIn.locked", { count: Math.ceil(waitS / 60) });
    const step = waitS % 60 || 60;
    this.#unlockTimer = setTimeout(() => this.#lock(waitS - step), step * 1000);
  }

  #isLocked() {
    return this.#root.classList.contains("locked");
  }

  #setLocked(locked) {
    this.#root.classList.toggle("locked", locked);
    part(this.#root, "dots").hidden = locked;
    for (const key of this.#root.querySelectorAll(".pin-key:not(.back)")) {
      key.hidden = locked;
    }
  }

  #setChecking(checking) {
    this.#checking = checking;
    this.#root.classList.toggle("checking", checking);
    this.#root.querySelectorAll("[data-digit]").forEach((key) => setAble(key, !checking));
  }

  #setDigits(digits) {
    this.#digits = digits;
    const dots = part(this.#root, "dots");
    Array.from(dots.children).forEach((dot, at) => {
      dot.classList.toggle("filled", at < digits.length);
    });
    setText(part(this.#root, "typed"), say("signIn.digits", { count: digits.length }));
  }

  #showWords(key, values) {
    write(part(this.#root, "words"), key, values);
    this.#root.classList.toggle("refused", key === "signIn.wrong" || key === "signIn.locked");
  }

  #shake() {
    const dots = part(this.#root, "dots");
    dots.classList.remove("shaken");
    // Reading a size between the two makes the browser start the animation again.
    dots.getBoundingClientRect();
    dots.classList.add("shaken");
  }
}
