import { assertEquals } from "@std/assert";
import { formatAddress } from "../../net/address.ts";
import { test } from "../support/sanitized.ts";

test("an address is written as it is typed, an IPv6 one in brackets", () => {
  assertEquals(formatAddress("127.0.0.1", 53000), "127.0.0.1:53000");
  assertEquals(formatAddress("chat.example", 80), "chat.example:80");
  assertEquals(formatAddress("::1", 1), "[::1]:1");
});
