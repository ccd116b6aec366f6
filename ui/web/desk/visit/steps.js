/**
 * The buttons of the open visit (arrived, begin, finish, nobody here), in the right column: only
 * those that fit its state. Their templates are in index.html.
 */

import { spokenName } from "../../shared/names.js";
import { part, setAble, setText, stamp, syncList } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";
import { mountOutcomes } from "./outcomes.js";
import { minutesUntil, timeOfDay } from "../../shared/time-format.js";

/** Which buttons fit which state. */
const BUTTONS = {
  waiting: ["call"],
  held: ["call"],
  called: ["arrived", "recall", "undoCall"],
  arrived: ["begin"],
  serving: [],
};
const NAMES = ["call", "arrived", "begin", "recall", "undoCall"];
const STEPS = ["checked_in", "called", "arrived", "began"];
const WORDS = {
  checked_in: "steps.checkedIn",
  called: "steps.called",
  arrived: "steps.arrived",
  began: "steps.began",
};

/**
 * @param {HTMLElement} root
 * @param {import("../model/desk.js").Desk} desk
 * @param {import("../model/visit-commands.js").VisitCommands} commands
 */
export function mountSteps(root, desk, commands) {
  for (const name of NAMES) {
    part(root, name).addEventListener("click", () => commands[name](desk.shown));
  }
  part(root, "back").addEventListener("click", () => desk.open(null));
  const updateOutcomes = mountOutcomes(part(root, "outcomes"), {
    choose: (outcome) => commands.end(desk.shown, outcome),
  });
  desk.onChange(() => {
    root.hidden = desk.shown === null;
    if (desk.shown) {
      update(root, desk.shown, desk);
      updateOutcomes(desk.isMine(desk.shown) ? desk.shown : null, isAble(desk));
    }
  });
}

const isAble = (desk) => desk.connected && !desk.busy;

function update(root, visit, desk) {
  write(part(root, "title"), titleOf(visit));
  syncList(part(root, "list"), stepsOf(visit), () => stamp("step"), (element, step) => {
    write(part(element, "words"), WORDS[step.id]);
    setText(part(element, "time"), step.at ? timeOfDay(step.at) : "");
    element.classList.toggle("to-do", !step.at);
  });
  writeHold(part(root, "hold"), visit, desk);
  updateButtons(root, visit, desk);
  updateBack(part(root, "back"), visit, desk);
}

function titleOf({ state }) {
  return { waiting: "steps.inLine", held: "steps.away" }[state] ?? "steps.title";
}

/** Each step and when it was taken; a visit in line again does not show its earlier call. */
function stepsOf(visit) {
  const inLine = visit.state === "waiting" || visit.state === "held";
  return STEPS.map((id) => ({ id, at: inLine && id !== "checked_in" ? null : visit[`${id}_at`] }));
}

function writeHold(element, visit, desk) {
  element.hidden = visit.state !== "held" || !visit.absent_until;
  if (!element.hidden) {
    write(element, "queue.closesIn", { count: minutesUntil(visit.absent_until, desk.now()) });
  }
}

function updateButtons(root, visit, desk) {
  const fitting = BUTTONS[visit.state] ?? [];
  for (const name of NAMES) {
    const button = part(root, name);
    button.hidden = !fitting.includes(name);
    setAble(button, isAble(desk));
  }
  write(part(root, "call-words"), "steps.doCall", { name: spokenName(visit) });
}

function updateBack(button, visit, desk) {
  const helped = desk.mine.find((mine) => mine.id !== visit.id);
  button.hidden = desk.opened === null;
  if (helped) {
    write(part(button, "words"), "steps.backTo", { name: spokenName(helped) });
  } else {
    setText(part(button, "words"), say("steps.close"));
  }
}
