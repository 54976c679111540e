/**
 * What a running server does with settings that were read again: on `chat reload`, and on SIGUSR2.
 *
 * @module
 */

import { type Logger, makeLogger, type ReloadOutcome, type RunningServer } from "../server.ts";
import type { Words } from "../words/en.ts";
import type { ServerSettings } from "./options.ts";
import { changeableOf, type Configuration } from "./rereading.ts";

/** One server's settings as they are now, and its log lines, which they may change. */
export class Reloading {
  readonly #configuration: Configuration | undefined;
  readonly #words: Words;
  readonly #write: (line: string) => void;
  #settings: ServerSettings;
  #logger: Logger;
  #server: Pick<RunningServer, "change"> | undefined;

  /** @param write Writes a log line. */
  constructor(
    configuration: Configuration | undefined,
    settings: ServerSettings,
    words: Words,
    write: (line: string) => void,
  ) {
    this.#configuration = configuration;
    this.#words = words;
    this.#write = write;
    this.#settings = settings;
    this.#logger = this.#makeLogger();
  }

  /** The settings as they are now. */
  get settings(): ServerSettings {
    return this.#settings;
  }

  /** Writes log events as the settings want them at the moment. */
  readonly logger: Logger = (event) => this.#logger(event);

  /** Has a server change with the settings, and read them again on SIGUSR2, which Windows has not. */
  attach(server: Pick<RunningServer, "change">): void {
    this.#server = server;
    if (Deno.build.os !== "windows") Deno.addSignalListener("SIGUSR2", () => void this.reload());
  }

  /** Reads the settings again, and changes what may. Either is logged. */
  reload(): ReloadOutcome {
    const read = this.#configuration?.reread() ??
      { kind: "refused" as const, sentence: this.#words.reload.noConfig };
    if (read.kind === "refused") {
      this.#logger({ event: "reload-refused", cause: read.sentence });
      return read;
    }
    const { settings, changed, later } = read;
    this.#settings = settings;
    this.#server?.change(changeableOf(settings));
    this.#logger = this.#makeLogger();
    this.#logger({ event: "reloaded", changed, later });
    return { kind: "read", changed, later };
  }

  #makeLogger(): Logger {
    const { log, logAddresses } = this.#settings;
    return makeLogger(log, this.#words, this.#write, { addresses: logAddresses });
  }
}
