/**
 * The alert "It’s your turn" for a visitor who does not look: the phone buzzes and the tab’s title
 * flashes until the turn is over.
 */

import { say } from "../shared/words.js";

const FLASH_MS = 1000;
/** Buzz and pause in turn. */
const BUZZ_MS = [300, 150, 300, 150, 600];

/**
 * Whether this phone can buzz now. Safari never can, and no browser does before the first touch, or
 * behind a dark screen.
 */
export const mayBuzz = () => "vibrate" in navigator && Boolean(navigator.userActivation?.hasBeenActive);

export function buzz() {
  // The browser refuses, and complains, before the first touch.
  if (mayBuzz()) {
    navigator.vibrate(BUZZ_MS);
  }
}

export class TurnAlert {
  #flash = 0;

  start() {
    this.stop();
    buzz();
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
