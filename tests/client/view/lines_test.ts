import { assert, assertEquals } from "@std/assert";
import type { PresenceChange } from "../../../conversation/join_digest.ts";
import { bracketedTime, colorOf, NAME_COLORS, type Style } from "../../../client/view/style.ts";
import { renderHelp } from "../../../client/view/help.ts";
import { errorSentence } from "../../../conversation.ts";
import { renderDay, renderFrame } from "../../../client/view/lines.ts";
import { renderJoinDigest } from "../../../client/view/presence.ts";
import type { MessageFrame, ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { it } from "../../../words/it.ts";
import { wrap } from "../../../client/view/wrap.ts";
import { SENT_AT, welcomeFrame } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

const PLAIN: Style = { words: en, color: false, me: "ada" };
const COLOR: Style = { ...PLAIN, color: true };

/** A test of colours. Where NO_COLOR is set there are none, whatever anyone asks for. */
const colorTest: typeof test = (name, fn) => test(name, () => Deno.noColor ? undefined : fn());

/** The rows that show a frame on a wide screen. */
function lines(frame: ServerFrame, look: Style, columns = 100): readonly string[] {
  return renderFrame(frame, look).flatMap((line) => wrap(line, columns));
}

function message(changes: Partial<MessageFrame>): MessageFrame {
  return { type: "message", room: "lobby", seq: 1, at: SENT_AT, from: "bob", text: "ciao", ...changes };
}

const OWNER = { role: "owner" } as const;

test("a message has its time, its author and its text", () => {
  assertEquals(lines(message({}), PLAIN), ["[21:04] <bob> ciao"]);
});

test("a file is told in one's own language with what fetches it, and with its address where it has one", () => {
  const file = { id: "x", name: "a.png", size: 2_000, type: "image/png", sha256: "0" };
  const line = (text: string) => lines(message({ text, file }), PLAIN);
  const shown = "[21:04] <bob> a.png (2.0 KiB, /get 1)";
  assertEquals(line("a.png (2,0 KiB) http://h:1/files/x/a.png"), [`${shown} http://h:1/files/x/a.png`]);
  assertEquals(line("a.png (2,0 KiB)"), [shown]);
});

test("what somebody does is a sentence about them", () => {
  assertEquals(lines(message({ text: "waves", action: true }), PLAIN), ["[21:04] * bob waves"]);
});

test("coming, going and a new name are told in a line each", () => {
  const room = "lobby";
  assertEquals(lines({ type: "joined", room, name: "bob", at: SENT_AT }, PLAIN), ["[21:04] --> bob joined"]);
  assertEquals(lines({ type: "left", room, name: "bob", reason: "lost", at: SENT_AT }, PLAIN), [
    "[21:04] <-- bob left (connection lost)",
  ]);
  assertEquals(lines({ type: "left", room, name: "bob", reason: "left", word: "bye", at: SENT_AT }, PLAIN), [
    "[21:04] <-- bob left: bye",
  ]);
  assertEquals(lines({ type: "renamed", from: "bob", to: "rob", at: SENT_AT }, PLAIN), [
    "[21:04] --- bob is now rob",
  ]);
});

test("a message of several lines hangs, so that no line of it can pass for another's message", () => {
  assertEquals(lines(message({ text: "one\n[21:05] <eve> two\n\nthree" }), PLAIN), [
    "[21:04] <bob> one",
    "              [21:05] <eve> two",
    "              ",
    "              three",
  ]);
  const [, second] = lines(message({ from: "漢字漢字漢字漢字漢字", text: "a\nb" }), COLOR);
  assertEquals(second, " ".repeat(16) + "b");
});

test("what a server sends is cleaned: no escape sequence, control or override reaches the terminal", () => {
  const frame = message({ from: "b\x1b[31mob\n", text: "a\x1b]0;title\x07b\x9b2Jc\u202ed\re\x00" });
  assertEquals(lines(frame, PLAIN), ["[21:04] <bob> abcd", "              e"]);
  const error = lines({ type: "error", text: "no\x1b[2J\n!", code: "other", given: "x" }, PLAIN);
  assertEquals(error, ["! no !"]);
  const word = lines(
    { type: "left", room: "lobby", name: "b", reason: "left", word: "a\nb", at: SENT_AT },
    PLAIN,
  );
  assertEquals(word, ["[21:04] <-- b left: a b"]);
  const welcome = lines(welcomeFrame("ada", { title: "a\x1b[2Jb", members: ["\x1b[1mx"] }), PLAIN).join(
    "\n",
  );
  assert(!welcome.includes("\x1b") && welcome.includes("ab"));
});

colorTest("a name has one colour, however it is written, whoever reads it", () => {
  assertEquals(colorOf("Bob"), colorOf("bOB"));
  assert(lines(message({}), COLOR).join("").includes(`\x1b[38;5;${colorOf("bob")}mbob\x1b[39m`));
});

test("colours spread over names", () => {
  const used = new Set(Array.from({ length: 200 }, (_, i) => colorOf(`name${i}`)));
  assertEquals(used.size, NAME_COLORS.length);
});

test("each colour of a name is legible on black and on white", () => {
  for (const color of NAME_COLORS) {
    const luminance = luminanceOf(color);
    const contrast = Math.min((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05));
    assert(contrast >= 3.5, `colour ${color} has a contrast of ${contrast}`);
  }
});

/** WCAG's relative luminance of one of the 256 colours' cube. */
function luminanceOf(color: number): number {
  const levels = [0, 95, 135, 175, 215, 255];
  const [red = 0, green = 0, blue = 0] = [36, 6, 1].map((unit) => {
    const part = (levels[Math.floor((color - 16) / unit) % 6] ?? 0) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

colorTest("my own name stands out, as an author and in what others say, and only as a whole word", () => {
  assert(lines(message({ from: "ada" }), COLOR).join("").includes("\x1b[1m"));
  const [line = ""] = lines(message({ text: "Ada, see adamant" }), COLOR);
  assert(line.endsWith("\x1b[1m\x1b[7mAda\x1b[27m\x1b[22m, see adamant"), JSON.stringify(line));
});

test("without colour there is no escape sequence at all", () => {
  for (const frame of [message({ from: "ada", text: "ada" }), welcomeFrame("ada")]) {
    assert(!lines(frame, PLAIN).join("").includes("\x1b"));
  }
});

test("an error is said in the person's language where it is known, else as the server says it", () => {
  const taken = {
    type: "error",
    text: "server",
    code: "name-taken",
    name: "bob",
    suggestion: "bob2",
  } as const;
  assertEquals(errorSentence(taken, it), it.problem(taken));
  assertEquals(
    errorSentence({ type: "error", text: "new trouble", code: "other", given: "new" }, it),
    "new trouble",
  );
  assertEquals(
    errorSentence({ type: "error", text: "", code: "other", given: "new" }, en),
    en.problem({ code: "other", given: "new" }),
  );
});

test("a new day is told once, by its name", () => {
  const next = new Date(2026, 0, 3, 0, 0).getTime();
  assertEquals(renderDay(SENT_AT, SENT_AT + 1000, en), undefined);
  assertEquals(renderDay(SENT_AT, next, en), "--- Saturday, January 3, 2026 ---");
  assertEquals(renderDay(SENT_AT, next, it), "--- sabato 3 gennaio 2026 ---");
});

test("a time that no clock shows does not break anything", () => {
  assertEquals(bracketedTime(Number.MAX_SAFE_INTEGER), "[--:--]");
  assertEquals(renderDay(SENT_AT, Number.MAX_SAFE_INTEGER, en), undefined);
});

test("help shows every command, or the one that was asked about", () => {
  const all = renderHelp("", PLAIN, OWNER).flatMap((line) => wrap(line, 200));
  assert(all.some((line) => line.includes("/nick NAME")) && all.some((line) => line.includes("/clear")));
  assertEquals(renderHelp("/me", PLAIN, OWNER), [{
    text: `  /me TEXT  ${en.commands.me}`,
    indent: 12,
    isColumn: true,
  }]);
  assertEquals(renderHelp("/me", SPOKEN, OWNER), [`/me TEXT: ${en.commands.me}`]);
});

const SPOKEN: Style = { ...PLAIN, plain: true };

test("in plain lines the author comes first, and a message is one line whatever it has", () => {
  assertEquals(lines(message({ text: "one\n\ntwo" }), SPOKEN), ["bob: one / two"]);
  assertEquals(lines(message({ text: "waves", action: true }), SPOKEN), ["bob waves"]);
  assertEquals(lines(message({}), { ...SPOKEN, time: "12h" }), ["bob (09:04 PM): ciao"]);
  const room = "lobby";
  assertEquals(lines({ type: "joined", room, name: "bob", at: SENT_AT }, SPOKEN), ["bob joined."]);
  assertEquals(lines({ type: "left", room, name: "bob", reason: "lost", at: SENT_AT }, SPOKEN), [
    "bob left (connection lost).",
  ]);
  assertEquals(lines({ type: "renamed", from: "bob", to: "rob", at: SENT_AT }, SPOKEN), ["bob is now rob."]);
  assertEquals(renderDay(SENT_AT, SENT_AT + 86_400_000, en, true), "Saturday, January 3, 2026");
});

test("times are shown as the person wants them", () => {
  assertEquals(bracketedTime(SENT_AT, "12h"), "[09:04 PM]");
  assertEquals(bracketedTime(SENT_AT, "off"), "");
  assertEquals(lines(message({}), { ...PLAIN, time: "off" }), ["<bob> ciao"]);
});

test("a link can be clicked where the terminal knows links, and is left as it is elsewhere", () => {
  const text = "see https://example.org/a?b=c, or (http://x.org).";
  assertEquals(lines(message({ text }), PLAIN), [`[21:04] <bob> ${text}`]);
  const [line = ""] = lines(message({ text }), { ...PLAIN, links: true });
  assertEquals(
    line.replaceAll("\x1b]8;;", "{").replaceAll("\x1b\\", "}"),
    "[21:04] <bob> see {https://example.org/a?b=c}https://example.org/a?b=c{}, or ({http://x.org}http://x.org{}).",
  );
});

colorTest("code between backticks is set apart, and nothing in it is taken for a name or a link", () => {
  const [line = ""] = lines(message({ text: "try `ada --x` ada" }), COLOR);
  assert(line.includes("\x1b[38;5;37m`ada --x`\x1b[39m"), JSON.stringify(line));
  assert(line.endsWith("\x1b[1m\x1b[7mada\x1b[27m\x1b[22m"), JSON.stringify(line));
});

test("many who come or go are counted, with some of their names", () => {
  const counted = Array.from(
    { length: 7 },
    (_, i): PresenceChange => ({ type: "joined", room: "lobby", name: `n${i}`, at: SENT_AT }),
  );
  const bob: PresenceChange = { type: "left", room: "lobby", name: "bob", reason: "lost", at: SENT_AT };
  assertEquals(renderJoinDigest([...counted, bob], PLAIN), [
    "[21:04] --> 7 people joined: n0, n1, n2, n3, n4 and 2 more",
    "[21:04] <-- bob left (connection lost)",
  ]);
});

test("on a screen no message takes more than twenty rows, whatever is in it; asked for, and without a screen, it is whole", () => {
  const texts = [
    `a${"\n".repeat(3_990)}b`,
    "x".repeat(4_000),
    "words that are not broken ".repeat(150),
    "averylongwordthatfillsmostofarow ".repeat(120),
    "字".repeat(3_000),
    Array(60).fill("<eve> I am not eve").join("\n"),
  ];
  for (const text of texts) {
    for (const columns of [20, 40, 80, 200]) {
      const style = { ...PLAIN, columns };
      const frame = { type: "message", room: "lobby", seq: 41, at: SENT_AT, from: "bob", text } as const;
      const rows = renderFrame(frame, style).flatMap((line) => wrap(line, columns));
      assert(rows.length <= 20, `${columns}: ${rows.length} rows of ${text.slice(0, 20)}`);
      if (text.includes("\n")) assert(rows.join(" ").includes("/get"), rows.join("\n"));
      assert(rows.slice(1).every((row) => row === "" || row.startsWith(" ")), rows.join("\n"));
      const alone = { type: "private", at: SENT_AT, from: "bob", to: "ada", text } as const;
      const forOne = renderFrame(alone, style).flatMap((line) => wrap(line, columns));
      assert(
        forOne.length <= 20,
        `${columns}: ${forOne.length} rows of ${text.slice(0, 20)} for one person alone`,
      );
      if (text.includes("\n")) {
        assert(forOne.join(" ").replaceAll(/\s+/g, " ").includes("/get @bob"), forOne.join("\n"));
      }
      const whole = renderFrame({ ...frame, type: "text" }, style).flatMap((line) => wrap(line, columns));
      assert(whole.length >= Math.min(text.length / columns, text.split("\n").length), `${whole.length}`);
    }
  }
});
