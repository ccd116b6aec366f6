/**
 * Turns a key and values into a sentence of the page's language.
 * Never holds a word itself: each language is one file in words/.
 */

import { en } from "./words/en.js";

const languages = { en };

/** The language of this page: the first the browser asks for that we have. */
export const language = navigator.languages
  .map((wanted) => wanted.split("-")[0].toLowerCase())
  .find((wanted) => wanted in languages) ?? "en";

const plurals = new Intl.PluralRules(language);

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
  const told = `${key} ${JSON.stringify(values)}`;
  if (written.get(element) !== told) {
    element.replaceChildren(...pieces(key, values).map(toNode));
    written.set(element, told);
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

const written = new WeakMap();

function pieces(key, values) {
  const entry = languages[language][key];
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
