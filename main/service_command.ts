/**
 * `chat service print-unit`: prints what makes a server a service of its system, and installs nothing.
 *
 * @module
 */

import type { Words } from "../words/en.ts";
import { type FlagValues, parseServiceAction } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { SERVICE_FLAGS } from "./flags.ts";
import type { Output } from "./output.ts";
import { SERVICE_DATA, type ServiceManager, serviceUnit } from "./service_units.ts";

/** What the command needs besides its flags. */
export interface ServiceContext {
  readonly words: Words;
  readonly stdout: Output;
  /** The system, and the path of this program when it is one file. */
  readonly os: typeof Deno.build.os;
  readonly program: string | undefined;
}

/** Runs `chat service`. Returns the exit code. */
export function runService(given: FlagValues, operands: readonly string[], context: ServiceContext): number {
  const manager = parseServiceAction(operands, context.words) ?? managerOf(context.os);
  const program = given.value(SERVICE_FLAGS.program) ?? context.program ?? usualProgram(manager);
  const data = given.value(SERVICE_FLAGS.data) ?? SERVICE_DATA[manager];
  context.stdout.print(serviceUnit(manager, { program, data }));
  return ExitCode.ok;
}

function managerOf(os: typeof Deno.build.os): ServiceManager {
  return os === "darwin" ? "launchd" : os === "windows" ? "windows" : "systemd";
}

/** Tells where the program lies once it is installed, for who runs it from its source. */
function usualProgram(manager: ServiceManager): string {
  switch (manager) {
    case "systemd":
      return "/usr/bin/chat";
    case "launchd":
      return "/usr/local/bin/chat";
    case "windows":
      return "C:\\Program Files\\chat\\chat.exe";
  }
}
