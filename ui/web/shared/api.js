/**
 * HTTP requests to the server. Each is answered by one value: what the server said, or the problem.
 * A lost network is a problem too, and so is a server that fails or a proxy's page: each has a code
 * of its own, so that no page blames the network for something else.
 */

/** @typedef {{code: string} & Record<string, any>} Problem */
/**
 * @template T
 * @typedef {{ok: true, value: T} | {ok: false, problem: Problem}} Answer
 */

/** Nobody answered, or not to the end. */
const NO_CONNECTION = "no_connection";
/** Our server answered that it failed. */
const SERVER_FAILED = "server_failed";
/** Something between answered in its place: a proxy, a filter, a network's sign-in page. */
const IN_THE_WAY = "in_the_way";
const LOST = [NO_CONNECTION, SERVER_FAILED, IN_THE_WAY];

/** Whether the server stated no answer to rely on, for whatever reason: the same may be tried again. */
export const isLost = ({ code }) => LOST.includes(code);

const TIMEOUT_MS = 6000;
const RETRY_PAUSES_MS = [300, 1000];

/**
 * Sends a request once. Only a whole answer of our own server is believed.
 * @returns {Promise<Answer<any>>}
 */
export async function request(method, address, body) {
  // AbortSignal.timeout is younger than some tablets this runs on.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  const options = {
    method,
    cache: "no-store",
    redirect: "manual",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: limit.signal,
  };
  try {
    return await wholeAnswer(await fetch(address, options));
  } catch {
    return lost(NO_CONNECTION);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Sends a command until a whole answer comes, three times at most. Every try carries the same
 * `request_id`, so the server does the thing once.
 * @param {string} address
 * @param {{request_id: string} & Record<string, any>} body
 * @returns {Promise<Answer<any>>}
 */
export async function sendCommand(address, body) {
  let answer = await request("POST", address, body);
  for (const pause of RETRY_PAUSES_MS) {
    if (answer.ok || !isLost(answer.problem)) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    answer = await request("POST", address, body);
  }
  return answer;
}

/**
 * A new UUIDv7. The platform's own maker of ids is missing on plain HTTP, where a site
 * without a certificate runs; random bytes are there.
 * @returns {string}
 */
export function newRequestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const stamp = Date.now();
  for (let at = 0; at < 6; at += 1) {
    bytes[at] = Math.floor(stamp / 256 ** (5 - at)) % 256;
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [0, 8, 12, 16, 20].map((from, n, cuts) => hex.slice(from, cuts[n + 1])).join("-");
}

/** @returns {Promise<Answer<any>>} */
async function wholeAnswer(response) {
  if (response.status === 204) {
    return { ok: true, value: null };
  }
  const kind = response.headers.get("Content-Type") ?? "";
  if (response.ok && kind.startsWith("application/json")) {
    return { ok: true, value: await response.json() };
  }
  if (!kind.startsWith("application/problem+json")) {
    return lost(IN_THE_WAY);
  }
  return response.status < 500
    ? { ok: false, problem: await response.json() }
    : lost(SERVER_FAILED);
}

/** @returns {Answer<any>} */
function lost(code) {
  return { ok: false, problem: { code } };
}
