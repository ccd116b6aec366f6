/**
 * What the kiosk read on a picture: frames around its paragraphs and codes, the words to copy, the codes with their
 * meaning. All of it is shown as plain text.
 */

import { part, setText } from "../../shared/template.js";
import { say } from "../../shared/words.js";
import { quotation } from "./quotation.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Frames what was read over the picture in its holder, which shows it cut to its own shape.
 * @param {HTMLElement} holder
 * @param {any} picture null takes the frames away
 */
export function frameWords(holder, picture) {
  const read = picture?.read;
  // An older kiosk does not tell what is worth a frame.
  const places = read?.frames ?? read?.lines ?? [];
  const drawn = holder.querySelector("svg");
  const key = places.length > 0 ? picture.id : "";
  if ((drawn?.dataset.of ?? "") === key) {
    return;
  }
  drawn?.remove();
  if (key) {
    holder.append(frames(places, picture));
  }
}

/**
 * Writes what was read below the picture.
 * @param {HTMLElement} root
 * @param {any} picture
 */
export function writeRead(root, picture) {
  const read = picture?.read;
  root.hidden = !read?.quote && !read?.tags.length;
  if (root.hidden) {
    return;
  }
  setText(part(root, "read-text"), read.quote ? `“${quotation(read)}”` : "");
  setText(part(root, "read-meaning"), meanings(read));
}

/** Printed codes whose content the kiosk doesn't keep. */
const KINDS = [
  "two_step",
  "passkey",
  "sign_in",
  "wifi",
  "recovery_key",
  "wallet",
  "key",
  "personal",
  "unreadable",
];

/** One line for each code, and below it what it says to whoever helps; a member copies from here. */
function meanings(read) {
  return [...read.codes, ...read.tags]
    .flatMap((one) => [meaningOf(one), one.member])
    .filter(Boolean)
    .join("\n");
}

/** A newer kiosk may name a kind that has no words here: then it says what sort of code it is. */
function meaningOf({ code, meaning, kind }) {
  if (KINDS.includes(kind)) {
    return say(`tag.${kind}`, { code });
  }
  return meaning ? `${code}: ${meaning}` : code;
}

function frames(places, { id, width, height }) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.dataset.of = id;
  drawing.setAttribute("class", "read-frames");
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("preserveAspectRatio", "xMidYMid slice");
  drawing.setAttribute("aria-hidden", "true");
  for (const { corners, code } of places) {
    const frame = document.createElementNS(SVG, "polygon");
    frame.setAttribute("points", withAir(corners, width, height).map(Math.round).join(" "));
    frame.classList.toggle("code", Boolean(code));
    drawing.append(frame);
  }
  return drawing;
}

/** Air around the words, as a share of the picture's height. */
const AIR = 0.006;

/** The corners in pixels (x, y, ...), each moved out along both of its sides: no letter is crossed. */
function withAir(corners, width, height) {
  const points = [0, 2, 4, 6].map((at) => [corners[at] * width, corners[at + 1] * height]);
  const air = AIR * height;
  return points.flatMap(([x, y], at) => {
    const out = [x, y];
    for (const [beside, across] of [points[(at + 1) % 4], points[(at + 3) % 4]]) {
      const length = Math.hypot(x - beside, y - across) || 1;
      out[0] += (air * (x - beside)) / length;
      out[1] += (air * (y - across)) / length;
    }
    return out;
  });
}
