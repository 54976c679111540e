/** A server as it is reached from its own network and from far away, over IPv4 and IPv6, with the programs that people have. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { ADDRESS, Networks, SERVER, whyNoNetworks } from "../support/networks.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";

const PORT = 53_000;
const why = whyNoNetworks();

/** How an address stands in an URL. */
function hostOf(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

Deno.test({
  name: `networks: near by one walks in, from far away only encrypted${
    why === undefined ? "" : ` (skipped: ${why})`
  }`,
  ignore: why !== undefined,
  fn: async () => {
    using networks = new Networks();
    const open = networks.on(
      "server",
      ...FROM_SOURCE,
      "server",
      "--host",
      "::",
      "--ephemeral",
      "--log",
      "json",
    );
    await using server = new Program(open);
    const banner = await server.waitForOutput(/The key of this server: (\S+)\n/);
    const run = (where: "near" | "far", ...command: readonly string[]) =>
      runProgram(networks.on(where, ...command));
    const curl = (where: "near" | "far", url: string, ...more: readonly string[]) =>
      run(where, "curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", ...more, url);
    for (const where of ["near", "far"] as const) {
      for (const version of [4, 6] as const) {
        const host = SERVER[where][version];
        const url = `${hostOf(host)}:${PORT}/`;
        const what = `${where}, IPv${version}`;

        await using nc = new Program(networks.on(where, "nc", host, `${PORT}`));
        if (where === "near") await nc.waitForOutput(/What is your name\?/);
        await nc.write(`nc${where}${version}\n`);
        const refused = en.problem({ code: "encrypt", host, port: PORT });
        await nc.waitForOutput(where === "near" ? /Hello ncnear/ : new RegExp(escape(refused)));

        assertEquals(
          (await curl(where, `http://${url}`)).stdout,
          where === "near" ? "200 " : `308 https://${url}`,
          what,
        );
        const pinned = await curl(where, `https://${url}`, "-k", "--pinnedpubkey", banner);
        assertEquals([pinned.code, pinned.stdout], [0, "200 "], what);

        const chat = (...more: readonly string[]) =>
          run(
            where,
            ...FROM_SOURCE,
            "send",
            "--host",
            host,
            "--port",
            `${PORT}`,
            "--as",
            `c${where}${version}`,
            ...more,
          );
        const sent = await chat("--fingerprint", banner, "hello");
        assertEquals([sent.code, sent.stdout], [0, ""], `${what}: ${sent.stderr}`);
        const other = await chat("--fingerprint", `sha256//${"A".repeat(43)}=`, "hello");
        assertEquals(other.code, 4, what);
        const plain = await chat("--unencrypted", "hello");
        assertEquals(plain.code, where === "near" ? 0 : 4, `${what}: ${plain.stderr}`);
        if (where === "far") assert(plain.stderr.includes("takes encrypted connections only"), plain.stderr);
        const from = hostOf(ADDRESS[where][version]);
        await server.waitForOutput(
          new RegExp(`("joined")[^\\n]*"name":"c${where}${version}"[^\\n]*${escape(from)}`),
          "stderr",
        );
      }
    }
  },
});

Deno.test({
  name: `networks: a class of thirty walks in from one address${
    why === undefined ? "" : ` (skipped: ${why})`
  }`,
  ignore: why !== undefined,
  fn: async () => {
    using networks = new Networks();
    await using server = new Program(
      networks.on("server", ...FROM_SOURCE, "server", "--host", "0.0.0.0", "--ephemeral"),
    );
    await server.waitForOutput(/is open on 0\.0\.0\.0:53000\.\n/);
    const pupils = Array.from({ length: 30 }, (_, at) => ({
      name: `pupil${at}`,
      nc: new Program(networks.on("near", "nc", SERVER.near[4], `${PORT}`)),
    }));
    try {
      await Promise.all(pupils.map(async ({ name, nc }) => {
        await nc.waitForOutput(/What is your name\?/);
        await nc.write(`${name}\n`);
        await nc.waitForOutput(new RegExp(`Hello ${name}!`));
      }));
      await pupils[0]?.nc.write("good morning\n");
      await Promise.all(pupils.slice(1).map(({ nc }) => nc.waitForOutput(/pupil0: good morning/)));
    } finally {
      await Promise.all(pupils.map(({ nc }) => nc.kill()));
    }
  },
});

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
