/**
 * The system's Chromium, driven by `playwright-core`.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { LONGEST_WAIT } from "./condition.ts";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/** Paths of Chromium on common systems. */
const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A machine of a local network to the browser, which is this one. */
export const NEIGHBOUR = "raspberry";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${NEIGHBOUR} 127.0.0.1`,
];

/** The path of this machine's browser, if it has one. */
export const CHROMIUM: string | undefined = CHROMIUM_PATHS.find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

/** An open page. */
export interface TestPage {
  readonly page: Page;
  /** Enters a text as a message. */
  say(text: string): Promise<void>;
  /** Logs in with a name, and waits until the room is shown. */
  enter(name: string): Promise<void>;
  /** Waits until a text is in the list of messages; fails if it is there twice. */
  waitForMessage(text: string): Promise<void>;
  /** Counts a text in the list of messages. */
  count(text: string): Promise<number>;
  /** Returns the text of the list of messages. */
  messages(): Promise<string>;
}

/**
 * Requests the page once. A busy machine may take more than 300 ms between a browser's connecting and its request, and would
 * be greeted as `nc`; the server waits longer for an address that requested the page a moment ago.
 */
async function requestPage({ hostname, port, host }: URL): Promise<void> {
  using conn = await Deno.connect({
    hostname: hostname === NEIGHBOUR ? "127.0.0.1" : hostname,
    port: Number(port),
  });
  await conn.write(new TextEncoder().encode(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
  const into = new Uint8Array(1024);
  while (await conn.read(into) !== null) continue;
}

/** Starts Chromium, for one test or for all of a file. @param program What runs it on another network. */
export async function launchChromium(program?: string): Promise<Browser> {
  // Else it reads, when it is loaded, a file below /proc that needs all permissions.
  Deno.env.set("__IS_WSL_TEST__", "1");
  const { chromium } = await import("playwright-core");
  return await chromium.launch({ executablePath: program ?? CHROMIUM, args: FLAGS, timeout: LONGEST_WAIT });
}

/** What one test has of a browser, with the errors and the requested hosts of all its pages. */
export class TestBrowser implements AsyncDisposable {
  /** What pages wrote to their console, and uncaught errors. */
  readonly errors: string[] = [];
  /** The hosts that pages sent requests to. */
  readonly requestedHosts = new Set<string>();
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  /** Whether it is on this machine, and not on a network of a test's own. */
  readonly #isHere: boolean;
  /** Whether the process ends with it. */
  readonly #isWhole: boolean;

  private constructor(browser: Browser, isHere: boolean, isWhole: boolean) {
    this.#browser = browser;
    this.#isHere = isHere;
    this.#isWhole = isWhole;
  }

  /** Starts a browser of its own. @param program What runs it on another network. */
  static async start(program?: string): Promise<TestBrowser> {
    return new TestBrowser(await launchChromium(program), program === undefined, true);
  }

  /** Takes part in a browser that other tests use too, which have nothing of this one's: neither cookies nor cache. */
  static within(browser: Browser): TestBrowser {
    return new TestBrowser(browser, true, false);
  }

  /**
   * Opens a page in a browser context of its own; in English by default, and without the worker that keeps the page for times
   * without a network: it would answer in the place of a network that a test takes away.
   *
   * @param options `timeout`: how long an action in it may take, in ms.
   */
  async open(
    url: string,
    { hasWorker = false, timeout = LONGEST_WAIT, ...options }: BrowserContextOptions & {
      readonly hasWorker?: boolean;
      readonly timeout?: number;
    } = {},
  ): Promise<TestPage> {
    // As somebody does who goes on where nobody vouches for a server.
    const context = await this.#browser.newContext({
      locale: "en-GB",
      ignoreHTTPSErrors: true,
      ...options,
    });
    this.#contexts.push(context);
    if (!hasWorker) await context.addInitScript("delete Navigator.prototype.serviceWorker");
    context.setDefaultTimeout(timeout);
    const page = await context.newPage();
    page.on("console", (message) => this.errors.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("request", (request) => this.requestedHosts.add(new URL(request.url()).host));
    page.on("websocket", (socket) => this.requestedHosts.add(new URL(socket.url()).host));
    if (this.#isHere && url.startsWith("http:")) await requestPage(new URL(url));
    await page.goto(url);
    const isItalian = options.locale === "it-IT";
    const [name, join, message] = isItalian ? ["Nome", "Entra", "Messaggio"] : ["Name", "Join", "Message"];
    const box = page.getByRole("textbox", { name: message, exact: true });
    const log = page.getByRole("log");
    const said = async (): Promise<string> => (await log.innerText()).replace(/\s+/g, " "); // Name and text stand in columns.
    const count = async (text: string): Promise<number> =>
      (await said()).split(text.replace(/\s+/g, " ")).length - 1;
    return {
      page,
      say: async (text) => {
        await box.fill(text);
        await box.press("Enter");
      },
      enter: async (as) => {
        await page.getByRole("textbox", { name, exact: true }).fill(as);
        await page.getByRole("button", { name: join, exact: true }).click();
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      },
      waitForMessage: async (text) => {
        await log.getByText(text).first().waitFor();
        assertEquals(await count(text), 1, text);
      },
      count,
      messages: said,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isWhole) await this.#browser.close();
    else await Promise.all(this.#contexts.map((context) => context.close()));
  }
}
