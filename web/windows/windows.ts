/**
 * Makes the windows and menus of the page, and leads what is done in them to where it belongs.
 *
 * @module
 */

import { standingOf } from "../../conversation.ts";
import { localClock } from "../../protocol/dates.ts";
import { DEFAULT_ROOM } from "../../protocol/limits.ts";
import type { RestWords, WindowWords } from "../../words/en.ts";
import { invitationSentences } from "../../words/invitation_sentences.ts";
import type { PageParts } from "../page_parts.ts";
import { byId } from "../view.ts";
import { answerBar } from "./answer_bar.ts";
import { Answers } from "./answers.ts";
import { openBarMenu } from "./bar_menu.ts";
import { ChargePanel } from "./charge_panel.ts";
import { ClaimDialog } from "./claim_dialog.ts";
import { DeedDialog } from "./deed_dialog.ts";
import {
  chargeElements,
  claimElements,
  deedElements,
  invitationElements,
  roomDialogElements,
  searchElements,
} from "./elements.ts";
import { InviteWindow } from "./invite_window.ts";
import { Menu } from "./menu.ts";
import { Menus } from "./menus.ts";
import { addToPeople, addToPlaces } from "./place_list.ts";
import { Replies } from "./replies.ts";
import { RoomDialog } from "./room_dialog.ts";
import { SearchPanel } from "./search_panel.ts";

/** All windows and menus. */
export interface Windows {
  readonly panel: SearchPanel;
  readonly roomDialog: RoomDialog;
  readonly deedDialog: DeedDialog;
  readonly claim: ClaimDialog;
  readonly charge: ChargePanel;
  readonly invite: InviteWindow;
  readonly answers: Answers;
  readonly replies: Replies;
  readonly menus: Menus;
  /** Opens the menu of the bar. */
  openBarMenu(): void;
}

/** The parts of the page, with the sentences of the windows among its own. */
type WindowParts = Omit<PageParts, "words"> & { readonly words: WindowWords };

/** Makes all of them. */
export function makeWindows(parts: PageParts, words: RestWords): Windows {
  const page: WindowParts = {
    ...parts,
    words: { ...parts.words, page: { ...parts.words.page, ...words.windows } },
  };
  const deedDialog = new DeedDialog(deedElements(page.words), page.words, (ms) => page.times.span(ms));
  const menu = new Menu(byId("menu"));
  const menus = makeMenus(page, menu, deedDialog);
  const invite = makeInvite(page, words);
  const claim = new ClaimDialog(
    claimElements(page.words),
    (password) => send(page, { type: "claim", password }),
  );
  addToPlaces(page, menu);
  addToPeople(page);
  return {
    panel: makePanel(page),
    roomDialog: makeRoomDialog(page),
    deedDialog,
    claim,
    charge: makeCharge(page, menus),
    invite,
    answers: new Answers({
      words,
      invite,
      origin: location.origin,
      dateOf: dating(page),
      note: page.note,
    }),
    replies: new Replies(page.words, page.times, page.members, page.note),
    menus,
    openBarMenu: () => openBarMenu(menu, page.words.page.menu),
  };
}

/** Sends what is of use now or not at all, or says that it cannot be sent. */
function send(
  { session, notices, words }: WindowParts,
  frame: Parameters<WindowParts["session"]["send"]>[0],
): void {
  if (!session.send(frame)) notices.hint(words.onlyMessages);
}

function makePanel({ words, times, isHidden, session, places, notices, go }: WindowParts): SearchPanel {
  const panel: SearchPanel = new SearchPanel(searchElements(words), {
    words,
    times,
    isHidden,
    onSearch: (query, id, cursor) => {
      const more = cursor !== undefined && { cursor };
      const isSent = session.send({ type: "search", query, ...localClock(Date.now()), id, ...more });
      if (!isSent) panel.lost(words.onlyMessages);
    },
    onHit: (room, seq) => {
      const place = places.find("room", room);
      if (place === undefined) notices.hint(words.problem({ code: "no-room", room }));
      else session.history.around(place, seq);
    },
    onRoom: (room) => {
      const place = places.find("room", room);
      if (place !== undefined) go(place);
    },
  });
  return panel;
}

function makeRoomDialog({ words, session }: WindowParts): RoomDialog {
  const dialog: RoomDialog = new RoomDialog(roomDialogElements(words), words, (room) => {
    if (!session.join(room)) dialog.refuse(words.onlyMessages);
  });
  return dialog;
}

function makeMenus(page: WindowParts, menu: Menu, dialog: DeedDialog): Menus {
  const { words, lines, ignored, perform, composer, places, go, session } = page;
  return new Menus({
    words,
    menu,
    isMe: (name) => lines.isMe(name),
    isHidden: ({ name, person }) => ignored.has({ from: name, ...(person !== undefined && { person }) }),
    perform,
    answer: (line, seq) => {
      composer.as = answerBar(line, seq, words, () => {
        composer.as = undefined;
        composer.focus();
      });
      composer.focus();
    },
    insert: (text) => composer.insert(text),
    goTo: ({ name, person }) => go(places.open("person", name, person)),
    now: () => Date.now(),
    standing: () => standingOf(session.state),
    room: () => places.current?.kind === "room" ? places.current.name : undefined,
    dialog,
    mod: (frame) => send(page, frame),
    linkTo: (fragment) => location.origin + location.pathname + fragment,
    copy: copying(page),
  });
}

function makeInvite(page: WindowParts, words: RestWords): InviteWindow {
  return new InviteWindow(invitationElements(page.words), {
    words: page.words,
    ask: (uses) => send(page, { type: "invite", room: page.places.lastRoom?.name ?? DEFAULT_ROOM, uses }),
    sentences: (frame) => invitationSentences(frame, words, dating(page)),
    copy: copying(page),
  });
}

function dating({ times }: WindowParts): (at: number) => string {
  return (at) => times.moment(at).textContent ?? "";
}

function makeCharge(page: WindowParts, menus: Menus): ChargePanel {
  const { words, times, perform, session, places, personOf } = page;
  return new ChargePanel(chargeElements(words), {
    words,
    times,
    perform,
    onOpen: () => session.inCharge.refresh(),
    onClose: () => session.inCharge.seen(),
    textOf: (room, seq) => places.find("room", room)?.live.textOf(seq),
    menuOf: (name, opener) => menus.ofPerson({ name, person: personOf(name) }, opener),
    remove: (room, seq) => send(page, { type: "mod", do: "delete", room, seq }),
  });
}

/** Makes what copies a text; nothing where the browser does not let a page do that. */
function copying({ notices, words }: WindowParts): ((text: string) => void) | undefined {
  const clipboard: Clipboard | undefined = isSecureContext ? navigator.clipboard : undefined;
  return clipboard &&
    ((text) => void clipboard.writeText(text).catch(() => notices.hint(words.page.copyNo)));
}
