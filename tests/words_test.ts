/** The catalogues: that every language says everything, and says it in that language. */

import { assert, assertEquals } from "@std/assert";
import type { ByeReason, LeaveReason, Problem, ProblemCode, RoomMode } from "../protocol.ts";
import { type Deed, DEEDS } from "../protocol/deeds.ts";
import { COMMANDS } from "../protocol/commands.ts";
import { en, type Words } from "../words/en.ts";
import { it } from "../words/it.ts";
import { LOUDNESSES } from "../protocol/loudness.ts";

/** What each placeholder may stand for. */
const PROBLEMS: { readonly [Code in ProblemCode]: Extract<Problem, { readonly code: Code }> } = {
  "not-utf8": { code: "not-utf8" },
  "line-too-long": { code: "line-too-long", limit: 9 },
  "bad-json": { code: "bad-json" },
  "unknown-type": { code: "unknown-type", given: "dance" },
  "bad-field": { code: "bad-field", field: "text" },
  "bad-version": { code: "bad-version", versions: [1] },
  "hello-first": { code: "hello-first" },
  "already-in": { code: "already-in" },
  "bad-name": { code: "bad-name", name: "a b", suggestion: "a_b" },
  "name-taken": { code: "name-taken", name: "ada", suggestion: "ada2" },
  "bad-room": { code: "bad-room", room: "a b" },
  "closed": { code: "closed" },
  "ticket-bad": { code: "ticket-bad" },
  "nowhere": { code: "nowhere" },
  "nobody-to-answer": { code: "nobody-to-answer" },
  "new-rooms": { code: "new-rooms", limit: 30 },
  "too-many-rooms": { code: "too-many-rooms", limit: 1000 },
  "in-too-many": { code: "in-too-many", limit: 50 },
  "not-here": { code: "not-here", name: "bob" },
  "other-person": { code: "other-person", name: "ada" },
  "bad-query": { code: "bad-query", why: "date", given: "soon" },
  "no-search": { code: "no-search" },
  "search-slow": { code: "search-slow" },
  "name-claimed": { code: "name-claimed", name: "ada", suggestion: "ada2", methods: [] },
  "auth-plain": { code: "auth-plain" },
  "cut-off": { code: "cut-off" },
  "auth-failed": { code: "auth-failed", left: 3 },
  "auth-wait": { code: "auth-wait", wait: 16_000 },
  "auth-busy": { code: "auth-busy", wait: 5_000 },
  "claim-limit": { code: "claim-limit", limit: 3 },
  "has-account": { code: "has-account", name: "ada" },
  "no-account": { code: "no-account" },
  "bad-password": { code: "bad-password", least: 8, most: 200 },
  "old-password": { code: "old-password" },
  "too-many-devices": { code: "too-many-devices", limit: 10 },
  "no-device": { code: "no-device", n: 4 },
  "last-device": { code: "last-device" },
  "no-room": { code: "no-room", room: "tea" },
  "empty": { code: "empty" },
  "too-long": { code: "too-long", limit: 5, length: 6 },
  "not-stored": { code: "not-stored" },
  "unknown-command": { code: "unknown-command", given: "/whp", nearest: "/who" },
  "usage": { code: "usage", usage: "/nick NAME" },
  "full": { code: "full", limit: 7 },
  "address-full": { code: "address-full", limit: 8 },
  "join-limit": { code: "join-limit", wait: 5000 },
  "encrypt": { code: "encrypt", host: "192.0.2.7", port: 53000 },
  "banned": { code: "banned", why: "spam", by: "ada", until: 1000, room: "tea" },
  "kicked": { code: "kicked", why: "spam", by: "ada" },
  "muted": { code: "muted", why: "spam", until: 1000, room: "tea" },
  "slow-mode": { code: "slow-mode", room: "tea", wait: 7000 },
  "locked": { code: "locked", room: "tea" },
  "invite-only": { code: "invite-only", room: "tea" },
  "accounts-only": { code: "accounts-only", room: "tea" },
  "accounts-join": { code: "accounts-join", room: "tea" },
  "room-key": { code: "room-key", room: "tea" },
  "read-only": { code: "read-only", room: "tea" },
  "room-full": { code: "room-full", room: "tea", limit: 3 },
  "guests-off": { code: "guests-off" },
  "not-allowed": { code: "not-allowed", needs: "operator", room: "tea" },
  "no-ban": { code: "no-ban", n: 17 },
  "no-message": { code: "no-message", room: "tea", seq: 41 },
  "not-yours": { code: "not-yours", room: "tea", seq: 41 },
  "no-such-words": { code: "no-such-words", given: "teh" },
  "bad-emoji": { code: "bad-emoji", given: "hm" },
  "too-many-reactions": { code: "too-many-reactions", limit: 500 },
  "too-late": { code: "too-late", limit: 900_000 },
  "no-files": { code: "no-files" },
  "file-too-big": { code: "file-too-big", limit: 26_214_400, size: 30_000_000 },
  "file-empty": { code: "file-empty" },
  "files-full": { code: "files-full", limit: 2_147_483_648 },
  "files-today": { code: "files-today", limit: 262_144_000 },
  "too-many-uploads": { code: "too-many-uploads", limit: 4 },
  "no-file": { code: "no-file", room: "tea", seq: 41 },
  "too-many-bans": { code: "too-many-bans", limit: 200 },
  "nothing-to-undo": { code: "nothing-to-undo" },
  "not-admitted": { code: "not-admitted" },
  "nobody-waits": { code: "nobody-waits" },
  "other": { code: "other", given: "new-code" },
};
const LEAVE: readonly LeaveReason[] = ["left", "lost", "slow", "removed", "silent"];
const BYE: readonly ByeReason[] = [
  "quit",
  "closing",
  "refused",
  "slow",
  "removed",
  "silent",
  "flood",
  "replaced",
];

/** Names, signs and words that are the same in both languages. */
const SAME = ["server.defaultTitle", "client.files.shown", "sharing.at", "client.inRoom"];

