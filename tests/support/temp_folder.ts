/**
 * A temporary folder of a test.
 *
 * @module
 */

/** A folder that `using` removes with all its files. */
export class TempFolder implements Disposable {
  /** The path of the folder. */
  readonly path: string = Deno.makeTempDirSync({ prefix: "chat-test-" });

  /** Returns the path of a file in it. */
  file(name: string): string {
    return `${this.path}/${name}`;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
