/** Who may come in unencrypted. */

import { assertEquals } from "@std/assert";
import { Origins } from "../../../net/origin.ts";
import { type Passage, passageOf } from "../../../server/connection/passage.ts";
import { test } from "../../support/sanitized.ts";

test("who may come in unencrypted depends on where they are, and who is encrypted always may", () => {
  const from = { loopback: "::1", private: "192.168.1.9", public: "203.0.113.9" };
  const expected: Readonly<Record<"never" | "local" | "anywhere", readonly Passage[]>> = {
    never: ["owner", "closed", "closed"],
    local: ["open", "open", "closed"],
    anywhere: ["open", "open", "open"],
  };
  for (const policy of ["never", "local", "anywhere"] as const) {
    const origins = Object.values(from).map((host) => new Origins().of(host));
    assertEquals(origins.map((origin) => passageOf(origin, policy)), expected[policy], policy);
    assertEquals(
      new Set(origins.map((origin) => passageOf({ ...origin, isEncrypted: true }, policy))),
      new Set(["open"]),
    );
  }
});
