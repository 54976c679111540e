/**
 * A conversation through the plain door as ada sees it, compared byte by byte with `plain_en.txt` and `plain_it.txt`.
 * `C: ` in front of a line says that ada typed it, `S: ` that the server wrote it.
 * When a sentence was changed on purpose: `deno test --allow-net --allow-read --allow-write tests/golden/plain_test.ts -- --update`.
 */

import { assertEquals } from "@std/assert";
import type { Words } from "../../words/en.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import type { PlainPeer } from "../support/peers.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** Writes down what ada types and what comes of it. */
class Scribe {
  readonly #ada: PlainPeer;
  #transcript = "";
  #read = 0;

  constructor(ada: PlainPeer) {
    this.#ada = ada;
  }

  /** All that is written down so far. */
  get transcript(): string {
    return this.#transcript;
  }

  /** Types a line, and waits for an answer with this in it. */
  async type(line: string, answer: string): Promise<void> {
    this.#transcript += `C: ${line}\n`;
    await this.#ada.say(line);
    await this.sees(answer);
  }

  /** Waits for a new line with this in it and its end, and writes down all that came. */
  async sees(text: string): Promise<void> {
    const whole = await this.#ada.waitFor(JSON.stringify(text), () => {
      const fresh = this.#ada.text.slice(this.#read);
      return fresh.includes(text) && fresh.endsWith("\n") ? fresh : undefined;
    });
    this.#read += whole.length;
    for (const line of whole.slice(0, -1).split("\n")) this.#transcript += `S: ${line}\n`;
  }
}

async function converse(words: Words): Promise<string> {
  await using server = await startServer({ words, title: "The Pub", limits: { grace: 0 } });
  const eve = await server.native("eve");
  const ada = await server.plain();
  const scribe = new Scribe(ada);
  await server.waitForArrivals();
  await server.clock.advance(300);
  await scribe.sees(words.plain.askName);
  await scribe.type("eve", "eve2");
  await scribe.type("ada lovelace", "ada_lovelace");
  await scribe.type("ada", "eve, ada");
  await scribe.type("Hello, is this the pub?", "Hello");
  await eve.say("It is.\nCome in!");
  await scribe.sees("Come in!");
  await eve.sendFrames({ type: "say", room: "lobby", text: "waves", action: true });
  await scribe.sees("waves");
  const bob = await server.native("bob");
  await scribe.sees("bob");
  await scribe.type("/who", "eve, ada, bob");
  await scribe.type("/help", "/quit");
  await scribe.type("/help nick", "/nick");
  await scribe.type("/nick", "/nick");
  await scribe.type("/nick bob", "bob2");
  await scribe.type("/nick Countess", "Countess");
  await scribe.type("/wo", "/who");
  await scribe.type("//who is a command", "/who");
  await scribe.type("/me orders tea", "tea");
  await bob.sendFrames({ type: "nick", name: "robert" });
  await scribe.sees("robert");
  await bob.sendFrames({ type: "quit", word: "so long" });
  await scribe.sees("so long");
  await eve.close();
  await scribe.sees("eve");
  await server.clock.advance(61_000);
  await scribe.type("Nobody here?", "Nobody");
  await scribe.type("{quit} good night", words.bye("quit"));
  assertEquals(await ada.waitForEnd(), "ended");
  return scribe.transcript;
}

for (const words of [en, it]) {
  test(`the plain door's conversation reads as written down (${words.lang})`, async () => {
    const page = new URL(`plain_${words.lang}.txt`, import.meta.url);
    const transcript = await converse(words);
    if (Deno.args.includes("--update")) await Deno.writeTextFile(page, transcript);
    assertEquals(transcript, await Deno.readTextFile(page));
  });
}
