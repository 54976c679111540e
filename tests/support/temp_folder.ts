/**
 * A folder of a test's own, that is gone when the test is.
 *
 * @module
 */

/** To be had with `using`. */
export class TempFolder implements Disposable {
  /** The folder itself. */
  readonly path: string = Deno.makeTempDirSync({ prefix: "chat-test-" });

  /** A file in it. */
  file(name: string): string {
    return `${this.path}/${name}`;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
