/**
 * Puts the phone page together: the visit named by the address, kept in step until it is over.
 * Never keeps anything of it on the phone.
 */

import { VisitView } from "./visit-view.js";
import { NO_CONNECTION, ask, command, newRequestId } from "/shared/api.js";
import { Live } from "/shared/live.js";
import { part, stamp } from "/shared/template.js";
import { language, say, write } from "/shared/words.js";

const ASK_AGAIN_MS = 3000;

const token = location.pathname.split("/").at(-1);
const ADDRESS = `/api/v1/phone/${encodeURIComponent(token)}`;
const clock = new Intl.DateTimeFormat(language, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

let view = null;
let live = null;
let seq = 0;
let heardAt = null;
let over = false;
let pulled = Promise.resolve(true);
/** The id of a leaving that was never answered: leaving again means the same leaving. */
let unanswered = null;

/**
 * Fetches the visit, one answer after the other: an old one must not overtake a new one.
 * @returns {Promise<boolean>} whether the server was reached
 */
function pull() {
  pulled = pulled.then(pullOnce);
  return pulled;
}

async function pullOnce() {
  if (over) {
    return true;
  }
  const answer = await ask("GET", ADDRESS);
  if (over) {
    return true;
  }
  if (answer.ok) {
    heard(answer.value);
    return true;
  }
  if (answer.problem.code === NO_CONNECTION) {
    sayLost();
    return false;
  }
  end(answer.problem.code === "ended" ? "phone.ended" : "phone.unknown");
  return true;
}

function heard(visit) {
  seq = visit.seq;
  heardAt = clock.format(new Date());
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

function sayLost() {
  if (view) {
    view.setLost(heardAt);
  } else {
    showWords("away.title", "phone.away.words");
  }
}

/** In turn with the fetching: whoever leaves is to read that, not that the visit has ended. */
async function leave() {
  pulled = pulled.then(leaveOnce);
  if (!(await pulled)) {
    await pull();
  }
}

/** @returns {Promise<boolean>} whether the visitor has left */
async function leaveOnce() {
  unanswered ??= newRequestId();
  const answer = await command(`${ADDRESS}/leave`, { request_id: unanswered });
  if (answer.ok || answer.problem.code !== NO_CONNECTION) {
    unanswered = null;
  }
  if (answer.ok && !over) {
    heard(answer.value);
  }
  return answer.ok;
}

/** Nothing more can happen here. */
function end(key) {
  over = true;
  live?.stop();
  view?.close();
  showWords(key, `${key}.words`);
}

function showWords(title, words) {
  const element = stamp("words-view");
  write(part(element, "title"), title);
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
  live = new Live({ address: `${ADDRESS}/live`, pull, isNews: (newest) => newest !== seq });
  live.start();
}

document.documentElement.lang = language;
document.title = say("phone.page");
await begin();
