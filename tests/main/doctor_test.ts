/** `chat doctor`: what is right and wrong with a machine, each with a remedy. */

import { assert, assertEquals } from "@std/assert";
import { findingsText } from "../../main/doctor.ts";
import type { CheckName, FindingState, MachineFacts } from "../../main/doctor/facts.ts";
import { judge } from "../../main/doctor/judge.ts";
import { openLog } from "../../server/store/log/open.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { freePort } from "../support/free_port.ts";
import { storeNumbered } from "../support/log_fixtures.ts";
import { FROM_SOURCE, Program, type ProgramResult, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const MIB = 1024 * 1024;

const GOOD: MachineFacts = {
  version: "1.2.3",
  path: "/srv/chat/chat.db",
  server: { kind: "nobody" },
  host: "0.0.0.0",
  port: 6000,
  portState: "free",
  ephemeralPorts: [32768, 60999],
  folder: { path: "/srv/chat", state: "good", mode: 0o700 },
  log: { kind: "good", bytes: 100 * MIB, walBytes: 4 * MIB, isLarge: true },
  key: { path: "/srv/chat/key", state: "kept" },
  ahead: 0,
  disk: { free: 1000 * MIB, size: 2000 * MIB },
  fileSystem: "local",
  descriptors: 1064,
  maxClients: 1000,
  hasNull: true,
  setAside: [],
  locale: "it_IT.UTF-8",
  isOldConsole: false,
  reaches: [{ origin: "https://tea.example", state: "good" }],
};

/** What is not good with these facts. */
function wrongWith(changes: Partial<MachineFacts>): readonly (readonly [CheckName, FindingState])[] {
  return judge({ ...GOOD, ...changes }, en).filter(({ state }) => state !== "ok").map((
    { name, state },
  ) => [name, state]);
}

Deno.test("with a good machine nothing is wrong, and everything that was looked at is told", () => {
  assertEquals(wrongWith({}), []);
  for (const words of [en, it]) {
    const text = findingsText(judge(GOOD, words), words);
    assert(text.endsWith(`\n\n${words.doctor.allGood}`), text);
    assertEquals(text.split("\n").length, 15 + 2, text);
  }
});

Deno.test("each thing that is wrong is found, alone, and has a remedy", () => {
  const folder = GOOD.folder;
  const cases: readonly (readonly [Partial<MachineFacts>, CheckName, FindingState])[] = [
    [{ server: { kind: "silent" } }, "server", "bad"],
    [{ server: { kind: "unreadable" } }, "server", "warn"],
    [{ server: { kind: "runs", address: "x:1", takesMessages: false } }, "server", "bad"],
    [{ portState: "taken" }, "port", "bad"],
    [{ portState: "not-allowed" }, "port", "bad"],
    [{ portState: "not-our-address" }, "port", "bad"],
    [{ port: 53000 }, "port-range", "warn"],
    [{ folder: { ...folder, state: "read-only" } }, "folder", "bad"],
    [{ folder: { ...folder, mode: 0o770 } }, "folder", "warn"],
    [{ folder: { ...folder, state: "system", of: "/dev" } }, "folder", "bad"],
    [{ log: { kind: "bad", sentence: "It is damaged." } }, "log", "bad"],
    [{ log: { kind: "good", bytes: MIB, walBytes: 65 * MIB, isLarge: false } }, "wal", "warn"],
    [{ key: { path: "k", state: "exposed" } }, "key", "bad"],
    [{ ahead: 3_600_000 }, "clock", "bad"],
    [{ disk: { free: 207 * MIB, size: 2000 * MIB } }, "disk", "warn"],
    [{ log: { kind: "none" }, disk: { free: 63 * MIB, size: 2000 * MIB } }, "disk", "warn"],
    [{ fileSystem: "NFS" }, "file-system", "warn"],
    [{ descriptors: 1063 }, "descriptors", "warn"],
    [{ hasNull: false }, "null-device", "warn"],
    [{ setAside: ["/state/unsent.damaged"] }, "unsent", "warn"],
    [{ locale: "it_IT.ISO-8859-1" }, "locale", "warn"],
    [{ isOldConsole: true }, "locale", "warn"],
    ...(["unreachable", "not-ours", "unknown-host", "no-socket"] as const).map((state) =>
      [{ reaches: [{ origin: "https://tea.example", state }] }, "reach", "bad"] as const
    ),
  ];
  for (const [changes, name, state] of cases) {
    assertEquals(wrongWith(changes), [[name, state]], JSON.stringify(changes));
    for (const words of [en, it]) {
      const found = judge({ ...GOOD, ...changes }, words).filter((one) => one.state !== "ok");
      for (const { says, remedy } of found) assert(says !== "" && (remedy ?? "") !== "", name);
      const counts = state === "bad" ? words.doctor.found(1, 0) : words.doctor.found(0, 1);
      assert(findingsText(found, words).endsWith(counts));
    }
  }
});

Deno.test("what is not so is not claimed: little differences, and what the system does not tell", () => {
  const unknown = {
    ephemeralPorts: undefined,
    disk: undefined,
    fileSystem: undefined,
    descriptors: undefined,
  };
  assertEquals(wrongWith({ ...unknown, locale: undefined }), []);
  assertEquals(judge({ ...GOOD, ...unknown }, en).length, judge(GOOD, en).length - 4);
  const fine: readonly Partial<MachineFacts>[] = [
    { ahead: 59_000 },
    { locale: "C" },
    { locale: "en_GB.utf8" },
    { portState: "ours", server: { kind: "runs", address: "x:1", takesMessages: true } },
    { folder: { path: "/new", state: "missing" }, log: { kind: "none" }, key: { path: "k", state: "none" } },
    { folder: { ...GOOD.folder, mode: 0o755 } },
  ];
  for (const changes of fine) assertEquals(wrongWith(changes), [], JSON.stringify(changes));
});

function doctor(data: string, port: number, ...args: readonly string[]): Promise<ProgramResult> {
  return runProgram([...FROM_SOURCE, "doctor", "--data", data, "--port", String(port), ...args]);
}

/** The states of what was found, by its name. */
function statesIn(stdout: string): Readonly<Record<string, string>> {
  const told: unknown = JSON.parse(stdout);
  assert(typeof told === "object" && told !== null && "findings" in told && Array.isArray(told.findings));
  return Object.fromEntries(told.findings.map(({ name, state }) => [name, state]));
}

Deno.test("a machine is looked at before a server runs, while it does, and with a log that is damaged", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  {
    const log = openLog(data, "process");
    storeNumbered(log, 5); // In the past.
    log.close();
  }
  Deno.chmodSync(folder.path, 0o700);
  const port = freePort();
  const before = await doctor(data, port, "--json");
  const states = statesIn(before.stdout);
  assertEquals([before.code, before.stderr], [0, ""]);
  assertEquals(
    [states.server, states.port, states.folder, states.log, states.clock],
    ["ok", "ok", "ok", "ok", "ok"],
  );
  {
    await using server = new Program([
      ...FROM_SOURCE,
      "server",
      "--port",
      String(port),
      "--data",
      data,
      "--quiet",
    ]);
    await server.waitForOutput(/127\.0\.0\.1:(\d+)/);
    const during = await doctor(data, port);
    assertEquals(during.code, 0, during.stdout);
    assert(during.stdout.includes(en.doctor.runs(`127.0.0.1:${port}`)), during.stdout);
    assert(during.stdout.includes(en.doctor.portOurs(`127.0.0.1:${port}`)), during.stdout);
    const other = await doctor(folder.file("other.db"), port, "--json");
    assertEquals([other.code, statesIn(other.stdout).port], [6, "bad"]);
  }
  Deno.writeTextFileSync(data, "no log at all");
  const damaged = await doctor(data, port, "--json");
  assertEquals([damaged.code, statesIn(damaged.stdout).log], [6, "bad"]);
  if (Deno.build.os === "windows") return;
  Deno.symlinkSync("/dev/shm/none.db", folder.file("link.db"));
  const refused = await doctor(folder.file("link.db"), port, "--json");
  assertEquals([refused.code, statesIn(refused.stdout).folder], [6, "bad"]);
});

Deno.test("looking at a machine leaves nothing behind", async () => {
  using folder = new TempFolder();
  const port = freePort();
  const { code } = await doctor(folder.file("new/chat.db"), port);
  assertEquals([code, [...Deno.readDirSync(folder.path)]], [0, []]);
});
