/**
 * Somebody at a terminal that is only in memory: keys in, screen out, and the server's end of their connection.
 *
 * @module
 */

import type { ChatEnd, ChatOptions } from "../../client/options.ts";
import type { Size } from "../../client/terminal/screen.ts";
import { runTerminal } from "../../client/terminal.ts";
import type { Tty } from "../../client/terminal/tty.ts";
import { systemClock } from "../../net/clock.ts";
import type { MessageFrame, ServerFrame } from "../../protocol.ts";
import { en } from "../../words/en.ts";
import { TerminalEmulator } from "./terminal_emulator.ts";
import { type FakeConnection, FakeServer, SENT_AT } from "./fake_server.ts";
import { Condition } from "./condition.ts";

/** A terminal with a person at it. */
export class FakeTty implements Tty {
  readonly emulator: TerminalEmulator;
  /** Every time that the raw mode was changed. */
  readonly modes: boolean[] = [];
  /** Everything that was written, and in how many writes. */
  written = "";
  writes = 0;
  readonly #changes = new Condition();
  #size: Size;
  #keys: Uint8Array[] = [];
  #wake = (): void => {};
  #onResize = (): void => {};
  #isGone = false;

  constructor(columns = 40, rows = 12) {
    this.#size = { columns, rows };
    this.emulator = new TerminalEmulator(columns, rows);
    this.emulator.onReply((keys) => this.press(keys));
  }

  async read(into: Uint8Array): Promise<number | null> {
    while (!this.#isGone) {
      const keys = this.#keys.shift();
      if (keys !== undefined) {
        into.set(keys.subarray(0, into.length));
        if (keys.length > into.length) this.#keys.unshift(keys.subarray(into.length));
        return Math.min(keys.length, into.length);
      }
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return null;
  }

  write(text: string): void {
    this.writes++;
    this.written += text;
    void this.emulator.write(text).then(() => this.#changes.notify());
  }

  size(): Size {
    return this.#size;
  }

  setRaw(raw: boolean): void {
    this.modes.push(raw);
  }

  onResize(run: () => void): () => void {
    this.#onResize = run;
    return () => this.#onResize = (): void => {};
  }

  /** Presses keys, as a terminal sends them. */
  press(keys: string): void {
    this.#keys.push(new TextEncoder().encode(keys));
    this.#wake();
  }

  /** Pastes a text. */
  paste(text: string): void {
    this.press(`\x1b[200~${text}\x1b[201~`);
  }

  /** The window is closed. */
  hangUp(): void {
    this.#isGone = true;
    this.#wake();
  }

  /** Pulls at the window's corner. */
  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    this.emulator.resize(columns, rows);
    this.#onResize();
  }

  /** Resolves when the last rows of the screen are those of this block; its first and last line are empty, its margin is that of its first row. */
  async waitForScreen(block: string): Promise<void> {
    await this.waitForRows(...rowsOf(block));
  }

  /** Resolves when the last rows of the screen are these. */
  async waitForRows(...rows: readonly string[]): Promise<void> {
    const wanted = rows.join("\n");
    const shown = (): string => this.emulator.rows.slice(-rows.length).join("\n");
    const all = (): string => this.emulator.rows.join("\n");
    await this.#changes.waitFor(wanted, () => shown() === wanted || undefined, all);
  }

  /** Resolves when this is somewhere on the screen. */
  async waitForText(text: string): Promise<void> {
    const all = (): string => this.emulator.rows.join("\n");
    await this.#changes.waitFor(text, () => all().includes(text) || undefined, all);
  }
}

/** The rows of a block of text as it stands in a test. */
function rowsOf(block: string): readonly string[] {
  const rows = block.split("\n").slice(1, -1);
  const margin = /^ */.exec(rows[0] ?? "")?.[0].length ?? 0;
  return rows.map((row) => row.slice(margin).trimEnd());
}

/** Ada in the room with bob, seen from both sides. */
export class TerminalSession implements Disposable {
  readonly tty: FakeTty;
  readonly connection: FakeConnection;
  readonly end: Promise<ChatEnd>;
  readonly #server: FakeServer;
  #seq = 0;

  private constructor(tty: FakeTty, connection: FakeConnection, server: FakeServer, end: Promise<ChatEnd>) {
    this.tty = tty;
    this.connection = connection;
    this.#server = server;
    this.end = end;
  }

  /** Opens it: ada is in, and her screen is empty but for her prompt. */
  static async open(
    columns: number,
    rows: number,
    changes: Partial<ChatOptions> = {},
  ): Promise<TerminalSession> {
    const server = new FakeServer();
    const tty = new FakeTty(columns, rows);
    const options: ChatOptions = {
      host: "127.0.0.1",
      port: server.port,
      placeGiven: true,
      name: "ada",
      offerName: "",
      room: "lobby",
      json: false,
      color: false,
      reconnect: false,
      timeout: 2000,
      words: en,
      client: "chat/0",
      ...changes,
    };
    const end = runTerminal(options, systemClock, tty);
    const connection = await server.nextConnection();
    await connection.acceptHello({ members: ["ada", "bob", "Bobby"], count: 3 });
    await tty.waitForScreen("\n>\n");
    tty.press("\x0c");
    return new TerminalSession(tty, connection, server, end);
  }

  /** A message with the next number. */
  message(from: string, text: string, changes: Partial<MessageFrame> = {}): MessageFrame {
    return { type: "message", room: "lobby", seq: ++this.#seq, at: SENT_AT, from, text, ...changes };
  }

  /** Somebody says something. */
  async sendMessage(from: string, text: string, changes: Partial<MessageFrame> = {}): Promise<void> {
    await this.connection.send(this.message(from, text, changes));
  }

  /** The server tells something else. */
  async sendFrames(...frames: readonly ServerFrame[]): Promise<void> {
    await this.connection.send(...frames);
  }

  /** What ada says next, acknowledged and shown. */
  async acceptMessage(): Promise<string> {
    const frame = await this.connection.receive();
    if (frame?.type !== "say") throw new Error(`Nothing was said: ${JSON.stringify(frame)}`);
    const { room, text, id = 0 } = frame;
    const message = this.message("ada", text, { id });
    await this.connection.send({ type: "ack", id, room, seq: message.seq, at: SENT_AT }, message);
    return text;
  }

  /** Ada leaves. */
  async quit(): Promise<ChatEnd> {
    this.tty.press("\x07x\x03\x04");
    while ((await this.connection.receive())?.type !== "quit");
    await this.connection.send({ type: "bye", reason: "quit", text: "" });
    this.connection.close();
    const end = await this.end;
    await this.tty.emulator.write(""); // Until the terminal has shown all of it.
    return end;
  }

  [Symbol.dispose](): void {
    this.#server[Symbol.dispose]();
  }
}
