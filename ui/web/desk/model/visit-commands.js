/**
 * The commands a member gives about visits: call, recall, undo, arrived, begin, finish. Each ends in
 * a changed page or in a notice. A visit is never closed without an outcome, and no command is
 * carried out twice.
 */

import * as api from "./desk-api.js";
import { refusalNotice } from "./refusal-notices.js";
import { RequestIds } from "./request-ids.js";
import { minutesUntil } from "../../shared/time-format.js";
import { isLost } from "../../shared/api.js";
import { givenName, spokenName } from "../../shared/names.js";

const CALL_NEXT = "call-next";

export class VisitCommands {
  #desk;
  #drafts;
  #notices;
  #undoBar;
  #askOutcome;
  #focus;
  #requests = new RequestIds();
  /** The outcome last sent; resolved once the server has answered. */
  #ending = null;
  #callQueued = false;

  /**
   * @param {object} parts
   * @param {import("./desk.js").Desk} parts.desk
   * @param {import("../visit/note-drafts.js").NoteDrafts} parts.drafts
   * @param {import("../shell/notices.js").Notices} parts.notices
   * @param {import("../visit/undo-bar.js").UndoBar} parts.undoBar
   * @param {(visit: import("./desk-api.js").Visit, wanted: import("./desk-api.js").Visit | null) =>
   *   Promise<import("./desk-api.js").Outcome | "absent" | null>} parts.askOutcome
   * @param {{card: () => void, callNext: () => void}} parts.focus
   */
  constructor({ desk, drafts, notices, undoBar, askOutcome, focus }) {
    this.#desk = desk;
    this.#drafts = drafts;
    this.#notices = notices;
    this.#undoBar = undoBar;
    this.#askOutcome = askOutcome;
    this.#focus = focus;
  }

  async callNext() {
    if (this.#callQueued) {
      return;
    }
    // "Fixed" and at once Call next: the call is made once the server has the outcome.
    this.#callQueued = true;
    await Promise.allSettled([this.#ending]);
    this.#callQueued = false;
    if (!this.#canAct() || !this.#desk.next) {
      return;
    }
    if (this.#desk.mine.length > 0) {
      // The visit of a call without an answer is open by now: this press means the next visitor.
      this.#requests.markAnswered(CALL_NEXT);
    }
    if (await this.#endOpenVisits(null)) {
      await this.#callNext();
    }
  }

  async call(visit) {
    if (this.#canAct() && (await this.#endOpenVisits(visit))) {
      const called = await this.#sendAct(visit, "call");
      if (called) {
        this.#showCalled(called);
      }
    }
  }

  async recall(visit) {
    if (this.#canAct() && (await this.#sendAct(visit, "recall"))) {
      this.#notices.show("notice.recalled", { name: spokenName(visit) });
    }
  }

  /** The visitor waits again, in the old place. */
  async undoCall(visit) {
    if (!this.#canAct()) {
      return;
    }
    this.#desk.releasedHere.add(visit.id);
    if (await this.#sendAct(visit, "return")) {
      this.#notices.show("notice.callUndone", { name: spokenName(visit) });
      this.#focus.callNext();
    }
  }

  async arrived(visit) {
    if (this.#canAct()) {
      await this.#sendAct(visit, "arrived");
    }
  }

  async begin(visit) {
    if (this.#canAct()) {
      await this.#sendAct(visit, "begin");
    }
  }

  /** @param {import("./desk-api.js").Outcome | "absent"} outcome */
  async end(visit, outcome) {
    if (this.#canAct() && (await this.#end(visit, outcome))) {
      this.#desk.open(null);
      this.#focus.callNext();
    }
  }

  #canAct() {
    if (!this.#desk.connected) {
      this.#notices.show(`lost.${this.#desk.lostBy}`);
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
    this.#desk.releasedHere.add(visit.id);
    const ended = outcome === "absent"
      ? await this.#sendAct(visit, "absent")
      : await this.#sendAct(visit, "finish", { outcome, note: this.#drafts.read(visit).trim() });
    if (!ended) {
      this.#desk.releasedHere.delete(visit.id);
      return false;
    }
    this.#showEnded(ended, outcome);
    return true;
  }

  #showEnded(visit, outcome) {
    const name = spokenName(visit);
    if (outcome !== "absent") {
      this.#drafts.remove(visit);
      this.#notices.show(`notice.finished.${outcome}`, { name });
    } else if (visit.absent_until) {
      const count = minutesUntil(visit.absent_until, this.#desk.now());
      this.#notices.show("notice.absent", { name, count });
    } else {
      this.#notices.show("notice.absent.plain", { name });
    }
  }

  async #callNext() {
    const expected = this.#desk.next;
    const repeated = this.#requests.isUnanswered(CALL_NEXT);
    const answer = await this.#send(CALL_NEXT, api.callNext);
    if (!answer.ok) {
      this.#showRefusal(answer.problem, expected);
      return;
    }
    const { visit } = answer.value;
    if (visit && this.#desk.isMine(visit)) {
      this.#desk.mergeVisit(visit);
      this.#showCalled(visit);
      await this.#showIfTaken(expected, visit);
    } else if (repeated) {
      // This answers the earlier call, and that visit is over by now; this press means a new call.
      await this.#callNext();
    } else {
      this.#notices.show("notice.nobody");
      await this.#desk.pull();
    }
  }

  /** Another member was faster: a notice says who has the visitor the button named. */
  async #showIfTaken(expected, visit) {
    await this.#desk.pull();
    const taken = this.#desk.state.open.find((open) => open.id === expected?.id);
    if (taken && this.#desk.isOthers(taken)) {
      this.#notices.show("notice.takenForYou", {
        member: givenName(taken.member),
        name: spokenName(taken),
        yours: spokenName(visit),
      });
    }
  }

  #showCalled(visit) {
    this.#desk.releasedHere.delete(visit.id);
    this.#desk.open(null);
    this.#undoBar.offer(visit);
    this.#focus.card();
  }

  /** @returns {Promise<import("./desk-api.js").Visit | null>} the visit as it is now, or null */
  async #sendAct(visit, act, facts = {}) {
    const answer = await this.#send(`${act} ${visit.id}`, (id) =>
      api.sendAct(visit, act, { request_id: id, ...facts }),
    );
    if (!answer.ok) {
      this.#showRefusal(answer.problem, visit);
      return null;
    }
    this.#desk.mergeVisit(answer.value.visit);
    this.#desk.pull();
    return answer.value.visit;
  }

  async #send(command, send) {
    this.#desk.busy = command;
    this.#desk.notify();
    const answer = await send(this.#requests.idFor(command));
    if (answer.ok || !isLost(answer.problem)) {
      this.#requests.markAnswered(command);
    }
    this.#desk.busy = null;
    this.#desk.notify();
    return answer;
  }

  #showRefusal(problem, visit) {
    if (this.#desk.handleSignedOut({ ok: false, problem })) {
      return;
    }
    if (problem.visit) {
      this.#desk.mergeVisit(problem.visit);
    }
    this.#notices.show(...refusalNotice(problem, visit, this.#desk));
    this.#desk.pull();
  }
}
