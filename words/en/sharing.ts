/**
 * Files that people send. In English.
 *
 * @module
 */

/** Files that people send. */
export const sharing = {
  at: (name: string, size: string, link: string): string => `${name} (${size}): ${link}`,
  notPrivate:
    "Files go to rooms only: what is said to one person alone is never written to a disk. Go to a room first (/join).",
  forYou: (until: string): string => `This link is for you alone, until ${until}.`,
};
