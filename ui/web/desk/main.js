/**
 * The desk page: pairing, then sign-in, then the desk itself, one view at a time.
 */

import * as api from "./model/desk-api.js";
import { Desk } from "./model/desk.js";
import { deskView } from "./shell/desk-view.js";
import { NoteDrafts } from "./visit/note-drafts.js";
import { kioskCodeView, pairingView, pairWith, takeCodes } from "./session/pairing.js";
import { signInView } from "./session/sign-in.js";
import { isLost } from "../shared/api.js";
import { part, stamp } from "../shared/template.js";
import { language, say, write } from "../shared/words.js";

const ASK_AGAIN_MS = 3000;

let page = new AbortController();
let unpairedWords = "pairing.words";
/** The code of a kiosk that was scanned from its screen, until it is used. */
let kioskCode = null;

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
    showAway(answer.problem);
    return;
  }
  const session = answer.value;
  if (!session.paired) {
    show(() => (kioskCode ? kioskCodeView(kioskCode) : pairingView(unpairedWords)));
  } else if (!session.member) {
    show((signal) => signInView(session, { onSignedIn: enter, onUnpaired: enter, signal }));
  } else {
    await showDesk(session.member);
  }
}

/** @param {{code: string}} problem */
function showAway(problem) {
  const code = isLost(problem) ? problem.code : "server_failed";
  show(() => {
    const view = stamp("away-view");
    write(part(view, "title"), `away.${code}`);
    write(part(view, "words"), `away.words.${code}`);
    return view;
  });
  setTimeout(enter, ASK_AGAIN_MS);
}

async function takeAddress() {
  const { tablet, kiosk } = takeCodes();
  kioskCode = kiosk ?? kioskCode;
  if (tablet) {
    unpairedWords = await pairWith(tablet);
  }
}

/** The desk is shown with its state, never half filled. */
async function showDesk(member) {
  const desk = new Desk();
  await desk.pull();
  if (!desk.state) {
    showAway({ code: desk.lostBy ?? "server_failed" });
    return;
  }
  desk.onSignedOut = enter;
  const drafts = new NoteDrafts(member.id);
  const scanned = kioskCode;
  kioskCode = null;
  show((signal) =>
    deskView(desk, drafts, { onSignOut: (notices) => leave(drafts, notices), scanned, signal }),
  );
}

async function leave(drafts, notices) {
  const answer = await api.signOut();
  if (answer.ok || answer.problem.code === "signed_out") {
    drafts.clear();
    await enter();
  } else {
    notices.show(isLost(answer.problem) ? `lost.${answer.problem.code}` : "notice.refused");
  }
}

document.documentElement.lang = language;
window.addEventListener("hashchange", () => takeAddress().then(enter));
await takeAddress();
await enter();
