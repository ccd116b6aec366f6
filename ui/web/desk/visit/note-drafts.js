/**
 * Drafts of the member's notes, kept in this tab until the visit is finished. They end with the tab or
 * with signing out.
 */

const PREFIX = "note:";

export class NoteDrafts {
  /** Where the browser stores nothing, a draft lasts until the page is reloaded. */
  #drafts = new Map();
  #prefix;

  constructor(memberId) {
    this.#prefix = `${PREFIX}${memberId}:`;
    for (const key of storedKeys()) {
      if (key.startsWith(this.#prefix)) {
        this.#drafts.set(key, sessionStorage.getItem(key));
      } else {
        sessionStorage.removeItem(key);
      }
    }
  }

  read(visit) {
    return this.#drafts.get(this.#prefix + visit.id) ?? "";
  }

  /** @returns {boolean} whether the browser stored it; else it lasts as long as the page */
  write(visit, text) {
    this.#drafts.set(this.#prefix + visit.id, text);
    try {
      sessionStorage.setItem(this.#prefix + visit.id, text);
      return true;
    } catch {
      return false; // full or forbidden
    }
  }

  isStored(visit) {
    return sessionStorage.getItem(this.#prefix + visit.id) === this.read(visit);
  }

  remove(visit) {
    this.#drafts.delete(this.#prefix + visit.id);
    sessionStorage.removeItem(this.#prefix + visit.id);
  }

  clear() {
    this.#drafts.clear();
    storedKeys().forEach((key) => sessionStorage.removeItem(key));
  }
}

function storedKeys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}
