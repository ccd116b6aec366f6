/**
 * What a visit is about, as the desk shows it: a name and an icon. Both come from the site's settings,
 * so the name may be long and the icon's name may be no name.
 */

import { shortName } from "../../shared/names.js";
import { part, setText } from "../../shared/template.js";

const ICON = /^[a-z0-9-]{1,40}$/;

/** The topic's name on one line; empty when the visitor chose none. */
export const topicName = (visit) => (visit.topic ? shortName(visit.topic.name) : "");

/**
 * Writes topic and icon; without a topic, the words of `otherwise` or nothing.
 * @param {HTMLElement} tag @param {import("../model/desk-api.js").Visit} visit
 */
export function showTopic(tag, visit, otherwise = "") {
  setText(part(tag, "topic-name"), topicName(visit) || otherwise);
  const icon = part(tag, "topic-icon");
  const known = ICON.test(visit.topic?.icon ?? "");
  icon.hidden = !known;
  if (known) {
    const address = new URL(`../../assets/icons/${visit.topic.icon}.svg`, import.meta.url);
    icon.style.setProperty("--icon", `url("${address}")`);
  }
}
