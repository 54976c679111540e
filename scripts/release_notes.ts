/**
 * Prints the notes of a release: `deno task release:notes v0.1.0 https://HOST/OWNER/NAME`. Fails unless the tag, `deno.json` and
 * `CHANGELOG.md` name the same version.
 *
 * @module
 */

import config from "../deno.json" with { type: "json" };

/** What each system takes, and what there is to know there. */
const DOWNLOADS = [
  [
    "Linux, x64",
    "chat-linux-x64",
    "`chmod +x` it. glibc 2.28 or newer: not Alpine, which takes the container image",
  ],
  ["Linux, arm64", "chat-linux-arm64", "the same; a Raspberry Pi with a 64-bit system"],
  ["macOS, Intel", "chat-macos-x64", "`chmod +x` and `xattr -d com.apple.quarantine` it: it is not signed"],
  ["macOS, Apple silicon", "chat-macos-arm64", "the same"],
  ["Windows, x64", "chat-windows-x64.exe", "“More info”, then “Run anyway”: it is not signed"],
] as const;

/** What the notes are made of. */
export interface ReleaseFacts {
  /** The tag, as `v0.1.0`. */
  readonly tag: string;
  /** The version of `deno.json`. */
  readonly version: string;
  readonly changelog: string;
  /** The address of the repository. */
  readonly repository: string;
}

/** Makes the notes: what has changed, the files, how to check them. @throws {Error} When the versions disagree. */
export function releaseNotes({ tag, version, changelog, repository }: ReleaseFacts): string {
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, and deno.json says ${version}`);
  const changes = changesOf(version, changelog);
  const base = `${repository}/releases/download/${tag}`;
  const rows = DOWNLOADS.map(([system, file, hint]) =>
    `| ${system} | [${file}](${base}/${file}) | ${hint} |`
  );
  const owner = new URL(repository).pathname.split("/")[1] ?? "";
  return [
    changes,
    "### Files",
    ["| system | file | to know |", "| --- | --- | --- |", ...rows].join("\n"),
    `Or: \`curl -fsSL ${base}/install.sh | sh -s ${version}\`. Packages for Debian and Fedora are below; the container image is ` +
    `\`ghcr.io${new URL(repository).pathname.toLowerCase()}:${version}\`.`,
    `\`SHA256SUMS\` has the checksums; \`gh attestation verify FILE --owner ${owner}\` proves where a file was made.`,
    "",
  ].join("\n\n");
}

/** Finds the section of a version. @throws {Error} When there is none, it is empty, or says that it is not released. */
function changesOf(version: string, changelog: string): string {
  const sections = changelog.split(/^(?=## )/m);
  const section = sections.find((one) =>
    one.startsWith(`## ${version}\n`) || one.startsWith(`## ${version} `)
  );
  const [heading = "", ...lines] = section?.split("\n") ?? [];
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${version}`);
  if (/not released/.test(heading)) {
    throw new Error(`CHANGELOG.md says of ${version} that it is not released yet`);
  }
  const changes = lines.join("\n").trim();
  if (changes === "") throw new Error(`CHANGELOG.md says nothing of ${version}`);
  return changes;
}

if (import.meta.main) {
  const [tag = "", repository = ""] = Deno.args;
  const changelog = await Deno.readTextFile(new URL("../CHANGELOG.md", import.meta.url));
  const write = (to: typeof Deno.stdout, text: string): number =>
    to.writeSync(new TextEncoder().encode(text));
  try {
    write(Deno.stdout, releaseNotes({ tag, version: config.version, changelog, repository }));
  } catch (error) {
    write(Deno.stderr, `No release: ${error instanceof Error ? error.message : error}.\n`);
    Deno.exit(1);
  }
}
