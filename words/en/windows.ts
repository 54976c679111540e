/**
 * The windows and menus of the page. `{words}` in braces are filled in by the page itself. In English.
 *
 * @module
 */

/** The windows and menus of the page. */
export const windows = {
  menuMessage: "Write to them alone",
  menuMention: "Mention",
  menuHide: "Hide what they say",
  menuShow: "Show again what they say",
  menuWho: "Who is this?",
  menuAnswer: "Answer it",
  answering: "Answer to {name}:",
  answerNot: "Do not answer it",
  menuEdit: "Change it",
  menuLink: "Copy a link to it",
  menuCopy: "Copy the text",
  copyNo: "The browser did not let the text be copied.",
  everywhere: "The whole server",
  forGood: "For good",
  menuClaim: "Make this name yours…",
  turnAway: "Turn away",
  letAllIn: "Let all {count} in",
  inviteCode: "The address as a QR code",
  inviteCopy: "Copy the address",
  inviteClass: "For up to 30 people",
  chargeWaiting: "At the door",
  chargeReports: "Reports",
  chargeBans: "Bans and mutes",
  chargeQuiet: "Only I write",
  chargeSlow: "Slow mode: {count} s",
  chargeLock: "Let nobody new in",
  chargeApprove: "I let people in one by one",
  chargeSince: "for {time}",
  chargeAct: "Do something…",
  messageOf: "Message of {name}",
  namingYou: "{count} with your name",
  banByName: "Name and device",
  banByAddress: "Address {net}",
  banHits: "Nobody else is here from {net}.",
  banHitsMore: "By address it also hits {count} more who are here from {net}.",
  searching: "Looking…",
  foundMore: "Found so far: {count}",
  foundNone: "Nothing was found for: {query}",
  lastOne: "The last one:",
  allRead: "You have read everything.",
};
