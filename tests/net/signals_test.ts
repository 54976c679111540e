/** Listening to signals. */

import { assertEquals, assertThrows } from "@std/assert";
import { onSignal } from "../../net/signals.ts";

Deno.test("a signal is heard until nobody wants to hear it any more", () => {
  const heard = new Map<string, Set<() => void>>();
  const source = {
    addSignalListener: (signal: string, run: () => void) =>
      void heard.set(signal, (heard.get(signal) ?? new Set()).add(run)),
    removeSignalListener: (signal: string, run: () => void) => void heard.get(signal)?.delete(run),
  };
  let count = 0;
  const stop = onSignal("SIGHUP", () => count++, source);
  heard.get("SIGHUP")?.forEach((run) => run());
  stop();
  heard.get("SIGHUP")?.forEach((run) => run());
  assertEquals(count, 1);
});

Deno.test("a signal that this system does not know is never heard, and is no error", () => {
  const unknown = Deno.build.os === "windows" ? "SIGCONT" : "SIGBREAK";
  onSignal(unknown, () => {})();
});

Deno.test("what else is wrong with listening is thrown", () => {
  const source = {
    addSignalListener: () => {
      throw new Deno.errors.PermissionDenied("no");
    },
    removeSignalListener: () => {},
  };
  assertThrows(() => onSignal("SIGHUP", () => {}, source), Deno.errors.PermissionDenied);
});
