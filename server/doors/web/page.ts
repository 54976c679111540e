/**
 * What the page is made of: read, filled in and packed once, when the server opens.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { constants, gzipSync } from "node:zlib";
import { en, type Words } from "../../../words/en.ts";
import { it } from "../../../words/it.ts";
import type { OtherOrigins } from "./cluster_pages.ts";
import { type Answer, hasWord, type Request } from "./http.ts";

/** A file of the page, as it is and packed. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** The paths of the page, and what is there. */
export type Site = ReadonlyMap<string, Asset>;

const FOLDER = new URL("../../../web/", import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  json: "application/json",
  webmanifest: "application/manifest+json",
};

/** The page itself. */
const INDEX = "index.html";

/** The files in `web/` that it is made of besides its scripts. */
const FILES = ["page.css", "later.css", "icon.svg"];

/** The folder in `web/` where the task `bundle` puts the scripts, one for each language. */
const BUNDLES = "dist/";

/** The names of the other scripts in it, which those two load; the hash is of what is in them. */
const OTHERS = /^[a-z_]+-[A-Z0-9]{8}\.js$/;

/** What a script cannot begin without: the browser is told of it in the page, so that it fetches both at once. */
const NEEDED = /\bfrom"\.\/([a-z_]+-[A-Z0-9]{8}\.js)"/g;

/** The script that keeps the page's files for a time without a network. */
const WORKER = "worker.js";

/** What tells a browser how the page is installed. */
const MANIFEST = "manifest.webmanifest";

/** The page has not been bundled yet. */
export class NoPage extends Error {
  /** The name of the error. */
  override readonly name = "NoPage";
}

/** Nothing but what this server itself serves, and what the others of its cluster say; no script and no style within the page; no way from a text to HTML or a script, but the worker's. */
function policy({ images, connections }: OtherOrigins): string {
  return "default-src 'none'; script-src 'self'; style-src 'self'; " +
    `img-src ${["'self'", ...images].join(" ")}; connect-src ${["'self'", ...connections].join(" ")}; ` +
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types worker";
}

const HEADERS: Answer["headers"] = [
  ["Cache-Control", "no-cache"],
  ["Vary", "Accept-Encoding, Accept-Language"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
];

/**
 * Reads the page.
 *
 * @param title What the server is called.
 * @param words The server's language, for readers who say nothing of theirs.
 * @throws {NoPage} When its scripts have not been bundled.
 */
export async function openSite(title: string, words: Words): Promise<Site> {
  const site = new Map<string, Asset>();
  const index = await Deno.readTextFile(new URL(INDEX, FOLDER));
  for (const language of [en, it]) {
    const script = `page_${language.lang}.js`;
    const bundle = await readBundle(script);
    site.set(
      indexKey(language.lang),
      makeAsset(INDEX, encode(fill(index, title, language, neededBy(bundle)))),
    );
    site.set(`/${script}`, makeAsset(script, bundle));
  }
  site.set(`/${WORKER}`, makeAsset(WORKER, await readBundle(WORKER)));
  site.set(`/${MANIFEST}`, makeAsset(MANIFEST, encode(manifest(title))));
  for (const script of await otherScripts()) {
    site.set(`/${script}`, makeAsset(script, await readBundle(script)));
  }
  for (const file of FILES) {
    const text = await Deno.readTextFile(new URL(file, FOLDER));
    site.set(`/${file}`, makeAsset(file, encode(file.endsWith(".css") ? withoutBlanks(text) : text)));
  }
  const own = site.get(indexKey(words.lang));
  if (own !== undefined) site.set("/", own);
  return site;
}

/** Lists the scripts that the page loads at once or when somebody needs them. */
async function otherScripts(): Promise<readonly string[]> {
  const scripts: string[] = [];
  for await (const { name } of Deno.readDir(new URL(BUNDLES, FOLDER))) {
    if (OTHERS.test(name)) scripts.push(name);
  }
  return scripts;
}

/** Lists the scripts that a script begins with. */
function neededBy(script: Uint8Array): readonly string[] {
  const names = Array.from(new TextDecoder().decode(script).matchAll(NEEDED), ([, name = ""]) => name);
  return [...new Set(names)];
}

/** Reads a script of the page. */
async function readBundle(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(new URL(BUNDLES + file, FOLDER));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new NoPage(`web/${BUNDLES}${file} is not there`);
    throw error;
  }
}

/** What there is for a request: of the page itself, the one in the language that its reader prefers. */
export function findAsset(site: Site, { path, headers }: Request): Asset | undefined {
  if (path !== "/") return site.get(path);
  const tags = headers.get("accept-language")?.toLowerCase().split(",") ?? [];
  for (const tag of tags) {
    const asset = site.get(indexKey(tag.trim().slice(0, 2)));
    if (asset !== undefined) return asset;
  }
  return site.get(path);
}

/** Where the page in a language is kept: no path of a request has a space in it. */
function indexKey(language: string): string {
  return ` ${language}`;
}

/** The answer to a request for a file of the page. @param others What the page may have from elsewhere. */
export function answerAsset(asset: Asset, request: Request, others: OtherOrigins): Answer {
  const { type, etag, plain, packed } = asset;
  const headers: Answer["headers"] = [
    ...HEADERS,
    ["Content-Security-Policy", policy(others)],
    ["ETag", etag],
  ];
  const known = request.headers.get("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.includes(etag)) return { status: 304, headers, body: new Uint8Array() };
  if (!hasWord(request, "accept-encoding", "gzip")) {
    return { status: 200, headers: [["Content-Type", type], ...headers], body: plain };
  }
  return {
    status: 200,
    headers: [["Content-Type", type], ["Content-Encoding", "gzip"], ...headers],
    body: packed,
  };
}

function makeAsset(file: string, plain: Uint8Array<ArrayBuffer>): Asset {
  const packed = new Uint8Array(gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })); // Once, for every reader.
  const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
  const type = TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return { type, etag, plain, packed };
}

/** Says how the page is installed as an app. */
function manifest(title: string): string {
  return JSON.stringify({
    name: title,
    short_name: title,
    start_url: "./",
    scope: "./",
    display: "standalone",
    theme_color: "#0b57d0",
    background_color: "#ffffff",
    icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any maskable" }],
  });
}

function fill(html: string, title: string, words: Words, needed: readonly string[]): string {
  const { doors } = words;
  const texts: Readonly<Record<string, string>> = {
    lang: words.lang,
    title,
    pageTitle: doors.pageTitle(title),
    needsScript: doors.pageNeedsScript,
    failed: words.page.failed,
  };
  const preloads = needed.map((name) => `<link rel="modulepreload" href="${name}">`).join("");
  return html.replace(/\n\s*/g, " ").replace(
    /%(\w+)%/g,
    (_, name: string) => name === "preloads" ? preloads : escape(texts[name] ?? ""),
  );
}

/** Takes what only its writers need out of a style sheet: comments, and blanks around its signs. No text in it has any of these. */
function withoutBlanks(css: string): string {
  return css.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replaceAll(
    ": ",
    ":",
  ).replaceAll(
    ";}",
    "}",
  );
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
