/**
 * What IRC clients are told in words; they go by the numbers before them. In English.
 *
 * @module
 */

import { people } from "./numbers.ts";

/** What IRC clients are told. */
export const irc = {
  welcome: (title: string, nick: string): string => `Welcome to ${title}, ${nick}.`,
  yourHost: (name: string): string => `Your host is ${name}, running chat.`,
  created: (when: string): string => `This server was started at ${when}.`,
  areSupported: "are supported by this server",
  users: (count: number): string => `There are ${count} users and 0 invisible on 1 servers`,
  operators: "operators online",
  unknown: "connections that have not said who they are",
  channels: "channels with people in them",
  clients: (count: number): string => `I have ${count} clients and 0 servers`,
  localUsers: (count: number, most: number): string => `Now ${people(count)} here, ${most} at most`,
  globalUsers: (count: number, most: number): string => `Now ${people(count)} in all, ${most} at most`,
  motdStart: (name: string): string => `- ${name} Message of the day -`,
  motd: (room: string): readonly string[] => [
    `Everybody meets in #${room}: /join #${room}`,
    "What is said in a room is kept, and seen alike from a terminal, a browser and IRC.",
    "HELP tells what is different here from other IRC servers.",
  ],
  motdEnd: "End of MOTD command.",
  help: [
    "What is different here from other IRC servers:",
    "Rooms remember: who joins is sent the last messages; clients with chathistory ask for more.",
    "With echo-message your own line comes back once it is in the log.",
    "A name may have a dot, or begin with a digit: it is then written with | and ^.",
    "People from the web page and from nc are in the same rooms.",
  ],
  endOfHelp: "End of HELP.",
  nowAway: "You have been marked as being away",
  nowBack: "You are no longer marked as being away",
  noTopic: "No topic is set",
  endOfNames: "End of NAMES list",
  endOfWho: "End of WHO list",
  endOfWhois: "End of WHOIS list",
  endOfWhowas: "End of WHOWAS",
  endOfList: "End of LIST",
  endOfMonitored: "End of MONITOR list",
  listHead: "Users  Name",
  noNick: "No nickname given",
  badNick: "That is no nickname",
  needMore: "Not enough parameters",
  alreadyIn: "You are in already",
  badCapCommand: "Invalid CAP command",
  noRecipient: "No recipient given",
  noText: "No text to send",
  noChannel: "No such channel",
  cannotSend: "You are not in this channel",
  notInChannel: "You're not on that channel",
  noSuchNick: "No such nick",
  wasNoNick: "There was no such nickname",
  noServer: "No such server",
  idle: "seconds idle, signon time",
  secure: "is using a secure connection",
  sayWho: "You have not registered: send NICK and USER first",
  unknownCommand: "Unknown command",
  monitorFull: "Monitor list is full",
  badLimit: "That is no number of messages",
  badSelector: "That is no point in the history",
};
