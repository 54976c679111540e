/**
 * Files that this page sends: a row for each above the box, with its progress, and a way to give up.
 *
 * @module
 */

import { newIdPrefix } from "../../conversation.ts";
import { UPLOADS_PER_PERSON } from "../../protocol/limits.ts";
import type { MessageId, UploadFrame, UploadRequest } from "../../protocol.ts";
import type { RestWords } from "../../words/en.ts";
import { button, element, fill } from "../view.ts";

/** What it works with. */
export interface SendingParts {
  readonly words: Pick<RestWords, "sharing" | "size">;
  /** Where its rows stand. */
  readonly list: HTMLElement;
  /** Sends a frame; `false` without a connection. */
  send(frame: UploadRequest): boolean;
  /** Makes the address of a path at the server that the page talks with. */
  at(path: string): string;
  hint(text: string): void;
  /** Called with a file that is not taken. */
  onRefused(file: File): void;
  /** Called with a file that its sender has given up. */
  onGivenUp(file: File): void;
}

/** A file on its way. */
interface Running {
  readonly file: File;
  readonly frame: UploadRequest;
  readonly row: HTMLElement;
  readonly bar: HTMLProgressElement;
  request: XMLHttpRequest | undefined;
  /** Whether its turn has come: the server takes a few of one person at once. */
  hasBegun: boolean;
  /** Whether the server was asked, and has not answered yet. */
  isAsked: boolean;
  /** Where the server takes it, once that is known. */
  path: string | undefined;
  tries: number;
  /** How often the server had no place for it. */
  waits: number;
  /** Whether its sender has given it up, and the server is still to be told. */
  isGivenUp: boolean;
}

/** So often a connection may break before it is given up, without anything having arrived meanwhile. */
const MOST_TRIES = 6;

/** So often the server is asked for a place while it says that there is none: for some minutes. */
const MOST_WAITS = 60;

/** The time before it is tried again, in ms, each time as much more, up to `MOST_TRIES` times as much. */
const PAUSE = 1_200;

/** Sends files. */
export class Sending {
  readonly #parts: SendingParts;
  readonly #prefix = newIdPrefix();
  readonly #running = new Map<MessageId, Running>();
  #count = 0;

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  /** Sends files to a room. */
  add(files: Iterable<File>, room: string): void {
    for (const file of files) {
      const id = `${this.#prefix}-f${++this.#count}`;
      const frame = { type: "upload", room, name: file.name, size: file.size, id } as const;
      const bar = document.createElement("progress");
      bar.max = Math.max(1, file.size);
      bar.value = 0;
      const { sending, cancel } = this.#parts.words.sharing;
      bar.ariaLabel = fill(sending, { name: file.name });
      const stop = button("✕", () => this.#giveUp(id));
      stop.ariaLabel = fill(cancel, { name: file.name });
      const row = element("p", "", "sending");
      const name = element("bdi", file.name);
      row.append(name, ` (${this.#parts.words.size(file.size)})`, bar, stop);
      this.#parts.list.append(row);
      this.#running.set(id, {
        file,
        frame,
        row,
        bar,
        request: undefined,
        path: undefined,
        hasBegun: false,
        isAsked: false,
        tries: 0,
        waits: 0,
        isGivenUp: false,
      });
    }
    this.#beginNext();
  }

  /** Takes where a file is to be sent. */
  upload({ id, path: told, offset }: UploadFrame): void {
    const one = this.#running.get(id);
    if (one === undefined || one.request !== undefined) return;
    one.isAsked = false;
    const path = one.path = this.#parts.at(told);
    if (one.isGivenUp) return void this.#drop(id, path);
    const request = one.request = new XMLHttpRequest();
    request.open("PATCH", path);
    request.setRequestHeader("Upload-Offset", String(offset));
    if (offset > one.bar.value) one.tries = 0;
    one.bar.value = offset;
    request.upload.addEventListener("progress", ({ loaded }) => one.bar.value = offset + loaded);
    request.addEventListener("load", () => this.#answered(id, request));
    request.addEventListener("error", () => this.#again(id));
    request.send(one.file.slice(offset));
  }

  /** Takes why a file is not taken. @returns Whether it is one of this page. */
  refused(id: MessageId | undefined, why: string, code?: string): boolean {
    const one = id === undefined ? undefined : this.#running.get(id);
    if (one === undefined || id === undefined) return false;
    // Another page of theirs may have all the places, or one that was just left is not free yet.
    if (code === "too-many-uploads" && ++one.waits <= MOST_WAITS) {
      this.#later(id, one.waits);
      return true;
    }
    this.#end(id);
    if (one.isGivenUp) return true;
    this.#parts.onRefused(one.file);
    this.#parts.hint(`${one.file.name}: ${why}`);
    return true;
  }

  /** The connection is gone: what has no answer by then is asked again. */
  lost(): void {
    for (const [id, { isAsked }] of this.#running) if (isAsked) this.#again(id);
  }

  /** Begins as many as may be on their way at once; the others stand in their rows and wait. */
  #beginNext(): void {
    let begun = this.#running.values().filter(({ hasBegun }) => hasBegun).toArray().length;
    for (const [id, one] of this.#running) {
      if (one.hasBegun) continue;
      if (++begun > UPLOADS_PER_PERSON) return;
      one.hasBegun = true;
      this.#ask(id);
    }
  }

  #ask(id: MessageId): void {
    const one = this.#running.get(id);
    if (one === undefined || one.isGivenUp) return;
    one.isAsked = this.#parts.send(one.frame);
    if (!one.isAsked) this.#again(id);
  }

  #answered(id: MessageId, { status, responseText }: XMLHttpRequest): void {
    if (status === 200) return this.#end(id);
    if (status === 0 || status === 409 || status === 204 || status >= 502) return this.#again(id);
    this.refused(id, responseText.trim());
  }

  /** Asks once more where it stands, a little later. */
  #again(id: MessageId): void {
    const one = this.#running.get(id);
    if (one === undefined) return;
    if (++one.tries > MOST_TRIES) return void this.refused(id, this.#parts.words.sharing.broken);
    this.#later(id, one.tries);
  }

  #later(id: MessageId, times: number): void {
    const one = this.#running.get(id);
    if (one === undefined) return;
    if (one.isGivenUp) return this.#end(id);
    one.request = undefined;
    one.isAsked = false;
    setTimeout(() => this.#ask(id), PAUSE * Math.min(times, MOST_TRIES));
  }

  #giveUp(id: MessageId): void {
    const one = this.#running.get(id);
    if (one === undefined) return;
    one.isGivenUp = true;
    one.row.remove();
    this.#parts.onGivenUp(one.file);
    one.request?.abort();
    if (one.path !== undefined) return void this.#drop(id, one.path);
    if (one.isAsked) return; // Where it was to be sent is told in a moment.
    this.#end(id);
  }

  /** Has the server forget one: it holds one of the few places that a person has, so the next begins only then. */
  async #drop(id: MessageId, path: string): Promise<void> {
    await fetch(path, { method: "DELETE", signal: AbortSignal.timeout(PAUSE * MOST_TRIES) }).catch(() => {});
    this.#end(id);
  }

  #end(id: MessageId): void {
    this.#running.get(id)?.row.remove();
    this.#running.delete(id);
    this.#beginNext();
  }
}
