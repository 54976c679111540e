/**
 * The key by which a server is known: `chat identity`, and what can be wrong with the files of keys and certificates. In English.
 *
 * @module
 */

/** `chat identity`. */
export const identity = {
  none: (path: string): string =>
    `There is no key in ${path} yet: a server makes it when it starts. To make it now: chat identity new`,
  ask:
    "Make another key? Everybody who has been here is then warned, and comes in only once they have confirmed it. [y/N] ",
  /** The words that are a yes, with spaces between them. */
  yes: "y yes",
  kept: "Nothing was changed.",
  needsYes: "To make another key without being asked, write: chat identity new --yes",
  made: (fingerprint: string): string => `The key of this server is now ${fingerprint}.`,
  old: (path: string): string =>
    `The one before is kept in ${path}. A server that runs takes the new one when it is started again.`,
  needBoth: "A certificate needs its key: give both --tls-cert FILE and --tls-key FILE.",
  stsNeedsCert:
    "--sts NAME needs a certificate that is for that name: give --tls-cert FILE and --tls-key FILE as well.",
  /** What is wrong with a file. */
  problem: {
    missing: (path: string): string => `There is no ${path}: check the name.`,
    unreadable: (path: string): string => `${path} cannot be read: check that it is yours.`,
    unwritable: (path: string): string =>
      `The key of this server cannot be written into ${path}: check that its folder is there and yours.`,
    "no-key": (path: string): string =>
      `${path} has no private key in it that can be used: a key in PEM, without a password. If it is the server's own, put it back from a copy, or move it away to get another.`,
    "no-certificate": (path: string): string =>
      `${path} has no certificate in it that can be read: give one in PEM.`,
    "other-name": (path: string): string =>
      `The certificate in ${path} is not for the name that --sts gives: give one that is, or another name.`,
    mismatch: (path: string): string =>
      `${path} is not the key of that certificate: give the two that belong together.`,
  },
};
