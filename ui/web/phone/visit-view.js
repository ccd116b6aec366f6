/**
 * One visit as its visitor sees it: waiting, your turn, with someone, missed. Where the visit stands is
 * the server's decision.
 */

import { buzz, mayBuzz, TurnAlert } from "./turn-alert.js";
import { givenName, shortName } from "../shared/names.js";
import { part, setAble, setText, stamp } from "../shared/template.js";
import { say, write } from "../shared/words.js";

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
  /** The seat last shown; undefined before the first time. @type {number | null | undefined} */
  #seat = undefined;
  #seatIsNew = false;
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
    const seatedNow = this.#seat === null && visit.seat !== null;
    this.#seat = visit.seat;
    this.#seatIsNew = phase === "waiting" && (this.#seatIsNew || seatedNow);
    setText(part(this.#view, "site"), shortName(visit.site.name));
    setText(part(this.#view, "whose"), phase === "turn" ? "" : name);
    writeTitles(this.#view, visit, phase, this.#seatIsNew);
    this.#view.classList.toggle("long-name", Array.from(name).length > LONG_NAME);
    writeCard(part(this.#view, "card"), visit, phase);
    writeKeep(part(this.#view, "keep"), phase);
    part(this.#view, "leave").hidden = !MAY_LEAVE.includes(visit.state);
    write(part(this.#view, "leave-words"), phase === "turn" ? "phone.leave.called" : "phone.leave");
    this.#setPhase(phase);
    if (phase === "turn" && visit.recalls > this.#recalls) {
      this.#turnAlert.start();
    } else if (seatedNow && phase === "waiting") {
      buzz();
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

function writeTitles(view, visit, phase, seatIsNew) {
  const values = {
    name: shortName(visit.first_name),
    seat: visit.seat ?? "",
    number: visit.number,
    member: visit.member ? givenName({ name: visit.member }) : say("phone.someone"),
    count: (visit.ahead ?? 0) + 1,
    phone: visit.help_phone ?? "",
  };
  const place = visit.seat === null ? "noSeat" : "seat";
  const [title, words] = {
    turn: [values.name ? "phone.turn.named" : "phone.turn", `phone.turn.${place}`],
    with: ["phone.with"],
    missed: ["phone.held", `phone.held.${place}`],
    waiting: [placeKey(visit), waitingKey(visit, seatIsNew)],
  }[phase];
  write(part(view, "title"), title, values);
  part(view, "words").hidden = !words;
  if (words) {
    write(part(view, "words"), words, values);
  }
}

/** What somebody who waits must know first; an older server does not say who is on duty. */
function waitingKey({ seat, on_duty: onDuty, help_phone: phone }, seatIsNew) {
  if (seatIsNew) {
    return "phone.seated";
  }
  if (onDuty === false) {
    return phone ? "phone.nobody.call" : "phone.nobody";
  }
  return seat === null ? "phone.stand" : undefined;
}

/** The number is large wherever it may be called out; while somebody helps, nobody needs it. */
function writeCard(card, { state, number, ahead, seat }, phase) {
  card.hidden = phase === "with";
  setText(part(card, "number"), number);
  part(card, "ahead-box").hidden = state !== "waiting" || ahead === null;
  if (ahead !== null) {
    write(part(card, "ahead"), ahead === 0 ? "phone.ahead.nobody" : "phone.ahead.people", { count: ahead });
  }
  part(card, "seat-box").hidden = seat === null && phase !== "waiting";
  card.classList.toggle("bare", phase !== "waiting" && seat === null);
  setText(part(card, "seat"), seat === null ? say("phone.seat.none") : String(seat));
}

function writeKeep(keep, phase) {
  keep.hidden = phase !== "waiting";
  write(keep, mayBuzz() ? "phone.keepOpen.buzz" : "phone.keepOpen");
}

/** The first places have words of their own, the others a count. */
function placeKey({ state, ahead }) {
  if (state !== "waiting" || ahead === null) {
    return "phone.inLine";
  }
  return ahead < 4 ? `phone.place.${ahead + 1}` : "phone.place.more";
}
