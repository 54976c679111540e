/**
 * Gives the hub what it is made of.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { ownNetworks } from "../../net/network.ts";
import { type Hashing, Passwords, randomSecrets, type ServerIdentity } from "../store/accounts.ts";
import { Hub, type HubParts, type SequencerParts } from "../core/hub.ts";
import type { Identity } from "../machine/identity.ts";
import type { Logger } from "../machine/logger.ts";
import type { Instruments } from "../ops.ts";
import type { ServeOptions } from "../machine/options.ts";
import type { Finder } from "../store/search.ts";
import { guard } from "./guard.ts";
import type { Registers } from "./registers.ts";
import type { Settings } from "./settings.ts";
import type { Storage } from "./storage.ts";
import { pause, type Turns } from "./turns.ts";

/** How many names can be claimed unless a flag says otherwise. */
const MOST_CLAIMS = 1000;

/** What is there before the hub. */
export interface BeforeHub {
  readonly title: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly storage: Storage;
  readonly registers: Registers;
  readonly finder: Finder;
  readonly identity: Identity;
  readonly logger: Logger;
  readonly instruments: Instruments;
  readonly turns: Turns;
  readonly hashing: Hashing;
  /** The port that is listened on. */
  readonly port: number;
  readonly onFault: (fault: unknown) => void;
}

/** Makes the hub of a server. */
export function makeHub(options: ServeOptions, before: BeforeHub): Hub {
  const { storage: { store, node, files }, turns: { turn, wake } } = before;
  const { title, settings, clock, finder, registers, logger, instruments, onFault } = before;
  const parts: HubParts = {
    title,
    words: options.words,
    limits: settings.limits,
    clock,
    store,
    files,
    finder,
    secrets: randomSecrets,
    botTokens: registers.botTokens,
    tickets: registers.tickets,
    entry: options.entry,
    approve: options.approve,
    accounts: registers.accounts,
    maxClaims: options.accounts?.most ?? MOST_CLAIMS,
    passwords: new Passwords({
      workers: Math.max(1, navigator.hardwareConcurrency - 1),
      clock,
      derive: before.hashing.derive,
      defer: (run) => turn.defer(() => guard(run, onFault)),
    }),
    self: selfOf(options, before),
    zone,
    logger,
    turn,
    timer: instruments,
    activity: instruments.activity,
    pause: (run) => pause(() => guard(run, onFault)),
  };
  if (node === undefined) return new Hub(parts);
  const sequence = (_: unknown, around: SequencerParts) => node.sequence(around, wake);
  return new Hub({ ...parts, cluster: node, changes: node.changes, deeds: node.deeds, sequence });
}

/** Tells what the server is to those who prove something to it. */
function selfOf(options: ServeOptions, { port, settings, identity, registers }: BeforeHub): ServerIdentity {
  return {
    port,
    reach: {
      hosts: options.reachable ?? [],
      networks: ownNetworks(options.networks ?? []),
      get origins() {
        return settings.origins;
      },
      hasPage: options.web !== undefined,
      isEncryptedOnly: options.unencrypted === "never",
    },
    get fingerprint() { // With another certificate it may be another one.
      return identity.credentials.fingerprint;
    },
    get names() {
      return identity.credentials.names;
    },
    ownerSecret: registers.ownerSecret,
  };
}

/** Gives the offset of the machine's wall clock from UTC, in minutes, at a time in ms since 1970. */
function zone(at: number): number {
  return -new Date(at).getTimezoneOffset();
}
