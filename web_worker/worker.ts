/**
 * Keeps the page's own files for a time without a network: a service worker, which browsers run for pages that came
 * encrypted or from this machine.
 *
 * What comes from the network is always preferred. Without one, the page as it came last says that it is offline; it
 * says so by a mark in its document, and never connects: it loads itself again first (`web/kept.ts`), so that no page
 * of another version ever talks. Nothing but files of the page is looked at, and of an address only its path: what stands
 * behind its `#`, which may be a ticket, is neither read nor kept.
 *
 * @module
 */

/** Where the files are. */
const KEPT = "page";

/** The paths of the page's own files, the page itself first. */
const OWN = /^\/(?:[a-z_]+(?:-[A-Z0-9]{8})?\.(?:css|js|svg|webmanifest))?$/;

/** What marks the document of a page that was kept. */
const MARK = ["<html ", "<html data-kept "] as const;

/** Headers of an answer that are not those of what was in it once it is unpacked. */
const OF_THE_WIRE = ["content-encoding", "content-length"];

/** Says what a path is asked for, as far as that is ours: `undefined` for all else. */
function ownPath({ method, url }: Request): string | undefined {
  const { origin, pathname } = new URL(url);
  return method === "GET" && origin === location.origin && OWN.test(pathname) ? pathname : undefined;
}

/** Answers from the network, and keeps that; without one, answers what was kept. */
async function answer(request: Request, path: string): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.status === 200) await put(path, response.clone()).catch(passOver);
    return response;
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(path, { ignoreVary: true });
    if (kept === undefined) throw error;
    return path === "/" ? await marked(kept) : kept;
  }
}

/** What cannot be kept, as on a full disk, is there all the same; of a connection that broke (`TypeError`) nothing is. */
function passOver(error: unknown): void {
  if (error instanceof TypeError) throw error;
  console.warn("not kept for offline:", error);
}

/** Keeps a file; with another page, all that belonged to the one before is let go. */
async function put(path: string, response: Response): Promise<void> {
  const cache = await caches.open(KEPT);
  const before = path === "/" ? await cache.match(path, { ignoreVary: true }) : undefined;
  if (before !== undefined && before.headers.get("etag") !== response.headers.get("etag")) {
    await caches.delete(KEPT);
    return await (await caches.open(KEPT)).put(path, response);
  }
  await cache.put(path, response);
}

/** Marks a page as one that was kept. */
async function marked(kept: Response): Promise<Response> {
  const headers = new Headers(kept.headers);
  for (const name of OF_THE_WIRE) headers.delete(name);
  return new Response((await kept.text()).replace(...MARK), { headers });
}

/** What browsers run a worker of a page as. */
interface PageWorker {
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "notificationclick", listener: (event: NotificationEvent) => void): void;
  readonly skipWaiting: () => Promise<void>;
  readonly clients: Clients;
}

/** Tells whether this is run as one. */
function isPageWorker(scope: unknown): scope is PageWorker {
  return typeof scope === "object" && scope !== null && "skipWaiting" in scope && "clients" in scope;
}

/** Shows the page to whoever clicked a notification. */
async function show(clients: Clients): Promise<void> {
  const [first] = await clients.matchAll({ type: "window" });
  await (first === undefined ? clients.openWindow("/") : first.focus());
}

if (isPageWorker(self)) {
  const worker: PageWorker = self;
  worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("fetch", (event) => {
    const path = ownPath(event.request);
    if (path !== undefined) event.respondWith(answer(event.request, path));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(show(worker.clients));
  });
}
