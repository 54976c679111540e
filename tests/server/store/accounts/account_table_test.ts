/** Accounts in the log's file: whose names they are, what proves it, and what another process changes. */

import { assertEquals, assertThrows } from "@std/assert";
import { isUseDue, LocalChanges, openAccounts } from "../../../../server/store/accounts.ts";
import { openLog } from "../../../../server/store/log.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const HOUR = 3_600_000;
const key = (value: string) => ({ kind: "key", value, label: "laptop" } as const);

const named = (name: string) => ({ name, role: "member", home: 1 } as const);

/** Makes an empty log. */
function emptyLog(folder: TempFolder): string {
  const path = folder.file("chat.db");
  openLog(path, "process").close();
  return path;
}

test("a claimed name is found in any way to write it, and what looks like it is in its way", () => {
  const accounts = openAccounts(undefined);
  const { account } = accounts.create(named("paul"), key("k"), 1);
  assertEquals(["paul", "PAUL", "pau1"].map((name) => accounts.named(name)?.id), [
    account,
    account,
    undefined,
  ]);
  assertEquals(["paul", "pauI", "pauli"].map((name) => accounts.inTheWay(name)?.id), [
    account,
    account,
    undefined,
  ]);
  assertEquals(accounts.inTheWay("PAUL", account), undefined);
  assertThrows(() => accounts.create(named("Paul"), key("other"), 1), Error);
  assertEquals(accounts.count, 1);
  accounts.close();
});

test("no two credentials are the same, and one that was taken back is no proof", () => {
  const accounts = openAccounts(undefined);
  const first = accounts.create(named("ada"), key("k"), 1);
  assertThrows(() => accounts.create(named("bob"), key("k"), 1), Error);
  assertEquals([accounts.count, accounts.named("bob")], [1, undefined]); // All of it or nothing.
  const second = accounts.add(first.account, key("l"), 2);
  accounts.forget(first.id);
  assertEquals([accounts.credential("key", "k"), accounts.credential("key", "l")?.id], [
    undefined,
    second.id,
  ]);
  assertEquals([accounts.isValid(first.id), accounts.isValid(second.id)], [false, true]);
  accounts.close();
});

test("a new password ends the old one and every session, and keys stay", () => {
  const accounts = openAccounts(undefined);
  const { account } = accounts.create(named("ada"), key("k"), 1);
  accounts.setPassword(account, "one", 2);
  accounts.add(account, { kind: "session", value: "s", label: "" }, 3);
  accounts.setPassword(account, "two", 4);
  assertEquals(accounts.credentialsOf(account).map(({ kind, value }) => [kind, value]), [
    ["key", "k"],
    ["password", "two"],
  ]);
  accounts.close();
});

test("a proof that cannot be added in the place of another one leaves that as it is", () => {
  const accounts = openAccounts(undefined);
  const ada = accounts.create(named("ada"), key("k"), 1);
  accounts.create(named("bob"), key("l"), 1);
  const changes = new LocalChanges({ accounts, tickets: undefined }, () => 2);
  const told: string[] = [];
  const prove = (value: string) =>
    changes.make(
      { do: "prove", account: ada.account, proof: key(value), for: ada.id },
      ({ kind }) => void told.push(kind),
    );
  const values = () => accounts.credentialsOf(ada.account).map(({ value }) => value);
  prove("l"); // It is bob's.
  assertEquals([told, values()], [["not-stored"], ["k"]]);
  prove("m");
  assertEquals([told, values()], [["not-stored", "made"], ["m"]]);
  accounts.close();
});

test("what another process changes is noticed, and what was said meanwhile is no change", () => {
  using folder = new TempFolder();
  const path = emptyLog(folder);
  const [one, other] = [openAccounts(path), openAccounts(path)];
  const { id: credential, account } = one.create(named("ada"), key("k"), 1);
  /** Tells whether there was anything to notice. */
  const notices = (accounts: typeof one): boolean => {
    const before = accounts.revision;
    accounts.refresh();
    return accounts.revision !== before;
  };
  assertEquals([notices(one), other.named("ada")], [false, undefined]);
  assertEquals([notices(other), other.named("ada")?.id, notices(other)], [true, account, false]);
  one.noteUse(credential, account, HOUR);
  assertEquals(notices(other), false);
  other.rename(account, "zoe");
  other.setRole(account, "moderator");
  assertEquals([notices(one), one.named("ada"), one.named("zoe")?.role], [true, undefined, "moderator"]);
  other.reset(account);
  assertEquals([notices(one), one.credentialsOf(account)], [true, []]);
  other.remove(account);
  assertEquals([notices(one), one.count], [true, 0]);
  one.close();
  other.close();
});

test("a use is noted to the hour, and who has not come for long loses the name", () => {
  const accounts = openAccounts(undefined);
  const ada = accounts.create(named("ada"), key("k"), 0);
  accounts.create(named("bob"), key("l"), 0);
  assertEquals([isUseDue(ada, HOUR - 1), isUseDue(ada, HOUR), isUseDue(ada, -1)], [false, true, true]);
  assertEquals(accounts.expire(0), []);
  accounts.noteUse(ada.id, ada.account, HOUR);
  assertEquals([accounts.expire(1), accounts.expire(1)], [["bob"], []]);
  assertEquals([accounts.named("bob"), accounts.credential("key", "l"), accounts.count], [
    undefined,
    undefined,
    1,
  ]);
  accounts.close();
});

test("the number of an account is never another's", () => {
  const accounts = openAccounts(undefined);
  const { account } = accounts.create(named("ada"), key("k"), 1);
  accounts.remove(account);
  assertEquals(accounts.create(named("ada"), key("k"), 1).account, account + 1);
  accounts.close();
});
