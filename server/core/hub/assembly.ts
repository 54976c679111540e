/**
 * Puts the parts of a hub together: what each is made of, in the order in which one needs the other.
 *
 * @module
 */

import { AddressAllowance } from "../../../net/allowance.ts";
import { joinPace } from "../../../protocol/limits.ts";
import {
  ClaimLimit,
  Entry,
  LocalChanges,
  LoginLimits,
  ReservedNames,
  ResumeTokens,
  WrongWords,
} from "../../store/accounts.ts";
import type { BotContext } from "../bots.ts";
import { type CommandContext, WaitingRoom } from "../commands.ts";
import { BulkQueue } from "../delivery.ts";
import { causeOf } from "../../machine/logger.ts";
import { judge, Members, Nicknames, type Person } from "../members.ts";
import { DeedQueue, LocalDeeds, Moderation } from "../moderation.ts";
import { Activity } from "../../ops.ts";
import {
  FanOut,
  LocalSequencer,
  LogPages,
  makeTryRead,
  PublishSchedule,
  type Room,
  Rooms,
  ServerClock,
} from "../rooms.ts";
import type { HubParts } from "./parts.ts";

/** The parts of a hub, put together. */
export interface Assembly {
  readonly context: CommandContext & BotContext;
  readonly members: Members;
  readonly fanOut: FanOut;
  readonly bulk: BulkQueue;
}

/** Puts the parts of a hub together. */
export function assemble(parts: HubParts): Assembly {
  const { title, words, limits, store, finder, zone, logger, turn } = parts;
  const clock = new ServerClock(parts.clock);
  const tryRead = makeTryRead(logger);
  const queue = new DeedQueue();
  const deeds = parts.deeds ?? new LocalDeeds(store.moderation, queue, () => clock.now());
  const lift = (n: number): void => deeds.lift(n);
  const moderation = new Moderation({ store: store.moderation, queue, clock, lift });
  const rooms = new Rooms(store, limits, () => clock.elapsed(), (room) => moderation.isHeld(room));
  const tokens = new ResumeTokens<Person>(store, parts.secrets);
  const nicknames = new Nicknames({
    reserved: new ReservedNames(parts.botTokens),
    accounts: parts.accounts,
    tryRead,
    guest: words.guest,
  });
  const local = new LocalSequencer(store, tokens, (claim) => judge(claim, nicknames), logger, queue);
  const sequencer = parts.sequence?.(local, { store, changes: tokens, deeds: queue, clock }) ?? local;
  const onFault = (fault: unknown): void =>
    logger({ event: "failed", what: "unexpected", cause: causeOf(fault) });
  const now = (): number => parts.timer?.now() ?? clock.elapsed();
  const pause = parts.pause ?? ((run: () => void) => parts.clock.after(1, run));
  const bulk = new BulkQueue({ pause, turn, now, onFault });
  const schedule = new PublishSchedule(parts.clock, turn, limits.outboxBytes);
  const release = (room: Room): void => rooms.release(room);
  const timed = parts.timer && { timer: parts.timer };
  const { activity = new Activity() } = parts;
  const fanOut = new FanOut({ sequencer, schedule, clock, release, activity, bulk, ...timed });
  const pages = new LogPages({ bulk, messages: store, fanOut, words, tryRead });
  const hash = (secret: string): string => parts.secrets.hash(secret);
  const shared = {
    title,
    words,
    limits,
    logger,
    clock,
    rooms,
    fanOut,
    pages,
    tryRead,
    moderation,
    hash,
    activity,
  };
  const members = new Members({
    ...shared,
    isMade: (room) => parts.cluster === undefined ? room.isNew : parts.cluster.isMade(room.name),
    otherServers: () => parts.cluster?.otherServers ?? [],
    sequencer,
    tokens,
    nicknames,
    accounts: parts.accounts,
    timers: parts.clock,
  });
  const joins = new AddressAllowance(joinPace(limits));
  const entry = new Entry({
    rule: parts.entry ?? { kind: "open" },
    tickets: parts.tickets,
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
  });
  const { accounts, maxClaims, passwords, secrets, self, botTokens, tickets } = parts;
  const changes = parts.changes ?? new LocalChanges({ accounts, tickets }, () => clock.now());
  const logins = { accounts, changes, deeds, tickets, maxClaims, passwords, secrets, self, entry, joins };
  const counts = {
    loginLimits: new LoginLimits(),
    claimLimit: new ClaimLimit(),
    roomWords: new WrongWords(),
  };
  const waiting = new WaitingRoom();
  if (parts.approve) moderation.setMode("", { ...moderation.settings(""), approve: true });
  const { cluster, files } = parts;
  const found = { waiting, members, finder, zone, nicknames, tokens: botTokens, cluster, files };
  return { context: { ...shared, ...logins, ...counts, ...found }, members, fanOut, bulk };
}
