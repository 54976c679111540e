/**
 * What each slash command does, for help. In English.
 *
 * @module
 */

/** By the name of the command. */
export const commands = {
  help: "show the commands, or what one of them does",
  me: "say what you are doing",
  msg: "say it to one person alone, not kept; or in a room",
  reply: "answer whoever wrote to you alone last",
  query: "talk to one person alone until you write /query or /join",
  join: "enter a room, or make it; in one already, go there",
  part: "leave a room, with a parting word if you like",
  rooms: "list the rooms, who is in them and what they are about",
  topic: "show what the room is about, or say it",
  who: "show who is here, for how long silent, and who is away",
  whois: "show in which rooms somebody is, and whether they are there",
  nick: "change your name",
  away: "say that you are not there, with a reason if you like",
  back: "say that you are there again",
  history: "show what was said earlier: a number of messages, the last hour, or around one",
  search: 'look in your rooms: words "a phrase" in:#room from:NAME before:2d after:DATE -C2',
  catchup: "show what you have not read: first what names you",
  mentions: "list the messages that mentioned you",
  ignore: "hide what somebody says; alone: who is hidden",
  unignore: "show again what somebody says",
  quiet: "hide who comes and goes, or show it again",
  set: "show your settings, or change one for good",
  clear: "clear my screen (nobody else's)",
  quit: "leave, with a parting word if you like",
};
