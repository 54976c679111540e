/**
 * `chat`: the program as it is started.
 *
 * Owns the command line, signals, exit codes, standard output and error, and the last line that says what went wrong.
 * Must not know what a server or a client does: it hands settings to `server.ts` or `client.ts`, and loads only the one needed.
 * May be called by nobody: it is what Deno runs. Scripts make the manual page and completions of the tables in `main/`.
 * When it is closed, what it printed is written and the process ends with one of the exit codes that `--help` lists.
 *
 * @module
 */

import config from "./deno.json" with { type: "json" };
import {
  type Invocation,
  languageFlag,
  parseAccountAction,
  parseBanAction,
  parseClusterAction,
  parseCommandLine,
  parseIdentityAction,
  parseInviteAction,
  parseKnownAction,
  parseOwner,
  parseShell,
  parseTokenAction,
  UsageError,
} from "./main/arguments.ts";
import { consoleLook, languageTag, processEnv, programName, snapshotOf } from "./main/environment.ts";
import { ExitCode } from "./main/exit.ts";
import { folderFor, separatorOf } from "./main/folders.ts";
import { helpText } from "./main/help.ts";
import { serverSettings } from "./main/options.ts";
import { Output } from "./main/output.ts";
import type { Words } from "./words/en.ts";
import { pickWords } from "./words/pick.ts";
import { fitted } from "./words/fitted.ts";

/** How long what a server or an error printed last may take to be read before the program ends all the same, in ms. */
const FLUSH_WITHIN = 500;

if (import.meta.main) await main();

async function main(): Promise<never> {
  const stdout = new Output(Deno.stdout);
  const stderr = new Output(Deno.stderr);
  const words = pickWords(languageTag(languageFlag(Deno.args), processEnv, navigator.language));
  const failed = (error: unknown): number => {
    stderr.print(fitted(lastLine(error, words), terminalWidth(Deno.stderr)) + "\n");
    return error instanceof UsageError ? ExitCode.usage : ExitCode.internal;
  };
  const code = await Promise.race([run(words, stdout, stderr), uncaught()]).catch(failed);
  const late = new Promise((resolve) => setTimeout(resolve, FLUSH_WITHIN));
  await Promise.race([Promise.all([stdout.flush(), stderr.flush()]), late]);
  // A write that a stalled peer blocks would keep the process alive.
  Deno.exit(code);
}

