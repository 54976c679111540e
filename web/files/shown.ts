/**
 * Files in the lines of messages: pictures, sizes, checksums, and links that are good for this reader.
 *
 * @module
 */

import { isPicture } from "../../protocol/files.ts";
import { cleanText } from "../../protocol/text.ts";
import type { FileFrame, FileInfo, MessageFrame } from "../../protocol.ts";
import type { PageWords, RestWords } from "../../words/en.ts";
import { button, element, fill } from "../view.ts";

/** What a server answers that has a file, and one that has to fetch it from another and cannot yet. */
const FOUND = 200;
const AWAY = 503;

/** When it is asked again that did not say when, in s. */
const AGAIN_AFTER = 5;

/** What it works with. */
export interface ShownFilesParts {
  readonly words: Pick<RestWords, "sharing" | "size"> & Pick<PageWords, "page">;
  /** Asks where a file is to be had; the answer has the same id. `false` without a connection. */
  ask(
    frame: { readonly type: "file"; readonly room: string; readonly seq: number; readonly id: string },
  ): boolean;
  /** Makes the address of a path at the server that the page talks with. */
  at(path: string): string;
}

/** An arrow into a tray. */
const DOWNLOAD = "M12 4v11M7 11l5 5 5-5M5 20h14";

/** The largest text that is shown where it stands, in bytes: what is larger is had as a file. */
const LARGEST_TEXT = 500_000;

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
    const lines = file.lines === undefined ? "" : `, ${sharing.lines(file.lines)}`;
    const told = element("span", size(file.size) + lines, "quiet");
    link?.after(" ", told);
    if (frame === null || !isPicture(file)) {
      told.append(` · SHA-256 ${file.sha256.slice(0, 8)}…`);
      told.title = `SHA-256 ${file.sha256}`;
      link?.prepend(icon(DOWNLOAD));
      const said = box.parentElement?.querySelector(".text");
      if (said instanceof HTMLElement) this.#unfolding(box, said, file, { room, seq });
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
    use?.(this.#parts.at(path));
    return use !== undefined;
  }

  /** Makes a picture that a click enlarges. In a room that is not open to all it is asked for once more, by a path for this reader. */
  #picture(
    file: FileInfo,
    { room, seq, isOpen }: { readonly room: string; readonly seq: number; readonly isOpen: boolean },
    label: string,
  ): HTMLElement {
    const image = document.createElement("img");
    const ask = (): void =>
      void this.#ask(room, seq, (path) => {
        image.addEventListener("error", () => void this.#wait(image, path), { once: true });
        image.src = path;
      });
    image.crossOrigin = "anonymous"; // It may be another server than that of the page.
    image.alt = fill(label, { name: file.name });
    image.decoding = "async";
    image.loading = "lazy";
    if (isOpen) {
      image.addEventListener("error", ask, { once: true });
      image.src = this.#parts.at(`/files/${file.id}`);
    } else ask();
    const open = button(image, () => {
      const isLarge = open.parentElement?.classList.toggle("large") === true;
      open.ariaExpanded = String(isLarge);
    }, "enlarge");
    open.ariaExpanded = "false";
    return open;
  }

  /** Offers to show all of a text of which the first lines are shown. */
  #unfolding(
    box: HTMLElement,
    said: HTMLElement,
    { size, lines }: FileInfo,
    { room, seq }: { readonly room: string; readonly seq: number },
  ): void {
    const beginning = said.textContent ?? "";
    const isAll = new TextEncoder().encode(beginning).length >= size - 1; // But for the newline at its end.
    if (lines === undefined || beginning === "" || isAll || size > LARGEST_TEXT) return;
    const { showAll, showWhole, showLess } = this.#parts.words.page;
    const closed = lines === 1 ? showWhole : fill(showAll, { count: lines });
    const show = (text: string, isOpen: boolean): void => {
      said.textContent = text;
      said.classList.toggle("whole", isOpen);
      toggle.textContent = isOpen ? showLess : closed;
      toggle.ariaExpanded = String(isOpen);
    };
    const toggle = button(closed, () => {
      if (said.classList.contains("whole")) return show(beginning, false);
      this.#ask(room, seq, async (path) => {
        const answer = await fetch(path).catch(() => undefined); // Without a network it stays folded.
        this.#noteAway(box, answer?.status === AWAY);
        if (answer?.ok === true) show(cleanText(await answer.text()), true);
      });
    }, "unfold");
    toggle.ariaExpanded = "false";
    box.append(toggle);
  }

  /** Waits for a picture that another server has: it is asked for until it comes, or is not to be had. */
  async #wait(image: HTMLImageElement, path: string): Promise<void> {
    const { status, headers } = await fetch(path, { method: "HEAD" }).catch(() => Response.error());
    if (!image.isConnected) return;
    this.#noteAway(image.closest(".file"), status === AWAY);
    if (status === FOUND) image.src = path;
    if (status !== AWAY) return;
    setTimeout(() => void this.#wait(image, path), 1000 * Number(headers.get("retry-after") ?? AGAIN_AFTER));
  }

  /** Says, or no longer says, that another server has a file and it has not come from there yet. */
  #noteAway(box: Element | null, isAway: boolean): void {
    const note = box?.querySelector(".away");
    if (!isAway) note?.remove();
    else if (note === null) box?.append(" ", element("span", this.#parts.words.sharing.away, "quiet away"));
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

/** Makes a drawing of 24 by 24 that tells nothing which is not said beside it. @param path The `d` of its path. */
function icon(path: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.ariaHidden = "true";
  drawn.setAttribute("viewBox", "0 0 24 24");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  drawn.append(line);
  return drawn;
}
