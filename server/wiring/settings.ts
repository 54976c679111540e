/**
 * What may change while a server runs. Everybody reads it here each time.
 *
 * @module
 */

import type { Limits } from "../../protocol/limits.ts";
import type { ChangeableSettings, RetentionPolicy, ServeOptions } from "../machine/options.ts";

/** The settings of a server that runs. */
export class Settings {
  /** One object for good, which its readers hold. */
  readonly limits: Limits;
  #keep: RetentionPolicy | undefined;
  #origins: readonly string[];

  constructor({ limits, keep, web }: ServeOptions) {
    this.limits = { ...limits };
    this.#keep = keep;
    this.#origins = web?.origins ?? [];
  }

  /** How many messages are kept; all without it. */
  get keep(): RetentionPolicy | undefined {
    return this.#keep;
  }

  /** The other origins whose pages may connect. */
  get origins(): readonly string[] {
    return this.#origins;
  }

  /** Changes what may be. */
  change({ limits, keep, origins }: ChangeableSettings): void {
    Object.assign(this.limits, limits);
    this.#keep = keep;
    this.#origins = origins;
  }
}
