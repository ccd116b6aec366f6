/**
 * How people are named on the pages. Names are text from people, of any length and in any script: they
 * are shortened here and never become markup.
 */

import { say } from "./words.js";

const MAX_CHARACTERS = 80;
/** Controls and direction overrides: a name must not write over, or turn round, what follows it. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

/** A name short enough to set: one line of at most 80 characters. */
export function shortName(name) {
  const line = name.slice(0, MAX_CHARACTERS * 8).replace(/\s+/gu, " ").replace(INVISIBLE, "").trim();
  const characters = Array.from(line);
  return characters.length > MAX_CHARACTERS
    ? `${characters.slice(0, MAX_CHARACTERS - 1).join("")}…`
    : line;
}

/** The visitor's first name, or the word for somebody who gave none. */
export const visitorName = (visit) => shortName(visit.first_name) || say("visitor.unnamed");

/** What a sentence calls the visitor: by first name, or by the number. */
export const spokenName = (visit) => shortName(visit.first_name) || visit.number;

/** What a member is called among colleagues: the first word of the name. */
export const givenName = (member) => shortName(member.name).split(" ")[0];

/** One or two first letters, for the round chip: "Ben Keller" is "BK". */
export function initials(name) {
  const words = shortName(name).split(" ").filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => Array.from(word.normalize("NFC"))[0].toLocaleUpperCase()).join("");
}
