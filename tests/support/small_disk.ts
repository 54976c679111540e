/**
 * A file system that is soon full: a tmpfs of a given size. Only root on Linux can mount one.
 *
 * @module
 */

import { TempFolder } from "./temp_folder.ts";

async function run(command: string, ...args: readonly string[]): Promise<boolean> {
  const { success } = await new Deno.Command(command, { args: [...args], stdout: "null", stderr: "null" })
    .output();
  return success;
}

/** A mounted tmpfs, unmounted by `await using`. */
export class SmallDisk implements AsyncDisposable {
  readonly #folder: TempFolder;

  private constructor(folder: TempFolder) {
    this.#folder = folder;
  }

  /** Whether this machine lets a test mount one. */
  static isPossible(): boolean {
    if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
    using folder = new TempFolder();
    const args = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path];
    const { success } = new Deno.Command("mount", { args, stdout: "null", stderr: "null" }).outputSync();
    return success && new Deno.Command("umount", { args: [folder.path] }).outputSync().success;
  }

  /** @param size The size, as `mount` reads it. */
  static async mount(size: string): Promise<SmallDisk> {
    const folder = new TempFolder();
    if (await run("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder.path)) {
      return new SmallDisk(folder);
    }
    folder[Symbol.dispose]();
    throw new Error("the disk could not be made");
  }

  /** Returns the path of a file on it. */
  file(name: string): string {
    return this.#folder.file(name);
  }

  /** Takes the space that is left. @param free How much of it stays, in bytes. */
  async fill(free = 0): Promise<void> {
    using ballast = await Deno.open(this.#ballast, { write: true, create: true });
    let size = 0;
    try {
      for (const some = new Uint8Array(4096);;) size += await ballast.write(some);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
    await ballast.truncate(size - free);
  }

  /** Gives back what {@linkcode SmallDisk.fill} took. */
  async empty(): Promise<void> {
    await Deno.remove(this.#ballast);
  }

  get #ballast(): string {
    return this.file("ballast");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", "-l", this.#folder.path);
    this.#folder[Symbol.dispose]();
  }
}
