/**
 * The pictures of one visit on its card: one large, the others in a strip; calm words while there is
 * none. Each card has a frame of its own, so that no picture of another visit is shown.
 */

import { visitorName } from "../../shared/names.js";
import { part, setImage, stamp, syncList } from "../../shared/template.js";
import { timeOfDay } from "../../shared/time-format.js";
import { say, write } from "../../shared/words.js";
import { frameWords, writeRead } from "./read-words.js";

/** After this long a picture that would not open is asked for again: the server may have been busy. */
const AGAIN_MS = 10_000;

export class PictureFrame {
  #root;
  #viewer;
  #chosenId = null;
  #failed = null;
  #again = 0;
  #visit = null;
  #connected = true;

  /** @param {HTMLElement} root @param {import("./picture-viewer.js").PictureViewer} viewer */
  constructor(root, viewer) {
    this.#root = root;
    this.#viewer = viewer;
    const open = part(root, "open");
    open.addEventListener("click", () => {
      this.#viewer.show(this.#shown(this.#visit.pictures), open.querySelector("img").alt);
    });
    // Error events of images do not bubble: they are caught on the way down.
    open.addEventListener("error", ({ target }) => this.#setFailed(target.getAttribute("src")), true);
  }

  /** @param {import("../model/desk-api.js").Visit} visit @param {boolean} connected */
  update(visit, connected) {
    if (connected && !this.#connected) {
      this.#failed = null;
    }
    this.#connected = connected;
    this.#visit = visit;
    this.#draw();
  }

  #draw() {
    const { pictures } = this.#visit;
    const shown = this.#shown(pictures);
    const loads = Boolean(shown?.url) && shown.url !== this.#failed;
    this.#drawPicture(loads ? shown.url : null);
    frameWords(part(this.#root, "open"), loads ? shown : null);
    writeRead(part(this.#root, "read"), shown);
    part(this.#root, "words").hidden = loads;
    part(this.#root, "frame").style.setProperty("--shape", shown ? `${shown.width / shown.height}` : "");
    part(this.#root, "frame").classList.toggle("shows", loads);
    if (!loads) {
      write(part(this.#root, "words-text"), ...wordsFor(shown, this.#visit));
    }
    this.#drawStrip(pictures, shown);
  }

  #drawPicture(address) {
    const open = part(this.#root, "open");
    const image = setImage(open, address);
    open.hidden = image === null;
    if (image) {
      const name = visitorName(this.#visit);
      image.alt = say("picture.of", { name });
      open.setAttribute("aria-label", say("picture.open", { name }));
    }
  }

  #drawStrip(pictures, shown) {
    const strip = part(this.#root, "strip");
    strip.hidden = pictures.length < 2;
    syncList(
      strip,
      strip.hidden ? [] : pictures,
      (picture) => this.#makeThumb(picture.id),
      (thumb, picture) => {
        updateThumb(thumb, picture, pictures.indexOf(picture) + 1);
        part(thumb, "choose").setAttribute("aria-pressed", String(picture === shown));
      },
    );
  }

  #makeThumb(id) {
    const thumb = stamp("strip-picture");
    part(thumb, "choose").addEventListener("click", () => {
      this.#chosenId = id;
      this.#draw();
    });
    return thumb;
  }

  /** The one chosen by hand, else the first that is here, else the first on its way. */
  #shown(pictures) {
    return pictures.find(({ id }) => id === this.#chosenId)
      ?? pictures.find(({ url }) => url)
      ?? pictures[0]
      ?? null;
  }

  #setFailed(address) {
    this.#failed = address;
    this.#draw();
    window.clearTimeout(this.#again);
    this.#again = window.setTimeout(() => this.#retry(), AGAIN_MS);
  }

  #retry() {
    this.#failed = null;
    this.#draw();
  }
}

/** @returns {[string, Record<string, string>?]} */
function wordsFor(picture, visit) {
  if (!picture) {
    return [visit.picture_declined ? "picture.declined" : "picture.none"];
  }
  if (picture.url) {
    return ["picture.failed"];
  }
  const { delay = "coming", delay_since: since } = picture;
  return [`picture.${delay}`, since ? { time: timeOfDay(since) } : {}];
}

function updateThumb(thumb, picture, count) {
  const choose = part(thumb, "choose");
  setImage(choose, picture.thumb_url ?? picture.url ?? null);
  choose.setAttribute("aria-label", say("picture.show", { count }));
}
