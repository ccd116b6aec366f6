/**
 * The middle column: the card of the visit being helped or looked at, or a calm empty place.
 */

import { visitorName } from "../../shared/names.js";
import { part, setText, stamp } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";
import { mountNoteBox } from "./note-box.js";
import { PictureFrame } from "../pictures/picture-frame.js";
import { stopwatch } from "../../shared/time-format.js";
import { showTopic, topicName } from "./topic.js";

export class VisitCard {
  #root;
  #desk;
  #drafts;
  #viewer;
  #card = null;
  #pictures = null;

  /**
   * @param {HTMLElement} root
   * @param {import("../model/desk.js").Desk} desk
   * @param {import("./note-drafts.js").NoteDrafts} drafts
   * @param {import("../pictures/picture-viewer.js").PictureViewer} viewer
   */
  constructor(root, desk, drafts, viewer) {
    this.#root = root;
    this.#desk = desk;
    this.#drafts = drafts;
    this.#viewer = viewer;
    desk.onChange(() => this.#update());
  }

  /** Puts the keyboard on the card, so that whoever is there is read out. */
  focus() {
    part(this.#card, "title").focus();
  }

  #update() {
    const visit = this.#desk.shown;
    const id = visit?.id ?? "empty";
    if (this.#card?.dataset.id !== id) {
      this.#replace(visit, id);
    }
    if (visit) {
      this.#updateVisit(visit);
    } else {
      writeEmpty(this.#card, this.#desk);
    }
  }

  #replace(visit, id) {
    this.#card = stamp(visit ? "visit-card" : "empty-card");
    this.#card.dataset.id = id;
    this.#root.replaceChildren(this.#card);
    if (visit) {
      this.#pictures = new PictureFrame(part(this.#card, "pictures"), this.#viewer);
      mountNoteBox(part(this.#card, "note"), visit, this.#drafts);
      // Where the page is one column, the card may be far from the row that opened it.
      this.#root.scrollIntoView({ block: "start" });
    }
  }

  #updateVisit(visit) {
    setText(part(this.#card, "name"), visitorName(visit));
    part(this.#card, "seat").hidden = visit.seat === null;
    write(part(this.#card, "seat"), "card.seat", { seat: visit.seat });
    setText(part(this.#card, "number"), visit.number);
    this.#updateClock(visit);
    const [told, topic] = [part(this.#card, "told"), part(this.#card, "topic")];
    // Without a picture, what the visit is about is the main thing on the card.
    told.hidden = visit.pictures.length > 0;
    part(this.#card, "pictures").hidden = !told.hidden;
    showTopic(told, visit, say("card.justAsking"));
    showTopic(topic, visit);
    topic.hidden = topicName(visit) === "";
    this.#pictures.update(visit, this.#desk.connected);
    this.#card.classList.toggle("preview", !this.#desk.isMine(visit));
  }

  #updateClock(visit) {
    const [ms, key] = clockOf(visit, this.#desk);
    setText(part(this.#card, "time"), stopwatch(ms));
    setText(part(this.#card, "clock"), say(key));
  }
}

function clockOf(visit, desk) {
  if (visit.state === "waiting" || visit.state === "held") {
    return [desk.waited(visit), "card.waited"];
  }
  return visit.began_at
    ? [desk.since(visit.began_at), "card.together"]
    : [desk.since(visit.called_at), "card.sinceCalled"];
}

function writeEmpty(card, { next, lostBy, state }) {
  const waits = next !== null;
  const nobody = state.site.open ? "empty.nobody" : "empty.closed";
  write(part(card, "title"), waits ? "empty.ready" : nobody);
  if (!waits) {
    write(part(card, "words"), lostBy ? `call.${lostBy}` : `${nobody}.words`);
    return;
  }
  const key = next.seat === null ? "empty.ready.noSeat" : "empty.ready.seat";
  const { seat, number } = next;
  write(part(card, "words"), key, { name: visitorName(next), seat, number });
}
