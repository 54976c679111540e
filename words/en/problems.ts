/**
 * What was wrong with something that was sent, and what to do about it. In English.
 *
 * @module
 */

import { formatAddress } from "../../net/address.ts";
import type { Problem, QueryFault } from "../../protocol.ts";
import type { Rank } from "../../protocol/ranks.ts";
import { connections, moment, people, rooms, seconds, size, span, tries } from "./numbers.ts";

const inRoom = (room: string | undefined): string => room === undefined ? "" : ` in #${room}`;
const because = (why: string): string => why === "" ? "." : `: ${why}`;

function notAllowed(needs: Rank, room: string | undefined): string {
  switch (needs) {
    case "operator":
      return room === undefined ? "That is for operators." : `That is for operators of #${room}.`;
    case "moderator":
      return "That is for moderators of this server.";
    case "owner":
      return "That is for the owner of this server.";
    case "voiced":
    case "member":
    case "guest":
      return "You cannot do that here.";
  }
}

function queryFault(why: QueryFault, given: string): string {
  switch (why) {
    case "empty":
      return "Say what to look for: /search WORDS.";
    case "quote":
      return `A quotation mark is not closed after ${given}: close it, or leave it out.`;
    case "date":
      return `"${given}" is no time: write it like 2d, 3h or 2026-11-01.`;
    case "room":
      return `You are not in ${given}: only rooms that you are in can be searched.`;
    case "context":
      return `"${given}" is not a number of lines: write -C0 to -C10.`;
    case "long":
      return `That is too much to look for at once: ${given} characters are the most.`;
  }
}

