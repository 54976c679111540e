/**
 * Tests of the page in a real browser, each with a server and cookies of its own; a file's tests share the browser's process, as
 * starting one takes a second.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { LONGEST_WAIT } from "./condition.ts";
import { CHROMIUM, launchChromium, TestBrowser, type TestPage } from "./test_browser.ts";
import type { TempFolder } from "./temp_folder.ts";
import { startServer, type TestServer, type TestServerOptions } from "./test_server.ts";

/** A server in this process, on the machine's clock, and the browser. */
export interface BrowserFixture {
  readonly server: TestServer;
  readonly browser: TestBrowser;
  readonly url: string;
}

const OPENER = "The Cross-Origin-Opener-Policy header has been ignored";

/** The size and colours of a phone at night. */
export const DARK_AND_NARROW = { colorScheme: "dark", viewport: { width: 320, height: 568 } } as const;

/** The browser of this file's tests, once one of them has begun. */
let started: Browser | undefined;

Deno.test.afterAll(async () => await started?.close());

/** Gives the browser of this file's tests: another one after one that has died, as that is one test's fault and not all others'. */
async function theBrowser(): Promise<Browser> {
  if (started?.isConnected() !== true) started = await launchChromium();
  return started;
}

/** Registers a test in a browser, which goes to the server by the name `host`, encrypted or not. Without Chromium it is skipped and its name says so; with `CI=true` it fails. */
export function browserTest(
  name: string,
  { host = "127.0.0.1", isEncrypted = false, mayComplain, folder, ...options }: Partial<TestServerOptions> & {
    readonly host?: string;
    /** Where its files are: it goes once the server is closed. */
    readonly folder?: TempFolder;
    /** What the browser's console may tell of, as the test brings it about. */
    readonly mayComplain?: string;
  },
  act: (fixture: BrowserFixture) => Promise<void>,
): void {
  const isAway = CHROMIUM === undefined;
  const isNeeded = Deno.env.get("CI") === "true";
  Deno.test({
    name: `browser: ${name}${isAway ? " (skipped: no Chromium is installed)" : ""}`,
    ignore: isAway && !isNeeded,
    sanitizeOps: false,
    sanitizeResources: false, // The browser is a process with pipes that playwright-core ends in its own time.
    fn: async () => {
      using _ = folder;
      await using browser = TestBrowser.within(await theBrowser());
      await using server = await startServer({ realTime: true, isEncrypted, ...options });
      const where = `${host}:${server.running.port}`;
      const url = `${isEncrypted ? "https" : "http"}://${where}/`;
      await act({ server, browser, url });
      // What Chromium says of a page from another machine that is not encrypted.
      const isExpected = (error: string): boolean =>
        (host !== "127.0.0.1" && error.includes(OPENER)) ||
        (mayComplain !== undefined && error.includes(mayComplain));
      assertEquals(browser.errors.filter((error) => !isExpected(error)), []);
      assertEquals(
        [...browser.requestedHosts],
        [where],
        "nothing is asked of another host",
      );
    },
  });
}

/** Lists the violations that axe-core finds. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'], rules: { 'label-content-name-mismatch': { enabled: true } } })" +
      ".then((all) => " +
      "all.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`))",
  );
  assert(Array.isArray(found));
  return found.map(String);
}

/** Waits until an expression in the page is true, evaluated at each animation frame. */
export async function waitForExpression(page: Page, expression: string): Promise<void> {
  const isTrue = await page.evaluate(`new Promise((resolve) => {
    const until = performance.now() + ${LONGEST_WAIT};
    const look = () => (${expression}) ? resolve(true)
      : performance.now() > until ? resolve(false) : requestAnimationFrame(look);
    look();
  })`);
  assert(isTrue, `${expression} never was true`);
}

/** Finds a room or conversation in the navigation by its accessible name, which includes its unread count. */
export function roomButton({ page }: TestPage, name: string | RegExp): Locator {
  return page.getByRole("navigation", { name: /^(?:Rooms|Stanze)$/ }).getByRole("button", {
    name,
    exact: true,
  });
}

/** Joins a room with `/join`, and waits until it is shown. */
export async function joinRoom(person: TestPage, room: string): Promise<void> {
  await person.say(`/join ${room}`);
  await person.page.getByRole("heading", { name: room, exact: true }).waitFor();
}

/** Chooses what stands behind the menu of the bar. */
export async function chooseFromMenu({ page }: TestPage, name: string): Promise<void> {
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}
