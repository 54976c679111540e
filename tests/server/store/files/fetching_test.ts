import { assertEquals } from "@std/assert";
import { Fetching } from "../../../../server/store/files/fetching.ts";
import { test } from "../../../support/sanitized.ts";

const FILE = { sha256: "a".repeat(64), size: 4 };

/** What a server fetches from two others, one of which may have the file. */
class Scene {
  now = 0;
  reads = 0;
  hasIt = true;
  isKept = false;
  readonly space = { bytes: Infinity, took: (): void => {} };
  readonly told: string[] = [];
  readonly fetching = new Fetching({
    holders: () => [2, 3],
    read: (holder) => {
      this.reads++;
      return Promise.resolve(this.hasIt && holder === 2 ? new Uint8Array(FILE.size) : undefined);
    },
  }, {
    desk: {
      write: () => Promise.resolve(),
      finish: () =>
        this.isKept
          ? Promise.resolve({ ...FILE, type: "application/octet-stream" })
          : Promise.reject(new Error("no space")),
      drop: () => {},
      release: () => {},
    },
    store: { isNamed: () => true },
    space: this.space,
    elapsed: () => this.now,
    onFailure: (cause) => void this.told.push(cause),
  });

  /** Waits until nothing is on its way, a time later. */
  async after(ms: number): Promise<void> {
    this.now += ms;
    this.fetching.sweep();
    while (this.fetching.isBusy) await Promise.resolve();
  }
}

test("what came and cannot be kept is fetched after pauses that grow, as each try costs all of it, whoever asks meanwhile", async () => {
  const scene = new Scene();
  assertEquals(await scene.fetching.fetch(FILE), false);
  for (let i = 0; i < 100; i++) {
    await scene.after(6_000);
    assertEquals(await scene.fetching.fetch(FILE), false);
  }
  assertEquals(scene.told.length, 6, "at once, and after 10, 20, 40, 80 and 160 s");
  scene.isKept = true;
  await scene.after(300_000);
  assertEquals(scene.told.length, 6);
  const { reads } = scene;
  await scene.after(300_000);
  assertEquals(scene.reads, reads, "it is here");
});

test("what nobody has yet is asked for every few seconds, and at once for somebody who waits", async () => {
  const scene = new Scene();
  scene.hasIt = false;
  assertEquals(await scene.fetching.fetch(FILE), false);
  assertEquals(await scene.fetching.fetch(FILE), false);
  assertEquals(scene.reads, 4);
  await scene.after(4_000);
  assertEquals(scene.reads, 4);
  await scene.after(1_000);
  assertEquals(scene.reads, 6);
  scene.hasIt = true;
  scene.isKept = true;
  assertEquals(await scene.fetching.fetch(FILE), true);
  assertEquals(scene.told, []);
});

test("what the disk has no space for is not fetched, so that people can go on talking, and comes once there is some", async () => {
  const scene = new Scene();
  scene.isKept = true;
  scene.space.bytes = FILE.size - 1;
  assertEquals(await scene.fetching.fetch(FILE), false);
  await scene.after(4_000);
  assertEquals([scene.reads, scene.told.length], [0, 1]);
  scene.space.bytes = FILE.size;
  await scene.after(6_000);
  assertEquals([scene.reads, scene.told.length], [1, 1]);
});