/** Answers something that was wrong: what it is and what to do. */
export function problem(what: Problem): string {
  switch (what.code) {
    case "not-utf8":
      return "That line is not UTF-8 text: set your terminal or program to UTF-8 and send it again.";
    case "line-too-long":
      return `That line is longer than ${what.limit} bytes and was not read: send it in parts.`;
    case "bad-json":
      return "That line is not a JSON object: send one object a line.";
    case "unknown-type":
      return `This server does not know frames of the type "${what.given}".`;
    case "bad-field":
      return `The field "${what.field}" is missing or of the wrong kind.`;
    case "bad-version":
      return `This server speaks version ${what.versions.join(", ")} of the protocol.`;
    case "hello-first":
      return 'Say who you are first: {"type":"hello","name":"ada"}.';
    case "already-in":
      return "You are in already: use nick to change your name.";
    case "bad-name":
      return what.mixed === true
        ? `"${what.name}" mixes letters of several alphabets in one word${
          what.like === undefined ? "" : `, and looks like "${what.like}"`
        }: use one alphabet for each word. "${what.suggestion}" is free.`
        : `"${what.name}" cannot be a name: use 1 to 24 letters, digits, _, - or . without spaces. "${what.suggestion}" is free.`;
    case "name-taken":
      return what.like === undefined
        ? `The name "${what.name}" is taken. "${what.suggestion}" is free.`
        : `The name "${what.name}" looks like "${what.like}", which is taken. "${what.suggestion}" is free.`;
    case "name-claimed":
      return `The name "${what.name}" is claimed. "${what.suggestion}" is free.`;
    case "auth-plain":
      return "This connection is not encrypted, so no password is taken here: come in by chat client or https.";
    case "cut-off":
      return "This server has lost the others: try another one, or this one again in a moment.";
    case "auth-failed":
      return what.left === 0
        ? "That is not right. Before the next try you have to wait."
        : `That is not right. ${tries(what.left)}, then you have to wait.`;
    case "auth-wait":
      return `Too many wrong tries: wait ${seconds(what.wait)}.`;
    case "auth-busy":
      return `Many people are logging in: try again in ${seconds(what.wait)}.`;
    case "claim-limit":
      return what.everywhere === true
        ? `No more than ${what.limit} names can be claimed on this server.`
        : "From your address no more names can be claimed today.";
    case "has-account":
      return `You have claimed the name "${what.name}": /unclaim gives it up.`;
    case "no-account":
      return what.name === undefined
        ? "Your name is not claimed: /claim makes it yours."
        : `Nobody has claimed the name "${what.name}".`;
    case "bad-password":
      return `A password has ${what.least} to ${what.most} characters.`;
    case "old-password":
      return "You have a password: write the old one after the new one, /password NEW OLD.";
    case "too-many-devices":
      return `You have ${what.limit} devices, which is the most: forget one with /devices forget NUMBER.`;
    case "no-device":
      return `You have no device ${what.n}: /devices lists them.`;
    case "last-device":
      return "Nothing else proves that the name is yours: /unclaim gives it up.";
    case "no-room":
      return `There is no room #${what.room}, or you are not in it: /rooms lists them, /join #${what.room} enters.`;
    case "bad-room":
      if (what.like !== undefined) {
        return `#${what.room} looks like #${what.like}, which is there already: /join #${what.like} enters it.`;
      }
      return what.mixed === true
        ? `"${what.room}" mixes letters of several alphabets in one word: use one alphabet for each word.`
        : `"${what.room}" cannot be a room: write # and 1 to 32 letters, digits, _, - or . without spaces.`;
    case "nowhere":
      return "You are in no room: enter one with /join #lobby.";
    case "nobody-to-answer":
      return "Nobody has written to you alone yet: write to somebody with /msg NAME TEXT.";
    case "too-many-rooms":
      return what.limit === 1
        ? "There is 1 room already, and no more can be made: /rooms shows it."
        : `There are ${rooms(what.limit)} already, and no more can be made: /rooms lists them.`;
    case "new-rooms":
      return `From your address no more than ${
        rooms(what.limit)
      } can be made within an hour: /rooms lists those there are.`;
    case "in-too-many":
      return `You are in ${rooms(what.limit)}, which is the most: leave one with /part #room first.`;
    case "not-here":
      return what.waited === true
        ? `${what.name} has not come back, so what you wrote did not arrive.`
        : what.asked === true
        ? `${what.name} is not here: /who shows who is.`
        : `${what.name} is not here, so nothing was sent: /who shows who is.`;
    case "other-person":
      return what.now === undefined
        ? `${what.name} is somebody else now, so nothing was sent or done: the person you mean is not here.`
        : `The person you mean is called ${what.now} now, so nothing was sent or done: try again with ${what.now}.`;
    case "bad-query":
      return queryFault(what.why, what.given);
    case "no-search":
      return "This server keeps no index, so it cannot search: /history shows what was said earlier.";
    case "search-slow":
      return "That search took too long: add a word, or narrow it with in:#room, from:NAME or after:2d.";
    case "empty":
      return "There is nothing to say in that message.";
    case "too-long":
      return `That message has ${what.length} characters and was not sent: ${what.limit} is the most.`;
    case "not-stored":
      return "The server could not keep that message, so it was not sent: try again in a moment.";
    case "unknown-command":
      return (what.nearest === undefined
        ? `There is no command ${what.given}: /help lists them.`
        : `There is no command ${what.given}: did you mean ${what.nearest}?`) +
        " (To say it, begin with two slashes.)";
    case "usage":
      return `Write it like this: ${what.usage}`;
    case "full":
      return `The room is full (${connections(what.limit)}): try again later.`;
    case "address-full":
      return `No more than ${
        connections(what.limit)
      } from one address can be open, and others may share yours: ` +
        "try again in a moment. Whoever runs the server can allow more (--max-per-address).";
    case "closed":
      return what.door !== true
        ? "This server is closed: come in with an invitation, or with your claimed name."
        : what.wait !== undefined
        ? `Too many wrong words came from your address: wait ${seconds(what.wait)}.`
        : what.wrong === true
        ? "That is not the word: ask whoever invited you."
        : "This room is closed. What is the word?";
    case "ticket-bad":
      return what.open === true
        ? "This invitation is used up, too old or taken back: ask for another, or come in without one."
        : "This invitation is used up, too old or taken back: ask for another.";
    case "join-limit":
      return `Many have just come in from your address: try again in ${
        seconds(1000 * Math.ceil(what.wait / 1000))
      }.`;
    case "encrypt": {
      const { host, port } = what;
      const where = formatAddress(host, port);
      return `From where you are this server takes encrypted connections only: chat client --host ${host} --port ${port}, or https://${where}/, or openssl s_client -quiet -connect ${where}.`;
    }
    case "banned":
      return `You are banned${inRoom(what.room)}${
        what.until === undefined ? "" : ` until ${moment(what.until)}`
      }${because(what.why)}`;
    case "kicked":
      return `${what.by} removed you${
        what.room === undefined ? "" : ` from #${what.room}`
      }, and you may come back in a minute${because(what.why)}`;
    case "muted":
      return `You are muted${inRoom(what.room)}${
        what.until === undefined ? "" : ` until ${moment(what.until)}`
      }${because(what.why)}`;
    case "slow-mode":
      return `#${what.room} is slow: you may write again in ${seconds(Math.ceil(what.wait / 1000) * 1000)}.`;
    case "locked":
      return `#${what.room} is locked: nobody new comes in for now.`;
    case "invite-only":
      return `#${what.room} is for people who were invited: ask one of its operators.`;
    case "accounts-only":
      return `Only people with a claimed name write in #${what.room}: /claim makes yours.`;
    case "accounts-join":
      return `Only people with a claimed name come into #${what.room}: /claim makes yours.`;
    case "room-key":
      return `#${what.room} needs a word: /join #${what.room} WORD.`;
    case "room-full":
      return `#${what.room} is full (${people(what.limit)} at most): try again later.`;
    case "read-only":
      return what.by === undefined
        ? `Only operators write in #${what.room}.`
        : `Only ${what.by} writes in #${what.room} for now.`;
    case "guests-off":
      return "No guests come in at the moment: come with your claimed name.";
    case "not-allowed":
      return "name" in what ? `You cannot do that to ${what.name}.` : notAllowed(what.needs, what.room);
    case "no-ban":
      return `There is no ban ${what.n}: /bans lists them.`;
    case "no-message":
      return what.seq === 0
        ? `There is no message in #${what.room} that this could be about: name one by its number.`
        : `There is no message ${what.seq} in #${what.room}.`;
    case "too-late":
      return `Your own messages can be changed or deleted for ${span(what.limit)}: ask somebody in charge.`;
    case "not-yours":
      return `Message ${what.seq} in #${what.room} is not yours: only who said it can change it.`;
    case "no-such-words":
      return `"${what.given}" is not in your message, so nothing was changed.`;
    case "bad-emoji":
      return `"${what.given}" is not an emoji: write one, like 👍.`;
    case "too-many-reactions":
      return `There are ${what.limit} reactions to that message already, and no more can be added.`;
    case "too-many-bans":
      return `There are ${what.limit} of these already: lift some first (/bans).`;
    case "not-admitted":
      return "Nobody has let you in: try again later.";
    case "nobody-waits":
      return "Nobody waits: /waiting lists who does.";
    case "nothing-to-undo":
      return "There is nothing that could be undone.";
    case "no-files":
      return "This server takes no files.";
    case "file-too-big":
      return `That file has ${size(what.size)}, and ${
        size(what.limit)
      } is the most: make it smaller, or send it in parts.`;
    case "file-empty":
      return "There is nothing in that file.";
    case "files-full":
      return `There is no more space for files (${size(what.limit)} in all): old ones have to go first.`;
    case "files-today":
      return `No more than ${
        size(what.limit)
      } of files are taken of one person in a day: try again tomorrow.`;
    case "too-many-uploads":
      return `No more than ${what.limit} files can be on their way at once: wait until one has arrived.`;
    case "no-file":
      return what.seq === 0
        ? `There is no file in #${what.room}.`
        : `Message ${what.seq} in #${what.room} has no file, or it is not kept any more.`;
    case "other":
      return `The server refused that (${what.given}).`;
  }
}
