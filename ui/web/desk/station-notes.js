/**
 * One calm line for each kiosk that needs somebody to know: silent, stopped, behind, or missing something.
 * Never more than one line a kiosk, and never a word about kiosks while the desk itself is cut off.
 */

import { keepList, part, stamp } from "/shared/template.js";
import { write } from "/shared/words.js";
import { minutesGone, timeSeenFrom } from "./times.js";

const SILENT_MS = 120_000;
/** Facts on their way for less than this are no news. */
const BEHIND_MS = 120_000;

const ICONS = {
  silent: "wifi",
  silentHolding: "wifi",
  silentWith: "wifi",
  behind: "clock",
  behindWith: "clock",
  behindThen: "clock",
  restored: "restart",
  camera: "camera",
};

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
  const { letter } = station;
  const told = reasonOf(station, desk);
  if (!told) {
    return null;
  }
  const [reason, values = {}] = told;
  const icon = ICONS[reason] ?? "hand";
  return { id: letter, icon, key: `station.${whose}.${reason}`, values: { letter, ...values } };
}

/** @returns {[string, Record<string, string | number>?] | null} */
function reasonOf(station, desk) {
  if (station.standing === "stopped") {
    return ["twoPlaces"];
  }
  if (station.seen_at === null) {
    return null;
  }
  if (desk.since(station.seen_at) > SILENT_MS) {
    return silentReason(station, desk);
  }
  const { store, set_aside: setAside, waiting, camera } = station.status ?? {};
  if (store === "full") {
    return ["diskFull"];
  }
  if (setAside > 0) {
    return ["setAside", { count: setAside }];
  }
  if (waiting > 0 && desk.now() - oldestAt(station) > BEHIND_MS) {
    return behindReason(station, desk);
  }
  if (["lost", "blind"].includes(camera)) {
    return ["camera"];
  }
  return { low: ["diskLow"], restored: ["restored"] }[store] ?? null;
}

/** What it held is of the past: it may have sent nothing, or taken in more, since. */
function silentReason({ seen_at: seenAt, status }, desk) {
  const { waiting, visits: count } = status ?? {};
  const time = timeSeenFrom(desk.now(), seenAt);
  if (count > 0) {
    return ["silentWith", { time, count }];
  }
  return [waiting > 0 ? "silentHolding" : "silent", { time }];
}

function behindReason(station, desk) {
  const { told_at: toldAt } = station;
  const { visits: count } = station.status;
  const oldest = oldestAt(station);
  if (!(count > 0)) {
    return ["behind", { count: minutesGone(desk.now() - oldest) }];
  }
  const values = { count, since: timeSeenFrom(desk.now(), oldest) };
  // It asks how the site stands, and does not get through with what it has to tell.
  return desk.since(toldAt) > SILENT_MS
    ? ["behindThen", { ...values, time: timeSeenFrom(desk.now(), toldAt) }]
    : ["behindWith", values];
}

/** When the oldest of what waits was recorded, by the server's clock. */
function oldestAt({ told_at: toldAt, status }) {
  return Date.parse(toldAt) - (status.oldest_s ?? 0) * 1000;
}
