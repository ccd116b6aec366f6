/**
 * The desk itself: puts its columns, sheets and keys together, and keeps them in step.
 * Never holds a rule of the queue.
 */

import * as calls from "../model/desk-api.js";
import { mountCallNext } from "../queue/call-next.js";
import { mountChime } from "../queue/chime.js";
import { Commands } from "../model/visit-commands.js";
import { mountCover } from "./privacy-screen.js";
import { Drawer } from "../queue/drawer.js";
import { FleetSheet } from "../fleet/fleet-sheet.js";
import { mountHeader } from "./header.js";
import { goTo, mountKeys, press } from "./shortcuts.js";
import { KeysSheet } from "./shortcuts-sheet.js";
import { watchNews } from "../visit/changed-elsewhere.js";
import { Notices } from "./notices.js";
import { mountQueue } from "../queue/queue.js";
import { Sheet } from "../visit/outcome-sheet.js";
import { mountStationNotes } from "../fleet/station-warnings.js";
import { mountSteps } from "../visit/steps.js";
import { UndoBar } from "../visit/undo-bar.js";
import { Viewer } from "../pictures/picture-viewer.js";
import { VisitCard } from "../visit/visit-card.js";
import { timeSeenFrom } from "/shared/time-format.js";
import { stayAwake } from "./wake-lock.js";
import { Live } from "/shared/live.js";
import { part, stamp } from "/shared/template.js";
import { write } from "/shared/words.js";

/** Kiosks fall silent without a hint: how often the desk looks by itself. */
const LOOK_MS = 20_000;

/**
 * @param {import("../model/desk.js").Desk} desk its state pulled
 * @param {import("../visit/note-drafts.js").Notes} notes
 * @param {{onSignOut: (notices: Notices) => void, signal: AbortSignal}} page
 */
export function deskView(desk, notes, { onSignOut, signal }) {
  const view = stamp("desk-view");
  const notices = new Notices(part(view, "notice"));
  const keysSheet = new KeysSheet(part(view, "keys-sheet"));
  const fleetSheet = new FleetSheet(part(view, "fleet-sheet"), desk);
  const card = new VisitCard(part(view, "visit"), desk, notes, new Viewer(part(view, "viewer")));
  const queue = part(view, "queue");
  const drawer = new Drawer(queue, [part(view, "header"), part(view, "work")], desk, signal);
  const commands = makeCommands({ view, desk, notes, notices, card, drawer });

  mountHeader(part(view, "header"), desk, {
    onKeys: () => keysSheet.show(),
    onFleet: async () => (await fleetSheet.show()) || notices.show("notice.lost"),
    onSignOut: () => onSignOut(notices),
    signal,
  });
  mountQueue(queue, desk, { onOpened: () => drawer.close() });
  mountCallNext(part(view, "call-next"), desk, { onCall: () => commands.callNext() });
  mountSteps(part(view, "steps"), desk, commands);
  mountKeys(acts(view, commands, keysSheet), signal);
  watchNews(desk, notices);
  mountChime(desk, signal);
  mountStationNotes(part(view, "station-notes"), desk);
  mountCover(part(view, "cover"), desk, view, signal);
  stayAwake(signal);
  desk.onChange(() => {
    part(view, "banner").hidden = desk.connected;
    write(part(view, "banner-age"), "banner.age", { time: timeSeenFrom(desk.now(), desk.state.now) });
    view.classList.toggle("empty", desk.shown === null);
  });
  keepAlive(desk, signal);
  desk.changed();
  return view;
}

function makeCommands({ view, desk, notes, notices, card, drawer }) {
  const sheet = new Sheet(part(view, "sheet"));
  const undoBar = new UndoBar(part(view, "undo-bar"), desk, {
    onUndo: (visit) => commands.takeBack(visit),
    whenFocusLost: () => card.focus(),
  });
  const commands = new Commands({
    desk,
    notes,
    notices,
    undoBar,
    askOutcome: (visit, wanted) => sheet.ask(visit, wanted),
    focus: {
      card: () => {
        drawer.close();
        card.focus();
      },
      callNext: () => part(view, "call-next").focus(),
    },
  });
  return commands;
}

function acts(view, commands, keysSheet) {
  const steps = part(view, "steps");
  const note = () => goTo(part(view, "box"));
  return {
    n: () => commands.callNext(),
    a: () => press(part(steps, "arrived")),
    b: () => press(part(steps, "begin")),
    f: () => goTo(part(steps, "fixed")),
    u: () => press(part(view, "undo")) || press(part(steps, "takeBack")),
    e: note,
    "/": note,
    "?": () => keysSheet.show(),
  };
}

function keepAlive(desk, signal) {
  const live = new Live({
    address: calls.LIVE_ADDRESS,
    pull: () => desk.pull(),
    isNews: (seq) => desk.isNews(seq),
  });
  const second = setInterval(() => desk.changed(), 1000);
  const look = setInterval(() => desk.pull(), LOOK_MS);
  signal.addEventListener("abort", () => {
    clearInterval(look);
    live.stop();
    desk.close();
    clearInterval(second);
  });
  live.start();
}
