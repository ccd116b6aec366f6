/**
 * A picture on a stage, zoomed and moved by fingers, mouse and wheel. It cannot leave the stage; a tap
 * and a drag differ by how far the finger went.
 */

import { MAX_SCALE, WHOLE, bounded, distance, grip, pan, zoomAbout } from "./zoom-geometry.js";

/** A finger that went less far than this stood still. */
const STILL_PX = 10;
/** Two taps this soon and this near each other are one double tap. */
const DOUBLE_MS = 350;
const DOUBLE_PX = 40;
const DOUBLE_FACTOR = 2.5;
const LINE_PX = 16;
const WHEEL_RATE = 0.002;
/** A trackpad's pinch comes as a wheel with Ctrl, in smaller numbers. */
const PINCH_RATE = 0.01;
/** Fingers that touch each other would make any move an endless zoom. */
const LEAST_SPREAD_PX = 8;

export class Zoomable {
  #stage;
  #picture;
  #onChange;
  #view = WHOLE;
  #fingers = new Map();
  #pressedAt = null;
  #lastTap = null;
  #tappedBeside = false;

  /**
   * @param {HTMLElement} stage the only place where the browser leaves touches to the page
   * @param {HTMLElement} picture in the stage's middle; takes no pointers itself
   * @param {{onChange: (bounds: {least: boolean, most: boolean}) => void, onBeside: () => void}} page
   */
  constructor(stage, picture, { onChange, onBeside }) {
    this.#stage = stage;
    this.#picture = picture;
    this.#onChange = onChange;
    stage.addEventListener("pointerdown", (event) => this.#onDown(event));
    stage.addEventListener("pointermove", (event) => this.#onMove(event));
    stage.addEventListener("pointerup", (event) => this.#onUp(event));
    stage.addEventListener("pointercancel", (event) => this.#onCancel(event));
    // Not before the click: closed earlier, what lies beneath would be clicked.
    stage.addEventListener("click", () => this.#tappedBeside && onBeside());
    stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    new ResizeObserver(() => this.#apply(this.#view)).observe(stage);
  }

  /** Whole again, and no finger is on it. */
  reset() {
    this.#fingers.clear();
    this.#pressedAt = null;
    this.#lastTap = null;
    this.#tappedBeside = false;
    this.#apply(WHOLE);
  }

  /** @param {number} factor about the stage's middle */
  zoom(factor) {
    this.#apply(zoomAbout(this.#view, factor, { x: 0, y: 0 }), { glides: true });
  }

  fit() {
    this.#apply(WHOLE, { glides: true });
  }

  /** @param {number} across @param {number} down as shares of the stage */
  panBy(across, down) {
    const { clientWidth, clientHeight } = this.#stage;
    const by = { x: -across * clientWidth, y: -down * clientHeight };
    this.#apply(pan(this.#view, by), { glides: true });
  }

  #onDown(event) {
    if (event.button !== 0) {
      return;
    }
    this.#stage.setPointerCapture(event.pointerId);
    const place = this.#place(event);
    this.#tappedBeside = false;
    this.#pressedAt = this.#fingers.size === 0 ? place : null;
    this.#fingers.set(event.pointerId, place);
  }

  #onMove(event) {
    if (!this.#fingers.has(event.pointerId)) {
      return;
    }
    const before = grip([...this.#fingers.values()]);
    const place = this.#place(event);
    this.#fingers.set(event.pointerId, place);
    if (this.#pressedAt && distance(place, this.#pressedAt) > STILL_PX) {
      this.#pressedAt = null;
    }
    const after = grip([...this.#fingers.values()]);
    const factor = Math.max(after.spread, LEAST_SPREAD_PX) / Math.max(before.spread, LEAST_SPREAD_PX);
    const by = { x: after.middle.x - before.middle.x, y: after.middle.y - before.middle.y };
    this.#apply(zoomAbout(pan(this.#view, by), factor, after.middle));
  }

  #onUp(event) {
    this.#fingers.delete(event.pointerId);
    if (this.#pressedAt) {
      this.#tap({ ...this.#pressedAt, at: event.timeStamp });
    }
    this.#pressedAt = null;
  }

  #onCancel({ pointerId }) {
    this.#fingers.delete(pointerId);
    this.#pressedAt = null;
  }

  #tap(tap) {
    const last = this.#lastTap;
    this.#lastTap = null;
    if (!this.#isOnPicture(tap)) {
      this.#tappedBeside = true;
    } else if (last && tap.at - last.at < DOUBLE_MS && distance(tap, last) < DOUBLE_PX) {
      const isWhole = this.#view.scale === WHOLE.scale;
      this.#apply(isWhole ? zoomAbout(WHOLE, DOUBLE_FACTOR, tap) : WHOLE, { glides: true });
    } else {
      this.#lastTap = tap;
    }
  }

  #onWheel(event) {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * LINE_PX;
    const factor = Math.exp(-pixels * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE));
    this.#apply(zoomAbout(this.#view, factor, this.#place(event)));
  }

  #isOnPicture({ x, y }) {
    const { offsetWidth, offsetHeight } = this.#picture;
    const { scale } = this.#view;
    return Math.abs(x - this.#view.x) <= (offsetWidth * scale) / 2
      && Math.abs(y - this.#view.y) <= (offsetHeight * scale) / 2;
  }

  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }

  #apply(wanted, { glides = false } = {}) {
    const picture = { width: this.#picture.offsetWidth, height: this.#picture.offsetHeight };
    const stage = { width: this.#stage.clientWidth, height: this.#stage.clientHeight };
    const view = bounded(wanted, picture, stage);
    this.#view = view;
    this.#picture.classList.toggle("glides", glides);
    this.#picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    this.#picture.style.setProperty("--zoom", String(view.scale));
    this.#stage.classList.toggle("zoomed", view.scale > WHOLE.scale);
    this.#onChange({ least: view.scale === WHOLE.scale, most: view.scale === MAX_SCALE });
  }
}
