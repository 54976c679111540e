/**
 * A client at a terminal in memory, with its server: keys in, screen out, frames at the other end.
 *
 * @module
 */

import type { ChatEnd, ChatOptions } from "../../client/options.ts";
import { runTerminal } from "../../client/terminal.ts";
import { systemClock } from "../../net/clock.ts";
import type { MessageFrame, ServerFrame } from "../../protocol.ts";
import { chatOptions } from "./chat_options.ts";
import { type FakeConnection, FakeServer, SENT_AT } from "./fake_server.ts";
import { FakeTty } from "./fake_tty.ts";

/** Ada in the lobby with bob, from both sides of her connection. */
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

  /** Starts the client: ada has entered, and her screen shows only her prompt. */
  static async open(
    columns: number,
    rows: number,
    changes: Partial<ChatOptions> = {},
  ): Promise<TerminalSession> {
    const server = new FakeServer();
    const tty = new FakeTty(columns, rows);
    const options = chatOptions(server.port, { reconnect: false, ...changes });
    const end = runTerminal(options, systemClock, tty);
    const connection = await server.nextConnection();
    await connection.acceptHello({ members: ["ada", "bob", "Bobby"], count: 3 });
    await tty.waitForScreen("\n>\n");
    tty.press("\x0c");
    return new TerminalSession(tty, connection, server, end);
  }

  /** Builds a message with the next number. */
  message(from: string, text: string, changes: Partial<MessageFrame> = {}): MessageFrame {
    return { type: "message", room: "lobby", seq: ++this.#seq, at: SENT_AT, from, text, ...changes };
  }

  /** Sends a message from a member. */
  async sendMessage(from: string, text: string, changes: Partial<MessageFrame> = {}): Promise<void> {
    await this.connection.send(this.message(from, text, changes));
  }

  /** Sends other frames from the server. */
  async sendFrames(...frames: readonly ServerFrame[]): Promise<void> {
    await this.connection.send(...frames);
  }

  /** Acknowledges and publishes what ada sends next, and returns its text. @param at When it was said, by the server's clock, in ms. */
  async acceptMessage(at = SENT_AT): Promise<string> {
    const frame = await this.connection.receive();
    if (frame?.type !== "say") throw new Error(`Nothing was said: ${JSON.stringify(frame)}`);
    const { room, text, id = 0 } = frame;
    const message = this.message("ada", text, { id, at });
    await this.connection.send({ type: "ack", id, room, seq: message.seq, at }, message);
    return text;
  }

  /** Has ada leave, and returns how her chat ended. */
  async quit(): Promise<ChatEnd> {
    this.tty.press("\x07x\x03\x04");
    while ((await this.connection.receive())?.type !== "quit");
    await this.connection.send({ type: "bye", reason: "quit", text: "" });
    this.connection.close();
    const end = await this.end;
    await this.tty.emulator.write(""); // Resolves when the terminal has shown everything.
    return end;
  }

  [Symbol.dispose](): void {
    this.#server[Symbol.dispose]();
  }
}
