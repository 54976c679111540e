/** What files may be called. */

import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { fileName } from "../../protocol/file_names.ts";
import { anyText } from "../support/arbitraries.ts";

Deno.test("a name loses folders, what cannot be seen, what reverses letters, and what some system takes for more", () => {
  const written: readonly (readonly [string, string])[] = [
    ["photo.jpg", "photo.jpg"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ada\\plan.pdf", "plan.pdf"],
    ["..", "file"],
    ["", "file"],
    [".bashrc", "bashrc"],
    ["a\u202egpj.exe", "agpj.exe"],
    ["in\u200bvi\u2066si\u2069ble.txt", "invisible.txt"],
    ["line\nend\t.txt", "line end .txt"],
    ["\x1b[31mred\x1b[0m.txt", "red.txt"],
    ['<a href="x">.html', "_a href=_x__.html"],
    ["con", "_con"],
    ["NUL.txt", "_NUL.txt"],
    ["COM1 .txt", "_COM1 .txt"],
    ["lpt².log", "_lpt².log"],
    ["CONOUT$", "_CONOUT$"],
    ["console.txt", "console.txt"],
    ["caffè.txt".normalize("NFD"), "caffè.txt"],
    ["trailing. . ", "trailing"],
    ["-rf", "_-rf"],
    ["/home/ada/--checkpoint-action=exec.tar", "_--checkpoint-action=exec.tar"],
    ["a-b.txt", "a-b.txt"],
    ["日本語.png", "日本語.png"],
  ];
  assertEquals(written.map(([name]) => fileName(name)), written.map(([, name]) => name));
});

Deno.test("a name that is too long is cut before its ending", () => {
  const name = fileName(`${"é".repeat(500)}.jpeg`);
  const device = fileName(`con.${"x".repeat(500)}`);
  assertEquals([device.slice(0, 6), device.length], ["_con.x", 120]);
  assertEquals(fileName(`a${".".repeat(150)}${"b".repeat(50)}`), "a");
  assert(name.endsWith("é.jpeg") && new TextEncoder().encode(name).length <= 120, name);
});

Deno.test("a letter and its accent are one, whatever was hidden between them", () => {
  assertEquals(fileName("cafe\u200d\u0301.pdf"), "café.pdf");
});

Deno.test("whatever is written, a name is one line of 1 to 120 bytes that stays as it is", () => {
  fc.assert(fc.property(anyText, (written) => {
    const name = fileName(written);
    assert(name !== "" && new TextEncoder().encode(name).length <= 120, name);
    assert(!/[/\\\p{Cc}\p{Cf}]|^\.|\.$/u.test(name), name);
    assertEquals(fileName(name), name);
  }));
});
