/**
 * Links that people pass on. In English.
 *
 * @module
 */

/** Links that people pass on. */
export const invitation = {
  client: (room: string, link: string): string => `Into #${room}: chat client '${link}'`,
  page: (page: string): string => `Or with a browser: ${page}`,
  ticket: (uses: number, until: string): string =>
    `Whoever opens it comes in, ${
      uses === 1 ? "once" : `${uses} times`
    }, until ${until}: send it as you would send a key.`,
  closed:
    "Not everybody may come in there, and this link does not change that: ask a moderator for one that does.",
  here: "Only this machine can reach this server. To open it to others: chat server --host 0.0.0.0.",
};
