/**
 * Makes the page's script, one file a language in `web/dist/`, of `web/` and all that it imports.
 *
 * Each file is written whole beside its place and then renamed, as other bundlers may run at the same time and a server
 * may be reading. If the bundler fails, what was there stays, and the exit code is 1.
 *
 * @module
 */

/** What the script of each language begins with. */
const ENTRIES = ["web/page_en.ts", "web/page_it.ts"];

const DIST = "web/dist";

/** Bundles all entries into a folder. Returns whether that went well; the bundler says on standard error what did not. */
async function bundle(into: string): Promise<boolean> {
  const args = ["bundle", "--quiet", "--platform", "browser", "--minify", "--outdir", into, ...ENTRIES];
  const command = new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "null" });
  return (await command.spawn().status).success;
}

await Deno.mkdir(DIST, { recursive: true });
const folder = await Deno.makeTempDir({ dir: DIST, prefix: ".new-" });
try {
  if (await bundle(folder)) {
    for await (const { name } of Deno.readDir(folder)) {
      await Deno.rename(`${folder}/${name}`, `${DIST}/${name}`);
    }
  } else {
    const sentence = "The page could not be bundled, as is said above: what was in web/dist/ before stays.\n";
    Deno.stderr.writeSync(new TextEncoder().encode(sentence));
    Deno.exitCode = 1;
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
