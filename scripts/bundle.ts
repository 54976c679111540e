/**
 * Makes the page's script, one file a language in `web/dist/`, of `web/` and all that it imports; what is loaded only when
 * somebody needs it, and what that has in common with the rest, are files of their own, named by what is in them.
 *
 * Each file is written whole beside its place and then renamed, as other bundlers may run at the same time and a server
 * may be reading. If the bundler fails, what was there stays, and the exit code is 1.
 *
 * @module
 */

/** What the script of each language begins with, and that of the worker. */
const ENTRIES = ["web/page_en.ts", "web/page_it.ts", "web_worker/worker.ts"];

const DIST = "web/dist";

/** The scripts that others load, at once or later: a name, and a hash of what is in it. */
const OTHERS = /-[A-Z0-9]{8}\.js$/;

/** Bundles all entries into a folder. Returns whether that went well; the bundler says on standard error what did not. */
async function bundle(into: string): Promise<boolean> {
  for (const entry of ENTRIES) { // One by one: what they share is to be in each, as a browser loads one of them.
    const flags = ["--quiet", "--platform", "browser", "--minify", "--code-splitting"];
    const args = ["bundle", ...flags, "--outdir", into, entry];
    const command = new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "null" });
    if (!(await command.spawn().status).success) return false;
  }
  return true;
}

/** Removes what an earlier page loaded. */
async function removeOld(made: ReadonlySet<string>): Promise<void> {
  for await (const { name } of Deno.readDir(DIST)) {
    if (OTHERS.test(name) && !made.has(name)) await Deno.remove(`${DIST}/${name}`).catch(() => {}); // Or another bundler did.
  }
}

await Deno.mkdir(DIST, { recursive: true });
const folder = await Deno.makeTempDir({ dir: DIST, prefix: ".new-" });
try {
  if (await bundle(folder)) {
    const made = new Set<string>();
    for await (const { name } of Deno.readDir(folder)) {
      await Deno.rename(`${folder}/${name}`, `${DIST}/${name}`);
      made.add(name);
    }
    await removeOld(made);
  } else {
    const sentence = "The page could not be bundled, as is said above: what was in web/dist/ before stays.\n";
    Deno.stderr.writeSync(new TextEncoder().encode(sentence));
    Deno.exitCode = 1;
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
