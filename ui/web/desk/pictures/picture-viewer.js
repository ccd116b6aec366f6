/**
 * One picture over the whole screen, whole and uncut, with the words read on it framed; closer by
 * fingers, wheel, keys or buttons. Escape, its button or a touch beside the picture closes it.
 * Never keeps a picture after it is closed.
 */

import { part, setAble, setImage } from "/shared/template.js";
import { isOn } from "../shell/preferences.js";
import { frameLines } from "./read-words.js";
import { Zoomable } from "./zoomable.js";

const STEP = 1.5;
const LOOK = 0.2;

export class Viewer {
  #dialog;
  #picture;
  #zoomable;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#picture = part(dialog, "picture");
    const [closer, farther] = [part(dialog, "closer"), part(dialog, "farther")];
    this.#zoomable = new Zoomable(part(dialog, "stage"), this.#picture, {
      onChange: ({ least, most }) => {
        setAble(closer, !most);
        setAble(farther, !least);
      },
      onBeside: () => dialog.close(),
    });
    closer.addEventListener("click", () => this.#zoomable.zoom(STEP));
    farther.addEventListener("click", () => this.#zoomable.zoom(1 / STEP));
    part(dialog, "close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("close", () => {
      setImage(this.#picture, null);
      frameLines(this.#picture, null);
    });
  }

  /** @param {any} picture with an address @param {string} alt */
  show(picture, alt) {
    setImage(this.#picture, picture.url).alt = alt;
    frameLines(this.#picture, picture);
    this.#picture.style.setProperty("--shape", String(picture.width / picture.height));
    this.#dialog.setAttribute("aria-label", alt);
    this.#dialog.showModal();
    this.#zoomable.reset();
  }

  close() {
    this.#dialog.close();
  }

  #onKey(event) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const act = this.#actOf(event.key);
    if (isPlain && act) {
      event.preventDefault();
      act();
    }
  }

  #actOf(key) {
    const zoomable = this.#zoomable;
    const looks = {
      ArrowLeft: () => zoomable.look(-LOOK, 0),
      ArrowRight: () => zoomable.look(LOOK, 0),
      ArrowUp: () => zoomable.look(0, -LOOK),
      ArrowDown: () => zoomable.look(0, LOOK),
    };
    const signs = {
      "+": () => zoomable.zoom(STEP),
      "=": () => zoomable.zoom(STEP),
      "-": () => zoomable.zoom(1 / STEP),
      0: () => zoomable.whole(),
    };
    // Keys can be turned off for whoever speaks to the tablet; nobody says an arrow by chance.
    return looks[key] ?? (isOn("keys") ? signs[key] : undefined);
  }
}
