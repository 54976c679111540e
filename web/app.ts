/**
 * Puts the parts of the page together, and asks for a name.
 *
 * @module
 */

import {
  addresseeOf,
  buildVocabulary,
  type IsIgnored,
  roomNamed,
  standingOf,
  type Vocabulary,
} from "../conversation.ts";
import { systemClock } from "../net/clock.ts";
import { localClock } from "../protocol/dates.ts";
import { DEFAULT_ROOM } from "../protocol/limits.ts";
import type { PageInvitation } from "../protocol/invitation.ts";
import type { PageWords } from "../words/en.ts";
import { invitationSentences } from "../words/invitation_sentences.ts";
import { Menus } from "./menus.ts";
import {
  chargeElements,
  claimElements,
  composerElements,
  deedElements,
  memberElements,
  noticesElements,
  placesElements,
  roomDialogElements,
  searchElements,
} from "./page_elements.ts";
import {
  browserParts,
  claimSavedSession,
  Ignored,
  InputHandler,
  rememberedName,
  SavedLogin,
  type SavedSession,
  Session,
  Socket,
  takeInvitation,
} from "./session.ts";
import {
  AddressBar,
  type AskedHow,
  byId,
  ChargePanel,
  ClaimDialog,
  Composer,
  DeedDialog,
  type Destination,
  elementById,
  fill,
  InviteWindow,
  LineRenderer,
  listenForMenus,
  listenToKeys,
  Login,
  Members,
  Menu,
  Notices,
  parseDestination,
  type Place,
  Places,
  Replies,
  RoomDialog,
  type RoomFacts,
  RoomNav,
  SearchPanel,
  Sheets,
  Times,
} from "./view.ts";

/** How long the messages of a room are waited for before one of them is looked for, in ms, and how often. */
const LOOK_AFTER = 100;
const MOST_LOOKS = 20;

/** Opens the chat: with the session that this page had before, else with the question for a name. */
export async function openApp(words: PageWords, invitation?: PageInvitation): Promise<void> {
  new App(words, await claimSavedSession(), invitation).open();
}

/** The parts of the page. What one of them tells goes to another only through here. */
class App {
  readonly #words: PageWords;
  readonly #saved: SavedSession;
  readonly #ignored = new Ignored();
  readonly #savedLogin = new SavedLogin();
  readonly #lines: LineRenderer;
  readonly #notices: Notices;
  readonly #places: Places;
  readonly #composer: Composer;
  readonly #panel: SearchPanel;
  readonly #roomDialog: RoomDialog;
  readonly #login: Login;
  readonly #session: Session;
  readonly #input: InputHandler;
  readonly #menus: Menus;
  readonly #deedDialog: DeedDialog;
  readonly #charge: ChargePanel;
  readonly #invite: InviteWindow;
  readonly #menu = new Menu(byId("menu"));
  readonly #sheets = new Sheets();
  readonly #address = new AddressBar((to) => this.#backTo(to));
  /** The message that an address leads to, until it is shown. */
  #goal = parseDestination(location.hash);
  #looks = 0;

