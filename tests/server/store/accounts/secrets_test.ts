/** Secrets: never the same twice, and known by hashes that do not tell them. */

import { assert, assertEquals } from "@std/assert";
import { randomSecrets } from "../../../../server/store/accounts/secrets.ts";
import { test } from "../../../support/sanitized.ts";

test("secrets have 128 bits, and no two are the same", () => {
  const secrets = new Set(Array.from({ length: 1_000 }, () => randomSecrets.generate()));
  assertEquals(secrets.size, 1_000);
  for (const secret of secrets) assert(/^[0-9a-f]{32}$/.test(secret), secret);
});

test("a hash is that of SHA-256, as the log has it since its first version", () => {
  assertEquals(randomSecrets.hash("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});
