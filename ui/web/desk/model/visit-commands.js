/**
 * What the member does: call, go through the steps, finish. Each ends in a changed page or in words.
 * Never closes a visit without an outcome, and never does one thing twice.
 */

import * as calls from "./desk-api.js";
import { refusal } from "./refusal-notices.js";
import { Requests } from "./request-ids.js";
import { minutesUntil } from "/shared/time-format.js";
import { NO_CONNECTION } from "/shared/api.js";
import { givenName, spokenName } from "/shared/names.js";

const CALL_NEXT = "call-next";

export class Commands {
  #desk;
  #notes;
  #notices;
  #undoBar;
  #askOutcome;
  #focus;
  #requests = new Requests();
  /** The outcome last sent; settled once the page knows what came of it. */
  #ending = null;
  #waitsToCall = false;

  /**
   * @param {object} parts
   * @param {import("./desk.js").Desk} parts.desk
   * @param {import("../visit/note-drafts.js").Notes} parts.notes
   * @param {import("../shell/notices.js").Notices} parts.notices
   * @param {import("../visit/undo-bar.js").UndoBar} parts.undoBar
   * @param {(visit: import("./desk-api.js").Visit, wanted: import("./desk-api.js").Visit | null) =>
   *   Promise<import("./desk-api.js").Outcome | "absent" | null>} parts.askOutcome
   * @param {{card: () => void, callNext: () => void}} parts.focus
   */
  constructor({ desk, notes, notices, undoBar, askOutcome, focus }) {
    this.#desk = desk;
    this.#notes = notes;
    this.#notices = notices;
    this.#undoBar = undoBar;
    this.#askOutcome = askOutcome;
    this.#focus = focus;
  }

  async callNext() {
    if (this.#waitsToCall) {
      return;
    }
    // "Fixed", and in the same breath the next: the press counts once the outcome has arrived.
    this.#waitsToCall = true;
    await Promise.allSettled([this.#ending]);
    this.#waitsToCall = false;
    if (!this.#isAble() || !this.#desk.next) {
      return;
    }
    if (this.#desk.mine.length > 0) {
      // A lost answer has shown up as the visit now open; the next press means the next visitor.
      this.#requests.settle(CALL_NEXT);
    }
    if (await this.#endOpenVisits(null)) {
      await this.#callNext();
    }
  }

  async call(visit) {
    if (this.#isAble() && (await this.#endOpenVisits(visit))) {
      const called = await this.#tell(visit, "call");
      if (called) {
        this.#showCalled(called);
      }
    }
  }

  async recall(visit) {
    if (this.#isAble() && (await this.#tell(visit, "recall"))) {
      this.#notices.show("notice.recalled", { name: spokenName(visit) });
    }
  }

  /** Undoes the call: the visitor waits again, in the old place. */
  async takeBack(visit) {
    if (!this.#isAble()) {
      return;
    }
    this.#desk.letGo.add(visit.id);
    if (await this.#tell(visit, "return")) {
      this.#notices.show("notice.callUndone", { name: spokenName(visit) });
      this.#focus.callNext();
    }
  }

  async arrived(visit) {
    if (this.#isAble()) {
      await this.#tell(visit, "arrived");
    }
  }

  async begin(visit) {
    if (this.#isAble()) {
      await this.#tell(visit, "begin");
    }
  }

  /** @param {import("./desk-api.js").Outcome | "absent"} outcome */
  async end(visit, outcome) {
    if (this.#isAble() && (await this.#end(visit, outcome))) {
      this.#desk.open(null);
      this.#focus.callNext();
    }
  }

  #isAble() {
    if (!this.#desk.connected) {
      this.#notices.show("notice.lost");
    }
    return this.#desk.connected && !this.#desk.busy;
  }

  /** One question for each visit still open; false when the member says "not yet". */
  async #endOpenVisits(wanted) {
    for (const visit of this.#desk.mine) {
      const outcome = await this.#askOutcome(visit, wanted);
      if (!outcome || !(await this.#end(visit, outcome))) {
        return false;
      }
    }
    return true;
  }

  #end(visit, outcome) {
    this.#ending = this.#sendOutcome(visit, outcome);
    return this.#ending;
  }

  async #sendOutcome(visit, outcome) {
    this.#desk.letGo.add(visit.id);
    const ended = outcome === "absent"
      ? await this.#tell(visit, "absent")
      : await this.#tell(visit, "finish", { outcome, note: this.#notes.read(visit).trim() });
    if (!ended) {
      this.#desk.letGo.delete(visit.id);
      return false;
    }
    this.#sayEnded(ended, outcome);
    return true;
  }

  #sayEnded(visit, outcome) {
    const name = spokenName(visit);
    if (outcome !== "absent") {
      this.#notes.drop(visit);
      this.#notices.show(`notice.finished.${outcome}`, { name });
    } else if (visit.absent_until) {
      const count = minutesUntil(visit.absent_until, this.#desk.now());
      this.#notices.show("notice.absent", { name, count });
    } else {
      this.#notices.show("notice.absent.plain", { name });
    }
  }

  async #callNext() {
    const promised = this.#desk.next;
    const repeated = this.#requests.isRepeated(CALL_NEXT);
    const answer = await this.#send(CALL_NEXT, calls.callNext);
    if (!answer.ok) {
      this.#sayRefused(answer.problem, promised);
      return;
    }
    const { visit } = answer.value;
    if (visit && this.#desk.isMine(visit)) {
      this.#desk.place(visit);
      this.#showCalled(visit);
      await this.#sayIfTaken(promised, visit);
    } else if (repeated) {
      // The answer to the lost call is history by now; this press means a new one.
      await this.#callNext();
    } else {
      this.#notices.show("notice.nobody");
      await this.#desk.pull();
    }
  }

  /** Another member was faster: say who has the one the button promised. */
  async #sayIfTaken(promised, visit) {
    await this.#desk.pull();
    const taken = this.#desk.state.open.find((open) => open.id === promised?.id);
    if (taken && this.#desk.isOthers(taken)) {
      this.#notices.show("notice.takenForYou", {
        member: givenName(taken.member),
        name: spokenName(taken),
        yours: spokenName(visit),
      });
    }
  }

  #showCalled(visit) {
    this.#desk.letGo.delete(visit.id);
    this.#desk.open(null);
    this.#undoBar.offer(visit);
    this.#focus.card();
  }

  /** @returns {Promise<import("./desk-api.js").Visit | null>} the visit as it is now, or null */
  async #tell(visit, verb, facts = {}) {
    const answer = await this.#send(`${verb} ${visit.id}`, (id) =>
      calls.tell(visit, verb, { request_id: id, ...facts }),
    );
    if (!answer.ok) {
      this.#sayRefused(answer.problem, visit);
      return null;
    }
    this.#desk.place(answer.value.visit);
    this.#desk.pull();
    return answer.value.visit;
  }

  async #send(intent, send) {
    this.#desk.busy = intent;
    this.#desk.changed();
    const answer = await send(this.#requests.idFor(intent));
    if (answer.ok || answer.problem.code !== NO_CONNECTION) {
      this.#requests.settle(intent);
    }
    this.#desk.busy = null;
    this.#desk.changed();
    return answer;
  }

  #sayRefused(problem, visit) {
    if (this.#desk.leaves({ ok: false, problem })) {
      return;
    }
    if (problem.visit) {
      this.#desk.place(problem.visit);
    }
    this.#notices.show(...refusal(problem, visit, this.#desk));
    this.#desk.pull();
  }
}
