/** Links that lead to a server, for a client and for the page. */

import { assertEquals } from "@std/assert";
import {
  invitationLink,
  looksLikeInvitation,
  pageFragment,
  parseInvitation,
  parsePageFragment,
} from "../../protocol/invitation.ts";

const FINGERPRINT = "sha256//hcM2TEzrKJMiEv2aZtVfq4HQ7Ah6+8EZCo6LPXk3/Yk=";
const KEY = "hcM2TEzrKJMiEv2aZtVfq4HQ7Ah6-8EZCo6LPXk3_Yk";
const TICKET = "0123456789_abcdef-ABCD";

Deno.test("a link says all that it was made of", () => {
  const all = [
    { host: "192.0.2.7", port: 53000, room: "lobby", fingerprint: FINGERPRINT, ticket: TICKET },
    {
      host: "2001:db8::1",
      port: 1,
      room: "tè e caffè".replaceAll(" ", "-"),
      fingerprint: FINGERPRINT,
      ticket: undefined,
    },
    { host: "chat.example", port: 443, room: undefined, fingerprint: undefined, ticket: undefined },
  ];
  for (const invitation of all) assertEquals(parseInvitation(invitationLink(invitation)), invitation);
  assertEquals(
    all.map(invitationLink).slice(0, 1),
    [`chat://192.0.2.7:53000/lobby#k=${KEY}&t=${TICKET}`],
  );
});

Deno.test("a link needs no more than a host", () => {
  const none = { room: undefined, fingerprint: undefined, ticket: undefined };
  assertEquals(parseInvitation("chat://gaia"), { host: "gaia", port: 53000, ...none });
  assertEquals(parseInvitation("CHAT://gaia/"), { host: "gaia", port: 53000, ...none });
  assertEquals(parseInvitation("chat://[fe80::1%eth0]:5"), { host: "fe80::1%eth0", port: 5, ...none });
});

Deno.test("what cannot be read of a link makes it none: a key that is cut short must not be no key", () => {
  for (
    const text of [
      `chat://h/#k=${KEY.slice(1)}`,
      `chat://h/#k=${KEY}&t=short`,
      "chat://h:0/",
      "chat://h:65536/",
      "chat://h/a%2",
      "chat://h/a b",
      "chat://",
      "chat:///lobby",
      "chat://ada@h/",
      "https://h/",
    ]
  ) assertEquals(parseInvitation(text), undefined, text);
  assertEquals(["chat://", "Chat://x", "chat:/x", "see chat://x"].map(looksLikeInvitation), [
    true,
    true,
    false,
    false,
  ]);
});

Deno.test("the page reads its part of the link from its fragment alone", () => {
  const fragment = pageFragment({ room: "tè", fingerprint: FINGERPRINT, ticket: TICKET });
  assertEquals(fragment, `#/t%C3%A8&k=${KEY}&t=${TICKET}`);
  assertEquals(parsePageFragment(fragment), { room: "tè", ticket: TICKET });
  assertEquals(parsePageFragment(pageFragment({ ticket: TICKET })), { room: undefined, ticket: TICKET });
  assertEquals(parsePageFragment("#/lobby"), { room: "lobby", ticket: undefined });
  assertEquals(["", "#", "#messages", "#t=x"].map(parsePageFragment), Array(4).fill(undefined));
});
