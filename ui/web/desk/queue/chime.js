/**
 * A soft chime when somebody joins an empty line. The browser allows no sound before the first touch;
 * visits known already, such as one whose call was undone, do not ring.
 */

import { isOn } from "../shell/preferences.js";

/** A4, C♯5, E5: the kiosk's own "in line". */
const NOTES_HZ = [440, 554.37, 659.25];
const NOTE_INTERVAL_S = 0.16;
const ATTACK_S = 0.008;
const DECAY_S = 0.24;
/** −18 dB under full scale. */
const PEAK_GAIN = 0.126;

/** @param {import("../model/desk.js").Desk} desk @param {AbortSignal} signal */
export function mountChime(desk, signal) {
  const sound = makeChime(signal);
  /** Visits seen before: one whose call was undone has not just joined. */
  const known = new Set();
  let wasEmpty = false;
  desk.onChange(() => {
    const { waiting, held, open } = desk.state;
    if (wasEmpty && waiting.some((visit) => !known.has(visit.id)) && isOn("chime")) {
      sound();
    }
    wasEmpty = waiting.length === 0;
    [...waiting, ...held, ...open].forEach((visit) => known.add(visit.id));
  });
}

/** A function that plays the chime; silent until the page was touched once. */
function makeChime(signal) {
  if (!("AudioContext" in window)) {
    return () => {};
  }
  let audio = null;
  const unlock = () => {
    audio ??= new AudioContext();
    audio.resume();
  };
  if (navigator.userActivation?.hasBeenActive) {
    unlock();
  }
  for (const touch of ["click", "keydown"]) {
    document.addEventListener(touch, unlock, { once: true, capture: true, signal });
  }
  signal.addEventListener("abort", () => audio?.close());
  return () => {
    if (audio) {
      NOTES_HZ.forEach((hertz, at) => play(audio, hertz, audio.currentTime + at * NOTE_INTERVAL_S));
    }
  };
}

function play(audio, hertz, at) {
  const tone = new OscillatorNode(audio, { frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(PEAK_GAIN, at + ATTACK_S);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + ATTACK_S + DECAY_S);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + ATTACK_S + DECAY_S);
}
