/**
 * `docs/cluster.md`: what members read when something fails is what the program says, in both languages; and every test that a
 * row of its tables names is there.
 */

import { assert, assertEquals } from "@std/assert";
import { en, type Words } from "../../words/en.ts";
import { it } from "../../words/it.ts";

const PAGE = Deno.readTextFileSync(new URL("../../docs/cluster.md", import.meta.url));
const TESTS = new URL("../", import.meta.url);

/** What members read, by the name that the page has for it. */
const SENTENCES: Readonly<Record<string, (words: Words) => string>> = {
  "client `offline`": ({ client }) => client.offline("12:00"),
  "client `back`": ({ client }) => client.back("12:00", 3_000),
  "page `away`": ({ page }) => page.away,
  "`left`": ({ left }) => left("ada", "lost", undefined),
  "notice `cut-off`": ({ cutOff }) => cutOff,
  "notice `joined-again`": ({ joinedAgain }) => joinedAgain,
  "bye `closing`": ({ bye }) => bye("closing"),
  "bye `restarting`": ({ restarting }) => restarting(1),
  "bye `removed`": ({ bye }) => bye("removed"),
  "error `cut-off`": ({ problem }) => problem({ code: "cut-off" }),
  "error `name-taken`": ({ problem }) => problem({ code: "name-taken", name: "ada", suggestion: "ada2" }),
  "error `not-stored`": ({ problem }) => problem({ code: "not-stored" }),
  "error `not-allowed`": ({ problem }) => problem({ code: "not-allowed", needs: "operator", room: "lobby" }),
  "error `no-room`": ({ problem }) => problem({ code: "no-room", room: "lobby" }),
  "error `ticket-bad`": ({ problem }) => problem({ code: "ticket-bad" }),
  "error `muted`": ({ problem }) => problem({ code: "muted", why: "spam" }),
  "error `banned`": ({ problem }) => problem({ code: "banned", by: "cy", why: "spam" }),
  "503 `file-away`": ({ doors }) => doors.fileAway,
};

/** The rows of a table, by how its head begins. */
function tableOf(head: string): readonly (readonly string[])[] {
  const lines = PAGE.split("\n");
  const begin = lines.findIndex((line) => line.replaceAll(/ +/g, " ").startsWith(head));
  assert(begin >= 0, `a table that begins with ${head}`);
  const end = lines.findIndex((line, at) => at > begin && !line.startsWith("|"));
  return lines.slice(begin + 2, end).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

/** All tests' files, by their names. */
function testFiles(folder = TESTS, found = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) testFiles(new URL(`${name}/`, folder), found);
    else if (name.endsWith("_test.ts")) {
      // Several have the same name: what a row says of one may be in any of them.
      found.set(name, (found.get(name) ?? "") + Deno.readTextFileSync(new URL(name, folder)));
    }
  }
  return found;
}

Deno.test("what docs/cluster.md says that members read is what the program says, in both languages", () => {
  assertEquals(
    tableOf("| name | English |"),
    Object.entries(SENTENCES).map(([name, say]) => [name, say(en), say(it)]),
  );
});

Deno.test("what a failure in docs/cluster.md has members read is one of those sentences", () => {
  const known = Object.keys(SENTENCES).map((name) => name.replaceAll(/^.*`(?=.*`)|`$/g, ""));
  const others = ["servers"]; // A field of `bye`.
  for (const [what = "", , members = ""] of tableOf("| what | what happens |")) {
    const named = [...members.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    assertEquals(named.filter((name) => ![...known, ...others].includes(name)), [], what);
  }
});

Deno.test("every test that docs/cluster.md names is there, and every failure names one, or none", () => {
  const files = testFiles();
  const cells = [...tableOf("| what | what happens |"), ...tableOf("| what | across servers |")];
  for (const [what = "", , , ...rest] of cells) {
    for (
      const [, path = "", parts = ""] of rest.join(" ").matchAll(/`([\w/.]+_test\.ts)`(?: \(([^)]*)\))?/g)
    ) {
      const file = files.get(path.replace(/^.*\//, ""));
      assert(file !== undefined, `${what}: ${path}`);
      for (const [, part = ""] of parts.matchAll(/"([^"]+)"/g)) {
        assert(file.includes(part), `${path}: ${part}`);
      }
    }
  }
  for (const [what = "", , , test = ""] of tableOf("| what | what happens |")) {
    assert(/_test\.ts|the storm|^none/.test(test), what);
  }
  for (const [what = "", , test = ""] of tableOf("| what | across servers |")) {
    assert(/_test\.ts|^–$/.test(test), what);
  }
});
