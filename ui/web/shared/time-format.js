/**
 * Instants and durations as the pages write them. The time it is now comes in as an argument.
 */

import { language } from "./words.js";

/** One minute, in milliseconds. */
export const MINUTE_MS = 60_000;
/** The server's time arrives late by the way here: ten minutes must not become eleven. */
const LAG_MS = 5_000;
const clock = new Intl.DateTimeFormat(language, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const region = navigator.languages.find((wanted) => wanted.startsWith(language)) ?? language;
const calendar = new Intl.DateTimeFormat(region, { day: "numeric", month: "short" });

/** The time of day on this tablet, such as 10:41. */
export const timeOfDay = (instant) => clock.format(new Date(instant));

/** As timeOfDay, and on another day than now's with that day: 24 Nov, 10:41. */
export function timeWithDay(now, instant) {
  const day = dayOf(instant);
  return day === dayOf(now) ? timeOfDay(instant) : `${day}, ${timeOfDay(instant)}`;
}

/** The day on this tablet, such as 25 Nov, in the order its people write it. */
export const dayOf = (instant) => calendar.format(new Date(instant));

/** Whole minutes gone by. */
export const minutesPassed = (ms) => Math.max(0, Math.floor(ms / MINUTE_MS));

/** Minutes still to go until an instant, the last one counting whole. */
export const minutesUntil = (instant, now) =>
  Math.max(1, Math.ceil((Date.parse(instant) - now - LAG_MS) / MINUTE_MS));

/** A running clock: 4:12, or 1:04:12. */
export function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const shown = hours > 0 ? [hours, ...parts] : parts;
  return shown.map((part, at) => (at === 0 ? `${part}` : `${part}`.padStart(2, "0"))).join(":");
}
