/**
 * Keeps a page in step with the server: hints over EventSource, its own watchdog, and polling
 * while the stream is silent. Never reads or holds the state itself: the page pulls that.
 */

const BEAT_LIMIT_MS = 35_000;
const POLL_MS = 3_000;
const REOPEN_MS = { first: 1_000, most: 15_000 };

export class Live {
  #address;
  #pull;
  #isNews;
  #source = null;
  #heardAt = 0;
  #silent = true;
  #failures = 0;
  #watchdog = 0;
  #poll = 0;
  #reopen = 0;
  #listeners = new AbortController();

  /**
   * @param {object} page
   * @param {string} page.address where the event stream is
   * @param {() => Promise<boolean>} page.pull fetches the state; true when the server was reached
   * @param {(seq: number) => boolean} page.isNews whether a hint is about something not yet seen
   */
  constructor({ address, pull, isNews }) {
    this.#address = address;
    this.#pull = pull;
    this.#isNews = isNews;
  }

  start() {
    const { signal } = this.#listeners;
    document.addEventListener("visibilitychange", () => this.#wake(), { signal });
    window.addEventListener("online", () => this.#open(), { signal });
    window.addEventListener("offline", () => this.#lost(), { signal });
    this.#open();
    this.#catchUp();
  }

  stop() {
    this.#listeners.abort();
    clearTimeout(this.#reopen);
    this.#close();
    this.#rest();
  }

  #open() {
    clearTimeout(this.#reopen);
    this.#close();
    const source = new EventSource(this.#address);
    source.addEventListener("open", () => {
      this.#heard();
      this.#catchUp();
    });
    source.addEventListener("beat", () => this.#heard());
    source.addEventListener("hint", (event) => {
      this.#heard();
      if (this.#isNews(Number(event.data.split(":").at(-1)))) {
        this.#catchUp();
      }
    });
    source.addEventListener("error", () => this.#lost());
    this.#source = source;
    this.#guard();
    this.#pollOn();
  }

  #close() {
    clearTimeout(this.#watchdog);
    this.#source?.close();
    this.#source = null;
  }

  #heard() {
    this.#heardAt = performance.now();
    this.#silent = false;
    this.#failures = 0;
    this.#guard();
  }

  #guard() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), BEAT_LIMIT_MS);
  }

  /** The browser would reopen by itself, but never after a refusal and never for silence. */
  #lost() {
    this.#silent = true;
    this.#close();
    clearTimeout(this.#reopen);
    const pause = Math.min(REOPEN_MS.most, REOPEN_MS.first * 2 ** this.#failures);
    this.#failures += 1;
    // Jitter: the tablets of a site must not all come back in the same instant.
    this.#reopen = setTimeout(() => this.#open(), pause * (0.5 + Math.random()));
    this.#pollOn();
    this.#catchUp();
  }

  #pollOn() {
    this.#poll ||= setInterval(() => this.#catchUp(), POLL_MS);
  }

  #rest() {
    clearInterval(this.#poll);
    this.#poll = 0;
  }

  async #catchUp() {
    const reached = await this.#pull();
    if (this.#listeners.signal.aborted) {
      return;
    }
    if (reached && !this.#silent) {
      this.#rest();
    } else {
      this.#pollOn();
    }
  }

  /** Timers sleep on a dark tablet: on waking, what is on the screen may be old. */
  #wake() {
    if (document.hidden) {
      return;
    }
    if (performance.now() - this.#heardAt > BEAT_LIMIT_MS) {
      this.#open();
    }
    this.#catchUp();
  }
}
