/**
 * What is right and wrong with a machine, each with a remedy. Pure.
 *
 * @module
 */

import { formatAddress } from "../../net/address.ts";
import type { Words } from "../../words/en.ts";
import { OTHER_DESCRIPTORS } from "../descriptors.ts";
import type { CheckName, Finding, MachineFacts, Reach } from "./facts.ts";

/** A `-wal` that is larger than this is not written back into the log, in bytes: somebody reads it for hours, or the disk is full. */
const LARGE_WAL = 64 * 1024 * 1024;

/** So much of the disk is free at least, in bytes: and twice the log, which a copy before an upgrade needs. */
const LEAST_FREE = 64 * 1024 * 1024;

/** A clock that is behind by less than this is no worse than most, in ms. */
const CLOCK_TOLERANCE = 60_000;

/** Judges everything that is known, in the order in which it is shown. */
export function judge(facts: MachineFacts, words: Words): readonly Finding[] {
  const { doctor } = words;
  return [
    ok("version", doctor.version(facts.version)),
    server(facts, words),
    port(facts, words),
    ...portRange(facts, words),
    folder(facts, words),
    log(facts, words),
    ...wal(facts, words),
    key(facts, words),
    clock(facts, words),
    ...disk(facts, words),
    ...fileSystem(facts, words),
    ...descriptors(facts, words),
    facts.hasNull ? ok("null-device", doctor.hasNull) : warn("null-device", doctor.noNull, doctor.mountNull),
    ...facts.setAside.map((path) => warn("unsent", doctor.setAside(path), doctor.lookAtSetAside)),
    locale(facts, words),
    ...facts.reaches.map((one) => reach(one, words)),
  ];
}

function ok(name: CheckName, says: string): Finding {
  return { name, state: "ok", says };
}

function warn(name: CheckName, says: string, remedy: string): Finding {
  return { name, state: "warn", says, remedy };
}

function bad(name: CheckName, says: string, remedy: string): Finding {
  return { name, state: "bad", says, remedy };
}

function server({ server, path }: MachineFacts, { doctor }: Words): Finding {
  switch (server.kind) {
    case "runs":
      return server.takesMessages
        ? ok("server", doctor.runs(server.address))
        : bad("server", doctor.cannotStore(server.address), doctor.seeItsLog);
    case "nobody":
      return ok("server", doctor.nobody);
    case "silent":
      return bad("server", doctor.silent, doctor.seeItsLog);
    case "unreadable":
      return warn("server", doctor.unreadable(path), doctor.beItsOwner);
  }
}

function port({ portState, host, port }: MachineFacts, { doctor }: Words): Finding {
  const where = formatAddress(host, port);
  switch (portState) {
    case "free":
      return ok("port", doctor.portFree(where));
    case "ours":
      return ok("port", doctor.portOurs(where));
    case "taken":
      return bad("port", doctor.portTaken(where), doctor.otherPort);
    case "not-allowed":
      return bad("port", doctor.portNotAllowed(where), doctor.higherPort);
    case "not-our-address":
      return bad("port", doctor.notOurAddress(host), doctor.otherHost);
  }
}

function portRange({ ephemeralPorts, port }: MachineFacts, { doctor }: Words): readonly Finding[] {
  if (ephemeralPorts === undefined) return [];
  const [first, last] = ephemeralPorts;
  return port < first || port > last
    ? [ok("port-range", doctor.portOutside)]
    : [warn("port-range", doctor.portInside(first, last), doctor.portBelow(first))];
}

function folder({ path: log, folder: { path, state, mode, of } }: MachineFacts, { doctor }: Words): Finding {
  if (of !== undefined) return bad("folder", doctor.folderOfSystem(log, of), doctor.otherFile);
  if (state === "read-only") return bad("folder", doctor.folderReadOnly(path), doctor.ownFolder);
  if (state === "missing") return ok("folder", doctor.folderMissing(path));
  const isOpen = mode !== undefined && (mode & 0o022) !== 0;
  return isOpen
    ? warn("folder", doctor.folderOpen(path), doctor.closeFolder(path))
    : ok("folder", doctor.folderGood(path));
}

