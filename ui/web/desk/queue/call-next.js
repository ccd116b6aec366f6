/**
 * The Call next button. It says who is called, or why nobody can be called; it is never hidden.
 */

import { visitorName } from "../../shared/names.js";
import { part, setAble, setText } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";
import { topicName } from "../visit/topic.js";

/**
 * @param {HTMLButtonElement} root
 * @param {import("../model/desk.js").Desk} desk
 * @param {{onCall: () => void}} page
 */
export function mountCallNext(root, desk, { onCall }) {
  root.addEventListener("click", onCall);
  desk.onChange(() => {
    const able = desk.connected && desk.next !== null;
    setAble(root, able);
    root.classList.toggle("busy", desk.busy === "call-next");
    setText(part(root, "title"), say(desk.busy === "call-next" ? "call.calling" : "call.next"));
    writeWho(part(root, "who"), desk);
  });
}

function writeWho(element, { lostBy, next }) {
  if (lostBy) {
    write(element, `call.${lostBy}`);
  } else if (!next) {
    write(element, "call.nobody");
  } else {
    const { seat, number } = next;
    const topic = topicName(next);
    const key = `call.who.${seat === null ? "noSeat" : "seat"}${topic ? ".topic" : ""}`;
    write(element, key, { name: visitorName(next), seat, number, topic });
  }
}