/** Keys, and commands for a shell: many are the same in every language. */
const NO_LANGUAGE = /^(help\.keys|manual\.examples)\.\d+\.0$/;

/** What rooms are told of, and an example of it. */
/** Every deed as the audit has it, with each kind of subject. */
const AUDITED: readonly (readonly [Deed, string])[] = [
  ...DEEDS.map((deed) => [deed, "bob"] as const),
  ...([
    "readonly",
    "quiet",
    "lock",
    "inviteonly",
    "key",
    "secret",
    "topics",
    "outside",
    "guests",
    "approve",
  ] as const)
    .flatMap((deed) => [[deed, "on"], [deed, "off"]] as const),
  ["slow", "5000"],
  ["slow", "0"],
  ["limit", "30"],
  ["limit", "0"],
  ["accounts", "speak"],
  ["accounts", "off"],
  ["admit", "- bob, eve"],
  ["delete", "@41 bob"],
];

const TOLD = [
  "mute",
  "unmute",
  "op",
  "deop",
  "voice",
  "devoice",
  "invite",
  "report",
  "waiting",
  "admit",
] as const;
const EVENT = { type: "moderated", name: "bob", by: "ada", at: 0 } as const;
const MODE: RoomMode = {
  slow: 10_000,
  readonly: true,
  quiet: true,
  lock: true,
  inviteonly: true,
  accounts: "speak",
  key: true,
  limit: 3,
  secret: true,
  topics: true,
};

