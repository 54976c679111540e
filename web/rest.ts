/**
 * Owns what the page loads when somebody first asks for it, together: windows, menus, commands, completion.
 * Must not be imported by what is there from the start, but for types: else it is no rest.
 * Called by `rest_en.ts` and `rest_it.ts`, which bring the sentences.
 * Closed with the document: nothing is left to do.
 *
 * @module
 */

import { systemClock } from "../net/clock.ts";
import type { RestWords } from "../words/en.ts";
import { buildVocabulary, type Vocabulary } from "../typing.ts";
import type { PageParts } from "./page_parts.ts";
import { LongText, Sending, ShownFiles } from "./files.ts";
import { composerElements } from "./page_elements.ts";
import { byId, isKept, type Place } from "./view.ts";
import { askInRounds, makeWindows, offerOtherServers, type Windows } from "./windows.ts";
import { helpNodes, InputHandler, WritingHelper } from "./writing.ts";

/** The rest of the page. */
export interface Rest {
  readonly windows: Windows;
  readonly commands: Pick<InputHandler, "perform">;
  readonly helper: WritingHelper;
  readonly shownFiles: ShownFiles;
  readonly sending: Sending;
  /** Sends files to a room; to one person alone there is no way. */
  addFiles(files: readonly File[], place: Place | undefined): void;
  /** Offers to send what stands in the box as a file to a room, as it is too long for a message. */
  offerFile(place: Place | undefined): void;
}

/** What all of it looks like. */
const STYLE = "later.css";

/** Makes the rest of a page, once what it looks like is there; fails without that, as one would not know one's way in it. */
export async function openRest(page: PageParts, words: RestWords): Promise<Rest> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = STYLE;
  link.onload = () => resolve();
  link.onerror = () => {
    link.remove(); // The next one asks anew.
    reject(new Error(STYLE));
  };
  document.head.append(link);
  await promise;
  return makeRest(page, words);
}

function makeRest(page: PageParts, words: RestWords): Rest {
  const windows = makeWindows(page, words);
  const { panel, roomDialog, claim, replies } = windows;
  const { session, places, members, ignored, composer, notices, loudness } = page;
  const commands = new InputHandler({
    words: { ...page.words, ...words },
    session,
    places,
    panel,
    roomDialog,
    members,
    replies,
    ignored,
    loudness,
    composer,
    hint: (text) => notices.hint(text),
    onHelp: (about, standing) => replies.note(helpNodes(about, standing, { ...page.words, ...words })),
    onClaim: () => claim.open(page.lines.me),
  });
  const { form, box, choices: list } = composerElements();
  const helper = new WritingHelper({
    words: page.words,
    box,
    list,
    vocabulary: () => vocabularyOf(page, windows),
    hint: (text) => notices.hint(text),
    onTaken: () => composer.fit(),
  });
  const { sharing } = words;
  const at = (path: string): string => new URL(path, session.base).href;
  const shownFiles = new ShownFiles({
    words: { ...page.words, ...words },
    ask: (frame) => session.send(frame),
    at,
  });
  const sending = new Sending({
    words,
    list: byId("sending"),
    send: (frame) => session.send(frame),
    at,
    hint: (text) => notices.hint(text),
    onRefused: (file) => longText.giveBack(file),
    onGivenUp: (file) => {
      if (composer.text === "") longText.giveBack(file);
    },
  });
  const addFiles = (files: readonly File[], place: Place | undefined): void => {
    if (place?.kind === "room") sending.add(files, place.name);
    else notices.hint(sharing.notPrivate);
  };
  const longText = new LongText({
    words,
    composer,
    form,
    box,
    send: (file) => addFiles([file], places.current),
  });
  const offerFile = (place: Place | undefined): void => {
    if (place?.kind === "room") longText.offer();
    else notices.hint(sharing.notPrivateText);
  };
  if (isKept()) offerOtherServers(page.places, words);
  const refresh = (): void => {
    if (places.current !== undefined) session.memberLists.refresh(places.current);
  };
  askInRounds({ clock: systemClock, isSeen: () => !document.hidden, refresh });
  byId("open-people").addEventListener("click", refresh);
  return { windows, commands, helper, shownFiles, sending, addFiles, offerFile };
}

/** Returns what can be completed: also the names of people whose conversations are open. */
function vocabularyOf({ session, ignored, places }: PageParts, { roomDialog }: Windows): Vocabulary {
  if (roomDialog.isNew) session.send({ type: "rooms" });
  const known = buildVocabulary(session.state, { ignored: ignored.names, frontend: "page" });
  const people = places.all.filter(({ kind }) => kind === "person").map(({ name }) => name);
  return { ...known, names: [...new Set([...known.names, ...people])] };
}
