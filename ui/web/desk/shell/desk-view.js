/**
 * The desk view: its columns, sheets and shortcuts put together, and kept in step with the server.
 */

import * as api from "../model/desk-api.js";
import { mountCallNext } from "../queue/call-next.js";
import { mountChime } from "../queue/chime.js";
import { refusalNotice } from "../model/refusal-notices.js";
import { VisitCommands } from "../model/visit-commands.js";
import { mountPrivacyScreen } from "./privacy-screen.js";
import { Drawer } from "../queue/drawer.js";
import { FleetSheet } from "../fleet/fleet-sheet.js";
import { mountHeader } from "./header.js";
import { focusIfReachable, mountShortcuts, pressIfAble } from "./shortcuts.js";
import { ShortcutsSheet } from "./shortcuts-sheet.js";
import { watchChangesElsewhere } from "../visit/changed-elsewhere.js";
import { Notices } from "./notices.js";
import { mountQueue } from "../queue/queue.js";
import { OutcomeSheet } from "../visit/outcome-sheet.js";
import { mountStationWarnings } from "../fleet/station-warnings.js";
import { mountSteps } from "../visit/steps.js";
import { UndoBar } from "../visit/undo-bar.js";
import { PictureViewer } from "../pictures/picture-viewer.js";
import { VisitCard } from "../visit/visit-card.js";
import { timeWithDay } from "../../shared/time-format.js";
import { keepAwake } from "../../shared/wake-lock.js";
import { Live } from "../../shared/live.js";
import { part, stamp } from "../../shared/template.js";
import { write } from "../../shared/words.js";

/** No hint comes when a kiosk falls silent: how often the desk pulls by itself. */
const PULL_INTERVAL_MS = 20_000;

/**
 * @param {import("../model/desk.js").Desk} desk its state pulled
 * @param {import("../visit/note-drafts.js").NoteDrafts} drafts
 * @param {{onSignOut: (notices: Notices) => void, scanned: string | null, signal: AbortSignal}} page
 *   `scanned`: the code of a kiosk to pair
 */
export function deskView(desk, drafts, { onSignOut, scanned, signal }) {
  const view = stamp("desk-view");
  const notices = new Notices(part(view, "notice"));
  const shortcutsSheet = new ShortcutsSheet(part(view, "shortcuts-sheet"));
  const fleetSheet = new FleetSheet(part(view, "fleet-sheet"), desk, signal);
  const card = new VisitCard(part(view, "visit"), desk, drafts, new PictureViewer(part(view, "picture-viewer")));
  const queue = part(view, "queue");
  const drawer = new Drawer(queue, [part(view, "me-place"), part(view, "work")], desk, signal);
  const commands = makeCommands({ view, desk, drafts, notices, card, drawer });

  const openFleet = async (code = "") => {
    const problem = await fleetSheet.show(code);
    if (problem) {
      notices.show(...refusalNotice(problem, null, desk));
    }
  };
  mountHeader(part(view, "header"), desk, {
    onShortcuts: () => shortcutsSheet.show(),
    onFleet: () => openFleet(),
    onSignOut: () => onSignOut(notices),
    signal,
  });
  mountQueue(queue, desk, { onOpened: () => drawer.close() });
  mountCallNext(part(view, "call-next"), desk, { onCall: () => commands.callNext() });
  mountSteps(part(view, "steps"), desk, commands);
  mountShortcuts(shortcuts(view, commands, shortcutsSheet), signal);
  watchChangesElsewhere(desk, notices);
  mountChime(desk, signal);
  mountStationWarnings(part(view, "station-warnings"), desk);
  mountPrivacyScreen(part(view, "privacy-screen"), desk, view, signal);
  keepAwake(signal);
  let wasConnected = true;
  desk.onChange(() => {
    if (desk.connected && !wasConnected) {
      notices.hideLost();
    }
    wasConnected = desk.connected;
    part(view, "banner").hidden = desk.connected;
    if (desk.lostBy) {
      write(part(view, "banner-words"), `banner.${desk.lostBy}`);
    }
    write(part(view, "banner-age"), "banner.age", { time: timeWithDay(desk.now(), desk.state.now) });
    view.classList.toggle("empty", desk.shown === null);
  });
  startUpdates(desk, signal);
  desk.notify();
  if (scanned && desk.state.me.role === "lead") {
    openFleet(scanned);
  } else if (scanned) {
    notices.show("notice.leadPairs");
  }
  return view;
}

function makeCommands({ view, desk, drafts, notices, card, drawer }) {
  const sheet = new OutcomeSheet(part(view, "outcome-sheet"));
  const undoBar = new UndoBar(part(view, "undo-bar"), desk, {
    onUndo: (visit) => commands.undoCall(visit),
    whenFocusLost: () => card.focus(),
    // One way to undo is enough: the link waits until the bar has gone.
    onShown: (shown) => part(view, "undoCall").classList.toggle("gone", shown),
  });
  const commands = new VisitCommands({
    desk,
    drafts,
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

function shortcuts(view, commands, shortcutsSheet) {
  const steps = part(view, "steps");
  const focusNote = () => focusIfReachable(part(view, "box"));
  return {
    n: () => commands.callNext(),
    a: () => pressIfAble(part(steps, "arrived")),
    b: () => pressIfAble(part(steps, "begin")),
    f: () => focusIfReachable(part(steps, "fixed")),
    u: () => pressIfAble(part(view, "undo")) || pressIfAble(part(steps, "undoCall")),
    e: focusNote,
    "/": focusNote,
    "?": () => shortcutsSheet.show(),
  };
}

function startUpdates(desk, signal) {
  const live = new Live({
    address: api.LIVE_ADDRESS,
    pull: () => desk.pull(),
    take: (told) => desk.take(told),
    isNewer: (seq) => desk.isNewer(seq),
  });
  const secondTimer = setInterval(() => desk.notify(), 1000);
  const pullTimer = setInterval(() => desk.pull(), PULL_INTERVAL_MS);
  signal.addEventListener("abort", () => {
    clearInterval(pullTimer);
    live.stop();
    desk.close();
    clearInterval(secondTimer);
  });
  live.start();
}