/** Every text of a catalogue, those that are made by functions with sample values. */
function said(words: Words): ReadonlyMap<string, string> {
  const {
    log,
    cli,
    client,
    plain,
    doors,
    server,
    help,
    archive,
    store,
    tokens,
    identity,
    trust,
    invite,
    irc,
    operating,
    status,
    config,
    reload,
    doctor,
    cluster,
  } = words;
  const made: readonly (readonly [string, string])[] = [
    ...Object.values(PROBLEMS).map((what) => [`problem ${what.code}`, words.problem(what)] as const),
    ...LEAVE.map((reason) => [`reason ${reason}`, words.reason(reason)] as const),
    ...LEAVE.map((reason) => [`left ${reason}`, words.left("ada", reason, undefined)] as const),
    ...LEAVE.map((reason) => [`log.left ${reason}`, log.left("ada", "192.0.2.1:5", reason)] as const),
    ...BYE.map((reason) => [`bye ${reason}`, words.bye(reason)] as const),
    ["left with a word", words.left("ada", "left", "ciao")],
    ["usage", words.usage("/msg NAME TEXT")],
    ["people 1", words.people(1)],
    ["people 2", words.people(2)],
    ["joined", words.joined("ada")],
    ["crowd", words.crowd(1234)],
    ["renamed", words.renamed("ada", "bob")],
    ["here", words.here(["ada", "bob"], 2, 0)],
    ["here and 1", words.here(["ada", "bob"], 3, 1)],
    ["here and 5", words.here(["ada", "bob"], 7, 5)],
    ["archive.erasing.isHere", words.archive.erasing.isHere("ada")],
    ["archive.erasing.wouldErase", words.archive.erasing.wouldErase("ada", 2)],
    ["archive.erasing.erased", words.archive.erasing.erased("ada", 2)],
    ["archive.erasing.isFree", words.archive.erasing.isFree("ada")],
    ["archive.erasing.topicsShown", words.archive.erasing.topicsShown(["tea"])],
    ["archive.erasing.copiesLeft", words.archive.erasing.copiesLeft(["chat.db.v3-backup"])],
    ["restarting", words.restarting(5)],
    ["closesIn", words.closesIn(90_000)],
    ["folded one", words.folded(1, 41)],
    ["folded", words.folded(30, 41)],
    ["foldedPrivate one", words.foldedPrivate(1, "bob")],
    ["foldedPrivate", words.foldedPrivate(30, "bob")],
    ["noPrivateText", words.noPrivateText("bob")],
    ...LOUDNESSES.map((how) => [`notifies ${how}`, words.notifies("tea", how)] as const),
    ["gap", words.gap(3, 7)],
    ...DEEDS.map((deed) =>
      [`deeds.done ${deed}`, words.deeds.done({ type: "done", do: deed, name: "bob", n: 7 })] as const
    ),
    [
      "deeds.done, of many",
      words.deeds.done({ type: "done", do: "ban", name: "b*", n: 7, also: 2, undo: 30_000 }),
    ],
    [
      "deeds.done, who shares an address",
      words.deeds.done({ type: "done", do: "ban", name: "bob", n: 7, net: "::1", also: 3 }),
    ],
    ...TOLD.map((deed) =>
      [`deeds.moderated ${deed}`, words.deeds.moderated({ ...EVENT, do: deed })] as const
    ),
    ["deeds.moderated in a room", words.deeds.moderated({ ...EVENT, do: "op", room: "tea" })],
    [
      "deeds.line",
      words.deeds.line({ n: 1, do: "mute", subject: "bob", by: "ada", at: 0, until: 1, room: "tea" }, "bans"),
    ],
    [
      "deeds.line of who waits",
      words.deeds.line({ n: 1, do: "waiting", subject: "bob", by: "irc", at: 0 }, "waiting"),
    ],
    ...AUDITED.flatMap(([deed, subject]) =>
      [undefined, "tea"].map((room) => {
        const line = { n: 1, do: deed, subject, by: "ada", at: 0, ...(room !== undefined && { room }) };
        return [
          `audit ${deed} ${subject} ${room}`,
          words.audit(line),
        ] as const;
      })
    ),
    ["deeds.none", words.deeds.none("bans")],
    ["deeds.none of that time", words.deeds.none("audit")],
    ["deeds.mode", words.deeds.mode({})],
    ["deeds.mode of all", words.deeds.mode(MODE)],
    ["deeds.modeChanged", words.deeds.modeChanged("tea", "ada", MODE)],
    ["deeds.modeIs", words.deeds.modeIs("tea", MODE)],
    ["deeds.deletes", words.deeds.deletes(41, "bob")],
    ["deeds.deletesMany", words.deeds.deletesMany(3, "bob")],
    ["deeds.edits", words.deeds.edits(41)],
    ["deeds.reacts", words.deeds.reacts("👍", "bob: ciao")],
    ["deeds.reactsNoMore", words.deeds.reactsNoMore("👍", "bob: ciao")],
    ["deeds.restores", words.deeds.restores(3, "bob")],
    ["cli.cannotBan", cli.cannotBan("a b")],
    ["log.moderated", log.moderated("ada", "ban", "bob", "tea")],
    ["plain.greet", plain.greet("Tea")],
    ["plain.welcome", plain.welcome("ada")],
    ["isAway", words.isAway("ada", "tea")],
    ["isAway without a reason", words.isAway("ada", "")],
    ["waitsFor", words.waitsFor("ada")],
    ["arrivedAt", words.arrivedAt("ada")],
    ["closed, a word", words.problem({ code: "closed", door: true })],
    ["closed, a wrong word", words.problem({ code: "closed", door: true, wrong: true })],
    ["closed, too many words", words.problem({ code: "closed", door: true, wait: 3000 })],
    ["a bad ticket, and everybody may come in", words.problem({ code: "ticket-bad", open: true })],
    ["a mixed name", words.problem({ code: "bad-name", name: "аda", suggestion: "da", mixed: true })],
    ["a mixed room", words.problem({ code: "bad-room", room: "lоbby", mixed: true })],
    ["not here after waiting", words.problem({ code: "not-here", name: "ada", waited: true })],
    ["other person who is here", words.problem({ code: "other-person", name: "ada", now: "eve" })],
    ["accounts.isOwner", words.accounts.isOwner("ada")],
    ["accounts.reset", words.accounts.reset("ada")],
    ["accounts.renamed", words.accounts.renamed("ada", "eve")],
    ["cli.missingAccountAction", words.cli.missingAccountAction(["list"])],
    ["cli.missingAccountName", words.cli.missingAccountName("rename")],
    ["accounts.added", words.accounts.added("chat://192.0.2.7:53000/#t=x")],
    ["accounts.addedPage", words.accounts.addedPage("https://192.0.2.7:53000/#/&t=x")],
    ["accounts.askPassword", words.accounts.askPassword("ada")],
    ["accounts.claimed", words.accounts.claimed("ada")],
    ["accounts.device", words.accounts.device(1, "key", "laptop", "2026-11-01", true)],
    ["accounts.unclaimed", words.accounts.unclaimed("ada")],
    ["accounts.nameOrPassword", words.accounts.nameOrPassword("ada", "ada2")],
    ["invitation.client", words.invitation.client("tea", "chat://192.0.2.7:53000/tea")],
    ["invitation.page", words.invitation.page("http://192.0.2.7:53000/#/tea")],
    ["invitation.ticket", words.invitation.ticket(1, "today")],
    ["invitation.ticket 2", words.invitation.ticket(2, "today")],
    ["accounts.nameOnly", words.accounts.nameOnly("ada")],
    ["a claim too many", words.problem({ code: "claim-limit", limit: 1000, everywhere: true })],
    ["nobody's account", words.problem({ code: "no-account", name: "bob" })],
    ["the last try", words.problem({ code: "auth-failed", left: 0 })],
    ["log.ticketMade", log.ticketMade("ada", 3)],
    ["log.claimed", log.claimed("ada", "192.0.2.1:5")],
    ["log.login", log.login("ada", "192.0.2.1:5", "key")],
    ["log.unclaimed", log.unclaimed("ada")],
    ["log.loginFailed", log.loginFailed("192.0.2.1:5")],
    ["plain.toRoom", plain.toRoom("tea")],
    ["plain.toPerson", plain.toPerson("ada")],
    ["plain.parted", plain.parted("tea")],
    ["plain.topic", plain.topic("leaves", "ada", "today")],
    ["plain.newTopic", plain.newTopic("ada", "leaves")],
    ["plain.topicGone", plain.topicGone("ada")],
    ["plain.privately from me", plain.privately(undefined, "ada")],
    ["plain.privately to me", plain.privately("ada", undefined)],
    ["plain.room 1", plain.room("tea", 1, "")],
    ["plain.room 2", plain.room("tea", 2, "leaves")],
    ["plain.away", plain.away("")],
    ["plain.away with a reason", plain.away("tea")],
    ["plain.silent min", plain.silent(60_000)],
    ["plain.silent h", plain.silent(3_600_000)],
    ["plain.silent d", plain.silent(86_400_000)],
    ["plain.whois", plain.whois("ada", ["#tea"], "today")],
    ["plain.whois nowhere", plain.whois("ada", [], "today")],
    ["plain.youAreAway", plain.youAreAway("")],
    ["plain.youAreAway with a reason", plain.youAreAway("tea")],
    ["plain.hidden", plain.hidden("ada")],
    ["plain.shownAgain", plain.shownAgain("ada")],
    ["plain.hiddenOnes nobody", plain.hiddenOnes([])],
    ["plain.hiddenOnes", plain.hiddenOnes(["ada"])],
    ["plain.found 1", plain.found(1, false)],
    ["plain.found more", plain.found(20, true)],
    ["plain.unread", plain.unread("tea", 3, 0)],
    ["plain.unread mentions", plain.unread("tea", 3, 1)],
    ["irc.welcome", irc.welcome("Tea", "ada")],
    ["irc.yourHost", irc.yourHost("tea")],
    ["irc.created", irc.created("2026-01-01")],
    ["irc.loggedIn", irc.loggedIn("ada")],
    ["irc.users", irc.users(2)],
    ["irc.clients", irc.clients(2)],
    ["irc.localUsers", irc.localUsers(1, 2)],
    ["irc.globalUsers", irc.globalUsers(1, 2)],
    ["irc.motdStart", irc.motdStart("tea")],
    ["irc.motd", irc.motd("lobby").join(" ")],
    ["server.console", server.console("operator")],
    ["server.owner", server.owner("./chat")],
    ["server.key", server.key("sha256//x")],
    ["doors.elsewhere", doors.elsewhere("tea.example", "http://tea.example")],
    ["log.tokenInTheClear", log.tokenInTheClear("192.0.2.1:5", "ci")],
    ["doors.tokenInTheClear", doors.tokenInTheClear("ci")],
    ["doors.unknownProxy", doors.unknownProxy("192.0.2.1")],
    ["log.proxyUnreadable", log.proxyUnreadable("192.0.2.1:5")],
    ["log.proxyNotTrusted", log.proxyNotTrusted("192.0.2.1")],
    ["log.unknownHost", log.unknownHost("192.0.2.1:5", "http://tea.example")],
    ["doors.bigBody", doors.bigBody(16384)],
    ["doors.tooFast", doors.tooFast(3)],
    ["trust.first", trust.first("192.0.2.1:5", "sha256//x")],
    ["trust.replaced", trust.replaced("192.0.2.1:5", "sha256//x", "sha256//y")],
    ["trust.also", trust.also("192.0.2.1:5")],
    ["trust.notKept", trust.notKept("x")],
    ["trust.unreadableLines 1", trust.unreadableLines("f", "3", 1)],
    ["trust.unreadableLines 2", trust.unreadableLines("f", "3, 4", 2)],
    ["trust.noTls", trust.noTls("192.0.2.1:5")],
    ["trust.otherKey", trust.otherKey("192.0.2.1:5", "2026-11-01", "sha256//x", "sha256//y")],
    ["trust.invitedKey", trust.invitedKey("192.0.2.1:5", "2026-11-01", "sha256//x", "sha256//y")],
    ["trust.wrongKey", trust.wrongKey("192.0.2.1:5", "sha256//x", "sha256//y")],
    ["trust.unvouched", trust.unvouched("192.0.2.1:5", "sha256//x")],
    ["trust.askUnvouched", trust.askUnvouched("tea.example", "sha256//x")],
    ["trust.noAuthority", trust.noAuthority("192.0.2.1:5", "expired")],
    ["trust.unpinnable", trust.unpinnable("192.0.2.1:5", "sha256//x")],
    ["trust.knownUnreadable", trust.knownUnreadable("f", "x")],
    ["trust.knownLine", trust.knownLine("f", 3, "192.0.2.1:5")],
    ["trust.forgotten", trust.forgotten("192.0.2.1:5")],
    ["trust.notKnown", trust.notKnown("192.0.2.1:5")],
    ["trust.badCa", trust.badCa("f")],
    ["trust.noCa", trust.noCa("f", "x")],
    ["trust.contradicts", trust.contradicts("--ca")],
    ["cli.missingKnownAction", cli.missingKnownAction(["list", "forget"])],
    ["invite.made 1", invite.made(1, "today", 3)],
    ["invite.makes owner", invite.makes("owner")],
    ["invite.makes moderator", invite.makes("moderator")],
    ["invite.oneUse", invite.oneUse("owner")],
    ["invite.made 2", invite.made(2, "today", 3)],
    ["invite.revoked", invite.revoked(3)],
    ["invite.unknown", invite.unknown(3)],
    ["cli.badWord", cli.badWord("f")],
    ["cli.noTerminal", cli.noTerminal("--door-file")],
    ["cli.noFile", cli.noFile("f", "x")],
    ["cli.badHost", cli.badHost("a b")],
    ["cli.badLink", cli.badLink("chat://")],
    ["tokens.made", tokens.made("ci")],
    ["tokens.revoked", tokens.revoked("ci")],
    ["tokens.unknown", tokens.unknown("ci")],
    ["cli.missingTokenAction", cli.missingTokenAction(["new", "list"])],
    ["cli.missingTokenName", cli.missingTokenName("new")],
    ["doors.noRoom", doors.noRoom("tea")],
    ["log.listening", log.listening("ci", "tea", "192.0.2.1:5")],
    ["log.stoppedListening", log.stoppedListening("ci", "tea", "192.0.2.1:5")],
    ["log.requestRefused", log.requestRefused("192.0.2.1:5", 401)],
    ["doors.pageTitle", doors.pageTitle("Tea")],
    ["doors.waitsAs", doors.waitsAs("eve")],
    ["server.open", server.open("Tea", "192.0.2.1:5")],
    ["server.portBusy", server.portBusy("192.0.2.1:5")],
    ["log.connected", log.connected("192.0.2.1:5")],
    ["log.refused", log.refused("192.0.2.1:5", "full")],
    ["log.closedUnnamed", log.closedUnnamed("192.0.2.1:5")],
    ["log.joined", log.joined("ada", "192.0.2.1:5", "plain")],
    ["log.away", log.away("ada", "192.0.2.1:5")],
    ["log.back", log.back("ada", "192.0.2.1:5")],
    ["log.renamed", log.renamed("ada", "bob")],
    ["log.deviceTicket", log.deviceTicket("ada", 3)],
    ["log.ticketUsed", log.ticketUsed("ada", 3)],
    ["log.replaced", log.replaced("a.db", 9)],
    ["log.replaced -wal", log.replaced("a.db-wal", 9)],
    ["log.failed", log.failed(log.storing, "no space")],
    ["archive.saved", archive.saved("a.db")],
    ["archive.whole", archive.whole("a.db", 2, 3)],
    ["archive.files", archive.files(2)],
    ["archive.files 1", archive.files(1)],
    ["archive.filesMissing", archive.filesMissing(2)],
    ["archive.filesMissing 1", archive.filesMissing(1)],
    ["archive.whole 1", archive.whole("a.db", 1, 1)],
    ["store.clustered", store.clustered("a.db")],
    ["store.no-server", store["no-server"]("a.db")],
    ["log.clusterTrouble", log.clusterTrouble("Error: timeout")],
    ["cluster.missingAction", cluster.missingAction(["config"])],
    ["cluster.stream", cluster.stream("tea", 1, 5)],
    ["cluster.stream 0", cluster.stream("tea", 1, 0)],
    ["cluster.server", cluster.server("chat1:53000", 5, 2)],
    ["cluster.server without an address", cluster.server("", 5, 0)],
    ["cluster.agree 0", cluster.agree(0)],
    ["cluster.agree 1", cluster.agree(1)],
    ["cluster.agree 3", cluster.agree(3)],
    ["cluster.noFile", cluster.noFile("--cluster-ca", "ca.pem")],
    ["cluster.problem.other-stream", cluster.problem["other-stream"]("a.db")],
    ["cluster.problem.other-base", cluster.problem["other-base"]("a.db")],
    ["cluster.problem.other-key", cluster.problem["other-key"]("a.db", "a.db-identity.pem")],
    ["cluster.problem.behind", cluster.problem.behind("a.db")],
    ["cluster.problem.went-back", cluster.problem["went-back"]("a.db")],
    ["cluster.problem.no-cluster", cluster.problem["no-cluster"]("a.db")],
    ["cluster.problem.servers-up", cluster.problem["servers-up"]()],
    ["cluster.problem.has-more", cluster.problem["has-more"]("a.db", "7")],
    ["cluster.renewal without a stream", cluster.renewal("a.db", 7, undefined)],
    ["cluster.renewal of an empty stream", cluster.renewal("a.db", 7, { first: 8, last: 7 })],
    ["cluster.renewal of a stream", cluster.renewal("a.db", 7, { first: 1, last: 5 })],
    ["cluster.renewalMeans", cluster.renewalMeans(7)],
    ["cluster.renewalMakes with one", cluster.renewalMakes(1, 604_800_000)],
    ["cluster.renewalMakes with three, for good", cluster.renewalMakes(3, 0)],
    ["cluster.problem.not-fetched", cluster.problem["not-fetched"]()],
    ["cluster.problem.no-answer", cluster.problem["no-answer"]("a.db", "nats://127.0.0.1:4222")],
    ["cluster.problem.no-stream", cluster.problem["no-stream"]("a.db", "timeout")],
    ["store.in-use", store["in-use"]("a.db")],
    ["store.read-only-disk", store["read-only-disk"]("a.db")],
    ["store.system-folder", store["system-folder"]("/dev/shm/a.db", "/dev")],
    ["store.empty", store.empty("a.db")],
    ["store.linked", store.linked("a.db")],
    ["store.replaced", store.replaced("a.db")],
    ["log.identityMade", log.identityMade("id.pem", "sha256//x")],
    ["log.identityTaken", log.identityTaken("id.pem", "sha256//x")],
    ["log.identityAwaited", log.identityAwaited("id.pem", "sha256//x")],
    ["log.identityProtected", log.identityProtected("id.pem")],
    ["log.identityNotKept", log.identityNotKept("id.pem", "x")],
    ["log.certificateRefused", log.certificateRefused("x")],
    ["log.runFileFailed", log.runFileFailed("run", "x")],
    ["server.kept", server.kept("x", "y", "--keep")],
    ["server.keptSaid.age", server.keptSaid.age("30d")],
    ["server.keptSaid.count", server.keptSaid.count(30)],
    ["server.metrics", server.metrics("127.0.0.1:1")],
    ["server.noMetrics", server.noMetrics("127.0.0.1:1", "x")],
    ["doctor.remedy", doctor.remedy("x")],
    ["doctor.found", doctor.found(2, 2)],
    ["doctor.version", doctor.version("x")],
    ["doctor.runs", doctor.runs("x")],
    ["doctor.cannotStore", doctor.cannotStore("x")],
    ["doctor.unreadable", doctor.unreadable("x")],
    ["doctor.folderOfSystem", doctor.folderOfSystem("x", "/dev")],
    ["doctor.portFree", doctor.portFree("x")],
    ["doctor.portOurs", doctor.portOurs("x")],
    ["doctor.portTaken", doctor.portTaken("x")],
    ["doctor.portNotAllowed", doctor.portNotAllowed("x")],
    ["doctor.notOurAddress", doctor.notOurAddress("x")],
    ["doctor.portInside", doctor.portInside(2, 2)],
    ["doctor.portBelow", doctor.portBelow(2)],
    ["doctor.folderGood", doctor.folderGood("x")],
    ["doctor.folderMissing", doctor.folderMissing("x")],
    ["doctor.folderReadOnly", doctor.folderReadOnly("x")],
    ["doctor.folderOpen", doctor.folderOpen("x")],
    ["doctor.closeFolder", doctor.closeFolder("x")],
    ["doctor.logWhole", doctor.logWhole("x", "x")],
    ["doctor.logLarge", doctor.logLarge("x", "x")],
    ["doctor.walLarge", doctor.walLarge("x")],
    ["doctor.keyKept", doctor.keyKept("x")],
    ["doctor.keyExposed", doctor.keyExposed("x")],
    ["doctor.newKey", doctor.newKey("x")],
    ["doctor.clockBehind", doctor.clockBehind(2)],
    ["doctor.diskGood", doctor.diskGood("x")],
    ["doctor.diskFull", doctor.diskFull("x", "x")],
    ["doctor.overNetwork", doctor.overNetwork("x")],
    ["doctor.descriptors", doctor.descriptors(2)],
    ["doctor.fewDescriptors", doctor.fewDescriptors(2, 2)],
    ["doctor.raise", doctor.raise(2)],
    ["doctor.setAside", doctor.setAside("x")],
    ["doctor.otherLetters", doctor.otherLetters("x")],
    ["doctor.reached", doctor.reached("https://tea.example")],
    ["doctor.unreached", doctor.unreached("https://tea.example")],
    ["doctor.notOurs", doctor.notOurs("https://tea.example")],
    ["doctor.unknownHost", doctor.unknownHost("https://tea.example")],
    ["doctor.nameHost", doctor.nameHost("https://tea.example")],
    ["doctor.noSocket", doctor.noSocket("https://tea.example")],
    ["size", words.size(3 * 1024 ** 2)],
    ["size", words.size(12)],
    ["client.files.none", words.client.files.none("x")],
    ["client.files.progress", words.client.files.progress("x", 42)],
    ["client.files.notSent", words.client.files.notSent("x", "")],
    ["client.files.notSent why", words.client.files.notSent("x", "It is too big.")],
    ["client.files.fetched", words.client.files.fetched("x", "2 KiB")],
    ["client.files.exists", words.client.files.exists("x")],
    ["client.files.shown", words.client.files.shown("x.png", "2 KiB", 7, true)],
    ["client.files.notPicture", words.client.files.notPicture("x.bin")],
    ["client.waitsIn", words.client.waitsIn("#tea")],
    ["client.files.wrong", words.client.files.wrong("x")],
    ["client.files.notFetched", words.client.files.notFetched("x", "")],
    ["client.files.notFetched why", words.client.files.notFetched("x", "It is gone.")],
    ["client.files.notWritten", words.client.files.notWritten("x", "no space")],
    ["sharing.at", words.sharing.at("plan.png", "2 KiB", "http://x/y")],
    ["sharing.forYou", words.sharing.forYou("x")],
    ["doors.otherOffset", words.doors.otherOffset(70)],
    ["doors.moreThanSaid", words.doors.moreThanSaid(70)],
    ["config.good", config.good("a.json", 2)],
    ["config.notJson", config.notJson("a.json", "x")],
    ["config.notObject", config.notObject("a.json")],
    ["config.unknown", config.unknown("a.json", "prot", "port")],
    ["config.notSwitch", config.notSwitch("a.json", "quiet")],
    ["config.notValue", config.notValue("a.json", "port")],
    ["config.source", config.source("a.json", "port")],
    ["reload.changed", reload.changed(["--keep"])],
    ["reload.later", reload.later(["--port"])],
    ["log.reloaded", log.reloaded(["--keep"], ["--port"])],
    ["log.reloadRefused", log.reloadRefused("x")],
    ["status.nobody", status.nobody("chat.db")],
    ["status.silent", status.silent("chat.db")],
    ["status.unreadable", status.unreadable("run", "x")],
    ["status.open", status.open("Tea", "::", "1", 1000, 2)],
    ["status.taken", status.taken(2, 90_000)],
    ["status.here", status.here(2, 2)],
    ["status.turns", status.turns(1.5, 2, 3)],
    ["status.arriving 1", status.arriving(1)],
    ["status.arriving 2", status.arriving(2)],
    ["status.waiting", status.waiting(2048)],
    ["status.file", status.file("chat.db", 10, 20)],
    ["status.behind", status.behind(2)],
    ["status.indexStopped", status.indexStopped(2)],
    ["status.dropped", status.dropped(2)],
    ["operating.missingServiceAction", operating.missingServiceAction(["systemd"])],
    ["operating.restored", operating.restored("chat.db")],
    ["operating.keptBefore", operating.keptBefore("chat.db.before")],
    ["operating.identityCopied", operating.identityCopied("id.pem")],
    ["operating.identityBack", operating.identityBack("id.pem")],
    ["operating.identityKept", operating.identityKept("id.pem")],
    ["identity.none", identity.none("id.pem")],
    ["identity.made", identity.made("sha256//x")],
    ["identity.old", identity.old("id.pem.old")],
    ["identity.problem.missing", identity.problem.missing("id.pem")],
    ["identity.problem.unreadable", identity.problem.unreadable("id.pem")],
    ["identity.problem.unwritable", identity.problem.unwritable("id.pem")],
    ["identity.problem.no-key", identity.problem["no-key"]("id.pem")],
    ["identity.problem.no-certificate", identity.problem["no-certificate"]("id.pem")],
    ["identity.problem.mismatch", identity.problem.mismatch("id.pem")],
    ["identity.problem.other-name", identity.problem["other-name"]("cert.pem")],
    ["log.certificateMade", log.certificateMade("sha256//x")],
    ["log.handshakeFailed", log.handshakeFailed("192.0.2.1:9", "x", 0)],
    ["log.handshakeFailed 1", log.handshakeFailed("192.0.2.1:9", "x", 1)],
    ["log.handshakeFailed 2", log.handshakeFailed("192.0.2.1:9", "x", 2)],
    ["log.connected encrypted", log.connected("192.0.2.1:9", "1.3")],
    ["store.read-only", store["read-only"]("a.db")],
    ["store.not-ours", store["not-ours"]("a.db")],
    ["store.damaged", store.damaged("a.db", "x")],
    ["store.incomplete", store.incomplete("a.db", "x")],
    ["store.newer", store.newer("a.db")],
    ["store.full", store.full("a.db")],
    ["store.no-folder", store["no-folder"]("a.db")],
    ["store.exists", store.exists("a.db")],
    ["store.other", store.other("a.db", "x")],
    ["cli.unknownCommand", cli.unknownCommand("serve", "server")],
    ["cli.unknownCommand none", cli.unknownCommand("dance", undefined)],
    ["cli.unknownFlag none", cli.unknownFlag("--bogus", undefined)],
    ["cli.unknownFlag", cli.unknownFlag("--prot", "--port")],
    ["cli.extraArgument", cli.extraArgument("x")],
    ["cli.missingValue", cli.missingValue("--port")],
    ["cli.noValueTaken", cli.noValueTaken("--quiet")],
    ["cli.badValue", cli.badValue("--port", "x", cli.expected.port)],
    ["cli.badChoice", cli.badChoice("--log", "jsn", "json")],
    ["cli.cannotPrint", cli.cannotPrint("x")],
    ["cli.internal", cli.internal("x")],
    ["cli.portInUse", cli.portInUse("192.0.2.1:5")],
    ["cli.portNotAllowed", cli.portNotAllowed(80)],
    ["cli.notOurAddress", cli.notOurAddress("192.0.2.1")],
    ["cli.cannotListen", cli.cannotListen("192.0.2.1:5", "x")],
    ["help.byDefault", help.byDefault("30s")],
    ["client.askName", client.askName("ada")],
    ["client.askName nobody", client.askName("")],
    ["client.askPort", client.askPort(5)],
    ["client.noServer", client.noServer("192.0.2.1:5")],
    ["archive.noRoom", archive.noRoom("typo")],
    ["client.noSuchRoom", client.noSuchRoom("typo")],
    ["client.noAnswer 1 s", client.noAnswer("192.0.2.1:5", 1000)],
    ["client.noAnswer 2.5 s", client.noAnswer("192.0.2.1:5", 2500)],
    ["client.notChat", client.notChat("192.0.2.1:5")],
    ["client.unknownHost", client.unknownHost("tea.example")],
    ["client.cannotConnect", client.cannotConnect("192.0.2.1:5", "x")],
    ["client.lost", client.lost("192.0.2.1:5")],
    ["client.serverClosed", client.serverClosed("192.0.2.1:5")],
    ["client.welcome", client.welcome("ada", "Tea", "lobby")],
    ["client.notInLog 1", client.notInLog("3", 1)],
    ["client.notInLog 3", client.notInLog("3-5", 3)],
    ["client.notInLog and all after", client.notInLog("3-5", 3, 5)],
    ["client.notInLog 1 and all after", client.notInLog("5", 1, 5)],
    ["client.notInLog all after", client.notInLog("", 0, 5)],
    ["client.blockRefused 1", client.blockRefused(1)],
    ["client.blockRefused 3", client.blockRefused(3)],
    ["client.offline", client.offline("21:04")],
    ["client.offlineSince", client.offlineSince("21:04")],
    ["client.back", client.back("21:04", 7400)],
    ["client.nameGone", client.nameGone("ada", "ada2")],
    ["client.moreQueued", client.moreQueued(2)],
    ["client.refused", client.refused("x")],
    ["client.sendingKept 1", client.sendingKept(1)],
    ["client.sendingKept 2", client.sendingKept(2)],
    ["client.kept 1", client.kept(1, "ada")],
    ["client.kept 2", client.kept(2, "ada")],
    ["client.notKept 1", client.notKept(1)],
    ["client.notKept 2", client.notKept(2)],
    ["client.queueDamaged", client.queueDamaged("/x")],
    ["client.queueFails", client.queueFails("x")],
    ["cli.missingShell", cli.missingShell(["bash"])],
    ["log.backgroundEnded", log.backgroundEnded("Error: out of memory")],
    ["log.upgraded", log.upgraded("chat.db.v3-backup")],
    ["client.noReply", client.noReply(1000)],
    ["client.noAnswerYet", client.noAnswerYet(3000, 7000)],
    ["client.noReplyYet", client.noReplyYet(55_000)],
    ["client.waitsItsTurn", client.waitsItsTurn(2000)],
    ["client.hints.paste", client.hints.paste(3, 20, "message")],
    ["client.hints.paste too long", client.hints.paste(300, 9000, "lines")],
    ["client.hints.paste as a file", client.hints.paste(1, 9000, "file")],
    ["sharing.lines", words.sharing.lines(2)],
    ["client.hints.amending", client.hints.amending(12)],
    ["client.hints.search", client.hints.search("x", true)],
    ["client.hints.search nothing", client.hints.search("x", false)],
    ["client.spoken.joined", client.spoken.joined("ada")],
    ["client.spoken.crowd", client.spoken.crowd(1234)],
    ...LEAVE.map((reason) =>
      [`client.spoken.left ${reason}`, client.spoken.left("ada", reason, undefined)] as const
    ),
    ["client.spoken.left with a word", client.spoken.left("ada", "left", "ciao")],
    ["client.spoken.renamed", client.spoken.renamed("ada", "bob")],
    ["client.crowd came", client.crowd("joined", 7, ["ada", "bob"], false)],
    ["client.crowd went, spoken", client.crowd("left", 3, ["ada", "bob", "eve"], true)],
    ["plain.notHidden", plain.notHidden("ada")],
    ["client.welcomeNowhere", client.welcomeNowhere("ada", "Tea")],
    ["client.spoken.privateFrom", client.spoken.privateFrom("ada")],
    ["client.spoken.privateTo", client.spoken.privateTo("ada")],
    ["client.spoken.room", client.spoken.room("#tea", "2", "", 3)],
    ["client.inRoom", client.inRoom("ada", "#tea")],
    ["client.privateFrom", client.privateFrom("ada")],
    ["client.privateTo", client.privateTo("ada")],
    ["client.nowIn", client.nowIn("#tea", 3, 1)],
    ["client.nowIn nothing", client.nowIn("#tea", 0, 0)],
    ["client.nowIn more", client.nowIn("#tea", 3, 2)],
    ["client.alsoIn", client.alsoIn("#tea")],
    ["client.parted", client.parted("#tea")],
    ["client.topic", client.topic("pots")],
    ["client.topicNow", client.topicNow("ada", "pots")],
    ["client.topicGone", client.topicGone("ada")],
    ["client.topicIs", client.topicIs("#tea", "pots", "ada", "21:04")],
    ["client.noTopic", client.noTopic("#tea")],
    ["client.query", client.query("ada")],
    ["client.away", client.away("tea")],
    ["client.away without a reason", client.away("")],
    ["client.whois", client.whois("ada", ["#tea"], "21:04", ["x"])],
    ["client.whois nowhere", client.whois("ada", [], "21:04", [])],
    ["client.rooms 1", client.rooms(1)],
    ["client.rooms 2", client.rooms(2)],
    ["client.found", client.found(1, false)],
    ["client.found more", client.found(20, true)],
    ["client.around", client.around("#tea@1")],
    ["client.unreadIn", client.unreadIn("#tea", 3, 0)],
    ["client.unreadIn 1", client.unreadIn("#tea", 3, 1)],
    ["client.unreadIn 2", client.unreadIn("#tea", 3, 2)],
    ["client.moreUnread 1", client.moreUnread(1)],
    ["client.moreUnread 2", client.moreUnread(2)],
    ["client.settingsIn", client.settingsIn("/x")],
    ["client.set", client.set("bell", "on")],
    ["client.noSetting", client.noSetting("bel", ["bell"])],
    ["client.noValue", client.noValue("bell", ["on", "off"])],
    ["client.settingNotKept nowhere", client.settingNotKept("")],
    ["client.settingNotKept", client.settingNotKept("x")],
    ["client.settingOverruled", client.settingOverruled("bell")],
    ["client.refusedLine", client.refusedLine(3, "x")],
  ];
  return new Map([...fixed("", words), ...made]);
}

