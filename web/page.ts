// @ts-check
/**
 * The page: puts its parts together and asks for a name.
 *
 * @module
 */

import { Chat } from "./session.ts";
import { Composer } from "./view/composer.ts";
import { Door } from "./view/login.ts";
import { Doing } from "./session/input.ts";
import { byId, get } from "./view/elements.ts";
import { Events } from "./session/events.ts";
import { Ignored } from "./session/ignored.ts";
import { Lines } from "./view/line.ts";
import { Members } from "./view/members.ts";
import { Mentions } from "./session/mentions.ts";
import { Nav } from "./view/room_nav.ts";
import { Notices } from "./view/notices.ts";
import { Outgoing } from "./session/outgoing.ts";
import { Panel } from "./view/search_panel.ts";
import { Past } from "./session/history.ts";
import { People } from "./session/member_lists.ts";
import { Places } from "./view/places.ts";
import { Reading } from "./session/reading.ts";
import { RoomList } from "./view/room_dialog.ts";
import { rememberedName, takeSeat } from "./session/saved.ts";
import { listenToKeys } from "./view/shortcuts.ts";
import { Times } from "./view/times.ts";
import { Told } from "./view/replies.ts";
import { fill, label, readWords } from "./view/words.ts";

/** From this width on there is room for who is here. */
const WIDE = matchMedia("(min-width: 48rem)");

async function open() {
  const words = readWords();
  label(words);
  const seat = await takeSeat();
  const times = new Times(words);
  const ignored = new Ignored();
  const mentions = new Mentions();
  /** @param {string} name */
  const isHidden = (name) => ignored.has(name);
  const lines = new Lines(words, times, isHidden);
  lines.me = seat.name;

  const composer = new Composer(
    {
      form: get("composer", HTMLFormElement),
      box: get("box", HTMLTextAreaElement),
      send: get("send", HTMLButtonElement),
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
      notifying: get("notifying", HTMLInputElement),
      news: byId("news"),
      away: byId("away"),
      why: byId("why"),
    },
    words,
    (place) => go(place),
  );
  const nav = new Nav(
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
      composer.goal = place === undefined ? "" : fill(words.messageTo, { place: place.label });
      byId("people").hidden = place?.kind !== "room";
      members.show(place?.roster);
      notices.at(place);
      if (place !== undefined && place !== before) people.attend(place);
    },
    onEdge: (place, view, edge) => past.reached(place, view, edge),
    onRead: () => reading.soon(),
    onNews: (news) => notices.news(news, news.place !== places.current),
    onUnread: (count) => notices.unread = count,
  });
  /** @param {import("./view/place.ts").Place} place */
  const go = (place) => {
    places.show(place);
    composer.focus();
  };

  /** @param {string} text */
  const hint = (text) => notices.hint(text);
  /** @param {import("../protocol.ts").ClientFrame} frame @returns {boolean} */
  const send = (frame) => chat.send(frame);
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
  const past = new Past({ words, places, hint, send });
  const told = new Told(words, times, members, (text) => {
    if (places.current === undefined) hint(typeof text === "string" ? text : text.textContent ?? "");
    else places.current.live.note(text);
  });
  const reading = new Reading(places, send);
  const people = new People({ places, members, told, send });
  const events = new Events({ words, lines, places, people, outgoing, past, mentions, told, isHidden });
  const panel = new Panel(
    {
      dialog: get("finder", HTMLDialogElement),
      form: get("find", HTMLFormElement),
      query: get("query", HTMLInputElement),
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
        const zone = -new Date().getTimezoneOffset();
        const isSent = send({ type: "search", query, zone, id, ...(cursor !== undefined && { cursor }) });
        if (!isSent) panel.lost(words.onlyMessages);
      },
      onHit: (room, seq) => {
        const place = places.find("room", room);
        if (place === undefined) hint(fill(words.problem["no-room"] ?? "", { room }));
        else past.around(place, seq);
      },
      onRoom: (room) => {
        const place = places.find("room", room);
        if (place !== undefined) go(place);
      },
    },
  );
  const roomList = new RoomList(
    {
      dialog: get("all-rooms", HTMLDialogElement),
      form: get("choose", HTMLFormElement),
      room: get("room", HTMLInputElement),
      trouble: byId("room-trouble"),
      list: byId("room-list"),
    },
    words,
    (room) => chat.join(room) || roomList.refuse(words.onlyMessages),
  );
  const door = new Door((name) => chat.enter(name));
  /** Somebody is out. @param {string} why @param {string} offer */
  const ask = (why, offer) => {
    composer.open = false;
    composer.text = "";
    mentions.clear();
    door.ask(why, offer);
  };
  const chat = new Chat({
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
  const doing = new Doing({
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

  /** What a button does, after which one goes on writing. @param {string} id @param {() => void} act */
  const onClick = (id, act) => byId(id).addEventListener("click", act);
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

  const list = get("people", HTMLDetailsElement);
  list.open = WIDE.matches;
  WIDE.addEventListener("change", () => list.open = WIDE.matches);
  byId("clear").title = words.clearHint;
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

await open();
byId("failed").remove();
