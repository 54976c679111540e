import { assertEquals } from "@std/assert";
import { errorSentence, needsPassword } from "../../conversation/errors.ts";
import type { Problem } from "../../protocol.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { test } from "../support/sanitized.ts";

const BAD = "x\x1b[31m\u202ey\nz";
const CLEAN = "xy z";

test("an error is told in the reader's language, and one that is not known as the server tells it", () => {
  const problem = { code: "no-room", room: "den" } as const;
  assertEquals(errorSentence({ type: "error", text: "…", ...problem }, it), it.problem(problem));
  const other = { type: "error", code: "other", given: "new" } as const;
  assertEquals(errorSentence({ ...other, text: "new trouble" }, it), "new trouble");
  assertEquals(errorSentence({ ...other, text: "" }, en), en.problem({ code: "other", given: "new" }));
});

test("whatever a server puts into an error is cleaned before it is shown", () => {
  const problems: readonly ((text: string) => Problem)[] = [
    (text) => ({ code: "bad-name", name: text, suggestion: text }),
    (text) => ({ code: "name-taken", name: text, suggestion: text }),
    (text) => ({ code: "unknown-type", given: text }),
    (text) => ({ code: "other", given: text }),
    (text) => ({ code: "unknown-command", given: text, nearest: text }),
    (text) => ({ code: "bad-field", field: text }),
    (text) => ({ code: "no-room", room: text }),
    (text) => ({ code: "bad-room", room: text }),
    (text) => ({ code: "not-here", name: text }),
    (text) => ({ code: "bad-query", given: text, why: "empty" }),
    (text) => ({ code: "usage", usage: text }),
  ];
  for (const problem of problems) {
    const { code } = problem("");
    assertEquals(
      errorSentence({ type: "error", text: "", ...problem(BAD) }, en),
      en.problem(problem(CLEAN)),
      code,
    );
  }
});

test("a password helps where a name is claimed by one, or where one was wrong or must be waited with", () => {
  const [frame, suggestion] = [{ type: "error", text: "…" } as const, "ada-2"];
  const claimed = { code: "name-claimed", name: "ada", suggestion } as const;
  assertEquals(needsPassword({ ...frame, ...claimed, methods: ["key", "password"] }), true);
  assertEquals(needsPassword({ ...frame, ...claimed, methods: ["key"] }), false);
  assertEquals(needsPassword({ ...frame, code: "auth-failed", left: 2 }), true);
  assertEquals(needsPassword({ ...frame, code: "name-taken", name: "ada", suggestion }), false);
});
