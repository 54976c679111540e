/**
 * Writes the manual page, `docs/chat.1`: `deno run --allow-write=docs scripts/man.ts`. A test tells when that is due.
 *
 * @module
 */

import config from "../deno.json" with { type: "json" };
import { manPage } from "../main/man.ts";
import { en } from "../words/en.ts";

await Deno.writeTextFile(new URL("../docs/chat.1", import.meta.url), manPage(en, config.version));
