/**
 * The left column: who waits, who is away from the seat, who is called, who is being helped, in the server's order.
 */

import { part, setText, stamp, syncList } from "../../shared/template.js";
import { say } from "../../shared/words.js";
import { makeRow, updateRow } from "./queue-row.js";

const HELD_SECTIONS = ["absent", "coffee", "parts"];

/**
 * @param {HTMLElement} root
 * @param {import("../model/desk.js").Desk} desk
 * @param {{onOpened: () => void}} page
 */
export function mountQueue(root, desk, { onOpened }) {
  const list = part(root, "sections");
  desk.onChange(() => {
    const openedId = desk.opened?.id;
    syncList(list, sections(desk), makeSection, (element, section) => {
      setText(part(element, "count"), String(section.visits.length));
      syncList(
        part(element, "rows"),
        section.visits,
        (visit) => makeRow(() => {
          openVisit(desk, visit.id);
          onOpened();
        }),
        (row, visit) => updateRow(row, visit, desk, openedId),
      );
    });
  });
}

function sections(desk) {
  const { waiting, held, open } = desk.state;
  const away = held.filter((visit) => !HELD_SECTIONS.includes(visit.hold_reason));
  const others = open.filter((visit) => visit.id !== desk.mine[0]?.id);
  return [
    { id: "waiting", visits: waiting },
    ...HELD_SECTIONS.map((reason) => ({
      id: reason,
      visits: held.filter((visit) => visit.hold_reason === reason),
    })),
    { id: "away", visits: away },
    // Called is not helped: nobody is with them yet.
    { id: "called", visits: others.filter((visit) => visit.state === "called") },
    { id: "helped", visits: others.filter((visit) => visit.state !== "called") },
  ].filter((section) => section.id === "waiting" || section.visits.length > 0);
}

function makeSection(section) {
  const element = stamp("queue-section");
  setText(part(element, "title"), say(`queue.${section.id}`));
  return element;
}

/** A second touch on the opened row closes its card. */
function openVisit(desk, id) {
  const { waiting, held } = desk.state;
  const visit = [...waiting, ...held, ...desk.mine].find((known) => known.id === id);
  desk.open(desk.opened?.id === id ? null : visit);
}
