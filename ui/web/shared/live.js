/**
 * Live updates of a page: what changed and hints over EventSource, a watchdog of its own, and polling
 * while the stream is silent. The page pulls the state itself.
 */

const BEAT_LIMIT_MS = 35_000;
const POLL_MS = 3_000;
const REOPEN_MS = { first: 1_000, max: 15_000 };

export class Live {
  #address;
  #pull;
  #isNewer;
  #take;
  #source = null;
  #lastMessageAt = 0;
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
   * @param {(seq: number) => boolean} page.isNewer whether a hint is newer than the page's state
   * @param {(state: any) => void} page.take takes what came with a hint, so that nothing is asked
   */
  constructor({ address, pull, isNewer, take }) {
    this.#address = address;
    this.#pull = pull;
    this.#isNewer = isNewer;
    this.#take = take;
  }

  start() {
    const { signal } = this.#listeners;
    document.addEventListener("visibilitychange", () => this.#onVisible(), { signal });
    window.addEventListener("online", () => this.#open(), { signal });
    window.addEventListener("offline", () => this.#onLost(), { signal });
    this.#open();
    this.#catchUp();
  }

  stop() {
    this.#listeners.abort();
    clearTimeout(this.#reopen);
    this.#close();
    this.#stopPolling();
  }

  #open() {
    clearTimeout(this.#reopen);
    this.#close();
    const source = new EventSource(this.#address);
    source.addEventListener("open", () => {
      this.#onMessage();
      this.#catchUp();
    });
    source.addEventListener("beat", () => this.#onMessage());
    source.addEventListener("state", (event) => {
      this.#onMessage();
      this.#take(JSON.parse(event.data));
    });
    source.addEventListener("hint", (event) => {
      this.#onMessage();
      if (this.#isNewer(Number(event.data.split(":").at(-1)))) {
        this.#catchUp();
      }
    });
    source.addEventListener("error", () => this.#onLost());
    this.#source = source;
    this.#resetWatchdog();
    this.#startPolling();
  }

  #close() {
    clearTimeout(this.#watchdog);
    this.#source?.close();
    this.#source = null;
  }

  #onMessage() {
    this.#lastMessageAt = performance.now();
    this.#silent = false;
    this.#failures = 0;
    this.#resetWatchdog();
  }

  #resetWatchdog() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#onLost(), BEAT_LIMIT_MS);
  }

  /** The browser would reopen by itself, but never after a refusal and never for silence. */
  #onLost() {
    this.#silent = true;
    this.#close();
    clearTimeout(this.#reopen);
    const pause = Math.min(REOPEN_MS.max, REOPEN_MS.first * 2 ** this.#failures);
    this.#failures += 1;
    // Jitter: the tablets of a site must not all come back in the same instant.
    this.#reopen = setTimeout(() => this.#open(), pause * (0.5 + Math.random()));
    this.#startPolling();
    this.#catchUp();
  }

  #startPolling() {
    this.#poll ||= setInterval(() => this.#catchUp(), POLL_MS);
  }

  #stopPolling() {
    clearInterval(this.#poll);
    this.#poll = 0;
  }

  async #catchUp() {
    const reached = await this.#pull();
    if (this.#listeners.signal.aborted) {
      return;
    }
    if (reached && !this.#silent) {
      this.#stopPolling();
    } else {
      this.#startPolling();
    }
  }

  /** Timers sleep on a dark tablet: on waking, what is on the screen may be old. */
  #onVisible() {
    if (document.hidden) {
      return;
    }
    if (performance.now() - this.#lastMessageAt > BEAT_LIMIT_MS) {
      this.#open();
    }
    this.#catchUp();
  }
}