function log({ log, path }: MachineFacts, { doctor, size }: Words): Finding {
  switch (log.kind) {
    case "none":
      return ok("log", doctor.noLog);
    case "bad":
      return bad("log", log.sentence, doctor.restore);
    case "good":
      return ok(
        "log",
        log.isLarge ? doctor.logLarge(path, size(log.bytes)) : doctor.logWhole(path, size(log.bytes)),
      );
  }
}

function wal({ log }: MachineFacts, { doctor, size }: Words): readonly Finding[] {
  if (log.kind !== "good") return [];
  return log.walBytes > LARGE_WAL
    ? [warn("wal", doctor.walLarge(size(log.walBytes)), doctor.restartForWal)]
    : [ok("wal", doctor.walGood)];
}

function key({ key: { path, state } }: MachineFacts, { doctor }: Words): Finding {
  switch (state) {
    case "none":
      return ok("key", doctor.noKey);
    case "kept":
      return ok("key", doctor.keyKept(path));
    case "exposed":
      return bad("key", doctor.keyExposed(path), doctor.newKey(path));
  }
}

function clock({ ahead }: MachineFacts, { doctor }: Words): Finding {
  return ahead > CLOCK_TOLERANCE
    ? bad("clock", doctor.clockBehind(ahead), doctor.setClock)
    : ok("clock", doctor.clockGood);
}

function disk({ disk, log }: MachineFacts, { doctor, size }: Words): readonly Finding[] {
  if (disk === undefined) return [];
  const needed = Math.max(LEAST_FREE, log.kind === "good" ? 2 * (log.bytes + log.walBytes) : 0);
  return disk.free < needed
    ? [warn("disk", doctor.diskFull(size(disk.free), size(needed)), doctor.makeRoom)]
    : [ok("disk", doctor.diskGood(size(disk.free)))];
}

function fileSystem({ fileSystem }: MachineFacts, { doctor }: Words): readonly Finding[] {
  if (fileSystem === undefined) return [];
  return fileSystem === "local"
    ? [ok("file-system", doctor.local)]
    : [warn("file-system", doctor.overNetwork(fileSystem), doctor.localDisk)];
}

function descriptors({ descriptors, maxClients }: MachineFacts, { doctor }: Words): readonly Finding[] {
  if (descriptors === undefined) return [];
  const needed = maxClients + OTHER_DESCRIPTORS;
  return descriptors < needed
    ? [warn("descriptors", doctor.fewDescriptors(descriptors, maxClients), doctor.raise(needed))]
    : [ok("descriptors", doctor.descriptors(descriptors))];
}

/** What is typed and shown in a console of Windows is Unicode, whatever its code page: only the shapes of letters may be missing. */
function locale({ locale, isOldConsole }: MachineFacts, { doctor }: Words): Finding {
  if (isOldConsole) return warn("locale", doctor.oldConsole, doctor.otherConsole);
  return locale !== undefined && /\.(?!utf-?8)[\w-]+/i.test(locale)
    ? warn("locale", doctor.otherLetters(locale), doctor.useUtf8)
    : ok("locale", doctor.letters);
}

function reach({ origin, state }: Reach, { doctor }: Words): Finding {
  switch (state) {
    case "good":
      return ok("reach", doctor.reached(origin));
    case "unreachable":
      return bad("reach", doctor.unreached(origin), doctor.lookAtProxy);
    case "not-ours":
      return bad("reach", doctor.notOurs(origin), doctor.passOnAll);
    case "unknown-host":
      return bad("reach", doctor.unknownHost(origin), doctor.nameHost(origin));
    case "no-socket":
      return bad("reach", doctor.noSocket(origin), doctor.passOnUpgrade);
  }
}
