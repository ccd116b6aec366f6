/**
 * What this page knows: the state last pulled, which visit is opened, whether the server answers.
 * Never draws, and never decides who is next: that is the server's.
 */

import * as calls from "./desk-api.js";
import { NO_CONNECTION } from "/shared/api.js";

/** @typedef {import("./desk-api.js").State} State */
/** @typedef {import("./desk-api.js").Visit} Visit */

const OPEN_STATES = ["called", "arrived", "serving"];

const isOpen = (visit) => OPEN_STATES.includes(visit.state);

export class Desk {
  /** @type {State | null} */
  state = null;
  connected = true;
  /** The command under way, such as "call-next"; one at a time. @type {string | null} */
  busy = null;
  /** Ids of visits this member ended or let go: their leaving is no news. */
  letGo = new Set();

  #openedId = null;
  /** Set by the page: called once when the server no longer knows who is here. */
  whenSignedOut = () => {};

  #listeners = [];
  #pulledAt = 0;
  #pulling = null;
  #pullAgain = false;

  /** Called after every change of anything here, and each second by the page's clock. */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  /** The page is gone: answers still under way change nothing any more. */
  close() {
    this.#listeners = [];
    this.whenSignedOut = () => {};
  }

  changed() {
    if (this.state) {
      this.#listeners.forEach((listener) => listener());
    }
  }

  /** The server's clock, in milliseconds; the tablet's own may be wrong. */
  now() {
    return Date.parse(this.state.now) + this.#age();
  }

  /** Milliseconds a visitor has waited, by the server's reckoning. */
  waited(visit) {
    return visit.waited_s * 1000 + this.#age();
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
    this.changed();
  }

  isNews(seq) {
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

  /** Lays a command's answer over the state, so that the page need not wait for the next pull. */
  place(visit) {
    const others = (list) => list.filter((other) => other.id !== visit.id);
    const { waiting, held, open } = this.state;
    this.state = { ...this.state, waiting: others(waiting), held: others(held), open: others(open) };
    const list = isOpen(visit) ? "open" : visit.state;
    if (list === "open" || list === "held") {
      this.state[list] = [...this.state[list], visit];
    }
    this.changed();
  }

  /** True when the answer says that nobody is signed in here any more; the page then leaves. */
  leaves(answer) {
    const gone = !answer.ok && ["signed_out", "not_paired"].includes(answer.problem.code);
    if (gone) {
      const leave = this.whenSignedOut;
      this.close();
      leave();
    }
    return gone;
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
    const answer = await calls.state();
    if (this.leaves(answer)) {
      return true;
    }
    this.connected = answer.ok || answer.problem.code !== NO_CONNECTION;
    if (answer.ok && !this.#isOlder(answer.value)) {
      this.state = answer.value;
      this.#pulledAt = performance.now();
    }
    this.changed();
    return this.connected;
  }

  #age() {
    return performance.now() - this.#pulledAt;
  }

  #isOlder(state) {
    return this.state?.epoch === state.epoch && state.seq < this.state.seq;
  }
}
