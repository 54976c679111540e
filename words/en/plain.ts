/**
 * The door for people with nc or telnet. In English.
 *
 * @module
 */

import { people, span } from "./numbers.ts";
import { shared } from "./shared.ts";

/** The door for people with nc or telnet. */
export const plain = {
  ...shared,
  greet: (title: string): string => `Welcome to ${title}.`,
  /** To a program that speaks another protocol. */
  noPerson: "This is a chat room, and no person speaks like that: come in with chat client, a browser or nc.",
  welcome: (name: string): string => `Hello ${name}! Write and press Enter to talk to everyone.`,
  howToLeave: "To leave write {quit} (or /quit). For the commands write /help.",
  helpTitle: "What you can write:",
  earlier: "--- earlier ---",
  now: "--- now ---",
  toRoom: (room: string): string => `You are in #${room}: what you write goes there now.`,
  toPerson: (name: string): string =>
    `What you write goes to ${name} alone now: /query goes back to your room.`,
  nowhere: "You are in no room now: /rooms lists them, /join #lobby enters one.",
  parted: (room: string): string => `You have left #${room}.`,
  topic: (text: string, from: string, when: string): string => `Topic: ${text} (${from}, ${when})`,
  noTopic: "There is no topic: /topic TEXT gives one.",
  newTopic: (from: string, text: string): string => `--- ${from} changed the topic: ${text}`,
  topicGone: (from: string): string => `--- ${from} took the topic away`,
  /** Who said something to one person alone; the reader is `undefined`. */
  privately: (from: string | undefined, to: string | undefined): string =>
    `[private] ${from ?? "you"} -> ${to ?? "you"}`,
  room: (room: string, count: number, topic: string): string =>
    `#${room} (${people(count)})${topic === "" ? "" : `: ${topic}`}`,
  away: (why: string): string => why === "" ? "away" : `away: ${why}`,
  silent: (ms: number): string => `silent for ${span(ms)}`,
  whois: (name: string, rooms: readonly string[], since: string): string =>
    `${name} is in ${rooms.length === 0 ? "no room" : rooms.join(", ")}, here since ${since}`,
  youAreAway: (why: string): string =>
    `You are away${why === "" ? "" : ` (${why})`}: who writes to you alone is told. /back ends that.`,
  youAreBack: "You are back.",
  hidden: (name: string): string => `What ${name} says is hidden now. /unignore ${name} shows it again.`,
  shownAgain: (name: string): string => `What ${name} says is shown again.`,
  notHidden: (name: string): string => `${name} is not hidden: /ignore lists those who are.`,
  hiddenOnes: (names: readonly string[]): string =>
    names.length === 0 ? "Nobody is hidden." : `Hidden: ${names.join(", ")}`,
  nothingFound: "Nothing was found.",
  partial: "The index is still being made: what is older is not in it yet.",
  found: (count: number, hasMore: boolean): string =>
    `--- ${count} found${
      hasMore ? ", and there are more: narrow it with another word or before:DATE" : ""
    } ---`,
  unread: (room: string, count: number, mentions: number): string =>
    `#${room}: ${count} not read${mentions === 0 ? "" : `, ${mentions} with your name`}; the last:`,
  allRead: "You have read everything.",
};