  constructor(words: PageWords, saved: SavedSession, invitation: PageInvitation | undefined) {
    this.#words = words;
    this.#saved = saved;
    const times = new Times(words);
    const isHidden: IsIgnored = (author) => this.#ignored.has(author);
    this.#lines = new LineRenderer(words, times, isHidden);
    this.#lines.me = saved.name;
    this.#lines.events.onReact = (seq, emoji) => this.#input.perform(`/react @${seq} ${emoji}`);
    this.#lines.events.onQuoted = (seq) => {
      const { current } = this.#places;
      if (current !== undefined) this.#session.history.around(current, seq);
    };
    const members = new Members(
      memberElements(),
      words,
      times,
      (name, opener) => this.#menus.ofPerson({ name, person: this.#personOf(name) }, opener),
    );
    this.#notices = this.#makeNotices();
    this.#composer = this.#makeComposer();
    this.#places = this.#makePlaces(isHidden);
    this.#panel = this.#makePanel(times, isHidden);
    this.#roomDialog = this.#makeRoomDialog();
    this.#deedDialog = new DeedDialog(deedElements(), words, (ms) => times.span(ms));
    this.#menus = this.#makeMenus();
    this.#charge = this.#makeCharge(times);
    this.#invite = this.#makeInvite(times);
    this.#login = new Login(
      ({ name, word, proof }) => this.#session.enter(name, word, proof),
      () => this.#session.giveUp(),
    );
    const replies = new Replies(words, times, members, (text) => this.#note(text));
    this.#session = new Session({
      words,
      clock: systemClock,
      openSocket: (listener) => new Socket(listener, browserParts(systemClock)),
      saved,
      invitation,
      origin: location.origin,
      lines: this.#lines,
      places: this.#places,
      panel: this.#panel,
      roomDialog: this.#roomDialog,
      members,
      notices: this.#notices,
      replies,
      deedDialog: this.#deedDialog,
      charge: this.#charge,
      inviteWindow: this.#invite,
      isHidden,
      login: this.#savedLogin,
      perform: (line) => this.#input.perform(line),
      onFrame: (frame) => this.#ignored.follow(frame) && this.#places.review(),
      isWriting: () => this.#composer.text !== "",
      onReturn: (text) => this.#composer.put(text),
      onIn: () => this.#onIn(),
      onOut: (why, name, how) => this.#ask(why, name, how),
      onApproval: (name, text) => this.#login.waitForAdmission(name, text),
      onWait: (text) => this.#login.wait(text),
    });
    const claimDialog = new ClaimDialog(
      claimElements(),
      (password) => this.#session.send({ type: "claim", password }) || this.#notices.hint(words.onlyMessages),
    );
    this.#input = new InputHandler({
      words,
      session: this.#session,
      places: this.#places,
      panel: this.#panel,
      roomDialog: this.#roomDialog,
      members,
      replies,
      ignored: this.#ignored,
      composer: this.#composer,
      hint: (text) => this.#notices.hint(text),
      onClaim: () => claimDialog.open(this.#lines.me),
    });
  }

  /** Shows what the page had before it was loaded again, and goes in. */
  open(): void {
    this.#listen();
    this.#places.restore();
    this.#session.showQueued();
    const { token, name } = this.#saved;
    const known = token === "" ? this.#savedLogin.name : name;
    if (known === "") return this.#ask("", rememberedName());
    this.#composer.open = true;
    this.#session.enter(known);
    this.#composer.focus();
  }

  #makeNotices(): Notices {
    return new Notices(noticesElements(), this.#words, (place) => this.#go(place));
  }

  #makeComposer(): Composer {
    return new Composer(composerElements(), {
      words: this.#words,
      vocabulary: () => this.#vocabulary(),
      hint: (text) => this.#notices.hint(text),
      onLine: (text) => this.#input.perform(text),
    });
  }

  #makePlaces(isHidden: IsIgnored): Places {
    return new Places({
      words: this.#words,
      lines: this.#lines,
      saved: this.#saved,
      nav: new RoomNav(placesElements(), this.#words, (place) => this.#go(place)),
      isHidden,
      views: byId("views"),
      factsOf: (place) => this.#factsOf(place),
      onShow: (place, before) => this.#onShow(place, before),
      onEdge: (place, view, edge) => this.#session.history.reached(place, view, edge),
      onNow: (place) => this.#session.history.cancel(place),
      onRead: (place) => this.#session.read(place),
      onNews: (news) => this.#notices.news(news, news.place !== this.#places.current),
      onUnread: (count) => this.#notices.unread = count,
    });
  }

  #makePanel(times: Times, isHidden: IsIgnored): SearchPanel {
    const words = this.#words;
    return new SearchPanel(searchElements(), {
      words,
      times,
      isHidden,
      onSearch: (query, id, cursor) => {
        const more = cursor !== undefined && { cursor };
        const isSent = this.#session.send({ type: "search", query, ...localClock(Date.now()), id, ...more });
        if (!isSent) this.#panel.lost(words.onlyMessages);
      },
      onHit: (room, seq) => {
        const place = this.#places.find("room", room);
        if (place === undefined) this.#notices.hint(words.problem({ code: "no-room", room }));
        else this.#session.history.around(place, seq);
      },
      onRoom: (room) => {
        const place = this.#places.find("room", room);
        if (place !== undefined) this.#go(place);
      },
    });
  }

  #makeRoomDialog(): RoomDialog {
    return new RoomDialog(roomDialogElements(), this.#words, (room) => {
      if (!this.#session.join(room)) this.#roomDialog.refuse(this.#words.onlyMessages);
    });
  }

  #makeMenus(): Menus {
    return new Menus({
      words: this.#words,
      menu: this.#menu,
      isMe: (name) => this.#lines.isMe(name),
      isHidden: ({ name, person }) =>
        this.#ignored.has({ from: name, ...(person !== undefined && { person }) }),
      perform: (line) => this.#input.perform(line),
      insert: (text) => this.#composer.insert(text),
      goTo: ({ name, person }) => this.#go(this.#places.open("person", name, person)),
      now: () => Date.now(),
      standing: () => standingOf(this.#session.state),
      room: () => this.#places.current?.kind === "room" ? this.#places.current.name : undefined,
      dialog: this.#deedDialog,
      mod: (frame) => this.#session.send(frame) || this.#notices.hint(this.#words.onlyMessages),
      linkTo: (fragment) => location.origin + location.pathname + fragment,
      copy: this.#copy,
    });
  }

  #makeInvite(times: Times): InviteWindow {
    return new InviteWindow(elementById("invitation", HTMLDialogElement), byId("invitation-body"), {
      words: this.#words,
      ask: (uses) => {
        const room = this.#places.lastRoom?.name ?? DEFAULT_ROOM;
        if (!this.#session.send({ type: "invite", room, uses })) this.#notices.hint(this.#words.onlyMessages);
      },
      sentences: (frame) =>
        invitationSentences(frame, this.#words, (at) => times.moment(at).textContent ?? ""),
      copy: this.#copy,
    });
  }

  /** Copies a text; nothing where the browser does not let a page do that. */
  get #copy(): ((text: string) => void) | undefined {
    const clipboard: Clipboard | undefined = isSecureContext ? navigator.clipboard : undefined;
    return clipboard &&
      ((text) => void clipboard.writeText(text).catch(() => this.#notices.hint(this.#words.page.copyNo)));
  }

  #makeCharge(times: Times): ChargePanel {
    return new ChargePanel(chargeElements(), {
      words: this.#words,
      times,
      perform: (line) => this.#input.perform(line),
      onOpen: () => this.#session.inCharge.refresh(),
      onClose: () => this.#session.inCharge.seen(),
      textOf: (room, seq) => this.#places.find("room", room)?.live.textOf(seq),
      menuOf: (name, opener) => this.#menus.ofPerson({ name, person: this.#personOf(name) }, opener),
      remove: (room, seq) => this.#session.send({ type: "mod", do: "delete", room, seq }),
    });
  }

  /** Listens to buttons, keys, and the page's own end. */
  #listen(): void {
    const perform = (line: string) => (): void => {
      this.#input.perform(line);
      this.#composer.focus(); // One goes on writing.
    };
    const onClick = (id: string, act: () => void): void => byId(id).addEventListener("click", act);
    onClick("clear", perform("/clear"));
    onClick("leave", perform("/part"));
    onClick("quit", () => this.#session.quit());
    addEventListener("hashchange", () => this.#session.invited(takeInvitation(globalThis)));
    onClick("search", () => this.#panel.open());
    onClick("invite", () => this.#invite.open());
    onClick("other-rooms", () => this.#input.perform("/rooms"));
    onClick("back", () => this.#input.perform("/back"));
    onClick("topic", () => this.#composer.put(`/topic ${this.#factsOf(this.#places.current).topic ?? ""}`));
    for (const close of document.querySelectorAll("[data-close]")) {
      close.addEventListener("click", () => close.closest("dialog")?.close());
    }
    byId("clear").title = this.#words.page.clearHint;
    listenForMenus(byId("views"), {
      onMessage: (line, opener, place) => this.#menus.ofMessage(line, opener, place),
      onName: ({ from: name, person }, opener, place) =>
        this.#menus.ofPerson({ name, person }, opener, place),
    });
    listenToKeys(this.#places, () => this.#panel.open());
    onClick("menu-button", () => this.#openMenu());
    addEventListener("pagehide", () => {
      this.#session.flushReadMarks();
      this.#saved.drafts = this.#places.drafts(this.#composer.text);
      this.#saved.saveNow();
    });
  }

  /** On a narrow screen the buttons of the bar stand in a menu. */
  #openMenu(): void {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>("header .buttons button")];
    const items = buttons.filter(({ hidden }) => !hidden).map((one) => ({
      label: one.textContent ?? "",
      act: () => one.click(),
    }));
    this.#menu.open(byId("menu-button"), this.#words.page.menu, [items]);
  }

  #go(place: Place): void {
    this.#places.show(place);
    this.#composer.focus();
  }

  /** Returns the id of who has a name now, where it is known. */
  #personOf(name: string): string | undefined {
    const { state } = this.#session;
    return state === undefined ? undefined : addresseeOf(state, name).person;
  }

  #note(text: string | Node): void {
    const { current } = this.#places;
    if (current !== undefined) current.live.note(text);
    else this.#notices.hint(typeof text === "string" ? text : text.textContent ?? "");
  }

  #onShow(place: Place | undefined, before: Place | undefined): void {
    if (place !== before) {
      if (before !== undefined) before.draft = this.#composer.text;
      this.#composer.text = place?.draft ?? "";
    }
    this.#composer.goal = place === undefined ? "" : fill(this.#words.page.messageTo, { place: place.label });
    byId("people").hidden = byId("open-people").hidden = place?.kind !== "room";
    if (place !== before) this.#sheets.close();
    if (place === undefined) this.#address.reset();
    else this.#address.show(place.key, place.kind === "room" ? place.name : undefined);
    this.#notices.at(place);
    this.#session.memberLists.show(place);
    if (place !== undefined && place !== before) this.#session.shown(place);
    this.#reachGoal();
  }

  /** Goes where Back leads, or an address that somebody wrote. */
  #backTo(to: string | Destination): void {
    if (typeof to === "string") {
      const place = this.#places.all.find(({ key }) => key === to);
      if (place !== undefined) this.#places.show(place);
      return;
    }
    this.#goal = to;
    this.#looks = 0;
    if (this.#session.isIn) this.#session.join(to.room);
  }

  /** Shows the message that an address leads to, once its room is in view. */
  #reachGoal(): void {
    const { current } = this.#places;
    const goal = this.#goal;
    if (goal === undefined || current === undefined || !this.#session.isIn) return;
    if (current !== this.#places.find("room", goal.room)) return;
    if (goal.seq !== undefined && current.live.last < current.quietUntil && this.#looks++ < MOST_LOOKS) {
      return void setTimeout(() => this.#reachGoal(), LOOK_AFTER); // What was said there is still coming.
    }
    this.#goal = undefined;
    if (goal.seq !== undefined) this.#session.history.around(current, goal.seq);
  }

  #onIn(): void {
    this.#composer.open = true;
    if (this.#goal !== undefined) this.#session.join(this.#goal.room);
    this.#reachGoal();
    if (!this.#login.isOpen) return;
    this.#login.close();
    this.#composer.focus();
  }

  /** Asks for a name, as this person is out. */
  #ask(why: string, offer: string, how: AskedHow = {}): void {
    this.#composer.open = false;
    this.#composer.text = "";
    this.#login.ask(why, offer, how);
  }

  #factsOf(place: Place | undefined): RoomFacts {
    const { state } = this.#session;
    const room = place?.kind !== "room" || state === undefined ? undefined : roomNamed(state, place.name);
    const { topic, mode = {} } = room ?? {};
    const isOpen = Object.keys(mode).length === 0;
    return { topic: topic?.text, mode: isOpen ? "" : this.#words.deeds.mode(mode) };
  }

  /** Returns what can be completed: also the names of people whose conversations are open. */
  #vocabulary(): Vocabulary {
    if (this.#roomDialog.isNew) this.#session.send({ type: "rooms" });
    const known = buildVocabulary(this.#session.state, {
      ignored: this.#ignored.names,
      frontend: "page",
    });
    const people = this.#places.all.filter(({ kind }) => kind === "person").map(({ name }) => name);
    return { ...known, names: [...new Set([...known.names, ...people])] };
  }
}
