/**
 * What is quoted of a picture: the words the kiosk chose, with "…" wherever the screen had more.
 */

const SENTENCE_ENDS = /(?<=[.!?…]) /u;
/** "Error 809" says no more than its code. */
const MOST_WORDS_OF_A_LABEL = 2;

/** @typedef {{quote?: string, lines?: {text: string}[]}} Read */

/**
 * The quotation without its marks; empty when nothing was read.
 * @param {Read | undefined | null} read
 */
export function quotation(read) {
  const { quote = "", lines = [] } = read ?? {};
  const texts = lines.map(({ text }) => text);
  const at = texts.findIndex((text) => text !== "" && begins(quote, text));
  if (at < 0) {
    return quote;
  }
  const head = withoutStop(texts[at]);
  const rest = quote.slice(head.length).replace(/^\. /u, "");
  const before = at > 0 && startsSmall(head) ? "…" : "";
  if (rest === "" || rest === "." || quote === texts[at]) {
    return `${before}${quote}${startsSmall(texts[at + 1]) && !/[.!?…]$/u.test(quote) ? "…" : ""}`;
  }
  return `${before}${head}${rest === texts[at + 1] ? "." : "…"} ${rest}`;
}

/**
 * The quotation without the sentence that only names the code.
 * @param {Read} read @param {string} code
 */
export function quotationWithout(read, code) {
  const isLabel = (part) => part.includes(code) && part.split(/\s+/u).length <= MOST_WORDS_OF_A_LABEL;
  const kept = quotation(read).split(SENTENCE_ENDS).filter((part) => !isLabel(part));
  return kept.join(" ").replace(/(?<!\.)\.$/u, "");
}

const withoutStop = (text) => text.replace(/\.+$/u, "");

const startsSmall = (text) => /^\p{Ll}/u.test(text ?? "");

/** Whether the quotation begins with this whole line. */
function begins(quote, text) {
  const head = withoutStop(text);
  return quote === text || quote === head || quote.startsWith(`${head}. `);
}
