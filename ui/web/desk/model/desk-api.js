/**
 * Every request the desk makes to the server, with the types of its answers.
 * Nothing is decided here, and no answer is kept.
 */

import { request, sendCommand } from "../../shared/api.js";

const DESK = "/api/v1/desk";

/** The stream of hints and beats. */
export const LIVE_ADDRESS = `${DESK}/live`;

/** @typedef {{id: string, name: string, role?: "member"|"lead"}} Member */
/** What a visit is about; `icon` names a shipped picture. @typedef {{id: string, name: string, icon: string}} Topic */
/**
 * A picture whose `url` is null is not here; `delay` says why.
 * @typedef {object} Picture
 * @property {string} id
 * @property {string | null} url
 * @property {string} [thumb_url]
 * @property {number} width
 * @property {number} height
 * @property {any} [read] what the kiosk read on it
 * @property {"coming"|"late"|"stuck"|"silent"|"refused"} [delay]
 * @property {string} [delay_since]
 */
/**
 * @typedef {object} Visit
 * @property {string} id
 * @property {string} number what the visitor reads, such as B14
 * @property {number | null} seat
 * @property {string} first_name may be empty
 * @property {"waiting"|"called"|"arrived"|"serving"|"held"|"finished"|"no_show"|"left"} state
 * @property {"absent"|"coffee"|"parts"|null} hold_reason
 * @property {string} checked_in_at
 * @property {string | null} called_at
 * @property {string | null} arrived_at
 * @property {string | null} began_at
 * @property {string | null} absent_until
 * @property {Topic | null} topic
 * @property {Member | null} member
 * @property {Picture[]} pictures
 * @property {boolean} perhaps_helped the server was put back from a backup since
 * @property {boolean} picture_declined the visitor saw a picture and said no to it: nobody asks for one
 * @property {boolean} number_twice another visit of the day had this number before
 */
/**
 * @typedef {object} State
 * @property {string} epoch
 * @property {number} seq
 * @property {string} now
 * @property {{id: string, name: string, open: boolean, closes_at: string | null,
 *   late_after_min: number}} site
 * @property {Member} me
 * @property {Visit[]} waiting in calling order
 * @property {Visit[]} held
 * @property {Visit[]} open called, arrived and serving, of every member
 * @property {Station[]} stations
 * @property {{code: string, since: string | null}[]} notices what a lead should see to on the server
 * @property {string | null} next id of the visit that Call next would call
 */
/**
 * What changed after a number; whoever did not change keeps their order.
 * @typedef {object} Changed
 * @property {number} after
 * @property {{list: "waiting"|"held"|"open", place: number, visit: Visit}[]} changed
 * @property {string[]} ended
 */
/** @typedef {Omit<State, "waiting"|"held"|"open"> & Changed} Changes */
/**
 * @typedef {object} Station a letter and the kiosk that has it, with the status the kiosk sent at told_at
 * @property {string} letter
 * @property {number[]} seats
 * @property {"free"|"paired"|"stopped"|"revoked"} standing
 * @property {string | null} seen_at
 * @property {string | null} seen_from
 * @property {string | null} also_from
 * @property {Status | null} status null: it never reported one
 * @property {string | null} told_at
 * @property {StuckWay[]} ways
 */
/**
 * @typedef {object} StuckWay a way between the kiosk and the server that is stuck while others work
 * @property {"events"|"pictures"|"state"|"hints"} way
 * @property {string} since
 * @property {number | null} status the HTTP status of the last answer, null when there was none
 * @property {boolean} by_home whether the server itself gave it
 */
/**
 * @typedef {object} Status
 * @property {number} waiting
 * @property {number | null} oldest_s
 * @property {number | null} visits those events are of so many; an older kiosk does not say
 * @property {number} set_aside
 * @property {string} camera
 * @property {string} store
 */
/**
 * @typedef {object} Fleet
 * @property {Station[]} stations
 * @property {{id: string, paired_at: string, member: string | null, seen_at: string | null,
 *   here: boolean}[]} tablets `here`: the one that asks
 * @property {string[]} free letters nobody has or had
 */
/** @typedef {"fixed"|"loan_or_swap"|"come_back"|"passed_on"} Outcome */
/** @typedef {"call"|"recall"|"return"|"arrived"|"begin"|"absent"|"finish"} Act */
/**
 * @template T
 * @typedef {import("../../shared/api.js").Answer<T>} Answer
 */

/** @returns {Promise<Answer<null>>} */
export const pairTablet = (code) => request("POST", `${DESK}/pair`, { code });

/**
 * @typedef {{id: string, name: string, locked_s: number}} TeamMember `locked_s`: seconds until they
 *   may try a PIN again
 */
/**
 * @typedef {object} Session
 * @property {boolean} paired
 * @property {{name: string} | null} site
 * @property {TeamMember[]} members none unless the tablet is paired
 * @property {Member | null} member who is signed in
 */

/** @returns {Promise<Answer<Session>>} */
export const getSession = () => request("GET", `${DESK}/session`);

/**
 * Sent once only: a repeated PIN would count as a second try.
 * @returns {Promise<Answer<{member: Member}>>}
 */
export const signIn = (memberId, pin) =>
  request("POST", `${DESK}/session`, { member_id: memberId, pin });

/** @returns {Promise<Answer<null>>} */
export const signOut = () => request("DELETE", `${DESK}/session`);

/**
 * What changed since a state, or everything: without one, or when the server cannot tell.
 * @param {State | null} since
 * @returns {Promise<Answer<State | Changes>>}
 */
export function getState(since) {
  const asked = since ? `?${new URLSearchParams({ after: String(since.seq), epoch: since.epoch })}` : "";
  return request("GET", `${DESK}/state${asked}`);
}

/** @returns {Promise<Answer<Fleet>>} */
export const getFleet = () => request("GET", `${DESK}/stations`);

/**
 * Sent once only: a repeated wrong code would count as a second try.
 * @param {{code: string, letter: string, seats: number[], replace: boolean}} pairing
 * @returns {Promise<Answer<null>>}
 */
export const pairStation = (pairing) => request("POST", `${DESK}/stations`, pairing);

/** @returns {Promise<Answer<null>>} */
export const revokeStation = (letter) =>
  request("POST", `${DESK}/stations/${encodeURIComponent(letter)}/revoke`);

/** @returns {Promise<Answer<null>>} */
export const allowStation = (letter) =>
  request("POST", `${DESK}/stations/${encodeURIComponent(letter)}/allow`);

/** @returns {Promise<Answer<null>>} */
export const unpairTablet = (id) =>
  request("POST", `${DESK}/tablets/${encodeURIComponent(id)}/unpair`);

/** @returns {Promise<Answer<{visit: Visit | null}>>} */
export const callNext = (requestId) =>
  sendCommand(`${DESK}/call-next`, { request_id: requestId });

/**
 * @param {Visit} visit
 * @param {Act} act
 * @param {{request_id: string, outcome?: Outcome, note?: string}} body
 * @returns {Promise<Answer<{visit: Visit}>>}
 */
export const sendAct = (visit, act, body) =>
  sendCommand(`${DESK}/visits/${encodeURIComponent(visit.id)}/${act}`, body);
