/**
 * Script of the phone page: loads the visit whose token is in the address and redraws it at each
 * change until it ends. Nothing is stored on the phone.
 */

import { VisitView } from "./visit-view.js";
import { isLost, newRequestId, request, sendCommand } from "../shared/api.js";
import { Live } from "../shared/live.js";
import { shortName } from "../shared/names.js";
import { part, stamp } from "../shared/template.js";
import { timeOfDay } from "../shared/time-format.js";
import { language, say, write } from "../shared/words.js";

const ASK_AGAIN_MS = 3000;

/** What is said once a visit is over, by the state it ended in. */
const LAST_WORDS = { finished: "phone.finished", no_show: "phone.no_show" };

const token = location.pathname.split("/").at(-1);
const ADDRESS = `/api/v1/phone/${encodeURIComponent(token)}`;

let view = null;
let live = null;
let seq = 0;
let updatedAt = null;
let over = false;
/** The visitor's name once it is known, to thank by. */
let name = "";
let pulled = Promise.resolve(true);
/** The request id of a leave without an answer: leaving again sends the same id. */
let unanswered = null;

/**
 * Fetches the visit, one answer after the other: an old one must not overtake a new one.
 * @returns {Promise<boolean>} whether the server was reached
 */
function pull() {
  pulled = pulled.then(pullOnce);
  return pulled;
}

/** A visit that came with its hint: shown in turn with the pulls, unless one of them brought a newer one. */
function take(visit) {
  pulled = pulled.then((reached) => {
    if (!over && visit.seq >= seq) {
      show(visit);
    }
    return reached;
  });
}

async function pullOnce() {
  if (over) {
    return true;
  }
  const answer = await request("GET", ADDRESS);
  if (over) {
    return true;
  }
  if (answer.ok) {
    show(answer.value);
    return true;
  }
  if (isLost(answer.problem)) {
    showLost(answer.problem.code);
    return false;
  }
  const { code, state } = answer.problem;
  end(code === "ended" ? (LAST_WORDS[state] ?? "phone.gone") : "phone.unknown");
  return true;
}

function show(visit) {
  seq = visit.seq;
  name = shortName(visit.first_name);
  updatedAt = timeOfDay(new Date());
  if (visit.state === "left") {
    end("phone.left");
    return;
  }
  if (view === null) {
    view = new VisitView({ onLeave: leave });
    document.getElementById("page").replaceChildren(view.element);
  }
  view.setLost(null);
  view.update(visit);
}

function showLost(code) {
  if (view) {
    view.setLost(updatedAt);
  } else {
    showWords(`away.${code}`, "phone.away.words");
  }
}

/** In turn with the pulls: whoever leaves must read that, not that the visit has ended. */
async function leave() {
  pulled = pulled.then(leaveOnce);
  if (!(await pulled)) {
    await pull();
  }
}

/** @returns {Promise<boolean>} whether the visitor has left */
async function leaveOnce() {
  unanswered ??= newRequestId();
  const answer = await sendCommand(`${ADDRESS}/leave`, { request_id: unanswered });
  if (answer.ok || !isLost(answer.problem)) {
    unanswered = null;
  }
  if (answer.ok && !over) {
    show(answer.value);
  }
  return answer.ok;
}

/** Shows the last words; nothing more can happen on this page. */
function end(key) {
  over = true;
  live?.stop();
  view?.close();
  const named = key === "phone.finished" && name !== "";
  showWords(named ? `${key}.named` : key, `${key}.words`);
}

function showWords(title, words) {
  const element = stamp("words-view");
  write(part(element, "title"), title, { name });
  write(part(element, "words"), words);
  document.getElementById("page").replaceChildren(element);
  part(element, "title").focus();
}

async function begin() {
  const reached = await pull();
  if (over) {
    return;
  }
  if (!reached) {
    setTimeout(begin, ASK_AGAIN_MS);
    return;
  }
  live = new Live({ address: `${ADDRESS}/live`, pull, take, isNewer: (newest) => newest !== seq });
  live.start();
}

document.documentElement.lang = language;
document.title = say("phone.page");
await begin();
