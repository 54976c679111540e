/** Where what programs keep for a person is kept. */

import { assertEquals } from "@std/assert";
import { folderFor } from "../../main/folders.ts";
import { test } from "../support/sanitized.ts";

const env = (set: Readonly<Record<string, string>>) => (name: string): string | undefined => set[name];

test("a person's folder is below their home, unless they say otherwise", () => {
  assertEquals(folderFor("data", "linux", env({ HOME: "/home/ada" })), "/home/ada/.local/share/chat");
  assertEquals(folderFor("data", "linux", env({ HOME: "/home/ada", XDG_DATA_HOME: "/data" })), "/data/chat");
  assertEquals(
    folderFor("config", "darwin", env({ HOME: "/Users/ada" })),
    "/Users/ada/Library/Application Support/chat",
  );
  assertEquals(
    folderFor("state", "windows", env({ LOCALAPPDATA: "C:\\Users\\ada" })),
    "C:\\Users\\ada\\chat",
  );
});

test("a home that is no absolute path is none: it would be another folder wherever a program is started", () => {
  for (const os of ["linux", "darwin"] as const) {
    for (const home of ["", ".", "ada", "../ada"]) {
      assertEquals(folderFor("data", os, env({ HOME: home })), undefined);
    }
  }
  assertEquals(
    folderFor("data", "linux", env({ HOME: "/home/ada", XDG_DATA_HOME: "data" })),
    "/home/ada/.local/share/chat",
  );
});
