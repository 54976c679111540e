/** Links that a person passes on lead to where that person has found the server. */

import { assertEquals } from "@std/assert";
import { leadingTo, leadingToPage } from "../links.ts";
import type { InvitationFrame } from "../protocol.ts";

const KEY = "hcM2TEzrKJMiEv2aZtVfq4HQ7Ah6G8EZCo6LPXk3gYk";
const FRAME: InvitationFrame = {
  type: "invitation",
  room: "tea",
  link: `chat://10.0.0.5:53000/tea#k=${KEY}`,
  page: `http://10.0.0.5:53000/#/tea&k=${KEY}`,
};

function to(host: string, port: number): readonly (string | undefined)[] {
  const { link, page } = leadingTo({ host, port }, FRAME);
  return [link, page].map((text) => text?.replace(KEY, "KEY"));
}

Deno.test("from this machine a link stays as the server made it, which others can reach it by", () => {
  for (const host of ["127.0.0.1", "localhost", "::1"]) {
    assertEquals(leadingTo({ host, port: 9 }, { ...FRAME, here: true }), { ...FRAME, here: true });
  }
});

Deno.test("from elsewhere it leads to where one has come in, a browser over the Internet encrypted", () => {
  assertEquals(to("192.168.1.7", 9), ["chat://192.168.1.7:9/tea#k=KEY", "http://192.168.1.7:9/#/tea&k=KEY"]);
  assertEquals(to("raspberry", 9), ["chat://raspberry:9/tea#k=KEY", "http://raspberry:9/#/tea&k=KEY"]);
  assertEquals(to("fe80::1", 9), ["chat://[fe80::1]:9/tea#k=KEY", "http://[fe80::1]:9/#/tea&k=KEY"]);
  assertEquals(to("203.0.113.9", 9), ["chat://203.0.113.9:9/tea#k=KEY", "https://203.0.113.9:9/#/tea&k=KEY"]);
  assertEquals(to("chat.example", 443), [
    "chat://chat.example:443/tea#k=KEY",
    "https://chat.example/#/tea&k=KEY",
  ]);
  assertEquals("here" in leadingTo({ host: "192.168.1.7", port: 9 }, { ...FRAME, here: true }), false);
});

Deno.test("a page passes on its own address, and behind a proxy keeps the other link", () => {
  const direct = leadingToPage("http://192.168.1.7:8080", FRAME);
  assertEquals([direct.link, direct.page], [
    `chat://192.168.1.7:8080/tea#k=${KEY}`,
    `http://192.168.1.7:8080/#/tea&k=${KEY}`,
  ]);
  const behind = leadingToPage("https://chat.example", FRAME);
  assertEquals([behind.link, behind.page], [FRAME.link, `https://chat.example/#/tea&k=${KEY}`]);
  assertEquals(leadingToPage("http://localhost:53000", FRAME), FRAME);
});

Deno.test("a link that cannot be read is passed on as it is", () => {
  const odd = { ...FRAME, link: "what?" };
  assertEquals(leadingTo({ host: "192.168.1.7", port: 9 }, odd), odd);
});
