/** Which place is meant: two people who had a name one after the other have one each. */

import { assertEquals } from "@std/assert";
import { type IndexedPlace, keyOf, PlaceIndex } from "../../../web/view/place_index.ts";
import { test } from "../../support/sanitized.ts";

/** A place and nothing else. */
class Bare implements IndexedPlace {
  isFormer = false;
  person: string | undefined;

  constructor(readonly kind: "room" | "person", public name: string, person?: string) {
    this.person = person;
  }

  get key(): string {
    return keyOf(this);
  }

  rename(name: string): void {
    this.name = name;
  }
}

test("a room is found by its name in any spelling, a person by their id or else by name", () => {
  const index = new PlaceIndex<Bare>();
  const [tea, ada] = [new Bare("room", "Tea"), new Bare("person", "ada", "a1")];
  for (const place of [tea, ada]) index.add(place);
  assertEquals(index.find("room", "#tea"), tea);
  assertEquals([index.find("person", "ADA"), index.find("person", "ada", "a1")], [ada, ada]);
  assertEquals(index.find("person", "called something else", "a1"), ada);
  assertEquals(index.find("person", "ada", "x9"), undefined, "somebody else of that name");
  assertEquals(index.at(ada.key), ada);
});

test("who takes a name has a place of their own, and the one before keeps theirs", () => {
  const index = new PlaceIndex<Bare>();
  const [before, now] = [new Bare("person", "ada", "a1"), new Bare("person", "ada", "x9")];
  index.add(before);
  index.add(now);
  assertEquals([before.isFormer, now.isFormer, index.all.length], [true, false, 2]);
  assertEquals([index.find("person", "ada"), index.find("person", "ada", "a1")], [now, before]);
  index.rename(before, "ada2");
  assertEquals([before.isFormer, index.find("person", "ada2")], [false, before]);
  index.delete(now);
  assertEquals(index.all, [before]);
});

test("of whom no id is known yet, a place is theirs by name", () => {
  const index = new PlaceIndex<Bare>();
  const ada = new Bare("person", "ada");
  index.add(ada);
  assertEquals(index.find("person", "ada", "a1"), ada);
});
