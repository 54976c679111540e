/**
 * Files that people send. In English.
 *
 * @module
 */

/** Files that people send. */
export const sharing = {
  at: (name: string, size: string, link: string): string => `${name} (${size}): ${link}`,
  forYou: (until: string): string => `This link is for you alone, until ${until}.`,
};
