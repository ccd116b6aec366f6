/**
 * What the sheet of kiosks and tablets says of each of them: how it stands, and when it was seen.
 */

import { dayOf, timeOfDay, timeWithDay } from "../../shared/time-format.js";

/** A kiosk asks every few seconds: one that has not for so long is away. */
export const SILENT_MS = 120_000;

/** @typedef {[string, Record<string, string | number>]} Words */
/** @typedef {import("../model/desk-api.js").Station} Station */
/** @typedef {import("../model/desk.js").Desk} Desk */

/** Whether a paired kiosk should have been heard from since. @param {Station} station @param {Desk} desk */
export const isSilent = ({ standing, seen_at: seenAt }, desk) =>
  standing === "paired" && seenAt !== null && desk.since(seenAt) > SILENT_MS;

/** @param {Station} station @param {Desk} desk @returns {Words} */
export function standingOf(station, desk) {
  const { standing, seen_at: seenAt, seen_from: place, also_from: other, status } = station;
  const { waiting, visits: count } = status ?? {};
  const when = seenAt ? { time: timeOfDay(seenAt), day: dayOf(seenAt), place } : {};
  switch (standing) {
    case "stopped":
      return ["fleet.stopped", { place, other }];
    case "revoked":
      if (count > 0) {
        return ["fleet.revoked.holdingSome", { ...when, count }];
      }
      return [waiting > 0 ? "fleet.revoked.holding" : "fleet.revoked", when];
    case "paired":
      if (isSilent(station, desk)) {
        return ["fleet.silent", { time: timeWithDay(desk.now(), seenAt), place }];
      }
      return [seenAt ? "fleet.seen" : "fleet.neverSeen", when];
    default:
      return ["fleet.free", {}];
  }
}

/** @param {Station} station @returns {Words} */
export const seatsOf = ({ seats }) =>
  seats.length > 0 ? ["fleet.seats", { seats: seats.join(", ") }] : ["fleet.noSeats", {}];

/** @param {import("../model/desk-api.js").Fleet["tablets"][number]} tablet @param {Desk} desk @returns {Words} */
export function tabletWords({ paired_at: pairedAt, seen_at: seenAt }, desk) {
  const day = dayOf(pairedAt);
  return seenAt
    ? ["fleet.sinceSeen", { day, time: timeWithDay(desk.now(), seenAt) }]
    : ["fleet.since", { day }];
}
