/**
 * The wake lock that keeps a tablet awake while its page is shown, where the browser has one and allows
 * it. The page works without it.
 */

/** @param {AbortSignal} signal */
export function keepAwake(signal) {
  if (!("wakeLock" in navigator)) {
    return;
  }
  let lock = null;
  const acquire = async () => {
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
  document.addEventListener("visibilitychange", acquire, { signal });
  signal.addEventListener("abort", () => lock?.release());
  acquire();
}
