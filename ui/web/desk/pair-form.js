/**
 * Approves the code that a kiosk shows: its letter, its seats, and whether it replaces another.
 * Never guesses a letter that a kiosk has.
 */

import * as calls from "./calls.js";
import { NO_CONNECTION } from "/shared/api.js";
import { part } from "/shared/template.js";
import { say, write } from "/shared/words.js";

/**
 * @param {HTMLFormElement} form
 * @param {{whenPaired: () => void, leaves: (answer: any) => boolean}} page
 * @returns {(fleet: import("./calls.js").Fleet) => void} brings the letters in step
 */
export function mountPairForm(form, { whenPaired, leaves }) {
  const [code, letter, seats] = ["code", "letter", "seats"].map((name) => part(form, name));
  const words = part(form, "words");
  let fleet = null;

  const chosen = () => fleet.stations.find((station) => station.letter === letter.value);
  letter.addEventListener("change", () => {
    seats.value = chosen()?.seats.join(", ") ?? "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const numbers = seats.value.split(/[\s,]+/u).filter(Boolean);
    if (!numbers.every((number) => /^[1-9]\d?$/u.test(number))) {
      write(words, "pairForm.badSeats");
      return;
    }
    const answer = await calls.approve({
      code: code.value.trim() || "-",
      letter: letter.value,
      seats: numbers.map(Number),
      replace: ["paired", "stopped"].includes(chosen()?.standing),
    });
    if (leaves(answer)) {
      return;
    }
    if (answer.ok) {
      write(words, "pairForm.done", { letter: letter.value });
      code.value = "";
      whenPaired();
    } else {
      write(words, ...refusal(answer.problem));
      code.focus();
    }
  });

  return (now) => {
    fleet = now;
    const before = letter.value;
    letter.replaceChildren(...options(now));
    letter.value = before || letter.value;
    if (letter.value !== before) {
      seats.value = chosen()?.seats.join(", ") ?? "";
    }
  };
}

/** Letters nobody has come first, then those whose kiosk would be replaced. */
function options({ stations, free }) {
  const has = ({ standing }) => ["paired", "stopped"].includes(standing);
  const option = (value, key) =>
    Object.assign(document.createElement("option"), { value, textContent: say(key, { letter: value }) });
  return [
    ...stations.filter((one) => !has(one)).map((one) => option(one.letter, "pairForm.letter")),
    ...free.map((one) => option(one, "pairForm.letter")),
    ...stations.filter(has).map((one) => option(one.letter, "pairForm.replace")),
  ];
}

/** @returns {[string, Record<string, string | number>?]} */
function refusal({ code, letter, retry_after_s: waitS }) {
  switch (code) {
    case "too_many_tries":
      return ["pairForm.wait", { count: Math.ceil(waitS / 60) }];
    case "seat_taken":
      return ["pairForm.seatTaken", { letter }];
    case "holds_visits":
      return ["pairForm.holds", { letter }];
    case "letter_in_use":
      return ["pairForm.inUse", { letter }];
    case NO_CONNECTION:
      return ["notice.lost"];
    default:
      return ["pairForm.unknown"];
  }
}
