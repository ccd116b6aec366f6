/**
 * Pieces of page made from the <template> elements, and lists of them kept in step with data.
 * No markup is ever parsed from a string.
 */

import { fill } from "./words.js";

/**
 * A fresh copy of a template's one element: its fixed words filled in, and a copy of another
 * template wherever `data-stamp` names one.
 * @returns {any}
 */
export function stamp(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const element = template.content.firstElementChild.cloneNode(true);
  fill(element);
  for (const place of element.querySelectorAll("[data-stamp]")) {
    place.replaceWith(stamp(place.dataset.stamp));
  }
  return element;
}

/**
 * The element of a stamped piece that is marked `data-part="name"`.
 * @returns {any}
 */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** Sets text only when it changed, so that screen readers and animations are not set off for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Whether an element is drawn; `checkVisibility` is younger than some tablets this runs on. */
export const isVisible = (element) =>
  element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";

/** Marks a button as not available now; it keeps its place and its focus. */
export function setAble(button, able) {
  button.setAttribute("aria-disabled", String(!able));
}

/**
 * Shows the picture at an address in its holder, or none. There is an <img> only while there is
 * a picture, and it is made anew for another address.
 * @returns {HTMLImageElement | null}
 */
export function setImage(holder, address) {
  const old = holder.querySelector("img");
  if (address && old?.getAttribute("src") === address) {
    return old;
  }
  old?.remove();
  if (!address) {
    return null;
  }
  const image = document.createElement("img");
  image.alt = "";
  image.src = address;
  holder.append(image);
  return image;
}

/**
 * Brings a list's children in step with the items, keeping the elements of those that stay,
 * and with them focus, scroll place and loaded pictures.
 * @template {{id: string}} T
 * @param {HTMLElement} list
 * @param {T[]} items
 * @param {(item: T) => HTMLElement} make
 * @param {(element: HTMLElement, item: T) => void} update
 */
export function syncList(list, items, make, update) {
  const children = /** @type {HTMLElement[]} */ (Array.from(list.children));
  const old = new Map(children.map((child) => [child.dataset.id, child]));
  const wanted = items.map((item) => {
    let element = old.get(item.id);
    if (!element) {
      element = make(item);
      element.dataset.id = item.id;
    }
    update(element, item);
    return element;
  });
  const kept = new Set(wanted);
  children.filter((child) => !kept.has(child)).forEach((child) => child.remove());
  wanted.forEach((element, at) => {
    if (list.children[at] !== element) {
      list.insertBefore(element, list.children[at] ?? null);
    }
  });
}
