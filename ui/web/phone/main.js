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
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });

let view = null;
let live = null;
let seq = 0;
let heardAt = null;
let over = false;

/** Fetches the visit; true when the server was reached. */
async function pull() {
  const answer = await ask("GET", ADDRESS);
  if (over) {
    return true;
  }
  if (answer.ok) {
    heard(answer.value);
    return true;
  }
  if (answer.problem.code === NO_CONNECTION) {
    view?.setLost(heardAt);
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

async function leave() {
  const answer = await command(`${ADDRESS}/leave`, { request_id: newRequestId() });
  if (answer.ok) {
    heard(answer.value);
  } else {
    await pull();
  }
}

/** Nothing more can happen here. */
function end(key) {
  over = true;
  live?.stop();
  view?.close();
  const element = stamp("over-view");
  write(part(element, "title"), key);
  write(part(element, "words"), `${key}.words`);
  document.getElementById("page").replaceChildren(element);
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
  live = new Live({ address: `${ADDRESS}/live`, pull, isNews: (newest) => newest > seq });
  live.start();
}

document.documentElement.lang = language;
document.title = say("phone.page");
await begin();
