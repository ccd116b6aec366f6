/**
 * One row of the queue: seat or number, first name, topic and the words read, minutes. No picture: to
 * look at one is on record, and a row is seen by whoever stands near.
 */

import { givenName, shortName, visitorName } from "../../shared/names.js";
import { part, setText, stamp } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";
import { MINUTE_MS, minutesPassed, minutesUntil } from "../../shared/time-format.js";
import { quotation, quotationWithout } from "../pictures/quotation.js";
import { topicName } from "../visit/topic.js";

/** @typedef {import("../model/desk-api.js").Visit} Visit */
/** @typedef {import("../model/desk.js").Desk} Desk */

export function makeRow(onOpen) {
  const row = stamp("queue-row");
  part(row, "button").addEventListener("click", onOpen);
  return row;
}

/** What each row was last drawn from. @type {WeakMap<HTMLElement, unknown[]>} */
const drawn = new WeakMap();

/**
 * Draws a row again when its visit changed or a minute has passed: a long line is looked at each second.
 * @param {HTMLElement} row
 * @param {Visit} visit
 * @param {Desk} desk
 * @param {string | undefined} openedId of the visit whose card was opened by hand
 */
export function updateRow(row, visit, desk, openedId) {
  const withMember = desk.state.open.includes(visit);
  const met = withMember && visit.state !== "called";
  const minutes = minutesPassed(met ? desk.since(visit.called_at) : desk.waited(visit));
  // Whoever is called waits until somebody is there.
  const late = ["waiting", "called"].includes(visit.state) && isLate(visit, desk);
  const next = visit.id === desk.state.next;
  const opened = visit.id === openedId;
  const left = visit.absent_until ? minutesUntil(visit.absent_until, desk.now()) : null;
  const from = [visit, minutes, late, next, opened, left];
  if (drawn.get(row)?.every((value, at) => value === from[at])) {
    return;
  }
  drawn.set(row, from);
  row.classList.toggle("next", next);
  row.classList.toggle("late", late);
  writeSeat(row, visit);
  setText(part(row, "name"), visitorName(visit));
  writeDetail(part(row, "detail"), visit, desk, left);
  part(row, "late").hidden = !late;
  const doubt = doubtAbout(visit);
  part(row, "doubtful").hidden = !doubt;
  setText(part(row, "doubtful"), doubt);
  setText(part(row, "minutes"), minutes < 1 ? say("queue.underOne") : String(minutes));
  const button = part(row, "button");
  button.disabled = withMember && !desk.isMine(visit);
  button.setAttribute("aria-pressed", String(opened));
  button.setAttribute("aria-label", label(visit, { minutes, late, next }, row));
}

const isLate = (visit, desk) =>
  desk.waited(visit) > desk.state.site.late_after_min * MINUTE_MS;

function writeSeat(row, { seat, number }) {
  row.classList.toggle("no-seat", seat === null);
  setText(part(row, "seat"), seat === null ? number : String(seat));
  write(part(row, "seat-word"), seat === null ? "queue.noSeat" : "queue.seat");
}

function writeDetail(element, visit, desk, left) {
  if (visit.state === "held" && visit.absent_until) {
    write(element, "queue.closesIn", { count: left });
  } else if (desk.isMine(visit)) {
    write(element, visit.state === "called" ? "queue.calledByYou" : "queue.withYou");
  } else if (desk.isOthers(visit)) {
    const key = visit.state === "called" ? "queue.calledBy" : "queue.with";
    write(element, key, { name: givenName(visit.member) });
  } else {
    const [key, values] = aboutOf(visit);
    write(element, key, values);
  }
}

/**
 * What the visit is about: its topic, and the words read on a picture or where that is.
 * @returns {[string, Record<string, string>]}
 */
function aboutOf(visit) {
  const topic = topicName(visit);
  const values = { topic, number: visit.number, ...wordsOf(visit) };
  if (values.code) {
    return [topic ? "queue.about.topicCode" : "queue.about.code", values];
  }
  if (values.words) {
    return [topic ? "queue.about.topicWords" : "queue.about.words", values];
  }
  const [picture] = visit.pictures;
  if (!picture) {
    return [topic ? "queue.about.topic" : "queue.about.nothing", values];
  }
  const place = picture.url ? "picture" : isComing(picture) ? "coming" : "missing";
  return [`queue.about.${topic ? "topic." : ""}${place}`, values];
}

/**
 * The first known code, if there is one, and the words read beside it, else what it means; on one line.
 * The code comes first in the row: a line that is cut loses its end.
 */
function wordsOf({ pictures }) {
  const coded = pictures.map(({ read }) => read).find((read) => read?.codes?.length > 0);
  if (!coded) {
    const quoted = pictures.map(({ read }) => read).find((read) => read?.quote);
    return { code: "", words: shortName(quotation(quoted)) };
  }
  const [{ code, meaning }] = coded.codes;
  return { code: shortName(code), words: shortName(quotationWithout(coded, code) || meaning) };
}

/** Whether a picture that is not here is simply on its way. */
const isComing = ({ delay }) => delay === undefined || delay === "coming";

/** What a member should know before they call; empty when there is nothing. */
function doubtAbout(visit) {
  if (visit.perhaps_helped) {
    return say("queue.doubtful");
  }
  return visit.number_twice ? say("queue.numberTwice") : "";
}

function label(visit, { minutes, late, next }, row) {
  const values = { name: visitorName(visit), seat: visit.seat, number: visit.number, minutes };
  const base = say(visit.seat === null ? "queue.row.noSeat" : "queue.row.seat", values);
  const extras = [
    late && say("queue.row.late"),
    doubtAbout(visit),
    next && say("queue.row.next"),
    part(row, "detail").textContent,
    visit.seat === null && say("queue.row.stands"),
  ];
  return [base, ...extras.filter(Boolean)].join(", ");
}
