/**
 * One visit as its visitor sees it: waiting, your turn, with someone, missed. Where the visit stands is
 * the server's decision.
 */

import { TurnAlert } from "./turn-alert.js";
import { givenName, shortName } from "/shared/names.js";
import { part, setAble, setText, stamp } from "/shared/template.js";
import { say, write } from "/shared/words.js";

/** Names longer than this are set smaller, so that the sentence around them is seen whole. */
const LONG_NAME = 14;
const MAY_LEAVE = ["waiting", "held", "called"];
/** The phase of each state, which colours the page; a newer server's states count as waiting. */
const PHASES = { called: "turn", arrived: "with", serving: "with", held: "missed" };

export class VisitView {
  #view = stamp("phone-view");
  #turnAlert = new TurnAlert();
  #phase = "";
  #recalls = 0;
  #leaving = false;
  #onLeave;

  /** @param {{onLeave: () => Promise<void>}} page */
  constructor({ onLeave }) {
    this.#onLeave = onLeave;
    const ask = part(this.#view, "ask");
    part(this.#view, "leave").addEventListener("click", () => this.#leaving || ask.showModal());
    part(this.#view, "stay").addEventListener("click", () => ask.close());
    part(this.#view, "yes").addEventListener("click", () => {
      ask.close();
      this.#leave();
    });
  }

  get element() {
    return this.#view;
  }

  /** Brings the page in step with the visit. */
  update(visit) {
    const phase = PHASES[visit.state] ?? "waiting";
    const name = shortName(visit.first_name);
    setText(part(this.#view, "site"), shortName(visit.site.name));
    write(part(this.#view, "whose"), name && phase !== "turn" ? "phone.whose" : "phone.number", {
      number: visit.number,
      name,
    });
    writeTitles(this.#view, visit, phase);
    this.#view.classList.toggle("long-name", Array.from(name).length > LONG_NAME);
    writeFacts(part(this.#view, "card"), visit);
    part(this.#view, "leave").hidden = !MAY_LEAVE.includes(visit.state);
    this.#setPhase(phase);
    if (phase === "turn" && visit.recalls > this.#recalls) {
      this.#turnAlert.start();
    }
    this.#recalls = visit.recalls ?? 0;
  }

  /** Says that what is shown may be old, or takes that back. `at` is a local time like 10:48. */
  setLost(at) {
    const lost = part(this.#view, "lost");
    lost.hidden = at === null;
    if (at !== null) {
      write(lost, "phone.lost", { time: at });
    }
  }

  close() {
    this.#setPhase("waiting");
  }

  async #leave() {
    this.#setLeaving(true);
    await this.#onLeave();
    this.#setLeaving(false);
  }

  #setLeaving(leaving) {
    this.#leaving = leaving;
    setAble(part(this.#view, "leave"), !leaving);
  }

  #setPhase(phase) {
    if (phase === this.#phase) {
      return;
    }
    this.#phase = phase;
    document.body.className = phase;
    // An open question must not hide the new state.
    part(this.#view, "ask").close();
    if (phase === "turn") {
      this.#turnAlert.start();
    } else {
      this.#turnAlert.stop();
    }
  }
}

function writeTitles(view, visit, phase) {
  const values = {
    name: shortName(visit.first_name),
    seat: visit.seat ?? "",
    number: visit.number,
    member: visit.member ? givenName({ name: visit.member }) : say("phone.someone"),
    count: (visit.ahead ?? 0) + 1,
  };
  const place = visit.seat === null ? "noSeat" : "seat";
  const [title, words] = {
    turn: [values.name ? "phone.turn.named" : "phone.turn", `phone.turn.${place}`],
    with: ["phone.with"],
    missed: ["phone.held", `phone.held.${place}`],
    waiting: [placeKey(visit)],
  }[phase];
  write(part(view, "title"), title, values);
  part(view, "words").hidden = !words;
  if (words) {
    write(part(view, "words"), words, values);
  }
}

function writeFacts(card, { state, ahead, seat }) {
  card.hidden = state !== "waiting" || ahead === null;
  if (!card.hidden) {
    card.classList.toggle("next", ahead === 0);
    setText(part(card, "ahead"), ahead === 0 ? say("phone.ahead.nobody") : String(ahead));
    part(card, "seat-box").hidden = seat === null;
    setText(part(card, "seat"), String(seat ?? ""));
  }
}

/** The first places have words of their own, the others a count. */
function placeKey({ state, ahead }) {
  if (state !== "waiting" || ahead === null) {
    return "phone.inLine";
  }
  return ahead < 4 ? `phone.place.${ahead + 1}` : "phone.place.more";
}