/** Rejects with the first uncaught error: after one, what is in memory cannot be trusted. */
function uncaught(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  addEventListener("error", (event) => {
    event.preventDefault();
    reject(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    reject(event.reason);
  });
  return promise;
}

/** Runs what the command line asks for. Resolves to the exit code. */
async function run(words: Words, stdout: Output, stderr: Output): Promise<number> {
  const asked = parseCommandLine(Deno.args, snapshotOf(processEnv), words);
  switch (asked.kind) {
    case "help":
      stdout.print(helpText(asked.command, words, terminalWidth(Deno.stdout)));
      return await delivered(ExitCode.ok, words, stdout, stderr);
    case "version":
      stdout.print(`chat ${config.version}\n`);
      return await delivered(ExitCode.ok, words, stdout, stderr);
    case "run": {
      const code = await runCommand(asked, words, stdout, stderr);
      return asked.command === "server" ? code : await delivered(code, words, stdout, stderr);
    }
  }
}

/** The columns of the terminal that an output is; any number where it is none. */
function terminalWidth(output: Pick<typeof Deno.stdout, "isTerminal">): number {
  try {
    return output.isTerminal() ? Deno.consoleSize().columns || Infinity : Infinity;
  } catch {
    return Infinity; // A terminal that does not know its size.
  }
}

/** Waits until all that a command printed has been read, however slowly. Resolves to its exit code: 6 instead of 0 when that could not be written. */
async function delivered(code: number, words: Words, stdout: Output, stderr: Output): Promise<number> {
  await stdout.flush();
  if (stdout.failure === undefined) return code;
  stderr.print(words.cli.cannotPrint(stdout.failure.message) + "\n");
  return code === ExitCode.ok ? ExitCode.data : code;
}

async function runCommand(
  { command, given, operands }: Extract<Invocation, { readonly kind: "run" }>,
  words: Words,
  stdout: Output,
  stderr: Output,
): Promise<number> {
  switch (command) {
    case "server": {
      const { entryRule } = await import("./main/door_word.ts");
      const { configurationOf } = await import("./main/rereading.ts");
      const configuration = configurationOf(given, dataFile(), words);
      const values = configuration?.values ?? given;
      const entry = entryRule(values, words);
      const { version } = config;
      const settings = { ...serverSettings(values, dataFile(), words), entry, version, configuration };
      const { runServer } = await import("./main/server_command.ts");
      const program = programName(
        Deno.build.standalone ? Deno.execPath() : undefined,
        processEnv,
        Deno.version.deno,
      );
      return await runServer(settings, { words, stdout, stderr, program, look: consoleLook(processEnv) });
    }
    case "export":
    case "backup":
    case "verify": {
      const { runBackup, runExport, runVerify } = await import("./main/archive_command.ts");
      const context = { words, stdout, stderr, dataFile: dataFile() };
      if (command === "verify") return runVerify(given, operands, context);
      return command === "export"
        ? await runExport(given, context)
        : await runBackup(given, operands, context);
    }
    case "status": {
      const { runStatus } = await import("./main/status_command.ts");
      return await runStatus(given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "config": {
      const { runConfig } = await import("./main/config_command.ts");
      return runConfig(given, operands, { words, stdout });
    }
    case "reload": {
      const { runReload } = await import("./main/reload_command.ts");
      return await runReload(given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "doctor": {
      const { runDoctor } = await import("./main/doctor.ts");
      const { version } = config;
      const context = { words, stdout, stderr, dataFile: dataFile(), version, env: processEnv };
      return await runDoctor(given, context);
    }
    case "restore": {
      const { runRestore } = await import("./main/restore_command.ts");
      return await runRestore(given, operands, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "erase": {
      const { runErase } = await import("./main/erase_command.ts");
      const by = processEnv("USER") ?? processEnv("USERNAME") ?? "-";
      return runErase(given, operands, by, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "cluster": {
      const action = parseClusterAction(operands, words);
      const { runCluster } = await import("./main/cluster_command.ts");
      return await runCluster(action, given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "service": {
      const { runService } = await import("./main/service_command.ts");
      const program = Deno.build.standalone ? Deno.execPath() : undefined;
      return runService(given, operands, { words, stdout, os: Deno.build.os, program });
    }
    case "token": {
      const wish = parseTokenAction(operands, words);
      const { runToken } = await import("./main/token_command.ts");
      return await runToken(wish, given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "identity": {
      const action = parseIdentityAction(operands, words);
      const { runIdentity } = await import("./main/identity_command.ts");
      return await runIdentity(action, given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "invite": {
      const wish = parseInviteAction(operands, words);
      const { runInvite } = await import("./main/invite_command.ts");
      return await runInvite(wish, given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "ban": {
      const wish = parseBanAction(operands, words);
      const { runBan } = await import("./main/ban_command.ts");
      const by = processEnv("USER") ?? processEnv("USERNAME") ?? "-";
      return runBan(wish, given, by, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "audit": {
      const { runAudit } = await import("./main/ban_command.ts");
      return runAudit(given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "account": {
      const wish = parseAccountAction(operands, words);
      const { runAccount } = await import("./main/account_command.ts");
      return await runAccount(wish, given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "owner": {
      const name = parseOwner(operands, words);
      const { runOwner } = await import("./main/account_command.ts");
      return runOwner(name, given, { words, stdout, stderr, dataFile: dataFile() });
    }
    case "known": {
      const wish = parseKnownAction(operands, words);
      const { runKnown } = await import("./main/known_command.ts");
      const folder = folderFor("config", Deno.build.os, processEnv);
      return runKnown(wish, folder, { words, stdout, stderr });
    }
    case "client":
    case "send":
    case "tail":
    case "ask": {
      const { runClient, runScriptCommand } = await import("./main/client_command.ts");
      const context = { words, env: processEnv, client: `chat/${config.version}`, dataFile: dataFile() };
      const { code, sentence } = command === "client"
        ? await runClient(given, operands, context)
        : await runScriptCommand(command, given, operands, context);
      if (sentence !== undefined) stderr.print(fitted(sentence, terminalWidth(Deno.stderr)) + "\n");
      return code;
    }
    case "completions": {
      const { completionScript } = await import("./main/completions.ts");
      stdout.print(completionScript(parseShell(operands, words), words));
      return ExitCode.ok;
    }
  }
}

/** Finds the file that rooms are kept in unless a flag says otherwise; empty when the environment does not say where. */
function dataFile(): string {
  const folder = folderFor("data", Deno.build.os, processEnv);
  return folder === undefined ? "" : `${folder}${separatorOf(Deno.build.os)}chat.db`;
}

/** Makes the one line that says what went wrong; with `CHAT_DEBUG` the place in the program follows. */
function lastLine(error: unknown, { cli }: Words): string {
  if (error instanceof UsageError) return error.message;
  const cause = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && processEnv("CHAT_DEBUG") !== undefined ? `\n${error.stack}` : "";
  return cli.internal(cause.replaceAll(/\s+/g, " ")) + stack;
}