/** The texts of a catalogue that are made by no function. */
function fixed(place: string, part: unknown): (readonly [string, string])[] {
  if (typeof part === "string") return [[place, part]];
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, inner]) => fixed(place === "" ? key : `${place}.${key}`, inner));
}

/** The places of a catalogue, functions included. */
function places(place: string, part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [`${place} ${typeof part}`];
  return Object.entries(part).flatMap(([key, inner]) => places(`${place}.${key}`, inner));
}

/** How many functions of a catalogue are tried above; `left` and `people` and the like count once. */
function triedFunctions(words: Words): Set<string> {
  const names = [...said(words).keys()].map((place) => place.split(" ")[0] ?? "");
  return new Set(names);
}

Deno.test("both languages have the same places", () => {
  assertEquals(places("", it).sort(), places("", en).sort());
});

Deno.test("every sentence that is made by a function is tried here", () => {
  const tried = triedFunctions(en);
  const functions = places("", en).filter((place) => place.endsWith(" function"));
  const missing = functions.map((place) => place.slice(1).split(" ")[0] ?? "").filter((place) =>
    !tried.has(place)
  );
  assertEquals(missing, []);
});

Deno.test("every sentence about a slash command is that of a row", () => {
  const names: readonly string[] = COMMANDS.map(({ name }) => name);
  assertEquals(Object.keys(en.commands).filter((name) => !names.includes(name)), []);
  for (const words of [en, it]) {
    for (const row of COMMANDS) assert(row.help(words) !== "", row.name);
  }
});

