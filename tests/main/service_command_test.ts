/** `chat service print-unit`: what makes a server a service of each system. */

import { assert, assertEquals } from "@std/assert";
import { parseCommandLine } from "../../main/arguments.ts";
import { SERVICE_MANAGERS, serviceUnit } from "../../main/service_units.ts";
import { en } from "../../words/en.ts";
import { FROM_SOURCE, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const FACTS = { program: "/opt/my chat/chat", data: "/srv/a & b/chat.db" };

Deno.test("a unit starts the program with a command line that the program understands", () => {
  const [, line = ""] =
    /^ExecStart=(.*)$/m.exec(serviceUnit("systemd", { program: "/usr/bin/chat", data: "/d.db" })) ?? [];
  const [, reload = ""] =
    /^ExecReload=(.*)$/m.exec(serviceUnit("systemd", { program: "/usr/bin/chat", data: "/d.db" })) ?? [];
  const [program, ...args] = line.split(" ");
  assertEquals([program, reload], ["/usr/bin/chat", "/usr/bin/chat reload --data /d.db"]);
  for (const each of [args, reload.split(" ").slice(1)]) {
    assertEquals(parseCommandLine(each, () => undefined, en).kind, "run");
  }
});

Deno.test("what stands in a path cannot break out of the file that is printed", () => {
  assert(
    serviceUnit("systemd", FACTS).includes(
      'ExecStart="/opt/my chat/chat" server --data "/srv/a & b/chat.db"',
    ),
  );
  for (const manager of ["launchd", "windows"] as const) {
    const text = serviceUnit(manager, FACTS);
    assert(text.includes("/srv/a &amp; b/chat.db") && !text.includes("a & b"), text);
  }
});

Deno.test("systemd finds nothing wrong with the unit, and little to confine further", async () => {
  using folder = new TempFolder();
  const program = folder.file("chat");
  Deno.writeTextFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  const unit = folder.file("chat.service");
  const printed = await runProgram([
    ...FROM_SOURCE,
    "service",
    "print-unit",
    "systemd",
    "--program",
    program,
  ]);
  assertEquals([printed.code, printed.stderr], [0, ""]);
  Deno.writeTextFileSync(unit, printed.stdout);
  if (!isThere("/usr/bin/systemd-analyze")) return;
  const verified = await runProgram(["/usr/bin/systemd-analyze", "verify", unit]);
  assertEquals(verified, { code: 0, stdout: "", stderr: "" });
  const { stdout } = await runProgram(["/usr/bin/systemd-analyze", "security", "--offline=yes", unit]);
  const [, exposure] = /exposure level[^:]*: (\d+\.\d)/.exec(stdout) ?? [];
  assert(Number(exposure) <= 2, stdout);
});

Deno.test("every manager has its unit, this system's where none is named, and another word is refused", async () => {
  for (const manager of SERVICE_MANAGERS) assert(serviceUnit(manager, FACTS).endsWith("\n"));
  const [own, wrong, none] = await Promise.all([
    runProgram([...FROM_SOURCE, "service", "print-unit"]),
    runProgram([...FROM_SOURCE, "service", "print-unit", "sytemd"]),
    runProgram([...FROM_SOURCE, "service"]),
  ]);
  if (Deno.build.os === "linux") assert(own.stdout.startsWith("[Unit]\n"), own.stdout);
  assertEquals([wrong.code, wrong.stderr], [
    2,
    'chat service print-unit cannot be "sytemd": did you mean "systemd"?\n',
  ]);
  assertEquals(none, {
    code: 2,
    stdout: "",
    stderr: `${en.operating.missingServiceAction(SERVICE_MANAGERS)}\n`,
  });
});

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
