/**
 * `deno task class`: thirty pupils come in at once by their browsers, unencrypted, on a private network of their own (as root, on
 * Linux). All of them are in one Chromium and have one address, which is harder than it will be: all must be in, and each must have
 * read a line of everybody, within 30 s. A page costs two seconds of a core, nearly all of it Chromium's: where two cores are too few
 * for thirty in that time, `--pupils 10` is a smaller class. `tests/e2e/late_first_byte_test.ts` has what thirty are to the server.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { recordRun } from "../../bench/last_runs.ts";
import { Networks, SERVER, whyNoNetworks } from "../support/networks.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { CHROMIUM, TestBrowser, type TestPage } from "../support/test_browser.ts";

/** How many come in. */
const PUPILS = Number(parseArgs(Deno.args, { string: ["pupils"] }).pupils ?? 30);

/** The bound, and when the run gives up, in ms. */
const WITHIN = 30_000;
const AT_MOST = 90_000;

function report(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Returns how long it takes until something has come true, in seconds. */
async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
}

/** Makes a program of the browser on a machine of the networks. */
function browserOn(networks: Networks, folder: string, chromium: string): string {
  const path = `${folder}/chromium`;
  const command = networks.on("near", chromium).join(" ");
  Deno.writeTextFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return path;
}

/**
 * What a browser says of a greeting: on a busy machine its very first request came 300 ms late, and it was taken for a person with
 * `nc`; and what the driver says where Chromium then loads the page again by itself.
 */
const GREETED = /ERR_INVALID_HTTP_RESPONSE|interrupted by another navigation/;

/** How often somebody goes to the page again at most. */
const MOST_RELOADS = 3;

let reloads = 0;

/** Opens the page, again where a pupil would load it again. */
async function open(browser: TestBrowser, url: string, left = MOST_RELOADS): Promise<TestPage> {
  try {
    return await browser.open(url, { timeout: AT_MOST });
  } catch (error) {
    if (left === 0 || !GREETED.test(String(error))) throw error;
    reloads++;
    return open(browser, url, left - 1);
  }
}

async function comeIn(browser: TestBrowser, url: string, name: string): Promise<TestPage> {
  const pupil = await open(browser, url);
  await pupil.enter(name);
  await pupil.say(`${name} is here`);
  return pupil;
}

/** Has a class come in, and returns what it came to. */
async function run(chromium: string): Promise<{ readonly result: string; readonly isGood: boolean }> {
  using networks = new Networks();
  const folder = Deno.makeTempDirSync({ prefix: "chat-class-" });
  try {
    const command = [...FROM_SOURCE, "server", "--host", "0.0.0.0", "--ephemeral"];
    await using server = new Program(networks.on("server", ...command));
    await server.waitForOutput(/is open on /);
    await using browser = await TestBrowser.start(browserOn(networks, folder, chromium));
    const names = Array.from({ length: PUPILS }, (_, at) => `pupil${String(at).padStart(2, "0")}`);
    const url = `http://${SERVER.near[4]}:53000/`;
    let pupils: readonly TestPage[] = [];
    const said = await timed(async () => {
      pupils = await Promise.all(names.map((name) => comeIn(browser, url, name)));
    });
    const read = await timed(() =>
      Promise.all(pupils.map(async (pupil) => {
        for (const name of names) await pupil.waitForMessage(`${name} is here`);
      }))
    );
    const isGood = (said + read) * 1000 <= WITHIN;
    const result =
      `${PUPILS} pages of one Chromium (by http, from one address of a private network): all are in and have said a line ` +
      `after ${said.toFixed(1)} s, and have read the lines of all ${
        read.toFixed(1)
      } s later; pages loaded again, as a greeting had come before the request: ${reloads}`;
    return { result: isGood ? result : `TOO SLOW: ${result}`, isGood };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const why = CHROMIUM === undefined ? "no Chromium is installed" : whyNoNetworks();
if (CHROMIUM === undefined || why !== undefined) {
  report(`No class: ${why}.`);
  Deno.exit(1);
}
const { result, isGood } = await run(CHROMIUM);
report(result);
await recordRun("class", result);
Deno.exit(isGood ? 0 : 1);
