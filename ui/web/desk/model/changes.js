/**
 * Brings a desk's state in step with what the server says changed since its number. Visits that did
 * not change stay the same objects, so that only what changed is drawn again.
 */

/** @typedef {import("./desk-api.js").State} State */
/** @typedef {import("./desk-api.js").Changes} Changes */

const LISTS = ["waiting", "held", "open"];

/** Whether the server told what changed, and not everything. */
export const isChanges = (answer) => answer.after !== undefined;

/**
 * The state after the changes. Whoever changed or ended is taken out; whoever changed is put in
 * again, each at its place, the first place first.
 * @param {State} state as the server gave it, with the number after which it was asked
 * @param {Changes} changes
 * @returns {State}
 */
export function withChanges(state, { after, changed, ended, ...around }) {
  const gone = new Set([...ended, ...changed.map(({ visit }) => visit.id)]);
  const lists = {};
  for (const list of LISTS) {
    lists[list] = gone.size === 0 ? state[list] : state[list].filter(({ id }) => !gone.has(id));
  }
  for (const { list, place, visit } of changed) {
    lists[list].splice(place, 0, visit);
  }
  return /** @type {State} */ ({ ...around, ...lists });
}
