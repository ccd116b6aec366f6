/**
 * The sheet of kiosks and tablets, for leads: which are paired, and revoking them. It asks once more
 * before it revokes.
 */

import * as api from "../model/desk-api.js";
import { mountPairForm } from "./pair-form.js";
import { wayValues, waysOf } from "./stuck-ways.js";
import { dayOf, timeOfDay } from "../../shared/time-format.js";
import { isLost } from "../../shared/api.js";
import { shortName } from "../../shared/names.js";
import { part, setText, stamp, syncList } from "../../shared/template.js";
import { say, write } from "../../shared/words.js";

/** While it is open: kiosks that are seen or fall silent, tablets that are paired meanwhile. */
const PULL_INTERVAL_MS = 5_000;

export class FleetSheet {
  #dialog;
  #desk;
  #updateForm;
  #timer = 0;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../model/desk.js").Desk} desk
   * @param {AbortSignal} signal
   */
  constructor(dialog, desk, signal) {
    this.#dialog = dialog;
    this.#desk = desk;
    this.#updateForm = mountPairForm(part(dialog, "pair-form"), {
      refresh: () => this.#pull(),
      handleSignedOut: (answer) => desk.handleSignedOut(answer),
    });
    part(dialog, "close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    dialog.addEventListener("close", () => clearInterval(this.#timer));
    signal.addEventListener("abort", () => clearInterval(this.#timer));
  }

  /**
   * @param {string} code of a kiosk to pair, if one was scanned
   * @returns {Promise<{code: string} | null>} why it is not shown; it needs the server's answer
   */
  async show(code) {
    // Neither a question left open the last time nor old words are shown again.
    ["stations", "tablets"].forEach((list) => part(this.#dialog, list).replaceChildren());
    part(this.#dialog, "words").hidden = true;
    const problem = await this.#pull();
    if (!problem && this.#dialog.isConnected) {
      this.#dialog.showModal();
      part(this.#dialog, "code").value = code || part(this.#dialog, "code").value;
      this.#timer = setInterval(() => this.#pull(true), PULL_INTERVAL_MS);
    }
    return problem;
  }

  /** @returns {Promise<{code: string} | null>} the problem, if it is one to speak of */

  async #pull(byItself = false) {
    const answer = await api.getFleet();
    if (!answer.ok) {
      return this.#desk.handleSignedOut(answer) ? null : answer.problem;
    }
    this.#draw(answer.value, byItself);
    return null;
  }

  /** @param {import("../model/desk-api.js").Fleet} fleet @param {boolean} byItself */
  #draw(fleet, byItself) {
    const stations = fleet.stations.map((station) => ({ ...station, id: station.letter }));
    syncList(part(this.#dialog, "stations"), stations, () => this.#row(), (row, station) => {
      setText(part(row, "letter"), station.letter);
      write(part(row, "name"), "fleet.kiosk", { letter: station.letter });
      write(part(row, "standing"), ...standingOf(station));
      write(part(row, "seats"), ...seatsOf(station));
      this.#writeWays(part(row, "ways"), station);
      part(row, "allow").hidden = station.standing !== "stopped";
      part(row, "take").hidden = !["paired", "stopped"].includes(station.standing);
      part(row, "take").setAttribute("aria-label", say("fleet.revoke.label", { letter: station.letter }));
      write(part(row, "sure"), "fleet.sure", { letter: station.letter });
    });
    syncList(part(this.#dialog, "tablets"), fleet.tablets, () => this.#tabletRow(), (row, tablet) => {
      setText(part(row, "name"), tablet.member ? shortName(tablet.member) : say("fleet.nobody"));
      write(part(row, "standing"), "fleet.since", { day: dayOf(tablet.paired_at) });
      write(part(row, "sure"), "fleet.sureTablet");
    });
    this.#updateForm(fleet, byItself);
  }

  #writeWays(list, station) {
    const ways = waysOf(station, this.#desk).map((way) => ({ ...way, id: way.way }));
    list.hidden = ways.length === 0;
    syncList(list, ways, () => document.createElement("li"), (item, way) => {
      const known = ["events", "pictures", "state", "hints"].includes(way.way);
      write(item, `fleet.way.${known ? way.way : "other"}`, wayValues(way, this.#desk));
    });
  }

  #row() {
    const row = stamp("fleet-row");
    part(row, "allow").addEventListener("click", () => this.#act(api.allowStation, row));
    return this.#asksFirst(row, api.revokeStation);
  }

  #tabletRow() {
    return this.#asksFirst(stamp("tablet-row"), api.unpairTablet);
  }

  #asksFirst(row, act) {
    const [take, confirm] = [part(row, "take"), part(row, "confirm")];
    const ask = (asking) => {
      confirm.hidden = !asking;
      row.classList.toggle("asking", asking);
    };
    take.addEventListener("click", () => {
      ask(true);
      part(row, "keep").focus();
    });
    part(row, "keep").addEventListener("click", () => {
      ask(false);
      take.focus();
    });
    part(row, "yes").addEventListener("click", async () => {
      ask(!(await this.#act(act, row)));
    });
    return row;
  }

  /** @returns {Promise<boolean>} whether the server answered; else the row says so */
  async #act(act, row) {
    const answer = await act(row.dataset.id);
    if (!answer.ok && isLost(answer.problem)) {
      const place = part(row, "confirm").hidden ? "standing" : "sure";
      write(part(row, place), `lost.${answer.problem.code}`);
      return false;
    }
    if (!this.#desk.handleSignedOut(answer)) {
      await this.#pull();
      this.#desk.pull();
    }
    return true;
  }
}

/** @returns {[string, Record<string, string | number>]} */
function standingOf(station) {
  const { standing, seen_at: seenAt, seen_from: place, also_from: other, status } = station;
  const { waiting, visits: count } = status ?? {};
  const when = seenAt ? { time: timeOfDay(seenAt), day: dayOf(seenAt), place } : {};
  switch (standing) {
    case "stopped":
      return ["fleet.stopped", { place, other }];
    case "revoked":
      if (count > 0) {
        return ["fleet.revoked.holdingSome", { ...when, count }];
      }
      return [waiting > 0 ? "fleet.revoked.holding" : "fleet.revoked", when];
    case "paired":
      return [seenAt ? "fleet.seen" : "fleet.neverSeen", when];
    default:
      return ["fleet.free", {}];
  }
}

/** @returns {[string, Record<string, string | number>]} */
function seatsOf({ seats }) {
  return seats.length > 0 ? ["fleet.seats", { seats: seats.join(", ") }] : ["fleet.noSeats", {}];
}
