/** Bundling the page: whole files, whoever else bundles or reads, and nothing lost when it fails. */

import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/temp_folder.ts";
import { test } from "../support/sanitized.ts";

const SCRIPT = new URL("../../scripts/bundle.ts", import.meta.url).pathname;

/** Bundles the page of a folder. */
async function bundle(cwd: string): Promise<{ readonly code: number; readonly stderr: string }> {
  const args = ["run", "--no-prompt", "--allow-read=.", "--allow-write=web/dist", "--allow-run", SCRIPT];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, stdin: "null" }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/** Writes a page of two languages that says this much. */
function writePage(folder: TempFolder, size: number): void {
  Deno.mkdirSync(folder.file("web"), { recursive: true });
  Deno.writeTextFileSync(folder.file("web/said.ts"), `export const said: string = "${"x".repeat(size)}";\n`);
  Deno.mkdirSync(folder.file("web_worker"), { recursive: true });
  Deno.writeTextFileSync(folder.file("web_worker/worker.ts"), 'console.log("works");\n');
  for (const lang of ["en", "it"]) {
    Deno.writeTextFileSync(
      folder.file(`web/page_${lang}.ts`),
      `import { said } from "./said.ts";\nconst lang: string = "${lang}";\nconsole.log(lang, said, "end");\n`,
    );
  }
}

function files(folder: TempFolder): readonly string[] {
  return [...Deno.readDirSync(folder.file("web/dist"))].map(({ name }) => name).sort();
}

test("one script a language and one for the worker, with all that it imports, without types, and again when something has changed", async () => {
  using folder = new TempFolder();
  writePage(folder, 3);
  assertEquals(await bundle(folder.path), { code: 0, stderr: "" });
  assertEquals(files(folder), ["page_en.js", "page_it.js", "worker.js"]);
  const script = Deno.readTextFileSync(folder.file("web/dist/page_it.js"));
  assert(script.includes('"it"') && script.includes('"xxx"') && !script.includes("import"), script);
  writePage(folder, 4);
  await bundle(folder.path);
  assert(Deno.readTextFileSync(folder.file("web/dist/page_it.js")).includes('"xxxx"'));
});

test("while two bundle at once, each file that is read is whole", async () => {
  using folder = new TempFolder();
  writePage(folder, 400_000);
  await bundle(folder.path);
  let isDone = false;
  let reads = 0;
  const reading = (async () => {
    while (!isDone) {
      const script = await Deno.readTextFile(folder.file("web/dist/page_en.js"));
      assert(script.length > 400_000 && script.includes('"end"'), `${script.length} characters`);
      reads++;
    }
  })();
  const ended = await Promise.all([bundle(folder.path), bundle(folder.path)]);
  isDone = true;
  await reading;
  assertEquals(ended.map(({ code }) => code), [0, 0]);
  assert(reads > 3, `${reads} reads`);
  assertEquals(files(folder), ["page_en.js", "page_it.js", "worker.js"]);
});

test("a bundler that fails says so, and leaves what was there", async () => {
  using folder = new TempFolder();
  writePage(folder, 3);
  await bundle(folder.path);
  const before = Deno.readTextFileSync(folder.file("web/dist/page_en.js"));
  Deno.writeTextFileSync(folder.file("web/said.ts"), "export const said: = ;\n");
  const { code, stderr } = await bundle(folder.path);
  assertEquals(code, 1);
  assert(stderr.includes("said.ts") && stderr.includes("could not be bundled"), stderr);
  assertEquals(files(folder), ["page_en.js", "page_it.js", "worker.js"]);
  assertEquals(Deno.readTextFileSync(folder.file("web/dist/page_en.js")), before);
});