Deno.test("every sentence says something, and nothing that was forgotten", () => {
  for (const words of [en, it]) {
    for (const [place, text] of said(words)) {
      assert(text.trim() !== "", place);
      assert(!/undefined|NaN|\[object/.test(text), `${place}: ${text}`);
      assert(!text.includes("\n"), `${place} has more than one line`);
    }
  }
});

Deno.test("Italian is not English", () => {
  const english = said(en);
  const same = [...said(it)].filter(([place, text]) => english.get(place) === text).map(([place]) => place)
    .filter((place) => !NO_LANGUAGE.test(place));
  assertEquals(same, SAME);
});

Deno.test("what a sentence was given stands in it, in both languages", () => {
  for (const words of [en, it]) {
    const suggestion = words.problem(PROBLEMS["name-taken"]);
    assert(suggestion.includes("ada2") && suggestion.includes('"ada"'), suggestion);
    const taken = words.problem({ code: "name-taken", name: "b0b", suggestion: "b0b2", like: "bob" });
    for (const name of ['"b0b"', '"bob"', '"b0b2"']) assert(taken.includes(name), taken);
    const there = words.problem({ code: "bad-room", room: "l0bby", like: "lobby" });
    assert(there.includes("#l0bby") && there.includes("/join #lobby"), there);
    assert(
      words.problem(PROBLEMS["too-long"]).includes("5") && words.problem(PROBLEMS["too-long"]).includes("6"),
    );
    assert(words.client.noServer("192.0.2.1:5").includes("192.0.2.1:5"));
    assert(words.cli.unknownFlag("--prot", "--port").includes("--port"));
  }
});

Deno.test("a person who leaves without a reason is told of without one", () => {
  assertEquals(en.left("ada", "left", undefined), "<-- ada left");
  assertEquals(it.left("ada", "left", "ciao"), "<-- ada esce: ciao");
  assertEquals(it.left("ada", "lost", undefined), "<-- ada esce (connessione persa)");
});

Deno.test("one of a thing is not several, in both languages", () => {
  const codes = ["too-many-rooms", "new-rooms", "in-too-many", "full", "address-full"] as const;
  for (const words of [en, it]) {
    for (const code of codes) {
      const [one, two] = [1, 2].map((limit) => words.problem({ code, limit }));
      assert(/\b1 (?:room|connection|stanza|connessione)\b/.test(one ?? ""), one);
      assert(/\b2 (?:rooms|connections|stanze|connessioni)\b/.test(two ?? ""), two);
    }
  }
});

Deno.test("where nothing was to be sent, nobody is told that nothing was", () => {
  assertEquals(
    en.problem({ code: "not-here", name: "bob", asked: true }),
    "bob is not here: /who shows who is.",
  );
  assert(en.problem({ code: "not-here", name: "bob" }).includes("nothing was sent"));
  assert(!it.problem({ code: "not-here", name: "bob", asked: true }).includes("inviato"));
});

Deno.test("a kick is told without what ends it where the server is older and gave it no number", () => {
  for (const words of [en, it]) {
    assert(words.deeds.done({ type: "done", do: "kick", name: "bob", n: 7 }).includes("/unban 7"));
    assert(!words.deeds.done({ type: "done", do: "kick", name: "bob" }).includes("/unban"));
  }
});
