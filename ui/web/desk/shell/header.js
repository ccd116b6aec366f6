/**
 * The bar on top: the site, whether it is open, the line in one sentence, and the member's menu.
 */

import { givenName, initials, shortName } from "../../shared/names.js";
import { part, setText } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";
import { mountSwitch } from "./preferences.js";
import { minutesPassed } from "../../shared/time-format.js";

/** A tablet held in the hand has no keys; one that is pressed shows that there are. */
let hasKeyboard = window.matchMedia("(hover: hover) and (pointer: fine)").matches;

/**
 * @param {HTMLElement} root
 * @param {import("../model/desk.js").Desk} desk
 * @param {{onShortcuts: () => void, onFleet: () => void, onSignOut: () => void, signal: AbortSignal}} page
 */
export function mountHeader(root, desk, page) {
  mountMenu(root, page);
  document.addEventListener("keydown", ({ target }) => {
    hasKeyboard ||= !target.closest?.("textarea, input");
  }, { signal: page.signal });
  desk.onChange(() => {
    const { site, me } = desk.state;
    setText(part(root, "site"), shortName(site.name));
    part(root, "lamp").classList.toggle("lit", site.open);
    writeOpen(part(root, "open"), site);
    writeLine(part(root, "line"), desk);
    setText(part(root, "initials"), initials(me.name));
    write(part(root, "me"), "header.me", { name: givenName(me) });
    setText(part(root, "me-name"), shortName(me.name));
    part(root, "fleet").hidden = me.role !== "lead";
    part(root, "shortcuts").hidden = !hasKeyboard;
  });
}

function writeOpen(element, site) {
  if (!site.open) {
    write(element, "header.closed");
  } else if (site.closes_at) {
    write(element, "header.openUntil", { time: site.closes_at });
  } else {
    write(element, "header.open");
  }
}

function writeLine(element, desk) {
  const { waiting, site } = desk.state;
  const count = waiting.length;
  document.title = count > 0
    ? say("page.title.waiting", { count, site: shortName(site.name) })
    : say("page.title");
  write(element, ...lineWords(desk));
}

/**
 * The line in one sentence that names nobody.
 * @param {import("../model/desk.js").Desk} desk
 * @returns {[string, Record<string, number>?]}
 */
export function lineWords(desk) {
  const { waiting } = desk.state;
  const count = waiting.length;
  if (count === 0) {
    return ["header.nobody"];
  }
  const minutes = Math.max(...waiting.map((visit) => minutesPassed(desk.waited(visit))));
  return [minutes < 1 ? "header.justCame" : "header.waiting", { count, minutes }];
}

function mountMenu(root, { onShortcuts, onFleet, onSignOut, signal }) {
  const [opener, menu] = [part(root, "me-button"), part(root, "menu")];
  const show = (open) => {
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => show(menu.hidden));
  mountSwitch(part(root, "chime"), "chime");
  for (const [name, open] of [["shortcuts", onShortcuts], ["fleet", onFleet]]) {
    part(root, name).addEventListener("click", () => {
      show(false);
      open();
    });
  }
  part(root, "sign-out").addEventListener("click", onSignOut);
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.hidden && !menu.contains(target) && !opener.contains(target)) {
      show(false);
    }
  }, { signal });
  root.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !menu.hidden) {
      show(false);
      opener.focus();
    }
  });
}
