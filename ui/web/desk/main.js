/**
 * The desk page: pairing, then sign-in, then the desk itself, one view at a time.
 */

import * as api from "./model/desk-api.js";
import { Desk } from "./model/desk.js";
import { deskView } from "./shell/desk-view.js";
import { NoteDrafts } from "./visit/note-drafts.js";
import { pairingView, pairWith, takePairingCode } from "./session/pairing.js";
import { signInView } from "./session/sign-in.js";
import { stamp } from "/shared/template.js";
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
  const answer = await api.getSession();
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
  desk.onSignedOut = enter;
  const drafts = new NoteDrafts(member.id);
  show((signal) => deskView(desk, drafts, { onSignOut: (notices) => leave(drafts, notices), signal }));
}

async function leave(drafts, notices) {
  const answer = await api.signOut();
  if (answer.ok || answer.problem.code === "signed_out") {
    drafts.clear();
    await enter();
  } else {
    notices.show("notice.lost");
  }
}

document.documentElement.lang = language;
window.addEventListener("hashchange", () => pairFromAddress().then(enter));
await pairFromAddress();
await enter();
