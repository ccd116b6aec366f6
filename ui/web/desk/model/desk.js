/**
 * The state of the desk page: the state last pulled, which visit is open, whether the server answers.
 * Nothing is drawn here, and who is next is the server's decision.
 */

import { isChanges, withChanges } from "./changes.js";
import * as api from "./desk-api.js";
import { isLost } from "../../shared/api.js";

/** @typedef {import("./desk-api.js").State} State */
/** @typedef {import("./desk-api.js").Visit} Visit */

const OPEN_STATES = ["called", "arrived", "serving"];

const isOpen = (visit) => OPEN_STATES.includes(visit.state);

export class Desk {
  /** @type {State | null} */
  state = null;
  /** Why the server could not be reached just now: the code of the problem; null while it answers. @type {string | null} */
  lostBy = null;
  /** The command under way, such as "call-next"; one at a time. @type {string | null} */
  busy = null;
  /** Ids of visits this member ended or returned here: no notice is shown when they go. */
  releasedHere = new Set();

  /** Set by the page: called once when the server no longer knows who is here. */
  onSignedOut = () => {};

  /** The state as the server gave it: without what commands answered since. @type {State | null} */
  #pulled = null;
  #openedId = null;
  #listeners = [];
  #pulledAt = 0;
  #pulling = null;
  #pullAgain = false;

  /** Called after every change of anything here, and each second by the page's clock. */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  /** After this, answers still under way change nothing. */
  close() {
    this.#listeners = [];
    this.onSignedOut = () => {};
  }

  notify() {
    if (this.state) {
      this.#listeners.forEach((listener) => listener());
    }
  }

  get connected() {
    return this.lostBy === null;
  }

  /** The server's clock, in milliseconds; the tablet's own may be wrong. */
  now() {
    return Date.parse(this.state.now) + this.#age();
  }

  /** Milliseconds a visitor has waited until help began, or until now. */
  waited(visit) {
    const until = visit.began_at ? Date.parse(visit.began_at) : this.now();
    return Math.max(0, until - Date.parse(visit.checked_in_at));
  }

  /** Milliseconds since an instant the server stated. */
  since(instant) {
    return this.now() - Date.parse(instant);
  }

  /** The open visits of the member who is here, the latest call first. */
  get mine() {
    return this.state.open
      .filter((visit) => visit.member?.id === this.state.me.id)
      .sort((one, other) => Date.parse(other.called_at) - Date.parse(one.called_at));
  }

  /** The visit on the card: the one opened by hand, else the one being helped. */
  get shown() {
    return this.opened ?? this.mine[0] ?? null;
  }

  get opened() {
    const { waiting, held } = this.state;
    const reachable = [...waiting, ...held, ...this.mine];
    return reachable.find((visit) => visit.id === this.#openedId) ?? null;
  }

  /** @returns {Visit | null} */
  get next() {
    return this.state.waiting.find((visit) => visit.id === this.state.next) ?? null;
  }

  isMine(visit) {
    return isOpen(visit) && visit.member?.id === this.state.me.id;
  }

  isOthers(visit) {
    return isOpen(visit) && visit.member !== null && visit.member.id !== this.state.me.id;
  }

  /** Opens a visit's card; null goes back to the visit being helped. */
  open(visit) {
    this.#openedId = visit?.id ?? null;
    this.notify();
  }

  isNewer(seq) {
    return seq !== this.state?.seq;
  }

  /**
   * Fetches the state. Calls made while one is under way share one more after it.
   * @returns {Promise<boolean>} whether the server was reached
   */
  pull() {
    if (this.#pulling) {
      this.#pullAgain = true;
      return this.#pulling;
    }
    this.#pulling = this.#pullUntilFresh().finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  /**
   * Takes what the server told without being asked. Changes that do not follow what is known here
   * are left: the hint behind them has the page ask.
   * @param {State | import("./desk-api.js").Changes} told
   */
  take(told) {
    const known = this.#pulled;
    if (!isChanges(told)) {
      this.#bringUp(told);
    } else if (known?.epoch === told.epoch && told.after <= known.seq && known.seq <= told.seq) {
      this.#bringUp(withChanges(known, told));
    }
    this.notify();
  }

  /** Merges a command's answer into the state, so that the page need not wait for the next pull. */
  mergeVisit(visit) {
    const others = (list) => list.filter((other) => other.id !== visit.id);
    const { waiting, held, open } = this.state;
    this.state = { ...this.state, waiting: others(waiting), held: others(held), open: others(open) };
    const list = isOpen(visit) ? "open" : visit.state;
    if (list === "open" || list === "held") {
      this.state[list] = [...this.state[list], visit];
    }
    this.notify();
  }

  /** Whether the answer says that nobody is signed in here any more; `onSignedOut` is then called. */
  handleSignedOut(answer) {
    const signedOut = !answer.ok && ["signed_out", "not_paired"].includes(answer.problem.code);
    if (signedOut) {
      const onSignedOut = this.onSignedOut;
      this.close();
      onSignedOut();
    }
    return signedOut;
  }

  async #pullUntilFresh() {
    let reached;
    do {
      this.#pullAgain = false;
      reached = await this.#pullOnce();
    } while (this.#pullAgain && reached);
    return reached;
  }

  async #pullOnce() {
    const asked = this.#pulled;
    const answer = await api.getState(asked);
    if (this.handleSignedOut(answer)) {
      return true;
    }
    this.lostBy = !answer.ok && isLost(answer.problem) ? answer.problem.code : null;
    // When the stream told something meanwhile, it goes on from there.
    if (answer.ok && this.#pulled === asked) {
      const { value } = answer;
      this.#bringUp(asked && isChanges(value) ? withChanges(asked, value) : value);
    }
    this.notify();
    return this.connected;
  }

  #bringUp(state) {
    this.#pulled = state;
    this.state = state;
    this.#pulledAt = performance.now();
  }

  #age() {
    return performance.now() - this.#pulledAt;
  }
}
