/**
 * Whether a server is the one that it was: the client's check before anything is sent, and `chat known`. In English.
 *
 * @module
 */

/** Whom the client trusts. `where` is HOST:PORT, fingerprints are `sha256//…`, days are `2026-11-28`. */
export const trust = {
  first: (where: string, fingerprint: string): string =>
    `First time at ${where}: its key is ${fingerprint}. From now on no other is taken.`,
  replaced: (where: string, before: string, fingerprint: string): string =>
    `${where} was known by the key ${before}. From now on it is ${fingerprint}, as you said.`,
  also: (known: string): string => `This is the server that you know as ${known}.`,
  notKept: (cause: string): string =>
    `That could not be kept (${cause}): next time it will be the first time again.`,
  unreadableLines: (path: string, lines: string, count: number): string =>
    count === 1
      ? `Line ${lines} of ${path} cannot be read: it counts for nothing, and is left as it is.`
      : `Lines ${lines} of ${path} cannot be read: they count for nothing, and are left as they are.`,
  noTls: (where: string): string =>
    `${where} does not encrypt. To come in all the same, so that everyone on the way can read along: --unencrypted.`,
  otherKey: (where: string, since: string, before: string, now: string): string =>
    `${where} has another key than before, so nothing was sent. Somebody may be in between, or the server was set up anew. ` +
    `Known since ${since}: ${before} Now: ${now} If you know that this is right: chat known forget ${where}`,
  invitedKey: (where: string, since: string, before: string, now: string): string =>
    `The invitation names another key for ${where} than the one that you know, so nothing was sent. ` +
    `Known since ${since}: ${before} In the invitation: ${now} If you know that this is right: chat known forget ${where}`,
  wrongKey: (where: string, wanted: string, now: string): string =>
    `${where} has another key than it should, so nothing was sent. Somebody may be in between, or the fingerprint is an old one. ` +
    `Wanted: ${wanted} There: ${now} Ask whoever runs the server for its fingerprint (chat identity).`,
  unvouched: (where: string, fingerprint: string): string =>
    `Nobody vouches for ${where}, so nothing was sent. Its key is ${fingerprint}. If whoever runs it says that this is right: --fingerprint ${fingerprint}`,
  askUnvouched: (host: string, fingerprint: string): string =>
    `Nobody vouches for ${host}. Its key is ${fingerprint}. Go on? [y/N] `,
  /** The answers that go on. */
  yes: "y yes",
  noAuthority: (where: string, cause: string): string =>
    `No authority vouches for ${where} (${cause}), so nothing was sent. Check the name and your clock; for an authority of your own: --ca FILE; if this server has none any more: chat known forget ${where}`,
  unpinnable: (where: string, fingerprint: string): string =>
    `The certificate of ${where} is not one that chat makes, so its key ${fingerprint} cannot be checked, and nothing was sent. If an authority of your own vouches for it: --ca FILE`,
  knownUnreadable: (path: string, cause: string): string =>
    `${path}, where the keys of servers are kept, cannot be read (${cause}): mend that first, as without it any key would do.`,
  knownLine: (path: string, line: number, where: string): string =>
    `Line ${line} of ${path} is about ${where} and cannot be read, so nothing was sent: mend it, or forget it with chat known forget ${where}`,
  /** `chat known list`: the heads of its columns. */
  columns: ["SERVER", "SINCE", "KNOWN BY"] as readonly [string, string, string],
  byAuthority: "a public authority",
  noneKnown: "No server is known yet.",
  forgotten: (wheres: string): string => `Forgotten: ${wheres}.`,
  notKnown: (where: string): string =>
    `There is no ${where} among the servers that are known: see chat known list.`,
  nowhere: "It is not clear where your settings are kept: say so with XDG_CONFIG_HOME or HOME.",
  badCa: (path: string): string => `There is no certificate in ${path}: --ca takes a file in PEM.`,
  noCa: (path: string, cause: string): string =>
    `${path} cannot be read (${cause}): --ca takes a file in PEM.`,
  contradicts: (flag: string): string =>
    `${flag} and --unencrypted contradict each other: leave one of them out.`,
  /** Beside the title, while somebody on the way could read along. */
  notEncrypted: "not encrypted",
};
