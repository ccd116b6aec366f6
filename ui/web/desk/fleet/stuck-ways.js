/**
 * Ways between a kiosk and the server that are stuck, in words: what does not get through, since
 * when, and what was answered there.
 */

import { say } from "../../shared/words.js";
import { timeWithDay } from "../../shared/time-format.js";

/** A way that fails for less than this may be mended by the next try. */
const STUCK_MS = 120_000;
/** What a member should know, the gravest first. Without hints a kiosk is a few seconds late, no more. */
const TELLING = ["events", "state", "pictures"];

/** @typedef {import("../model/desk-api.js").Station} Station */
/** @typedef {import("../model/desk-api.js").StuckWay} StuckWay */

/** The gravest stuck way that concerns a member. @param {Station} station @returns {StuckWay | null} */
export function gravestWay(station, desk) {
  const lasting = waysOf(station, desk);
  return TELLING.map((name) => lasting.find(({ way }) => way === name)).find(Boolean) ?? null;
}

/** The ways that have been stuck for a while. @param {Station} station @returns {StuckWay[]} */
export const waysOf = (station, desk) =>
  station.ways.filter(({ since }) => desk.since(since) > STUCK_MS);

/** @param {StuckWay} way @returns {{time: string, answer: string}} */
export const wayValues = (way, desk) => ({
  time: timeWithDay(desk.now(), way.since),
  answer: answerOf(way),
});

function answerOf({ status, by_home: byHome }) {
  if (status === null) {
    return say("way.answer.none");
  }
  return say(byHome ? "way.answer.server" : "way.answer.between", { status });
}
