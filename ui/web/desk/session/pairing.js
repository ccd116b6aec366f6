/**
 * Pairing of this browser as one of the site's tablets, with the code in the address a lead hands out;
 * and the code of a kiosk that was scanned from its screen. Neither stays in the address bar.
 */

import * as api from "../model/desk-api.js";
import { part, stamp } from "../../shared/template.js";
import { write } from "../../shared/words.js";

/** What is wrong with a code, or with what stands between this page and the server. */
const WORDS_OF = {
  unknown_code: "pairing.unknown",
  other_origin: "pairing.proxy",
  unknown_host: "pairing.proxy",
};

const KIOSK_CODE = /^[0-9A-Za-z-]{4,12}$/;

/**
 * Takes the codes out of `#pair=…` and `#kiosk=…`; null where there is none.
 * @returns {{tablet: string | null, kiosk: string | null}}
 */
export function takeCodes() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  const kiosk = given.get("kiosk");
  return { tablet: given.get("pair"), kiosk: KIOSK_CODE.test(kiosk ?? "") ? kiosk : null };
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

/** Whoever scanned a kiosk's code with a browser that is not paired learns who can use it, and how. */
export function kioskCodeView(code) {
  const view = stamp("kiosk-code-view");
  for (const name of ["title", "tablet", "server", "pair"]) {
    write(part(view, name), `kioskCode.${name}`, { code });
  }
  return view;
}
