/**
 * What keeps the background thread busy all through a storm: a large log whose index is taken away again and again, and
 * backups one after the other. After it, whether index and backups are as good as the log.
 *
 * @module
 */

import { LARGEST, writeSyntheticLog } from "../../bench/synthetic_log.ts";
import { verifyLog } from "../../server.ts";
import { openIndexedLog } from "../support/log_fixtures.ts";
import { Program } from "../support/program.ts";
import type { SeededRandom } from "../support/seeded_random.ts";

/** How often the index is gone when a server begins: else it goes on with what the one before has left of it. */
const LOST = 0.3;

/** The works beside a log. */
export class Busywork {
  readonly #path: string;
  readonly #command: readonly string[];
  readonly #random: SeededRandom;
  #isOver = false;
  #backup: Program | undefined;
  #backingUp: Promise<void> = Promise.resolve();
  /** How often the index was taken away, and how many backups ended well. */
  readonly done = { lost: 0, backups: 0 };

  /** @param path The log. @param command The command of the program. */
  constructor(path: string, command: readonly string[], random: SeededRandom) {
    this.#path = path;
    this.#command = command;
    this.#random = random;
  }

  /** Makes the log, in rooms in which nobody is, and begins. */
  async begin(messages: number): Promise<void> {
    await writeSyntheticLog(this.#path, messages, LARGEST);
    this.#backingUp = this.#keepBackingUp();
  }

  /** Takes the index away, or not. To be called while no server runs. */
  beforeStart(): void {
    if (!this.#random.chance(LOST)) return;
    this.done.lost++;
    for (const end of ["", "-wal", "-shm"]) {
      try {
        Deno.removeSync(`${this.#path}-index${end}`);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }

  /** Ends the backups. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#backup?.kill();
    await this.#backingUp;
  }

  /** Has the index follow to its end, and returns what is wrong. To be called when no server runs. */
  faults(): readonly string[] {
    const faults = this.done.backups === 0 ? ["no backup ended well"] : copyFaults(this.#copy);
    const { log, index } = openIndexedLog(this.#path);
    while (index.step());
    const { messages } = verifyLog(this.#path);
    const db = index.files.index;
    let indexed = 0;
    for (const { name } of db.prepare("SELECT DISTINCT 'words_' || volume AS name FROM volumes").all()) {
      db.exec(`INSERT INTO ${name} (${name}) VALUES ('integrity-check')`); // Throws what is wrong.
      indexed += Number(db.prepare(`SELECT count(*) AS count FROM ${name}_docsize`).get()?.count);
    }
    index.close();
    log.close();
    const whole = indexed === messages ? [] : [`${indexed} of ${messages} messages are in the index`];
    return [...faults, ...whole, ...(index.rebuilt === undefined ? [] : [`the index is ${index.rebuilt}`])];
  }

  get #copy(): string {
    return `${this.#path}-copy`;
  }

  async #keepBackingUp(): Promise<void> {
    while (!this.#isOver) {
      const next = `${this.#path}-next`;
      await using backup = new Program([...this.#command, "backup", next, "--data", this.#path]);
      this.#backup = backup;
      const { code } = await backup.waitForExit().catch(() => ({ code: -1 }));
      if (code !== 0) continue; // The storm is over, or it came to a moment in which there is no log to read.
      this.done.backups++;
      Deno.renameSync(next, this.#copy);
    }
  }
}

function copyFaults(path: string): readonly string[] {
  try {
    return verifyLog(path).messages > 0 ? [] : ["the last backup is empty"];
  } catch (error) {
    return [`the last backup is not whole: ${error}`];
  }
}
