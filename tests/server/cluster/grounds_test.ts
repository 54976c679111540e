/** What a deed rests on is noted by whatever changes it, and of turns of an earlier version as these had it. */

import { assertEquals } from "@std/assert";
import { apply } from "../../../server/cluster/apply.ts";
import type { Item } from "../../../server/cluster/item.ts";
import { ClusterState } from "../../../server/cluster/state.ts";
import { test } from "../../support/sanitized.ts";

const ACCESS = { isSecure: true, net: "" };

function enter(name: string, account: number): Item {
  const seat = { hash: name, access: ACCESS };
  return {
    k: "enter",
    name: [name, name],
    pub: name,
    home: 0,
    seat,
    room: ["tea", "tea"],
    as: { id: account },
  };
}

/** Two people come in, and a third one; what follows is one item after the other. */
class Story {
  readonly state = new ClusterState();
  #place = 0;

  constructor(readonly version: number) {
    for (const [name, account] of [["ada", 1], ["eve", 2], ["bob", 3]] as const) {
      this.tell(enter(name, account));
    }
  }

  get place(): number {
    return this.#place;
  }

  tell(item: Item): string {
    const { version } = this;
    return apply(this.state, item, { epoch: 1, seq: 1, stood: 0, version }, ++this.#place).kind;
  }

  /** A ban by somebody on somebody, wanted at a place. */
  bans(by: number, on: number, s: number): string {
    const person = this.state.persons.get(by);
    const seat = person?.seats[0];
    const owned = { p: by, t: seat?.id ?? 0, y: seat?.stay ?? 0 };
    const deed = { do: "ban", by: "", room: "tea", why: "", persons: [], writes: [] } as const;
    return this.tell({ k: "deed", deed, by: owned, on: [on], s, r: "tea" });
  }
}

test("a rank that is taken from somebody who comes back in the same instant is taken from who they are then", () => {
  const outcomes = [4, 5].map((version) => {
    const story = new Story(version);
    story.tell({ k: "leave", p: 2, t: 2, y: 0, bye: { reason: "left" } });
    story.tell(enter("eve", 2));
    const s = story.place;
    const writes = [{ ungrant: { person: "a2", room: "tea" } }];
    const deed = { do: "deop", by: "ada", room: "tea", why: "", persons: [], writes } as const;
    story.tell({ k: "deed", deed, by: { p: 1, t: 1, y: 0 }, on: [2], s, r: "tea" });
    return [story.bans(4, 3, s), story.bans(4, 3, story.place)];
  });
  assertEquals(outcomes, [["done", "done"], ["void", "done"]]);
});

test("whoever proves to be somebody else is more by now: a deed on them that was wanted before is void", () => {
  const outcomes = [4, 5].map((version) => {
    const story = new Story(version);
    const s = story.place;
    const as = { k: "as", p: 2, t: 2, y: 0, as: { id: 7 }, c: 1 } as const;
    story.tell(as);
    const first = story.bans(1, 2, s);
    const later = story.place;
    story.tell(as); // The same once more changes nothing.
    return [first, story.bans(1, 2, later)];
  });
  assertEquals(outcomes, [["done", "done"], ["void", "done"]]);
});

test("whoever is removed from a room does nothing there any more that they wanted before, and elsewhere all they did", () => {
  const story = new Story(5);
  const s = story.place;
  const deed = { do: "kick", by: "ada", room: "tea", why: "", persons: ["eve"], writes: [] } as const;
  story.tell({ k: "deed", deed, by: { p: 1, t: 1, y: 0 }, on: [2], s, r: "tea", out: "tea" });
  const owned = { p: 2, t: 2, y: 0 };
  const mute = { do: "mute", by: "eve", why: "", persons: [], writes: [] } as const;
  const muted = (room: string) => story.tell({ k: "deed", deed: { ...mute, room }, by: owned, s, r: room });
  assertEquals([muted("tea"), muted("den")], ["void", "done"]);
  const said = (s: number | undefined) =>
    story.tell({ k: "say", ...owned, r: "tea", x: "hm", ...(s !== undefined && { s, o: true }) });
  assertEquals([said(undefined), said(s), said(story.place)], ["void", "void", "said"]);
});
