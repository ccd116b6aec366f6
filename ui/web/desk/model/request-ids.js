/**
 * Request ids of commands that had no answer. Giving the same command again sends the same id, so
 * that the server carries it out once.
 */

import { newRequestId } from "../../shared/api.js";

export class RequestIds {
  #unanswered = new Map();

  /** Whether this command was sent before and never answered. */
  isUnanswered(command) {
    return this.#unanswered.has(command);
  }

  idFor(command) {
    if (!this.isUnanswered(command)) {
      this.#unanswered.set(command, newRequestId());
    }
    return this.#unanswered.get(command);
  }

  /** A whole answer came, or the state shows what became of the command. */
  markAnswered(command) {
    this.#unanswered.delete(command);
  }
}
