/** How flags' values are read from what people write. */

import { assertEquals } from "@std/assert";
import { NAME_CHARS } from "../../protocol/limits.ts";
import * as kinds from "../../main/flag_values.ts";

Deno.test("a time is a number with a unit, and comes in milliseconds", () => {
  const cases: readonly [string, number | undefined][] = [
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5s", 1500],
    ["5m", 300_000],
    ["1H", 3_600_000],
    ["596h", 2_145_600_000],
    ["597h", undefined], // More than a timer can wait.
    ["0s", undefined],
    ["30", 30_000],
    ["1.5", 1500],
    ["0", undefined],
    ["-1s", undefined],
    ["s", undefined],
    ["", undefined],
    ["1s2s", undefined],
  ];
  for (const [written, ms] of cases) assertEquals(kinds.parseDuration(written), ms, written);
});

Deno.test("a size is a number of bytes, or of units of 1024", () => {
  const cases: readonly [string, number | undefined][] = [
    ["4096", 4096],
    ["16k", 16384],
    ["16KB", 16384],
    ["16KiB", 16384],
    ["1MiB", 1048576],
    ["2m", 2097152],
    ["0", undefined],
    ["-1", undefined],
    ["1.5k", undefined],
    ["1G", 1073741824],
    ["1T", undefined],
    ["k", undefined],
  ];
  for (const [written, bytes] of cases) assertEquals(kinds.parseSize(written), bytes, written);
});

Deno.test("a port to open on may be 0, one to connect to may not", () => {
  assertEquals(["0", "53000", "65535"].map((written) => kinds.port.parse(written)), [0, 53000, 65535]);
  for (const written of ["65536", "-1", "1e3", "0x10", "80 ", ""]) {
    assertEquals(kinds.port.parse(written), undefined);
  }
  assertEquals(kinds.clientPort.parse("0"), undefined);
  assertEquals(kinds.clientPort.parse("1"), 1);
});

Deno.test("a line is as long as the protocol can live with", () => {
  const sizes = ["511", "512", "16KiB", "16385"].map((written) => kinds.lineSize.parse(written));
  assertEquals(sizes, [undefined, 512, 16384, undefined]);
});

Deno.test("off is a rate and an idle time, and means no limit", () => {
  assertEquals(kinds.rate.parse("off"), null);
  assertEquals(kinds.durationOrOff.parse("OFF"), null);
  assertEquals(["10", "0.5", "0", "-1", "x"].map((written) => kinds.rate.parse(written)), [
    10,
    0.5,
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("a title is one clean line", () => {
  assertEquals(kinds.title.parse("  Caffè\x1b[31m Rosso\n"), "Caffè Rosso");
  assertEquals(kinds.title.parse(" \t"), undefined);
  assertEquals(kinds.title.parse("x".repeat(101)), undefined);
});

Deno.test("a name is checked before anything is sent", () => {
  assertEquals(kinds.name.parse("ada"), "ada");
  assertEquals(kinds.name.parse("ada lovelace"), undefined);
  assertEquals(kinds.name.parse("x".repeat(NAME_CHARS + 1)), undefined);
});

Deno.test("an IPv6 address comes with or without its brackets", () => {
  assertEquals(kinds.host.parse("[::1]"), "::1");
  assertEquals(kinds.host.parse("::1"), "::1");
  assertEquals(kinds.host.parse("http://x"), undefined);
  assertEquals(kinds.host.parse("a b"), undefined);
});

Deno.test("what help shows for a default is read back as that default", () => {
  for (const ms of [1, 500, 1000, 2000, 90_000, 60_000, 3_600_000]) {
    assertEquals(kinds.parseDuration(kinds.duration.show(ms)), ms);
  }
  for (const bytes of [1, 1000, 4096, 16384, 1048576]) {
    assertEquals(kinds.parseSize(kinds.size.show(bytes)), bytes);
  }
  assertEquals(kinds.rate.show(null), "off");
  assertEquals(kinds.duration.show(30_000), "30s");
  assertEquals(kinds.size.show(16384), "16KiB");
});

Deno.test("how much is kept is a time only with a unit: a number alone is one of messages", () => {
  assertEquals(kinds.keep.parse("30d"), { kind: "age", ms: 30 * 86_400_000 });
  assertEquals(kinds.keep.parse("12h"), { kind: "age", ms: 12 * 3_600_000 });
  assertEquals(kinds.keep.parse("30"), { kind: "count", count: 30 });
  assertEquals(kinds.keep.parse("1.5"), undefined);
});

Deno.test("a moment is so long ago, in seconds without a unit, or a date that there is", () => {
  const now = Date.UTC(2026, 10, 21);
  const at = (written: string) => kinds.since.parse(written)?.(now);
  assertEquals(
    [at("90"), at("2h"), at("3d"), at("1000h")],
    [90_000, 7_200_000, 3 * 86_400_000, 3_600_000_000].map((ms) => now - ms),
  );
  assertEquals(at("2026-11-21"), new Date(2026, 10, 21).getTime());
  assertEquals(at("2026-11-21T18:30"), new Date(2026, 10, 21, 18, 30).getTime());
  assertEquals(at("2026-11-21 18:30:05"), new Date(2026, 10, 21, 18, 30, 5).getTime());
  assertEquals(at("2026-11-21T18:30Z"), Date.UTC(2026, 10, 21, 18, 30));
  assertEquals(at("2024-02-29"), new Date(2024, 1, 29).getTime());
  for (
    const none of ["2026-02-31", "2026-02-29", "2026-06-31T10:00", "2026-13-01", "2026-00-10", "2026-11-00"]
  ) {
    assertEquals(kinds.since.parse(none), undefined, none);
  }
  for (
    const none of ["2026-11-21T24:00", "2026-11-21T10:60", "2026-11-21Z", "2026", "0", "soon", "", "2026-1-1"]
  ) {
    assertEquals(kinds.since.parse(none), undefined, none);
  }
});
