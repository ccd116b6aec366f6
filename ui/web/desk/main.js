/**
 * Puts the desk together: pairing, then sign-in, then the desk itself, one view at a time.
 * Never holds a rule of the queue.
 */

import * as calls from "./calls.js";
import { mountCallNext } from "./call-next.js";
import { Commands } from "./commands.js";
import { Desk } from "./desk.js";
import { mountHeader } from "./header.js";
import { watchNews } from "./news.js";
import { Notes } from "./notes.js";
import { Notices } from "./notices.js";
import { pairingView, pairWith, takePairingCode } from "./pairing.js";
import { mountQueue } from "./queue.js";
import { Sheet } from "./sheet.js";
import { signInView } from "./sign-in.js";
import { mountSteps } from "./steps.js";
import { Viewer } from "./viewer.js";
import { VisitCard } from "./visit-card.js";
import { Live } from "/shared/live.js";
import { part, stamp } from "/shared/template.js";
import { language, say } from "/shared/words.js";

const ASK_AGAIN_MS = 3000;

let page = new AbortController();
let unpairedWords = "pairing.words";

/** Replaces what is on the screen; whatever the view before it started, stops. */
function show(makeView) {
  page.abort();
  page = new AbortController();
  document.title = say("page.title");
  document.getElementById("page").replaceChildren(makeView(page.signal));
}

async function enter() {
  const answer = await calls.session();
  if (!answer.ok) {
    showAway();
    return;
  }
  const session = answer.value;
  if (!session.paired) {
    show(() => pairingView(unpairedWords));
  } else if (!session.member) {
    show((signal) => signInView(session, { onSignedIn: enter, onUnpaired: enter, signal }));
  } else {
    await showDesk(session.member);
  }
}

function showAway() {
  show(() => stamp("away-view"));
  setTimeout(enter, ASK_AGAIN_MS);
}

async function pairFromAddress() {
  const code = takePairingCode();
  if (code) {
    unpairedWords = await pairWith(code);
  }
}

/** The desk is shown with its state, never half filled. */
async function showDesk(member) {
  const desk = new Desk();
  await desk.pull();
  if (!desk.state) {
    showAway();
    return;
  }
  desk.whenSignedOut = enter;
  show((signal) => deskView(desk, new Notes(member.id), signal));
}

function deskView(desk, notes, signal) {
  const view = stamp("desk-view");
  const notices = new Notices(part(view, "notice"));
  const sheet = new Sheet(part(view, "sheet"));
  const viewer = new Viewer(part(view, "viewer"));
  const callNext = part(view, "call-next");
  const card = new VisitCard(part(view, "visit"), desk, notes, viewer);
  const commands = new Commands({
    desk,
    notes,
    notices,
    askOutcome: (visit, wanted) => sheet.ask(visit, wanted),
    focus: { card: () => card.focus(), callNext: () => callNext.focus() },
  });

  mountHeader(part(view, "header"), desk, { onSignOut: () => leave(notes, notices), signal });
  mountQueue(part(view, "queue"), desk);
  mountCallNext(callNext, desk, { onCall: () => commands.callNext(), signal });
  mountSteps(part(view, "steps"), desk, commands);
  watchNews(desk, notices);
  desk.onChange(() => {
    part(view, "banner").hidden = desk.connected;
    view.classList.toggle("empty", desk.shown === null);
  });
  keepAlive(desk, signal);
  desk.changed();
  return view;
}

function keepAlive(desk, signal) {
  const live = new Live({
    address: calls.LIVE_ADDRESS,
    pull: () => desk.pull(),
    isNews: (seq) => desk.isNews(seq),
  });
  const second = setInterval(() => desk.changed(), 1000);
  signal.addEventListener("abort", () => {
    live.stop();
    desk.close();
    clearInterval(second);
  });
  live.start();
}

async function leave(notes, notices) {
  const answer = await calls.signOut();
  if (answer.ok || answer.problem.code === "signed_out") {
    notes.dropAll();
    await enter();
  } else {
    notices.show("notice.lost");
  }
}

document.documentElement.lang = language;
window.addEventListener("hashchange", () => pairFromAddress().then(enter));
await pairFromAddress();
await enter();
