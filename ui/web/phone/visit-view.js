/**
 * Shows one visit to its visitor: waiting, your turn, with someone, missed.
 * Never decides where the visit stands: the server says it.
 */

import { givenName, shortName } from "/shared/names.js";
import { part, setText, stamp } from "/shared/template.js";
import { say, write } from "/shared/words.js";

const FLASH_MS = 1000;
const BUZZ_MS = [300, 150, 300, 150, 600];

/** States in which the visitor is to come now. */
const TURN = new Set(["called"]);
const WITH_MEMBER = new Set(["arrived", "serving"]);
const MAY_LEAVE = new Set(["waiting", "held", "called"]);

export class VisitView {
  #view = stamp("phone-view");
  #turn = false;
  #flash = 0;

  /** @param {{onLeave: () => void}} page */
  constructor({ onLeave }) {
    const ask = part(this.#view, "ask");
    part(this.#view, "leave").addEventListener("click", () => ask.showModal());
    part(this.#view, "stay").addEventListener("click", () => ask.close());
    part(this.#view, "yes").addEventListener("click", () => {
      ask.close();
      onLeave();
    });
  }

  get element() {
    return this.#view;
  }

  /** Brings the page in step with the visit. */
  update(visit) {
    const name = shortName(visit.first_name);
    setText(part(this.#view, "site"), shortName(visit.site.name));
    write(part(this.#view, "whose"), name ? "phone.whose" : "phone.number", {
      number: visit.number,
      name,
    });
    this.#titles(visit, name);
    this.#facts(visit);
    part(this.#view, "leave").hidden = !MAY_LEAVE.has(visit.state);
    this.#setTurn(TURN.has(visit.state));
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
    this.#setTurn(false);
  }

  #titles(visit, name) {
    const title = part(this.#view, "title");
    const words = part(this.#view, "words");
    const values = {
      name,
      seat: visit.seat ?? "",
      number: visit.number,
      member: visit.member ? givenName({ name: visit.member }) : say("phone.someone"),
      count: (visit.ahead ?? 0) + 1,
    };
    const place = visit.seat === null ? "noSeat" : "seat";
    if (TURN.has(visit.state)) {
      write(title, name ? "phone.turn.named" : "phone.turn", values);
      write(words, `phone.turn.${place}`, values);
    } else if (WITH_MEMBER.has(visit.state)) {
      write(title, "phone.with", values);
      words.replaceChildren();
    } else if (visit.state === "held") {
      write(title, "phone.held", values);
      write(words, `phone.held.${place}`, values);
    } else {
      write(title, visit.ahead === null ? "phone.inLine" : ordinalKey(visit.ahead), values);
      words.replaceChildren();
    }
  }

  #facts(visit) {
    const waiting = visit.state === "waiting" && visit.ahead !== null;
    part(this.#view, "card").hidden = !waiting;
    part(this.#view, "figure").style.display = TURN.has(visit.state) ? "" : "none";
    if (waiting) {
      setText(part(this.#view, "ahead-label"), say("phone.ahead"));
      setText(part(this.#view, "ahead"), String(visit.ahead));
      part(this.#view, "seat-box").hidden = visit.seat === null;
      setText(part(this.#view, "seat"), String(visit.seat ?? ""));
    }
  }

  /** The page turns apricot, the phone buzzes where it may, the tab's title flashes. */
  #setTurn(turn) {
    if (turn === this.#turn) {
      return;
    }
    this.#turn = turn;
    document.body.classList.toggle("turn", turn);
    clearInterval(this.#flash);
    document.title = say("phone.page");
    if (turn) {
      navigator.vibrate?.(BUZZ_MS);
      let lit = false;
      this.#flash = setInterval(() => {
        lit = !lit;
        document.title = say(lit ? "phone.page.turn" : "phone.page");
      }, FLASH_MS);
    }
  }
}

/** Short lines get their word, long ones the count. */
function ordinalKey(ahead) {
  return ahead < 4 ? `phone.place.${ahead + 1}` : "phone.place.more";
}
