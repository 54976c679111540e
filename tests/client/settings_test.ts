import { assertEquals } from "@std/assert";
import { settingNames, SETTINGS, Settings } from "../../client/settings.ts";
import { test } from "../support/sanitized.ts";

/** Settings from this text, and what is written of them. */
function settings(
  text: string | undefined,
  fixed = {},
): { readonly now: Settings; readonly written: string[] } {
  const written: string[] = [];
  const now = new Settings({ path: "x", read: () => text, write: (text) => void written.push(text) }, fixed);
  return { now, written };
}

test("every setting has its first value until somebody sets it, and its names are all there", () => {
  const { now } = settings(undefined);
  for (const name of settingNames()) assertEquals(now.get(name), SETTINGS[name][0]);
  assertEquals(settingNames().toSorted(), Object.keys(SETTINGS).toSorted());
});

test("the file is read as people write it, and what cannot be a value counts as not there", () => {
  const { now } = settings("# mine\r\n bell=on \n\nquiet = perhaps\nnonsense\nignore = bob  Zoë\n");
  assertEquals([now.get("bell"), now.get("quiet")], ["on", "off"]);
  assertEquals(["BOB", "zoë", "ada"].map((from) => now.ignores({ from })), [true, true, false]);
});

test("what flags say wins over the file, and is not written into it", () => {
  const { now, written } = settings("bell = off\n", { bell: "on" });
  assertEquals(now.get("bell"), "on");
  now.set("time", "12h");
  assertEquals(written.at(-1)?.includes("bell = off"), true);
  assertEquals(now.set("bell", "off"), { kind: "overruled" });
});

test("what is written explains itself, and what a newer version wrote stays in it", () => {
  const { now, written } = settings("theme = dark\n");
  assertEquals(now.set("lang", "IT"), { kind: "kept" });
  const lines = written[0]?.split("\n") ?? [];
  assertEquals(lines.filter((line) => line !== "" && !line.startsWith("#")), ["theme = dark", "lang = it"]);
  for (const name of settingNames()) {
    assertEquals(lines.some((line) => line.startsWith(`# ${name} = `)), true);
  }
});

test("a value that cannot be is refused, and nothing is written", () => {
  const { now, written } = settings("");
  assertEquals(now.set("lang", "fr"), undefined);
  assertEquals(written, []);
});

test("without a file settings count until the end", () => {
  const now = new Settings(undefined);
  assertEquals(now.set("bell", "on"), { kind: "not-kept", cause: "" });
  assertEquals(now.get("bell"), "on");
});
