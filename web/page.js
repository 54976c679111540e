// @ts-check
/**
 * The page: puts its parts together and asks for a name.
 *
 * @module
 */

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Members } from "./members.js";
import { Messages } from "./messages.js";
import { Notices } from "./notices.js";
import { rememberedName, takeSeat } from "./seat.js";
import { label, readWords } from "./words.js";

/** From this width on there is room for who is here. */
const WIDE = matchMedia("(min-width: 48rem)");

/**
 * An element of the document.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** @param {string} id */
const byId = (id) => get(id, HTMLElement);

async function open() {
  const words = readWords();
  label(words);
  const seat = await takeSeat();
  byId("clear").title = words.clearHint;
  const door = get("door", HTMLDialogElement);
  const name = get("name", HTMLInputElement);
  const people = get("people", HTMLDetailsElement);
  people.open = WIDE.matches;
  WIDE.addEventListener("change", () => people.open = WIDE.matches);

  const parts = { log: byId("log"), list: byId("list"), pending: byId("pending") };
  const messages = new Messages(
    { ...parts, unread: byId("unread"), earliest: byId("earliest") },
    words,
    () => chat.scrolledUp(),
  );
  messages.me = seat.name;
  const members = new Members({ list: byId("names"), count: byId("count") }, words);
  const notices = new Notices(
    {
      banner: byId("banner"),
      hint: byId("hint"),
      notify: byId("notify"),
      notifying: get("notifying", HTMLInputElement),
    },
    words,
  );
  const composer = new Composer(
    {
      form: get("composer", HTMLFormElement),
      box: get("box", HTMLTextAreaElement),
      send: get("send", HTMLButtonElement),
    },
    {
      words,
      names: () => members.names,
      hint: (text) => notices.hint(text),
      onLine: (text) => chat.perform(text),
    },
  );
  /**
   * @param {string} why
   * @param {string} offer
   */
  const ask = (why, offer) => {
    composer.open = false;
    byId("trouble").textContent = why;
    name.value = offer;
    if (!door.open) door.showModal();
    name.select();
  };
  const chat = new Chat({
    words,
    seat,
    messages,
    members,
    notices,
    onIn: () => {
      composer.open = true;
      if (!door.open) return;
      door.close();
      composer.focus();
    },
    onOut: ask,
    onReturn: (text) => composer.put(text),
    onWait: (text) => {
      if (door.open) byId("trouble").textContent = text;
    },
  });

  door.addEventListener("cancel", (event) => event.preventDefault());
  get("entry", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    byId("trouble").textContent = "";
    chat.enter(name.value.trim());
  });
  byId("clear").addEventListener("click", () => {
    chat.clear();
    composer.focus();
  });
  byId("quit").addEventListener("click", () => chat.quit(""));
  addEventListener("pagehide", () => seat.saveNow());
  if (seat.token === "") return ask("", rememberedName());
  composer.open = true;
  chat.enter(seat.name);
  composer.focus();
}

await open();
byId("failed").remove();
