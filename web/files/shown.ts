/**
 * Files in the lines of messages: pictures, sizes, checksums, and links that are good for this reader.
 *
 * @module
 */

import { isPicture } from "../../protocol/files.ts";
import type { FileFrame, FileInfo, MessageFrame } from "../../protocol.ts";
import type { RestWords } from "../../words/en.ts";
import { button, element, fill } from "../view.ts";

/** What it works with. */
export interface ShownFilesParts {
  readonly words: Pick<RestWords, "sharing" | "size">;
  /** Asks where a file is to be had; the answer has the same id. `false` without a connection. */
  ask(
    frame: { readonly type: "file"; readonly room: string; readonly seq: number; readonly id: string },
  ): boolean;
}

/** Fills the places of files. */
export class ShownFiles {
  readonly #parts: ShownFilesParts;
  readonly #asked = new Map<string, (path: string) => void>();
  #count = 0;

  constructor(parts: ShownFilesParts) {
    this.#parts = parts;
  }

  /** Shows a file in its place. */
  show(box: HTMLElement, { room, seq, file, text }: MessageFrame): void {
    if (file === undefined || box.dataset.shown !== undefined) return;
    box.dataset.shown = "";
    const { sharing, size } = this.#parts.words;
    const link = box.querySelector("a");
    const frame = box.querySelector(".picture");
    link?.addEventListener("click", (event) => this.#follow(event, room, seq));
    box.append(" ", element("span", size(file.size), "quiet"));
    if (frame === null || !isPicture(file)) {
      const sum = element("span", `SHA-256 ${file.sha256.slice(0, 8)}…`, "quiet");
      sum.title = file.sha256;
      box.append(" ", sum);
      return;
    }
    // Where everybody may have it, the text that tells of it has its address.
    const isOpen = text.includes(`/files/${file.id}`);
    frame.append(this.#picture(file, { room, seq, isOpen }, sharing.picture));
  }

  /** Takes where a file is to be had. @returns Whether that was asked for here. */
  found({ id, path }: FileFrame): boolean {
    const use = id === undefined ? undefined : this.#asked.get(String(id));
    this.#asked.delete(String(id));
    use?.(path);
    return use !== undefined;
  }

  /** Makes a picture that a click enlarges. In a room that is not open to all it is asked for once more, by a path for this reader. */
  #picture(
    file: FileInfo,
    { room, seq, isOpen }: { readonly room: string; readonly seq: number; readonly isOpen: boolean },
    label: string,
  ): HTMLElement {
    const image = document.createElement("img");
    const ask = (): void => void this.#ask(room, seq, (path) => image.src = path);
    image.alt = fill(label, { name: file.name });
    image.decoding = "async";
    image.loading = "lazy";
    if (isOpen) {
      image.addEventListener("error", ask, { once: true });
      image.src = `/files/${file.id}`;
    } else ask();
    const open = button(image, () => {
      const isLarge = open.parentElement?.classList.toggle("large") === true;
      open.ariaExpanded = String(isLarge);
    }, "enlarge");
    open.ariaExpanded = "false";
    return open;
  }

  /** Follows a link by a path that is good now, for this reader. */
  #follow(event: Event, room: string, seq: number): void {
    const isAsked = this.#ask(room, seq, (path) => {
      const leading = document.createElement("a");
      leading.href = path;
      leading.target = "_blank";
      leading.rel = "noopener";
      leading.click();
    });
    if (isAsked) event.preventDefault();
  }

  #ask(room: string, seq: number, use: (path: string) => void): boolean {
    const id = `file-${++this.#count}`;
    this.#asked.set(id, use);
    const isAsked = this.#parts.ask({ type: "file", room, seq, id });
    if (!isAsked) this.#asked.delete(id);
    return isAsked;
  }
}
