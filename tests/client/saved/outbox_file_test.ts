import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals } from "@std/assert";
import { openOutboxFile } from "../../../client/saved/open.ts";
import type { OutboxFile, SavedContent } from "../../../client/saved/outbox_file.ts";
import type { QueuedMessage } from "../../../conversation.ts";
import { test } from "../../support/sanitized.ts";

const ADDRESS = { host: "127.0.0.1", port: 53000 };

const unsent = (id: string | number): QueuedMessage => ({
  frame: { type: "say", room: "lobby", text: `${id}`, id },
});

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(`${folder}/made`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function opened(folder: string, name = "ada", place = ADDRESS): Promise<[OutboxFile, SavedContent]> {
  const queue = await openOutboxFile(folder, place, name);
  if (queue.kind !== "open") throw new Error(JSON.stringify(queue));
  return [queue.file, queue.saved];
}

const filesIn = (folder: string): readonly string[] =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name);

test("the file keeps who we are, what was seen, and what is unsent in its order", () =>
  inFolder(async (folder) => {
    const [file, before] = await opened(folder);
    assertEquals(before, { token: undefined, seen: {}, unsent: [] });
    const action = { type: "say", room: "lobby", text: "wäves\n☕", id: 7, action: true } as const;
    file.saveToken("secret");
    file.saveCursor({ lobby: 3, den: 9 });
    file.saveCursor({ lobby: 41 });
    for (const { frame } of [unsent("a"), { frame: action }, unsent("b")]) file.add(frame);
    file.remove("a");
    file.remove("zot");
    file.close(true);
    const [again, saved] = await opened(folder, "ADA");
    assertEquals(saved, { token: "secret", seen: { lobby: 41 }, unsent: [action, unsent("b").frame] });
    assertEquals(again.failure, undefined);
    again.close(false);
  }));

test("private words and topics are kept as what they are", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    const word = { type: "private", to: "bob", text: "psst", id: "p" } as const;
    const topic = { type: "topic", room: "tea", text: "", id: "t" } as const;
    for (const said of [word, topic]) file.add(said);
    file.close(false);
    const [again, saved] = await opened(folder);
    assertEquals(saved.unsent, [word, topic]);
    again.close(false);
  }));

test("a file of the version before is read, and goes on as one of this version", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    file.saveToken("secret");
    file.close(false);
    const path = `${folder}/${filesIn(folder).find((name) => name.endsWith(".unsent")) ?? ""}`;
    const db = new DatabaseSync(path);
    db.exec(`
      DROP TABLE unsent;
      CREATE TABLE unsent (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, room TEXT, text TEXT, action INTEGER);
      INSERT INTO unsent (id, room, text, action) VALUES ('"a"', 'lobby', 'say "a"', 0), ('7', 'den', 'waves', 1);
      PRAGMA user_version = 1;`);
    db.close();
    const old = [
      { type: "say", room: "lobby", text: 'say "a"', id: "a" },
      { type: "say", room: "den", text: "waves", id: 7, action: true },
    ] as const;
    for (const expected of [old, old.slice(1)]) {
      const [file, saved] = await opened(folder);
      assertEquals(saved, { token: "secret", seen: {}, unsent: expected });
      file.remove("a");
      file.close(false);
    }
  }));

test("only its owner may read it", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    for (const name of Deno.build.os === "windows" ? [] : filesIn(folder)) {
      assertEquals((Deno.statSync(`${folder}/${name}`).mode ?? 0) & 0o777, 0o600);
    }
    file.close(true);
  }));

test("it is removed when somebody has left and nothing is unsent, and stays otherwise", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    file.close(false);
    assertEquals(filesIn(folder).filter((name) => name.endsWith(".unsent")).length, 1);
    const [again] = await opened(folder);
    again.close(true);
    assertEquals(filesIn(folder), []);
  }));

test("each server and name has its own; a second client of the same gets none", () =>
  inFolder(async (folder) => {
    const [ada] = await opened(folder);
    const others = [
      (await opened(folder, "bob"))[0],
      (await opened(folder, "a/../../d☕a"))[0],
      (await opened(folder, "ada", { host: "::1", port: 53000 }))[0],
      (await opened(folder, "ada", { host: "127.0.0.1", port: 53001 }))[0],
    ];
    assertEquals((await openOutboxFile(folder, ADDRESS, "Ada")).kind, "busy");
    ada.add(unsent("a").frame);
    for (const file of [ada, ...others]) file.close(false);
    assertEquals(filesIn(folder).filter((name) => name.endsWith(".unsent")).length, 5);
  }));

test("a file that is damaged in any way is set aside, and a new one begins", () =>
  inFolder(async (folder) => {
    const damages: readonly ((path: string) => void)[] = [
      (path) => Deno.writeTextFileSync(path, "garbage ".repeat(1000)),
      (path) => Deno.truncateSync(path, 5000),
      (path) => {
        const bytes = Deno.readFileSync(path);
        Deno.writeFileSync(path, bytes.fill(0xff, 4096));
      },
    ];
    for (const damage of damages) {
      const [file] = await opened(folder);
      file.add(unsent("lost").frame);
      file.close(false);
      const [name = ""] = filesIn(folder).filter((name) => name.endsWith(".unsent"));
      damage(`${folder}/${name}`);
      const queue = await openOutboxFile(folder, ADDRESS, "ada");
      assert(queue.kind === "open");
      assertEquals([queue.saved.unsent, queue.setAside], [[], `${folder}/${name}.damaged`]);
      assert(Deno.statSync(`${folder}/${name}.damaged`).isFile);
      queue.file.close(true);
    }
  }));

test("a folder that cannot be is told with the cause", async () => {
  const file = await Deno.makeTempFile();
  const queue = await openOutboxFile(`${file}/state`, ADDRESS, "ada");
  assertEquals(queue.kind, "failed");
  await Deno.remove(file);
});
