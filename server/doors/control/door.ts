/**
 * The door for the operator on the server's own machine: `chat status`, `chat reload`. Whoever knows the key of this run,
 * which only who started the server can read, is answered; also when the server is full, and unencrypted, as neither end
 * sends anything that is of use to others.
 *
 * Owns: how it is asked and answered on the wire.
 * Must not know: what is answered.
 * Called by: the table of doors.
 * On close: its connections are closed by the port.
 *
 * @module
 */

import { type Clock, within } from "../../../net/clock.ts";
import {
  CONTROL_WORD,
  type ControlCommand,
  isProof,
  newNonce,
  parseOpening,
  parseOrder,
  proofOf,
} from "../../machine/control.ts";
import { type Arrival, type Door, type LastWords, writeAll } from "../../connection.ts";
import { claimWords } from "../prefixes.ts";

/** How long the whole dialogue may take, in ms: both ends are programs on one machine. */
const WITHIN = 10_000;

/** What the door works with. */
export interface ControlParts {
  readonly clock: Clock;
  /** The operator's side of the server; without it nobody is answered. */
  readonly control?: ControlAnswers | undefined;
}

/** What an operator can ask of a server. */
export interface ControlAnswers {
  /** The key of this run. */
  readonly key: string;
  /** Does what is asked, and resolves to the answer, of one line. */
  answer(command: ControlCommand): Promise<string>;
}

/** The door for the operator. */
export class ControlDoor implements Door {
  readonly unencrypted = "itself";
  readonly #clock: Clock;
  readonly #answers: ControlAnswers | undefined;

  constructor({ clock, control }: ControlParts) {
    this.#clock = clock;
    this.#answers = control;
  }

  claims(firstBytes: Uint8Array): ReturnType<Door["claims"]> {
    return claimWords(firstBytes, [CONTROL_WORD]);
  }

  async enter(arrival: Arrival): Promise<void> {
    const { connection } = arrival;
    arrival.setAwaiting("request");
    await within(this.#clock, WITHIN, this.#converse(arrival), undefined);
    arrival.setAwaiting("nothing");
    connection.end();
  }

  async refuse(_problem: unknown, arrival: Arrival, isUrgent: boolean): Promise<LastWords> {
    if (!isUrgent) await this.enter(arrival); // Above all a full server is asked how it is.
    return undefined;
  }

  /** Never throws: a peer that goes is no fault of ours. */
  async #converse(arrival: Arrival): Promise<void> {
    const answers = this.#answers;
    const asked = parseOpening(await hear(arrival));
    if (answers === undefined || asked === undefined) return;
    const nonces = [asked, newNonce()];
    const { key } = answers;
    await say(arrival, `${nonces[1]} ${proofOf(key, "server", nonces)}`);
    const order = parseOrder(await hear(arrival));
    if (order === undefined) return;
    const { command, proof } = order;
    if (!isProof(proof, proofOf(key, "asker", [...nonces, command]))) return;
    const text = await answers.answer(command);
    await say(arrival, `${proofOf(key, "answer", [...nonces, text])} ${text}`);
  }
}

/** Writes a line, if the peer is still there. */
async function say({ connection }: Arrival, line: string): Promise<void> {
  await writeAll(connection, new TextEncoder().encode(`${line}\n`)).catch(() => {});
}

/** Reads a line; empty when there is none. */
async function hear({ reader }: Arrival): Promise<string> {
  for await (const line of reader) return line.kind === "line" ? new TextDecoder().decode(line.bytes) : "";
  return "";
}
