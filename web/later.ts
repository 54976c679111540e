/**
 * A part of the page that is loaded when somebody first asks for it, and is there from then on, also without a network.
 *
 * @module
 */

/** A part that may not be there yet. */
export class Later<Part> {
  readonly #load: () => Promise<Part>;
  readonly #onFailed: () => void;
  #part: Part | undefined;
  #coming: Promise<Part | undefined> | undefined;
  /** Whether it could not be loaded the last time: it is tried again when somebody asks. */
  #hasFailed = false;

  /** @param load Loads the part. @param onFailed Called when somebody asked for it and it could not be loaded: they may try again. */
  constructor(load: () => Promise<Part>, onFailed: () => void) {
    this.#load = load;
    this.#onFailed = onFailed;
  }

  /** The part, if it is there. */
  get now(): Part | undefined {
    return this.#part;
  }

  /** Does something with the part: at once, or when it has come. @param orElse Called if it does not come. */
  use(act: (part: Part) => void, orElse?: () => void): void {
    if (this.#part !== undefined) return act(this.#part);
    void this.#come().then((part) => {
      if (part !== undefined) return act(part);
      this.#onFailed();
      orElse?.();
    });
  }

  /** Does something after all that was to be done with the part; at once when nothing waits for it. */
  after(act: () => void): void {
    if (this.#coming === undefined) act();
    else void this.#coming.then(act);
  }

  /** Loads the part, as it will probably be asked for; nobody is told if that fails. */
  warm(): void {
    if (this.#part === undefined && !this.#hasFailed) void this.#come();
  }

  #come(): Promise<Part | undefined> {
    return this.#coming ??= this.#try();
  }

  async #try(): Promise<Part | undefined> {
    try {
      return this.#part = await this.#load();
    } catch (error) {
      this.#hasFailed = true;
      console.warn("not loaded:", error);
      return undefined;
    } finally {
      this.#coming = undefined;
    }
  }
}
