/**
 * A page that came from what the browser had kept, as there was no way to its server: it only says so, leads to
 * others (`windows/other_servers.ts`), and loads itself again once the server answers. And what has the browser keep it.
 *
 * @module
 */

import { systemClock } from "../net/clock.ts";

/** How often such a page looks whether the server is there again, in ms. */
const LOOK_EVERY = 3500;

/** The worker's script. */
const WORKER = "worker.js";

/** Loads the page again once the server answers. */
export function returnLater(): void {
  const look = async (): Promise<void> => {
    const isThere = await fetch("healthz", { cache: "no-store" }).then(() => true, () => false);
    if (isThere) location.reload();
    else systemClock.after(LOOK_EVERY, () => void look());
  };
  addEventListener("online", () => void look());
  systemClock.after(LOOK_EVERY, () => void look());
}

/** Has the browser keep the page for a time without a network: where it came encrypted, or from this machine. */
export async function keepPage(): Promise<void> {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(trusted(WORKER));
  } catch (error) {
    console.warn("not kept for offline:", error); // As in a private window: the page works, it only is not kept.
  }
}

/** What makes texts trusted as addresses of scripts, in browsers that want that: a trusted one stands for its text. */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): {
    createScriptURL(url: string): string;
  };
}

function hasPolicies(scope: object): scope is { readonly trustedTypes: Policies } {
  return "trustedTypes" in scope;
}

/** Has the browser trust the address of the worker, and of nothing else. */
function trusted(url: string): string {
  const scope: object = globalThis;
  if (!hasPolicies(scope)) return url;
  const rules = { createScriptURL: (given: string) => given === WORKER ? given : "" };
  return scope.trustedTypes.createPolicy("worker", rules).createScriptURL(url);
}
