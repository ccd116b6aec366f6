/**
 * Pairing of this browser as one of the site's tablets, with the code in the address a lead hands out.
 * The code does not stay in the address bar.
 */

import * as api from "../model/desk-api.js";
import { part, stamp } from "/shared/template.js";
import { write } from "/shared/words.js";

/** What is wrong with a code, or with what stands between this page and the server. */
const WORDS_OF = {
  unknown_code: "pairing.unknown",
  other_origin: "pairing.proxy",
  unknown_host: "pairing.proxy",
};

/** Takes the code out of `#pair=…`, or null. */
export function takePairingCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get("pair");
  if (location.hash) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return code;
}

/** @returns {Promise<string>} the words to show should the tablet turn out not to be paired */
export async function pairWith(code) {
  const answer = await api.pairTablet(code);
  return (!answer.ok && WORDS_OF[answer.problem.code]) || "pairing.words";
}

export function pairingView(words) {
  const view = stamp("pairing-view");
  write(part(view, "words"), words);
  return view;
}
