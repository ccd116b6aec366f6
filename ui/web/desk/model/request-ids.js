/**
 * The request ids of commands whose answer was lost: meaning the same thing again sends the same
 * id, so that the server does it once. Never makes a second id for an unanswered intent.
 */

import { newRequestId } from "/shared/api.js";

export class Requests {
  #unanswered = new Map();

  /** Whether this intent was sent before and never answered. */
  isRepeated(intent) {
    return this.#unanswered.has(intent);
  }

  idFor(intent) {
    if (!this.isRepeated(intent)) {
      this.#unanswered.set(intent, newRequestId());
    }
    return this.#unanswered.get(intent);
  }

  /** A whole answer came, or the state showed what became of it. */
  settle(intent) {
    this.#unanswered.delete(intent);
  }
}
