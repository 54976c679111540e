/**
 * Puts the parts of the page together, and asks for a name.
 *
 * @module
 */

import { addresseeOf, type IsIgnored } from "../conversation.ts";
import { systemClock } from "../net/clock.ts";
import type { PageInvitation } from "../protocol/invitation.ts";
import { EDIT_OWN_FOR } from "../protocol/limits.ts";
import { isPlainText } from "../protocol/plain_text.ts";
import type { PageWords } from "../words/en.ts";
import { listenToControls } from "./controls.ts";
import { Goal } from "./goal.ts";
import { Later } from "./later.ts";
import { composerElements, memberElements, noticesElements, placesElements } from "./page_elements.ts";
import type { PageParts } from "./page_parts.ts";
import type { Rest } from "./rest.ts";
import { restViews } from "./rest_views.ts";
import { roomFacts } from "./room_facts.ts";
import {
  browserParts,
  claimSavedSession,
  Ignored,
  rememberedName,
  SavedLogin,
  type SavedSession,
  Session,
  Socket,
  Speaker,
  takeInvitation,
} from "./session.ts";
import {
  AddressBar,
  type AskedHow,
  byId,
  Composer,
  type Destination,
  fill,
  isKept,
  LineRenderer,
  Login,
  Members,
  Notices,
  Overlays,
  parseDestination,
  type Place,
  Places,
  RoomLoudness,
  RoomNav,
  Sheets,
  Times,
} from "./view.ts";

/** What is loaded when somebody first asks for it. */
export interface RestModule {
  readonly openRest: (page: PageParts) => Promise<Rest>;
}

/** What begins a line that changes one's last message: `s/wrong/right/`. */
const SWAP = "s/";

/** Opens the chat: with the session that this page had before, else with the question for a name. */
export async function openApp(
  words: PageWords,
  loadRest: () => Promise<RestModule>,
  invitation?: PageInvitation,
): Promise<void> {
  new App(words, await claimSavedSession(), loadRest, invitation).open();
}

/** The parts of the page. What one of them tells goes to another only through here. */
class App {
  readonly #words: PageWords;
  readonly #saved: SavedSession;
  readonly #times: Times;
  readonly #ignored = new Ignored();
  readonly #savedLogin = new SavedLogin();
  readonly #isHidden: IsIgnored = (author) => this.#ignored.has(author);
  readonly #lines: LineRenderer;
  readonly #members: Members;
  readonly #notices: Notices;
  readonly #nav: RoomNav;
  readonly #places: Places;
  readonly #composer: Composer;
  readonly #login: Login;
  readonly #session: Session;
  readonly #speaker: Speaker;
  readonly #later: Later<Rest>;
  readonly #goal: Goal;
  readonly #loudness = new RoomLoudness();
  readonly #sheets = new Sheets();
  readonly #overlays = new Overlays(this.#sheets, () => this.#address.cover());
  readonly #address = new AddressBar((to) => this.#backTo(to), this.#overlays);

