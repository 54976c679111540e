/**
 * Puts the parts of the page together, and asks for a name.
 *
 * @module
 */

import type { ClientFrame } from "../protocol.ts";
import { localClock } from "../protocol/dates.ts";
import type { Words } from "../words/en.ts";
import {
  claimSavedSession,
  Events,
  History,
  Ignored,
  InputHandler,
  MemberLists,
  Mentions,
  Outgoing,
  ReadMarks,
  rememberedName,
  Session,
} from "./session.ts";
import {
  byId,
  Composer,
  elementById,
  fill,
  LineRenderer,
  listenToKeys,
  Login,
  Members,
  Notices,
  type Place,
  Places,
  Replies,
  RoomDialog,
  RoomNav,
  SearchPanel,
  Times,
} from "./view.ts";

/** From this width on there is room for who is here. */
const WIDE = matchMedia("(min-width: 48rem)");

export async function openApp(words: Words): Promise<void> {
  const seat = await claimSavedSession();
  const times = new Times(words);
  const ignored = new Ignored();
  const mentions = new Mentions();
  const isHidden = (name: string) => ignored.has(name);
  const lines = new LineRenderer(words, times, isHidden);
  lines.me = seat.name;

  const composer = new Composer(
    {
      form: elementById("composer", HTMLFormElement),
      box: elementById("box", HTMLTextAreaElement),
      send: elementById("send", HTMLButtonElement),
    },
    {
      words,
      vocabulary: () => vocabulary(),
      hint: (text) => notices.hint(text),
      onLine: (text) => doing.perform(text),
    },
  );
  const notices = new Notices(
    {
      banner: byId("banner"),
      hint: byId("hint"),
      notify: byId("notify"),
      notifying: elementById("notifying", HTMLInputElement),
      news: byId("news"),
      away: byId("away"),
      why: byId("why"),
    },
    words,
    (place) => go(place),
  );
  const nav = new RoomNav(
    {
      list: byId("rooms"),
      total: byId("total"),
      where: byId("where"),
      topic: byId("topic"),
      leave: byId("leave"),
      nowhere: byId("nowhere"),
    },
    words,
    (place) => go(place),
  );
  const members = new Members(
    { list: byId("names"), count: byId("count") },
    words,
    times,
    (name) => go(places.open("person", name)),
  );
  const places = new Places({
    words,
    lines,
    seat,
    nav,
    isHidden,
    views: byId("views"),
    onShow: (place, before) => {
      if (place !== before) {
        if (before !== undefined) before.draft = composer.text;
        composer.text = place?.draft ?? "";
      }
      composer.goal = place === undefined ? "" : fill(words.page.messageTo, { place: place.label });
      byId("people").hidden = place?.kind !== "room";
      members.show(place?.roster);
      notices.at(place);
      if (place !== undefined && place !== before) people.refresh(place);
    },
    onEdge: (place, view, edge) => past.reached(place, view, edge),
    onRead: () => reading.soon(),
    onNews: (news) => notices.news(news, news.place !== places.current),
    onUnread: (count) => notices.unread = count,
  });
  const go = (place: Place) => {
    places.show(place);
    composer.focus();
  };

  const hint = (text: string) => notices.hint(text);
  const send = (frame: ClientFrame): boolean => chat.send(frame);
  const outgoing = new Outgoing({
    words,
    seat,
    lines,
    places,
    hint,
    send,
    onSent: (place) => place !== places.current && notices.sent(place),
    onReturn: (text, goal) => {
      const place = "to" in goal ? places.find("person", goal.to) : places.find("room", goal.room);
      if (place !== undefined) places.show(place);
      const to = "to" in goal ? goal.to : `#${goal.room}`;
      composer.put(place === undefined ? `/msg ${to} ${text}` : text);
    },
    isWriting: () => composer.text !== "",
  });
  const past = new History({ words, places, hint, send });
  const told = new Replies(words, times, members, (text) => {
    if (places.current === undefined) hint(typeof text === "string" ? text : text.textContent ?? "");
    else places.current.live.note(text);
  });
  const reading = new ReadMarks(places, send);
  const people = new MemberLists({ places, members, told, send });
  const events = new Events({ words, lines, places, people, outgoing, past, mentions, told, isHidden });
  const panel = new SearchPanel(
    {
      dialog: elementById("finder", HTMLDialogElement),
      form: elementById("find", HTMLFormElement),
      query: elementById("query", HTMLInputElement),
      title: byId("found-title"),
      status: byId("found"),
      hits: byId("hits"),
      more: byId("more"),
    },
    {
      words,
      times,
      isHidden,
      onSearch: (query, id, cursor) => {
        const clock = localClock(Date.now());
        const isSent = send({ type: "search", query, ...clock, id, ...(cursor !== undefined && { cursor }) });
        if (!isSent) panel.lost(words.client.onlyMessages);
      },
      onHit: (room, seq) => {
        const place = places.find("room", room);
        if (place === undefined) hint(words.problem({ code: "no-room", room }));
        else past.around(place, seq);
      },
      onRoom: (room) => {
        const place = places.find("room", room);
        if (place !== undefined) go(place);
      },
    },
  );
  const roomList = new RoomDialog(
    {
      dialog: elementById("all-rooms", HTMLDialogElement),
      form: elementById("choose", HTMLFormElement),
      room: elementById("room", HTMLInputElement),
      trouble: byId("room-trouble"),
      list: byId("room-list"),
    },
    words,
    (room) => chat.join(room) || roomList.refuse(words.client.onlyMessages),
  );
  const door = new Login((name) => chat.enter(name));
  /** Somebody is out. */
  const ask = (why: string, offer: string) => {
    composer.open = false;
    composer.text = "";
    mentions.clear();
    door.ask(why, offer);
  };
  const chat = new Session({
    words,
    seat,
    lines,
    places,
    outgoing,
    past,
    panel,
    roomList,
    people,
    events,
    reading,
    notices,
    told,
    onIn: () => {
      composer.open = true;
      if (!door.isOpen) return;
      door.close();
      composer.focus();
    },
    onOut: ask,
    onWait: (text) => door.wait(text),
  });
  const doing = new InputHandler({
    words,
    chat,
    places,
    outgoing,
    past,
    panel,
    roomList,
    people,
    members,
    told,
    ignored,
    mentions,
    hint,
  });
  const vocabulary = () => {
    if (roomList.isNew) chat.send({ type: "rooms" });
    const here = places.current?.kind === "room" ? places.current.roster.names : [];
    const others = places.all.filter(({ kind }) => kind === "person").map(({ name }) => name);
    return {
      names: [...new Set([...here, ...others])].filter((one) => !lines.isMe(one)),
      rooms: [...new Set([...places.rooms.map((place) => place.label), ...roomList.names])],
    };
  };

  /** What a button does, after which one goes on writing. */
  const onClick = (id: string, act: () => void) => byId(id).addEventListener("click", act);
  onClick("clear", () => {
    doing.perform("/clear");
    composer.focus();
  });
  onClick("quit", () => chat.quit(""));
  onClick("search", () => panel.open());
  onClick("other-rooms", () => doing.perform("/rooms"));
  onClick("back", () => doing.perform("/back"));
  onClick("topic", () => composer.put(`/topic ${places.current?.topic?.text ?? ""}`));
  onClick("leave", () => {
    doing.perform("/part");
    composer.focus();
  });
  for (const close of document.querySelectorAll("[data-close]")) {
    close.addEventListener("click", () => close.closest("dialog")?.close());
  }
  listenToKeys(places, () => panel.open());

  const list = elementById("people", HTMLDetailsElement);
  list.open = WIDE.matches;
  WIDE.addEventListener("change", () => list.open = WIDE.matches);
  byId("clear").title = words.page.clearHint;
  addEventListener("pagehide", () => {
    reading.now();
    seat.saveNow();
  });
  places.restore();
  outgoing.show();
  if (seat.token === "") return ask("", rememberedName());
  composer.open = true;
  chat.enter(seat.name);
  composer.focus();
}
