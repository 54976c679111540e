/**
 * Keeping a server running: `chat service` and `chat restore`. In English.
 *
 * @module
 */

/** What an operator's commands say. */
export const operating = {
  missingServiceAction: (managers: readonly string[]): string =>
    `Say what is to be printed: chat service print-unit ${managers.join("|")}.`,
  needBackup: "Name the backup: chat restore FILE.",
  restored: (path: string): string => `${path} is now what the backup has.`,
  keptBefore: (path: string): string => `The log that was there before is in ${path}.`,
  identityCopied: (path: string): string => `The server's key is in ${path}: keep it secret.`,
  identityBack: (path: string): string => `The server's key is back in ${path}.`,
  identityKept: (path: string): string =>
    `The server's key in ${path} was left as it is: the backup has another one. Those who have been here know the one that they were shown.`,
};
