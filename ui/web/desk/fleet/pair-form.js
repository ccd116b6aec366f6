/**
 * The form that approves the code a kiosk shows: its letter, its seats, and whether it replaces another.
 * A letter that a kiosk has is never chosen by itself.
 */

import * as api from "../model/desk-api.js";
import { isLost } from "../../shared/api.js";
import { part } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";

/**
 * @param {HTMLFormElement} form
 * @param {{refresh: () => void, handleSignedOut: (answer: any) => boolean}} page
 * @returns {(fleet: import("../model/desk-api.js").Fleet, byItself?: boolean) => void}
 *   brings the letters in step; `byItself`: nobody opened the sheet or pressed anything just now
 */
export function mountPairForm(form, { refresh, handleSignedOut }) {
  const [code, letter, seats] = ["code", "letter", "seats"].map((name) => part(form, name));
  const words = part(form, "words");
  const showWords = (key, values) => {
    words.hidden = false;
    write(words, key, values);
  };
  let fleet = null;
  /** Seats typed by hand stay, whatever letter is chosen after. */
  let typed = false;

  const chosen = () => fleet.stations.find((station) => station.letter === letter.value);
  const fillSeats = () => {
    seats.value = chosen()?.seats.join(", ") ?? "";
    typed = false;
  };
  seats.addEventListener("input", () => {
    typed = seats.value.trim() !== "";
  });
  letter.addEventListener("change", () => typed || fillSeats());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const numbers = seats.value.split(/[\s,]+/u).filter(Boolean);
    if (!numbers.every((number) => /^[1-9]\d?$/u.test(number))) {
      showWords("pairForm.badSeats");
      return;
    }
    const answer = await api.pairStation({
      code: code.value.trim() || "-",
      letter: letter.value,
      seats: numbers.map(Number),
      replace: isPaired(chosen()),
    });
    if (handleSignedOut(answer)) {
      return;
    }
    if (answer.ok) {
      showWords("pairForm.done", { letter: letter.value });
      code.value = "";
      refresh();
    } else {
      showWords(...refusalWords(answer.problem));
      if (answer.problem.code === "letter_in_use") {
        refresh(); // the list does not offer it as one to replace yet
      }
      code.focus();
    }
  });

  return (now, byItself = false) => {
    fleet = now;
    const before = letter.value;
    const offered = options(now);
    if (byItself && isSame(offered, [...letter.options])) {
      return; // a list that somebody has open must not close under the finger
    }
    letter.replaceChildren(...offered);
    // A kiosk is replaced only by a choice made in front of the list as it is now.
    letter.value = chosenBefore(now, before) ?? letter.value;
    if (letter.value !== before) {
      fillSeats();
    }
  };
}

const isPaired = (station) => ["paired", "stopped"].includes(station?.standing);

/** The letter as it was chosen, null when a kiosk has it by now or none was chosen. */
const chosenBefore = ({ stations }, before) =>
  before && !isPaired(stations.find((station) => station.letter === before)) ? before : null;

/** Letters that no kiosk has come first, then those whose kiosk would be replaced. */
function options({ stations, free }) {
  const option = (value, key) =>
    Object.assign(document.createElement("option"), { value, textContent: say(key, { letter: value }) });
  return [
    ...stations.filter((one) => !isPaired(one)).map((one) => option(one.letter, "pairForm.letter")),
    ...free.map((one) => option(one, "pairForm.letter")),
    ...stations.filter(isPaired).map((one) => option(one.letter, "pairForm.replace")),
  ];
}

const isSame = (some, others) =>
  some.length === others.length
  && some.every(({ value, text }, at) => value === others[at].value && text === others[at].text);

/** @returns {[string, Record<string, string | number>?]} */
function refusalWords({ code, letter, retry_after_s: waitS }) {
  switch (code) {
    case "too_many_tries":
      return ["pairForm.wait", { count: Math.ceil(waitS / 60) }];
    case "seat_taken":
      return ["pairForm.seatTaken", { letter }];
    case "holds_visits":
      return ["pairForm.holds", { letter }];
    case "letter_in_use":
      return ["pairForm.inUse", { letter }];
    default:
      return [isLost({ code }) ? `lost.${code}` : "pairForm.unknown"];
  }
}
