/**
 * The picture viewer: one picture over the whole screen, uncut, with the lines read on it framed.
 * Fingers, wheel, keys or buttons zoom; Escape, Close or a touch beside the picture closes it, and
 * the picture is dropped.
 */

import { part, setAble, setImage } from "../../shared/template.js";
import { isOn } from "../shell/preferences.js";
import { frameWords } from "./read-words.js";
import { Zoomable } from "./zoomable.js";

/** Factor of one step of zooming. */
const ZOOM_STEP = 1.5;
/** How far an arrow key moves the picture, as a share of the stage. */
const PAN_SHARE = 0.2;

export class PictureViewer {
  #dialog;
  #picture;
  #zoomable;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#picture = part(dialog, "picture");
    const [zoomIn, zoomOut] = [part(dialog, "zoomIn"), part(dialog, "zoomOut")];
    this.#zoomable = new Zoomable(part(dialog, "stage"), this.#picture, {
      onChange: ({ least, most }) => {
        setAble(zoomIn, !most);
        setAble(zoomOut, !least);
      },
      onBeside: () => dialog.close(),
    });
    zoomIn.addEventListener("click", () => this.#zoomable.zoom(ZOOM_STEP));
    zoomOut.addEventListener("click", () => this.#zoomable.zoom(1 / ZOOM_STEP));
    part(dialog, "close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("close", () => {
      setImage(this.#picture, null);
      frameWords(this.#picture, null);
    });
  }

  /** @param {any} picture with an address @param {string} alt */
  show(picture, alt) {
    setImage(this.#picture, picture.url).alt = alt;
    frameWords(this.#picture, picture);
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
    const arrows = {
      ArrowLeft: () => zoomable.panBy(-PAN_SHARE, 0),
      ArrowRight: () => zoomable.panBy(PAN_SHARE, 0),
      ArrowUp: () => zoomable.panBy(0, -PAN_SHARE),
      ArrowDown: () => zoomable.panBy(0, PAN_SHARE),
    };
    const signs = {
      "+": () => zoomable.zoom(ZOOM_STEP),
      "=": () => zoomable.zoom(ZOOM_STEP),
      "-": () => zoomable.zoom(1 / ZOOM_STEP),
      0: () => zoomable.fit(),
    };
    // Letters and signs can be turned off for whoever dictates to the tablet; arrows are not dictated.
    return arrows[key] ?? (isOn("keys") ? signs[key] : undefined);
  }
}
