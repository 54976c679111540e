/**
 * Files that a person at a terminal sends and fetches, while they go on talking.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { newIdPrefix } from "../../conversation.ts";
import type { ErrorFrame, FileFrame, MessageId, TextFrame, UploadFrame } from "../../protocol.ts";
import type { FileRequest, UploadRequest } from "../../protocol.ts";
import { isPicture } from "../../protocol/files.ts";
import { cleanLine } from "../../protocol/text.ts";
import {
  fetchBytes,
  fetchFile,
  type OpenedFile,
  openFile,
  sendFile,
  textAsFile,
  type TransferParts,
} from "../files.ts";
import type { ChatOptions } from "../options.ts";
import { drawPicture, fitPicture } from "../pictures.ts";
import type { Connection } from "../session.ts";
import type { Terminal } from "./display.ts";
import { typedPath } from "./home.ts";

/** What it works with. */
export interface FileTransfersParts {
  readonly options: ChatOptions;
  readonly clock: Clock;
  /** The connection by which one is in. */
  connection(): Connection | undefined;
  note(sentence: string): void;
  trouble(sentence: string): void;
  /** Called when there is another progress to show. */
  changed(): void;
  /** Called with a text that the server does not take, and the room that it was for. */
  giveBack(text: string, room: string): void;
  /** Where pictures are shown. */
  readonly terminal: Pick<Terminal, "pictures" | "space" | "show">;
}

/** A picture of more bytes is only kept, not shown. */
const PICTURE_BYTES = 32 * 1024 * 1024;

/** Something that the server was asked, and what is to be done with its answer. */
type Asked = AskedToSend | { readonly kind: "fetch"; readonly path: string } | { readonly kind: "show" };

/** A file that is to be sent; `text` is what was typed or pasted, where it is no file of theirs. */
interface AskedToSend {
  readonly kind: "send";
  readonly file: OpenedFile;
  readonly room: string;
  readonly text?: string;
}

/** All transfers of a terminal. */
export class FileTransfers {
  readonly #parts: FileTransfersParts;
  readonly #run = newIdPrefix();
  #count = 0;
  readonly #asked = new Map<MessageId, Asked>();
  /** What is on its way, and how much of it is there. */
  readonly #running = new Map<MessageId, string>();
  #isClosed = false;

  constructor(parts: FileTransfersParts) {
    this.#parts = parts;
  }

  /** How far what is on its way is, a line each. */
  get progress(): readonly string[] {
    return [...this.#running.values()];
  }

  /** Sends a file to a room. */
  async send(room: string, written: string): Promise<void> {
    const { options: { words, attach }, trouble } = this.#parts;
    if (attach !== undefined) return trouble(words.client.files.notHere);
    const path = this.#path(written);
    const file = await openFile(path);
    if (file === undefined) return trouble(words.client.files.none(written));
    const id = this.#newId();
    this.#asked.set(id, { kind: "send", file, room });
    this.#ask(id, { type: "upload", room, name: file.name, size: file.size, id });
  }

  /** Sends a text to a room as a file. */
  sendText(room: string, text: string): void {
    const file = textAsFile(this.#parts.options.words.sharing.textName, text);
    const id = this.#newId();
    this.#asked.set(id, { kind: "send", file, room, text });
    this.#ask(id, { type: "upload", room, name: file.name, size: file.size, id });
  }

  /** Fetches a file. @param path Where it is to be kept; empty for the folder that one is in. */
  fetch(request: FileRequest, path: string): void {
    const { options: { words, attach }, trouble } = this.#parts;
    if (attach !== undefined) return trouble(words.client.files.notHere);
    const id = this.#newId();
    this.#asked.set(id, { kind: "fetch", path: this.#path(path) });
    this.#ask(id, { ...request, id });
  }

  /** Fetches a picture, and shows it. */
  show(request: FileRequest): void {
    const { options: { words, attach }, trouble, terminal } = this.#parts;
    if (attach !== undefined) return trouble(words.client.files.notHere);
    if (terminal.pictures.way === undefined) return trouble(words.client.files.noPictures);
    const id = this.#newId();
    this.#asked.set(id, { kind: "show" });
    this.#ask(id, { ...request, id });
  }

  /** Takes the answer to what was asked here. @returns Whether it was. */
  answered(frame: UploadFrame | FileFrame | TextFrame | ErrorFrame): boolean {
    const asked = frame.id === undefined ? undefined : this.#asked.get(frame.id);
    if (asked === undefined || frame.id === undefined) return false;
    this.#asked.delete(frame.id);
    if (frame.type === "upload" && asked.kind === "send") void this.#send(frame, asked);
    if (frame.type === "error") this.#giveBack(asked);
    if (frame.type === "file" && asked.kind === "fetch") void this.#fetch(frame, frame.id, asked.path);
    if (frame.type === "file" && asked.kind === "show") void this.#show(frame, frame.id);
    return frame.type !== "error" && frame.type !== "text"; // What is wrong, and a whole text, is shown as ever.
  }

  /** The connection is lost: what has no answer by then gets none. */
  lost(): void {
    const { options: { words }, trouble } = this.#parts;
    for (const [id, asked] of this.#asked) {
      this.#asked.delete(id);
      this.#giveBack(asked);
      trouble(words.onlyMessages);
    }
  }

  /** Ends what is on its way. */
  close(): void {
    this.#isClosed = true;
  }

  #ask(id: MessageId, frame: UploadRequest | FileRequest): void {
    const { connection, options: { words }, trouble } = this.#parts;
    if (connection()?.send(frame) === true) return;
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked !== undefined) this.#giveBack(asked);
    trouble(words.onlyMessages);
  }

