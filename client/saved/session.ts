/**
 * The saved state of the member that we come in as: read when they come in, and kept until they have left.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import type { Resume } from "../../protocol.ts";
import type { ChatEnd, ChatOptions, ProofServer } from "../options.ts";
import { openOutboxFile } from "./open.ts";
import type { OutboxFile } from "./outbox_file.ts";
import type { SavedState } from "../../conversation.ts";

/** The saved state of the member that we come in as. */
export class SavedSession {
  readonly #options: ChatOptions;
  readonly #report: (sentence: string) => void;
  #file: OutboxFile | undefined;
  #state: SavedState | undefined;
  #name = "";

  /** @param report Called with a sentence when the file cannot be used as it should. */
  constructor(options: ChatOptions, report: (sentence: string) => void) {
    this.#options = options;
    this.#report = report;
  }

  /** The file, when there is one for us alone. */
  get file(): OutboxFile | undefined {
    return this.#file;
  }

  /** The name by which the file is found again. */
  get name(): string {
    return this.#name;
  }

  /** What an earlier run left in it. */
  get state(): SavedState | undefined {
    return this.#state;
  }

  /** Opens the file of this name, and tells what to come back with. Another client that has it is left alone. */
  async open(
    name: string,
    address: ServerAddress,
    server: ProofServer | undefined,
  ): Promise<Resume | undefined> {
    this.close(false); // Of a name that was asked for before, and refused.
    const { stateFolder, words } = this.#options;
    if (stateFolder === undefined) return undefined;
    const opened = await openOutboxFile(stateFolder, address, name, server);
    if (opened.kind === "failed") this.#report(words.client.queueFails(opened.cause));
    if (opened.kind !== "open") return undefined;
    const { file, saved: { token, seen, unsent }, setAside } = opened;
    if (setAside !== undefined) this.#report(words.client.queueDamaged(setAside));
    this.#file = file;
    this.#name = name;
    this.#state = { token: token ?? "", seen, queued: unsent };
    return token === undefined ? undefined : { token, after: seen };
  }

  /** Whether what is unsent outlives us. */
  get isKept(): boolean {
    return this.#file !== undefined && this.#file.failure === undefined;
  }

  /** Makes the end with `unsent` messages left: it says what becomes of them, and is no good one when they are lost. */
  ended(end: ChatEnd, unsent: number): ChatEnd {
    if (unsent === 0) return end;
    const { client } = this.#options.words;
    const fate = this.isKept ? client.kept(unsent, this.#name) : client.notKept(unsent);
    const sentence = end.sentence === undefined ? fate : `${end.sentence}\n${fate}`;
    return { code: end.code === 0 && !this.isKept ? 5 : end.code, sentence };
  }

  /** Lets go of the file. After a goodbye it is removed, unless something unsent is in it. */
  close(hasLeft: boolean): void {
    this.#file?.close(hasLeft);
    this.#file = undefined;
    this.#state = undefined;
  }
}
