/**
 * Invitations. In English.
 *
 * @module
 */

/** `chat invite`, and what a link says of itself. */
export const invite = {
  made: (uses: number, until: string, id: number): string =>
    `Whoever opens it comes in, ${
      uses === 1 ? "once" : `${uses} times`
    }, until ${until}. It is shown only now. To take it back: chat invite revoke ${id}`,
  makes: (role: "moderator" | "owner"): string =>
    `Whoever comes in by it becomes ${
      role === "owner" ? "owner" : "a moderator"
    } of this server; /claim makes it last.`,
  oneUse: (role: string): string => `A link that makes somebody ${role} is good once: leave --uses out.`,
  noKey:
    "This server has no key yet, so the link has none either: start the server once, and make the link then.",
  tooMany: "There are a thousand good invitations already: take some back, or let them end.",
  revoked: (id: number): string => `Invitation ${id} is good for nothing any more.`,
  unknown: (id: number): string => `There is no invitation ${id}: see chat invite list.`,
  none: "There are no invitations.",
  /** What a ticket does, for the list. */
  kinds: {
    entry: "entry",
    device: "device",
    recovery: "recovery",
    owner: "owner",
    moderator: "moderator",
    here: "owner here",
  } as Readonly<Record<"entry" | "device" | "recovery" | "owner" | "moderator" | "here", string>>,
  /** The heads of the list. */
  columns: ["N", "LEFT", "GOOD UNTIL", "KIND", "ROOM", "ONLY FOR", "MADE BY"] as readonly [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ],
};