  #giveBack(asked: Asked): void {
    if (asked.kind === "send" && asked.text !== undefined) this.#parts.giveBack(asked.text, asked.room);
  }

  async #send({ id, path, offset }: UploadFrame, asked: AskedToSend): Promise<void> {
    const { file } = asked;
    const transfer = this.#transfer(id, file.name);
    if (transfer === undefined) return this.#notSent(asked, "");
    try {
      const sent = await sendFile(file, { path, offset }, transfer);
      if (this.#isClosed || sent.kind === "sent") return; // The message tells.
      this.#notSent(asked, sent.kind === "refused" ? sent.why : "");
    } catch (error) {
      this.#notSent(asked, error instanceof Error ? error.message : String(error));
    } finally {
      this.#ended(id);
    }
  }

  #notSent(asked: AskedToSend, why: string): void {
    const { options: { words }, trouble } = this.#parts;
    trouble(words.client.files.notSent(asked.file.name, why));
    this.#giveBack(asked);
  }

  async #fetch({ file, path: from }: FileFrame, id: MessageId, wanted: string): Promise<void> {
    const { options: { words }, note, trouble } = this.#parts;
    const { files } = words.client;
    const transfer = this.#transfer(id, file.name);
    if (transfer === undefined) return;
    const fetched = await fetchFile(file, from, wanted, transfer);
    this.#ended(id);
    if (this.#isClosed) return;
    switch (fetched.kind) {
      case "fetched":
        return note(files.fetched(fetched.path, words.size(file.size)));
      case "exists":
        return trouble(files.exists(fetched.path));
      case "wrong":
        return trouble(files.wrong(file.name));
      case "refused":
        return trouble(files.notFetched(file.name, fetched.why));
      case "lost":
        return trouble(files.notFetched(file.name, ""));
      case "not-written":
        return trouble(files.notWritten(fetched.path, fetched.cause));
    }
  }

  async #show({ file, seq, path }: FileFrame, id: MessageId): Promise<void> {
    const { options: { words }, note, trouble, clock, terminal } = this.#parts;
    const { files } = words.client;
    const name = cleanLine(file.name);
    const { way, cell } = terminal.pictures;
    const { width = 0, height = 0, size } = file;
    if (way === undefined || !isPicture(file) || size > PICTURE_BYTES) return trouble(files.notPicture(name));
    const transfer = this.#transfer(id, file.name);
    if (transfer === undefined) return;
    const fetched = await fetchBytes(file, path, transfer);
    this.#ended(id);
    if (this.#isClosed) return;
    switch (fetched.kind) {
      case "wrong":
        return trouble(files.wrong(name));
      case "refused":
        return trouble(files.notFetched(name, fetched.why));
      case "lost":
        return trouble(files.notFetched(name, ""));
      case "fetched": {
        const box = fitPicture({ width, height }, cell, terminal.space);
        const isExact = cell.isGuess !== true;
        const drawing = await drawPicture({ bytes: fetched.bytes, box, way, isExact }, clock);
        if (this.#isClosed) return;
        if (drawing === undefined) return trouble(files.notPicture(name));
        note(files.shown(name, words.size(size), seq, false)); // As others may have spoken since.
        terminal.show([{ ...box, drawing }]);
      }
    }
  }

  #transfer(id: MessageId, name: string): TransferParts | undefined {
    const { options: { trust, timeout, words }, clock, connection, changed } = this.#parts;
    const address = connection()?.address;
    const onProgress = (done: number, size: number): void => {
      const text = words.client.files.progress(name, Math.floor(100 * done / Math.max(1, size)));
      if (this.#running.get(id) === text) return;
      this.#running.set(id, text);
      changed();
    };
    return address && { address, trust, timeout, clock, onProgress, isCancelled: () => this.#isClosed };
  }

  #ended(id: MessageId): void {
    this.#running.delete(id);
    if (!this.#isClosed) this.#parts.changed();
  }

  #path(written: string): string {
    return typedPath(written, this.#parts.options.home, Deno.build.os === "windows");
  }

  #newId(): string {
    return `${this.#run}-f${++this.#count}`;
  }
}
