/**
 * The alert "It’s your turn" for a visitor who does not look: the phone buzzes and the tab’s title
 * flashes until the turn is over.
 */

import { say } from "/shared/words.js";

const FLASH_MS = 1000;
/** Buzz and pause in turn. */
const BUZZ_MS = [300, 150, 300, 150, 600];

export class TurnAlert {
  #flash = 0;

  start() {
    this.stop();
    // The browser refuses, and complains, before the first touch.
    if (navigator.userActivation?.hasBeenActive) {
      navigator.vibrate?.(BUZZ_MS);
    }
    let lit = true;
    document.title = say("phone.page.turn");
    this.#flash = setInterval(() => {
      lit = !lit;
      document.title = say(lit ? "phone.page.turn" : "phone.page");
    }, FLASH_MS);
  }

  stop() {
    clearInterval(this.#flash);
    document.title = say("phone.page");
  }
}
