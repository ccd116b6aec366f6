/**
 * Calm lines about the server, for leads, and one for each kiosk with a problem: silent, stopped,
 * behind, or missing something. None while the desk itself has no connection.
 */

import { gravestWay, wayValues } from "./stuck-ways.js";
import { part, stamp, syncList } from "../../shared/template.js";
import { write } from "../../shared/words.js";
import { minutesPassed, timeWithDay } from "../../shared/time-format.js";

const SILENT_MS = 120_000;
/** Events on their way for less than this need no warning. */
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
  stuckEvents: "wifi",
  stuckState: "wifi",
  stuckPictures: "camera",
};
const STUCK = { state: "stuckState", pictures: "stuckPictures" };

const HOME_ICONS = {
  clock_doubted: "clock",
  put_back: "restart",
  disk_low: "hand",
  disk_full: "hand",
  crowded: "wifi",
};

/** @typedef {import("../model/desk-api.js").Station} Station */

/**
 * @param {HTMLElement} list
 * @param {import("../model/desk.js").Desk} desk
 */
export function mountStationWarnings(list, desk) {
  desk.onChange(() => {
    const paired = desk.state.stations.filter(({ standing }) => ["paired", "stopped"].includes(standing));
    const whose = paired.length > 1 ? "named" : "only";
    const ofKiosks = paired.map((station) => warningOf(station, desk, whose));
    const all = [...homeWarnings(desk), ...ofKiosks.filter((warning) => warning !== null)];
    const warnings = desk.connected ? all : [];
    syncList(list, warnings, () => stamp("station-warning"), (row, { key, values, icon }) => {
      part(row, "icon").className = `icon icon-${icon}`;
      write(part(row, "words"), key, values);
    });
    list.hidden = warnings.length === 0;
  });
}

/** What the server says of itself; a code of a newer server is not shown. */
function homeWarnings(desk) {
  return desk.state.notices
    .filter(({ code }) => code in HOME_ICONS)
    .map(({ code, since }) => ({
      id: code,
      icon: HOME_ICONS[code],
      key: `homeNotice.${code}`,
      values: since ? { time: timeWithDay(desk.now(), since) } : {},
    }));
}

/** The one warning to give of this kiosk, the gravest first. */
function warningOf(station, desk, whose) {
  const { letter } = station;
  const found = reasonOf(station, desk);
  if (!found) {
    return null;
  }
  const [reason, values = {}] = found;
  const icon = ICONS[reason] ?? "hand";
  return { id: letter, icon, key: `stationWarning.${whose}.${reason}`, values: { letter, ...values } };
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
  const stuck = gravestWay(station, desk);
  if (stuck?.way === "events") {
    return ["stuckEvents", wayValues(stuck, desk)];
  }
  if (setAside > 0) {
    return ["setAside", { count: setAside }];
  }
  if (waiting > 0 && desk.now() - oldestAt(station) > BEHIND_MS) {
    return behindReason(station, desk);
  }
  if (stuck) {
    return [STUCK[stuck.way], wayValues(stuck, desk)];
  }
  if (["lost", "blind"].includes(camera)) {
    return ["camera"];
  }
  return { low: ["diskLow"], restored: ["restored"] }[store] ?? null;
}

/** What it held is of the past: it may have sent nothing, or taken in more, since. */
function silentReason({ seen_at: seenAt, status }, desk) {
  const { waiting, visits: count } = status ?? {};
  const time = timeWithDay(desk.now(), seenAt);
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
    return ["behind", { count: minutesPassed(desk.now() - oldest) }];
  }
  const values = { count, since: timeWithDay(desk.now(), oldest) };
  // It pulls the site's state, but its own events do not get through.
  return desk.since(toldAt) > SILENT_MS
    ? ["behindThen", { ...values, time: timeWithDay(desk.now(), toldAt) }]
    : ["behindWith", values];
}

/** When the oldest of what waits was recorded, by the server's clock. */
function oldestAt({ told_at: toldAt, status }) {
  return Date.parse(toldAt) - (status.oldest_s ?? 0) * 1000;
}