  constructor(
    words: PageWords,
    saved: SavedSession,
    loadRest: () => Promise<RestModule>,
    invitation: PageInvitation | undefined,
  ) {
    this.#words = words;
    this.#saved = saved;
    this.#times = new Times(words);
    this.#later = new Later(
      async () => (await loadRest()).openRest(this.#parts()),
      () => this.#notices.hint(words.page.notLoaded),
    );
    this.#lines = this.#makeLines();
    this.#members = new Members(
      memberElements(),
      words,
      this.#times,
      (name, opener) =>
        this.#later.use(({ windows }) =>
          windows.menus.ofPerson({ name, person: this.#personOf(name) }, opener)
        ),
      (name) => this.#lines.isMe(name),
    );
    this.#notices = new Notices(noticesElements(), words, (place) => this.#go(place));
    this.#composer = this.#makeComposer();
    this.#nav = new RoomNav(placesElements(), words, (place) => this.#go(place));
    this.#places = this.#makePlaces();
    this.#goal = new Goal(this.#places, () => this.#session, parseDestination(location.hash));
    this.#login = new Login(
      ({ name, word, proof }) => this.#session.enter(name, word, proof),
      () => this.#session.giveUp(),
    );
    this.#session = this.#makeSession(invitation);
    this.#speaker = this.#makeSpeaker();
  }

  /** Shows what the page had before it was loaded again, and goes in. */
  open(): void {
    this.#listen();
    listenToControls(this.#parts(), this.#later);
    this.#places.restore();
    this.#session.showQueued();
    if (isKept()) {
      this.#sayKept();
      this.#later.warm(); // It knows where else one could go.
      return void import("./kept.ts").then(({ returnLater }) => returnLater());
    }
    const { token, name } = this.#saved;
    const known = token === "" ? this.#savedLogin.name : name;
    if (known === "") return this.#ask("", rememberedName());
    this.#composer.open = true;
    this.#session.enter(known);
    this.#composer.focus();
  }

  /** Says why a page that was kept talks to nobody. */
  #sayKept(): void {
    const { offline, serverGone } = this.#words.page;
    this.#notices.banner = navigator.onLine ? serverGone : offline;
  }

  /** Says a line, or does what it says: that needs what is loaded later. */
  #perform(line: string): void {
    if (isPlainText(line) && !line.trimStart().startsWith(SWAP)) {
      return this.#later.after(() => this.#speaker.say(line));
    }
    const isLate = this.#later.now === undefined;
    this.#later.use(({ commands }) => {
      const typed = isLate ? this.#composer.text : ""; // It is for the place that the line leads to.
      if (typed !== "") this.#composer.text = "";
      commands.perform(line);
      if (typed !== "") this.#composer.put(typed);
    }, () => this.#composer.put(line));
  }

  #makeLines(): LineRenderer {
    const lines = new LineRenderer(this.#words, this.#times, this.#isHidden);
    lines.me = this.#saved.name;
    lines.events.onReact = (seq, emoji) => this.#perform(`/react @${seq} ${emoji}`);
    lines.events.onFile = (box, message) =>
      this.#later.use(({ shownFiles }) => {
        shownFiles.show(box, message);
        this.#places.current?.view.stay();
      });
    lines.events.onQuoted = (seq) => {
      const { current } = this.#places;
      if (current !== undefined) this.#session.history.around(current, seq);
    };
    return lines;
  }

  #makeComposer(): Composer {
    return new Composer(composerElements(), {
      helper: () => this.#later.now?.helper,
      onWriting: () => this.#later.warm(),
      whenHelped: (act, orElse) => this.#later.use(({ helper }) => act(helper), orElse),
      onUp: () => this.#editOfLast(),
      hint: (text) => this.#notices.hint(text),
      onLine: (text) => this.#perform(text),
    });
  }

  #makePlaces(): Places {
    return new Places({
      words: this.#words,
      lines: this.#lines,
      saved: this.#saved,
      nav: this.#nav,
      isHidden: this.#isHidden,
      loudness: this.#loudness,
      views: byId("views"),
      factsOf: (place) => roomFacts(place, this.#session.state, this.#words),
      onShow: (place, before) => this.#onShow(place, before),
      onEdge: (place, view, edge) => this.#session.history.reached(place, view, edge),
      onNow: (place) => this.#session.history.cancel(place),
      onRead: (place) => this.#session.read(place),
      onNews: (news) => this.#notices.news(news, news.place !== this.#places.current),
      onUnread: (count) => this.#notices.unread = count,
    });
  }

  #makeSession(invitation: PageInvitation | undefined): Session {
    return new Session({
      words: this.#words,
      clock: systemClock,
      openSocket: (listener) => new Socket(listener, browserParts(systemClock, () => this.#later.warm())),
      saved: this.#saved,
      invitation,
      lines: this.#lines,
      places: this.#places,
      members: this.#members,
      notices: this.#notices,
      ...restViews(this.#later),
      isHidden: this.#isHidden,
      login: this.#savedLogin,
      perform: (line) => this.#perform(line),
      onFrame: (frame) => this.#ignored.follow(frame) && this.#places.review(),
      isWriting: () => this.#composer.text !== "",
      onReturn: (text) => this.#composer.put(text),
      isOffline: () => !navigator.onLine,
      onIn: () => this.#onIn(),
      onOut: (why, name, how) => this.#ask(why, name, how),
      onApproval: (name, text) => this.#login.waitForAdmission(name, text),
      onWait: (text) => this.#login.wait(text),
    });
  }

  #makeSpeaker(): Speaker {
    return new Speaker({
      places: this.#places,
      state: () => this.#session.state,
      say: (frame) => this.#session.say(frame),
      onProblem: (problem, text) => {
        this.#notices.hint(this.#words.problem(problem));
        if (problem.code === "too-long" || problem.code === "line-too-long") {
          this.#composer.put(text);
          this.#later.use((rest) => rest.offerFile(this.#places.current));
        }
      },
    });
  }

  /** Makes the line that changes what this person said last in the room in view. */
  #editOfLast(): string | undefined {
    const { current } = this.#places;
    const last = current?.kind === "room" ? current.live.lastOwn : undefined;
    return last === undefined || Date.now() - last.at > EDIT_OWN_FOR
      ? undefined
      : `/edit @${last.seq} ${last.text}`;
  }

  /** Gives what is loaded later the parts that are there. */
  #parts(): PageParts {
    return {
      words: this.#words,
      times: this.#times,
      session: this.#session,
      places: this.#places,
      nav: this.#nav,
      members: this.#members,
      ignored: this.#ignored,
      lines: this.#lines,
      composer: this.#composer,
      notices: this.#notices,
      isHidden: this.#isHidden,
      loudness: this.#loudness,
      note: (text) => this.#note(text),
      perform: (line) => this.#perform(line),
      go: (place) => this.#go(place),
      personOf: (name) => this.#personOf(name),
    };
  }

  /** Listens to the page's address, its network, and its own end. */
  #listen(): void {
    addEventListener("hashchange", () => this.#session.invited(takeInvitation(globalThis)));
    addEventListener("offline", () => this.#notices.banner = this.#words.page.offline);
    addEventListener("online", () => {
      if (this.#session.isIn) this.#notices.banner = "";
      else if (isKept()) this.#sayKept();
    });
    addEventListener("pagehide", () => {
      this.#session.flushReadMarks();
      this.#saved.drafts = this.#places.drafts(this.#composer.text);
      this.#saved.saveNow();
    });
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
      this.#composer.as = undefined;
    }
    this.#composer.goal = place === undefined ? "" : fill(this.#words.page.messageTo, { place: place.label });
    byId("people").hidden = byId("open-people").hidden = place?.kind !== "room";
    if (place !== before) this.#sheets.close();
    if (place === undefined) this.#address.reset();
    else this.#address.show(place.key, place.kind === "room" ? place.name : undefined);
    this.#notices.at(place);
    this.#session.memberLists.show(place);
    if (place !== before) this.#session.shown(place);
    this.#goal.reach();
  }

  /** Goes where Back leads, or an address that somebody wrote. */
  #backTo(to: string | Destination): void {
    if (typeof to !== "string") return this.#goal.set(to);
    const place = this.#places.all.find(({ key }) => key === to);
    if (place !== undefined) this.#places.show(place);
  }

  #onIn(): void {
    this.#composer.open = true;
    this.#goal.enter();
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
}
