/**
 * One calm line for each kiosk that needs somebody to know: silent, stopped, behind, or missing something.
 * Never more than one line a kiosk, and never a word about kiosks while the desk itself is cut off.
 */

import { keepList, part, stamp } from "/shared/template.js";
import { write } from "/shared/words.js";
import { minutesGone, timeOfDay } from "./times.js";

const SILENT_MS = 120_000;
/** Facts on their way for less than this are no news. */
const BEHIND_MS = 120_000;

const ICONS = { silent: "wifi", silentHolding: "wifi", behind: "clock", restored: "restart", camera: "camera" };

/** @typedef {import("./calls.js").Station} Station */

/**
 * @param {HTMLElement} list
 * @param {import("./desk.js").Desk} desk
 */
export function mountStationNotes(list, desk) {
  desk.onChange(() => {
    const paired = desk.state.stations.filter(({ standing }) => ["paired", "stopped"].includes(standing));
    const whose = paired.length > 1 ? "named" : "only";
    const notes = desk.connected
      ? paired.map((station) => noteOf(station, desk, whose)).filter((note) => note !== null)
      : [];
    keepList(list, notes, () => stamp("station-note"), (row, { key, values, icon }) => {
      part(row, "icon").className = `icon icon-${icon}`;
      write(part(row, "words"), key, values);
    });
    list.hidden = notes.length === 0;
  });
}

/** The one thing to say of this kiosk, the gravest first. */
function noteOf(station, desk, whose) {
  const at = `station.${whose}`;
  const { letter, seen_at: seenAt } = station;
  const told = reasonOf(station, desk);
  if (!told) {
    return null;
  }
  const [reason, values = {}] = told;
  const time = seenAt ? timeOfDay(seenAt) : "";
  const icon = ICONS[reason] ?? "hand";
  return { id: letter, icon, key: `${at}.${reason}`, values: { letter, time, ...values } };
}

/** @returns {[string, Record<string, string | number>?] | null} */
function reasonOf(station, desk) {
  if (station.standing === "stopped") {
    return ["twoPlaces"];
  }
  if (station.seen_at === null) {
    return null;
  }
  const silence = desk.since(station.seen_at);
  if (silence > SILENT_MS) {
    return [station.waiting > 0 ? "silentHolding" : "silent"];
  }
  if (station.store === "full") {
    return ["diskFull"];
  }
  if (station.set_aside > 0) {
    return ["setAside", { count: station.set_aside }];
  }
  const age = (station.oldest_s ?? 0) * 1000 + silence;
  if (station.waiting > 0 && age > BEHIND_MS) {
    return ["behind", { count: minutesGone(age) }];
  }
  if (["lost", "blind"].includes(station.camera)) {
    return ["camera"];
  }
  return { low: ["diskLow"], restored: ["restored"] }[station.store] ?? null;
}
