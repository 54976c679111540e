/**
 * The signs of life of one server of a cluster: what it says twice a second, what it takes from those of the others, and
 * whether any reach it at all.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Logger } from "../machine/logger.ts";
import { encodeBeat, parseBeat } from "./beat.ts";
import type { FarDeedsDesk } from "./far_deeds.ts";
import type { Flight } from "./flight.ts";
import type { Ledger } from "./ledger.ts";
import { CUT_OFF_AFTER, type Pulse } from "./pulse.ts";
import type { TurnStream } from "./stream.ts";

/** What they tell of, and whom they are told to. */
export interface SignsParts {
  readonly stream: Pick<TurnStream, "beat" | "expect">;
  readonly clock: Pick<Clock, "elapsed">;
  readonly logger: Logger;
  /** Where clients find this server. */
  readonly addresses: readonly string[];
  readonly pulse: Pick<Pulse, "hear" | "absences" | "cutOffFor">;
  readonly flight: Pick<Flight, "epoch" | "triedFor">;
  readonly ledger: Pick<Ledger, "standing" | "compare">;
  readonly farDeeds: Pick<FarDeedsDesk, "waiting" | "hear">;
  /** Gives what the key of this server proves it to be; nothing before it is known, and empty where others cannot know. */
  fingerprint(): string | undefined;
  /** Learns that nothing of the stream reaches this server, or something does again. */
  onCutOff(isCutOff: boolean): void;
}

/** What one server says and hears. */
export class SignsOfLife {
  readonly #parts: SignsParts;
  #wasCutOff = false;
  #hasHeardOtherKey = false;

  constructor(parts: SignsParts) {
    this.#parts = parts;
  }

  /** For how long this server has heard nothing of the stream, or got nothing into it (its disk may be full), in ms; 0 while it does. */
  get cutOffFor(): number {
    const { pulse, clock, flight: { triedFor } } = this.#parts;
    return Math.max(pulse.cutOffFor(clock.elapsed()), triedFor < CUT_OFF_AFTER ? 0 : triedFor);
  }

  /** Tells when that has begun or ended since it was looked for last. */
  noteCutOff(): void {
    const isCutOff = this.cutOffFor > 0;
    if (isCutOff !== this.#wasCutOff) {
      this.#parts.logger({ event: "cluster", what: isCutOff ? "cut-off" : "joined-again" });
      this.#parts.onCutOff(isCutOff);
    }
    this.#wasCutOff = isCutOff;
  }

  /** Says that this server is alive. */
  say(): void {
    const { stream, clock, addresses, pulse, flight, ledger, farDeeds, fingerprint } = this.#parts;
    const { applied: s, digest: d } = ledger.standing;
    const [f, w, g] = [fingerprint() ?? "", farDeeds.waiting, pulse.absences(clock.elapsed())];
    stream.beat(encodeBeat({ e: flight.epoch, s, d, a: addresses.join(), f, w, g }));
  }

  /** Takes what a server said, which may be this one. */
  hear(text: string): void {
    const beat = parseBeat(text);
    if (beat === undefined) return;
    const { stream, clock, logger, pulse, flight, ledger, farDeeds, fingerprint } = this.#parts;
    pulse.hear(beat, flight.epoch, clock.elapsed());
    farDeeds.hear(beat.e, beat.w);
    if (beat.s > 0) ledger.compare(beat.s, beat.d);
    stream.expect(beat.s);
    const own = fingerprint();
    if (this.#hasHeardOtherKey || own === undefined || beat.f === "" || beat.f === own) return;
    this.#hasHeardOtherKey = true;
    logger({ event: "cluster", what: "other-key" });
  }
}
