/**
 * Files that people send. In English.
 *
 * @module
 */

/** Files that people send. */
export const sharing = {
  at: (name: string, size: string, link: string): string => `File ${name} (${size}): ${link}`,
  lines: (count: number): string => count === 1 ? "1 line" : `${count} lines`,
  /** What a text is called that was too long for a message. */
  textName: "text.txt",
  longText: "It is too long for one message. As a file it is shown with its first lines.",
  asFile: "Send as a text file",
  notPrivateText:
    "Texts that long go to rooms only, as files: what is said to one person alone is never written to a disk. Send it in parts.",
  notPrivate:
    "Files go to rooms only: what is said to one person alone is never written to a disk. Go to a room first (/join).",
  /** The page: `{name}` is filled in by it. */
  picture: "Picture {name}; enlarge it, or make it small again",
  away: "This file has not come from another server yet: it is asked for again.",
  sending: "{name} is being sent",
  cancel: "Do not send {name}",
  broken: "the connection broke again and again, so it was not sent. Try again.",
  forYou: (until: string): string => `This link is for you alone, until ${until}.`,
};
