/**
 * The page's modules as one file: on a slow network each file more is a journey there and back. Pure.
 *
 * @module
 */

/** `import { a, b as c } from "../x.js";`, the only way in which the page's modules import. */
const IMPORT = /^import \{([^}]*)\} from "\.\/([\w-]+)\.js";$/gm;

/** `export function a`, and what else can be exported by its name. */
const EXPORT = /^export ((?:async )?function|class|const|let) ([\w$]+)/gm;

/** Comments that begin a line, with their types: the browser needs neither. */
const COMMENT = /^[ \t]*\/\*\*[^]*?\*\/\n/gm;

/**
 * Joins a module and all that it imports, each in a scope of its own, those that are needed first.
 *
 * @param read Gives the text of a module by its name without `.js`.
 * @throws {Error} For an import or export of another form, and for modules that import each other.
 */
export async function bundle(entry: string, read: (name: string) => Promise<string>): Promise<string> {
  const done = new Map<string, string>();
  const open: string[] = [];
  const add = async (name: string): Promise<void> => {
    if (done.has(name)) return;
    if (open.includes(name)) throw new Error(`modules import each other: ${[...open, name].join(" -> ")}`);
    open.push(name);
    const source = (await read(name)).replace(COMMENT, "");
    for (const [, , other = ""] of source.matchAll(IMPORT)) await add(other);
    open.pop();
    done.set(name, name === entry ? body(name, source) : scoped(name, source));
  };
  await add(entry);
  return [...done.values()].join("");
}

/** A module as a function that is called at once and gives what it exports. */
function scoped(name: string, source: string): string {
  const exported = Array.from(source.matchAll(EXPORT), ([, , what]) => what);
  return `const ${variable(name)} = (() => {\n${body(name, source)}return { ${
    exported.join(", ")
  } };\n})();\n`;
}

/** A module's text, its imports taken from those before it. */
function body(name: string, source: string): string {
  const text = source
    .replace(IMPORT, (_, names: string, from: string) => {
      const wanted = names.split(",").map((one) => one.trim().replace(/ as /, ": ")).filter((one) =>
        one !== ""
      );
      return `const { ${wanted.join(", ")} } = ${variable(from)};`;
    })
    .replace(EXPORT, "$1 $2");
  const [strange] = /^(?:import|export)\b.*/m.exec(text) ?? [];
  if (strange !== undefined) throw new Error(`${name}.js: not understood: ${strange}`);
  return text;
}

function variable(name: string): string {
  return `$${name.replaceAll("-", "_")}`;
}
