/**
 * The geometry of zooming: the scale of a picture, and how far its middle is from the stage's middle.
 * Pure functions; all lengths are CSS pixels from the stage's middle.
 *
 * @typedef {{scale: number, x: number, y: number}} View
 * @typedef {{x: number, y: number}} Point
 * @typedef {{width: number, height: number}} Size
 */

/** The whole picture, in the middle. @type {View} */
export const WHOLE = Object.freeze({ scale: 1, x: 0, y: 0 });
export const MAX_SCALE = 6;

/**
 * Larger or smaller; what is at the point stays at the point.
 * @param {View} view @param {number} factor @param {Point} point
 * @returns {View}
 */
export function zoomAbout({ scale, x, y }, factor, point) {
  const next = clamp(scale * factor, WHOLE.scale, MAX_SCALE);
  const grown = next / scale;
  return {
    scale: next,
    x: point.x - (point.x - x) * grown,
    y: point.y - (point.y - y) * grown,
  };
}

/** @param {View} view @param {Point} by @returns {View} */
export function pan({ scale, x, y }, by) {
  return { scale, x: x + by.x, y: y + by.y };
}

/**
 * The nearest view that leaves no gap: a picture larger than the stage covers it, a smaller is centred.
 * @param {View} view @param {Size} picture its size at 1x @param {Size} stage
 * @returns {View}
 */
export function bounded({ scale, x, y }, picture, stage) {
  const across = Math.max(0, (picture.width * scale - stage.width) / 2);
  const down = Math.max(0, (picture.height * scale - stage.height) / 2);
  return { scale, x: clamp(x, -across, across), y: clamp(y, -down, down) };
}

/**
 * What several fingers hold: their middle, and how far they are from it.
 * @param {Point[]} fingers at least one
 */
export function grip(fingers) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = { x: mean(fingers.map(({ x }) => x)), y: mean(fingers.map(({ y }) => y)) };
  return { middle, spread: mean(fingers.map((finger) => distance(finger, middle))) };
}

/** @param {Point} one @param {Point} other */
export const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
