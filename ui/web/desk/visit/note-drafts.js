/**
 * What the member writes about each visit, kept on this tablet until the visit is finished.
 * Never leaves the tablet by itself, and never outlives the tab or the sign-out.
 */

const PREFIX = "note:";

export class Notes {
  /** Written through: where the browser keeps nothing, a reload loses the note, typing does not. */
  #notes = new Map();

  constructor(memberId) {
    const own = `${PREFIX}${memberId}:`;
    this.own = own;
    for (const key of storedKeys()) {
      if (key.startsWith(own)) {
        this.#notes.set(key, sessionStorage.getItem(key));
      } else {
        sessionStorage.removeItem(key);
      }
    }
  }

  read(visit) {
    return this.#notes.get(this.own + visit.id) ?? "";
  }

  write(visit, text) {
    this.#notes.set(this.own + visit.id, text);
    try {
      sessionStorage.setItem(this.own + visit.id, text);
    } catch {
      // Full or forbidden: the note stays in memory.
    }
  }

  drop(visit) {
    this.#notes.delete(this.own + visit.id);
    sessionStorage.removeItem(this.own + visit.id);
  }

  dropAll() {
    this.#notes.clear();
    storedKeys().forEach((key) => sessionStorage.removeItem(key));
  }
}

function storedKeys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}
