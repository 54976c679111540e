/** The place of a picture in its line. */

import { assert, assertEquals } from "@std/assert";
import { isPicture } from "../../../protocol/files.ts";
import { frameOf } from "../../../web/view/file_box.ts";

Deno.test("a picture stands in a place that is never larger than a line of pictures, whatever size it says that it has", () => {
  assertEquals(frameOf({ width: 4000, height: 3000 }), { wide: 320, high: 240 });
  assertEquals(frameOf({ width: 20, height: 10 }), { wide: 20, high: 10 });
  for (const [width, height] of [[1, 60_000_000], [60_000_000, 1], [2, 65_535], [1, 1]] as const) {
    const { wide, high } = frameOf({ width, height });
    assert(wide >= 1 && wide <= 320 && high >= 1 && high <= 240, `${width} x ${height}`);
  }
});

Deno.test("a picture with more pixels than fit into memory is a file like any other", () => {
  const type = "image/png";
  assertEquals(
    [[8_000, 6_000], [30_000, 30_000]].map(([width = 0, height = 0]) => isPicture({ type, width, height })),
    [true, false],
  );
});
