/**
 * Keeps the tablet awake while the desk is shown, where the browser can and may.
 * Never complains when it may not: the page works on a tablet that sleeps.
 */

/** @param {AbortSignal} signal */
export function stayAwake(signal) {
  if (!("wakeLock" in navigator)) {
    return;
  }
  let lock = null;
  const ask = async () => {
    if (document.hidden || signal.aborted) {
      return;
    }
    try {
      lock = await navigator.wakeLock.request("screen");
      if (signal.aborted) {
        lock.release();
      }
    } catch {
      // Battery saver or no permission.
    }
  };
  // The browser takes the lock back whenever the page is hidden.
  document.addEventListener("visibilitychange", ask, { signal });
  signal.addEventListener("abort", () => lock?.release());
  ask();
}
