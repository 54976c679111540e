/** Dates, and the moments that they mean. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { momentOf, offsetIn, parseDate } from "../../protocol/dates.ts";
import { test } from "../support/sanitized.ts";

const HOUR = 3_600_000;

function moment(written: string, zone: string): string | undefined {
  const [date, offset] = [parseDate(written), offsetIn(zone)];
  return date === undefined || offset === undefined
    ? undefined
    : new Date(momentOf(date, offset)).toISOString();
}

test("a date that is skipped is as long after the change, and of one that comes twice it is the first", () => {
  assertEquals(moment("2026-03-29T02:30", "Europe/Rome"), "2026-03-29T01:30:00.000Z");
  assertEquals(moment("2026-10-25T02:30", "Europe/Rome"), "2026-10-25T00:30:00.000Z");
  assertEquals(moment("2026-03-29", "Asia/Beirut"), "2026-03-28T22:00:00.000Z", "a day without a midnight");
  assertEquals(moment("2026-07-01", "Asia/Kathmandu"), "2026-06-30T18:15:00.000Z");
  assertEquals(moment("2026-07-01", "Pacific/Kiritimati"), "2026-06-30T10:00:00.000Z");
  assertEquals(moment("0099-01-01", "UTC"), "0099-01-01T00:00:00.000Z");
});

test("a zone that nobody knows has no offset", () => {
  for (const zone of ["", "Mars/Olympus", "../etc", "x".repeat(9999)]) {
    assertEquals(offsetIn(zone), undefined);
  }
});

test("every moment of a year is found again by what the clocks show, but for the hour that comes twice", () => {
  const zones = fc.constantFrom(
    "Europe/Rome",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "UTC",
  );
  const year = fc.integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2027, 0, 1) / 1000 });
  fc.assert(fc.property(zones, year, (zone, seconds) => {
    const offset = offsetIn(zone);
    assert(offset !== undefined);
    const at = seconds * 1000;
    const found = momentOf(at + offset(at) * 60_000, offset);
    const isTwice = found < at && at - found <= HOUR && offset(found) > offset(at);
    assert(found === at || isTwice, `${zone} ${new Date(at).toISOString()} ${new Date(found).toISOString()}`);
  }));
});
