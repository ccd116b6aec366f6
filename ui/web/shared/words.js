/**
 * Sentences in the page's language, made from a key and values.
 *
 * The words are in words/<language>/, one file for each page or room. A page names the files it
 * needs in `<html data-words>`; they are fetched in its language only. A page lists this module
 * before its own script, so that the words come while the rest of the page is fetched.
 */

/** The languages that have a folder in words/. */
const LANGUAGES = ["en"];

/** The language of this page: the first the browser asks for that we have. */
export const language = navigator.languages
  .map((wanted) => wanted.split("-")[0].toLowerCase())
  .find((wanted) => LANGUAGES.includes(wanted)) ?? "en";

const plurals = new Intl.PluralRules(language);
const files = document.documentElement.dataset.words.split(" ");
const modules = await Promise.all(files.map((file) => import(`./words/${language}/${file}.js`)));
/** A key -> a sentence, or its plural forms chosen by `count`. @type {Record<string, any>} */
const sentences = Object.assign({}, ...modules.map((module) => module.words));

/**
 * The sentence as plain text, for labels and titles. `values.count` chooses the plural form.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  return pieces(key, values)
    .map((piece) => piece.text ?? String(piece.value))
    .join("");
}

/**
 * Writes the sentence into an element. Text that came from people goes into a <bdi>, so that
 * a name written from right to left cannot turn the rest of the sentence round.
 */
export function write(element, key, values = {}) {
  const content = `${key} ${JSON.stringify(values)}`;
  if (written.get(element) !== content) {
    element.replaceChildren(...pieces(key, values).map(toNode));
    written.set(element, content);
  }
}

/** Fills the fixed words of a freshly stamped piece of page. */
export function fill(root) {
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const { say: text, sayLabel, sayPlaceholder } = element.dataset;
    if (text) {
      element.textContent = say(text);
    }
    if (sayLabel) {
      element.setAttribute("aria-label", say(sayLabel));
    }
    if (sayPlaceholder) {
      element.setAttribute("placeholder", say(sayPlaceholder));
    }
  }
}

/** What was last written into an element, so that the same words are not written again. */
const written = new WeakMap();

function pieces(key, values) {
  const entry = sentences[key];
  if (entry === undefined) {
    throw new Error(`no words for ${key}`);
  }
  const sentence = typeof entry === "string" ? entry : chosenForm(entry, values.count);
  return sentence
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((text) => (text.startsWith("{") ? { value: values[text.slice(1, -1)] } : { text }));
}

function chosenForm(forms, count) {
  return forms[plurals.select(count)] ?? forms.other;
}

function toNode({ text, value }) {
  if (typeof value !== "string") {
    return document.createTextNode(text ?? String(value));
  }
  const isolated = document.createElement("bdi");
  isolated.textContent = value;
  return isolated;
}
