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
  hint(text: string): void;
  /** Called with a file that is not taken. */
  onRefused(file: File): void;
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
}

/** So often a connection may break before it is given up, without anything having arrived meanwhile. */
const MOST_TRIES = 6;

/** The time before it is tried again, in ms, each time as much more. */
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
      const stop = button("✕", () => this.#end(id, true));
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
      });
    }
    this.#beginNext();
  }

  /** Takes where a file is to be sent. */
  upload({ id, path, offset }: UploadFrame): void {
    const one = this.#running.get(id);
    if (one === undefined || one.request !== undefined) return;
    one.isAsked = false;
    one.path = path;
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
  refused(id: MessageId | undefined, why: string): boolean {
    const one = id === undefined ? undefined : this.#running.get(id);
    if (one === undefined || id === undefined) return false;
    this.#end(id, false);
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
    if (one === undefined) return;
    one.isAsked = this.#parts.send(one.frame);
    if (!one.isAsked) this.#again(id);
  }

  #answered(id: MessageId, { status, responseText }: XMLHttpRequest): void {
    if (status === 200) return this.#end(id, false);
    if (status === 0 || status === 409 || status === 204 || status >= 502) return this.#again(id);
    this.refused(id, responseText.trim());
  }

  /** Asks once more where it stands, a little later. */
  #again(id: MessageId): void {
    const one = this.#running.get(id);
    if (one === undefined) return;
    one.request = undefined;
    one.isAsked = false;
    if (++one.tries > MOST_TRIES) return void this.refused(id, this.#parts.words.sharing.broken);
    setTimeout(() => this.#ask(id), PAUSE * one.tries);
  }

  #end(id: MessageId, isCancelled: boolean): void {
    const one = this.#running.get(id);
    this.#running.delete(id);
    one?.row.remove();
    this.#beginNext();
    if (!isCancelled) return;
    one?.request?.abort();
    // Else it would hold one of the few places that a person has, until the server forgets it.
    if (one?.path !== undefined) fetch(one.path, { method: "DELETE" }).catch(() => {});
  }
}
