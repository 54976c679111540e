/**
 * How somebody asks for the menu of a message or of its author: with the mouse, the keyboard or a finger.
 *
 * @module
 */

import { writtenIn } from "./nodes.ts";

/** A message, as far as its line shows it. */
export interface ShownLine {
  /** Who said it. */
  readonly from: string;
  /** The id of who said it, where the server told it. */
  readonly person: string | undefined;
  /** Its number in its room; none for a private message, or one that waits. */
  readonly seq: number | undefined;
  readonly text: string;
  /** When it was said, in ms since 1970. */
  readonly at: number;
  /** Whether its text was deleted. */
  readonly isGone: boolean;
}

/** Where a menu stands: beside an element, or where somebody pointed. In pixels of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** Called with what a menu is wanted of. */
export interface LineMenuEvents {
  onMessage(line: ShownLine, opener: HTMLElement, place: MenuPlace | undefined): void;
  onName(line: ShownLine, opener: HTMLElement, place: MenuPlace | undefined): void;
}

/** For how long a finger rests where a menu is wanted, in ms, and how far it may move meanwhile, in pixels. */
const LONG_PRESS = 500;
const STILL = 10;

const MESSAGE = ".message:not(.waiting)";

/** Listens within an element that holds lists of messages. */
export function listenForMenus(views: HTMLElement, events: LineMenuEvents): void {
  const openAt = (target: EventTarget | null, place: MenuPlace | undefined): boolean => {
    const line = lineAt(target);
    if (line === undefined) return false;
    const isName = target instanceof Element && target.closest(".name") !== null;
    (isName ? events.onName : events.onMessage).call(events, shownIn(line), line, place);
    return true;
  };
  views.addEventListener("click", ({ target, clientX, clientY }) => {
    if (!(target instanceof Element) || target.closest(".name") === null) return;
    const line = lineAt(target);
    if (line !== undefined) events.onName(shownIn(line), line, { x: clientX, y: clientY });
  });
  views.addEventListener("contextmenu", (event) => {
    const { target, clientX, clientY, button } = event;
    if (target instanceof Element && target.closest("a") !== null) return; // A link has the browser's own.
    const isPointed = button === 2 || clientX > 0 || clientY > 0;
    if (openAt(target, isPointed ? { x: clientX, y: clientY } : undefined)) event.preventDefault();
  });
  views.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    const isTaken = event.key === "Enter"
      ? event.target.matches(MESSAGE) && openAt(event.target, undefined)
      : walk(event);
    if (isTaken) event.preventDefault();
  });
  listenToFingers(views, openAt);
}

/** Opens a menu where a finger rests: not every browser says `contextmenu` then. */
function listenToFingers(
  views: HTMLElement,
  openAt: (target: EventTarget | null, place: MenuPlace) => boolean,
): void {
  let resting:
    | { readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number }
    | undefined;
  const lift = (): void => {
    clearTimeout(resting?.timer);
    resting = undefined;
  };
  views.addEventListener("pointerdown", ({ pointerType, target, clientX: x, clientY: y }) => {
    lift();
    if (pointerType === "mouse" || (target instanceof Element && target.closest("a, button") !== null)) {
      return;
    }
    resting = { x, y, timer: setTimeout(() => openAt(target, { x, y }), LONG_PRESS) };
  });
  views.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (resting !== undefined && Math.hypot(clientX - resting.x, clientY - resting.y) > STILL) lift();
  });
  for (const end of ["pointerup", "pointercancel"] as const) views.addEventListener(end, lift);
}

/** Goes from message to message with the arrows: from the list itself to its last one. `true` when the key did that. */
function walk({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const log = target.closest(".log");
  if (log === null || (target !== log && !target.matches(MESSAGE))) return false;
  const step = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  if (step === 0) return false;
  const lines = [...log.querySelectorAll(MESSAGE)].filter((line): line is HTMLElement =>
    line instanceof HTMLElement && !line.hidden
  );
  const at = lines.findIndex((line) => line === target);
  const next = at < 0 ? lines.at(-1) : lines[Math.max(0, Math.min(lines.length - 1, at + step))];
  next?.focus();
  return next !== undefined;
}

function lineAt(target: EventTarget | null): HTMLElement | undefined {
  const line = target instanceof Element ? target.closest(MESSAGE) : null;
  return line instanceof HTMLElement ? line : undefined;
}

function shownIn(line: HTMLElement): ShownLine {
  const { seq, person } = line.dataset;
  return {
    from: line.querySelector(".name")?.textContent ?? "",
    person,
    seq: seq === undefined ? undefined : Number(seq),
    text: writtenIn(line.querySelector(".text")),
    at: Date.parse(line.querySelector("time")?.dateTime ?? ""),
    isGone: line.classList.contains("gone"),
  };
}
