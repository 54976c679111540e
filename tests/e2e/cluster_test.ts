/** Three servers over NATS, as people meet them. Left out where there is no `nats-server`; not in CI. */

import { assert, assertEquals } from "@std/assert";
import { exportMessages } from "../../server.ts";
import { lookUntil } from "../support/condition.ts";
import { freePort } from "../support/free_port.ts";
import { natsOrNothing, NatsServer } from "../support/nats.ts";
import { NativePeer } from "../support/peers.ts";
import { CLUSTER_FROM_SOURCE, FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const nats = natsOrNothing();

/** Starts a server of the cluster. */
async function start(natsPort: number, data: string, port: number): Promise<Program> {
  const cluster = ["--cluster", `nats://127.0.0.1:${natsPort}`, "--advertise", `127.0.0.1:${port}`];
  const flags = ["--port", String(port), "--data", data, "--quiet", "--no-web"];
  const server = new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags], { LANG: "en" });
  await server.waitForOutput(/ is open on /);
  return server;
}

/** Resolves when a server has a message, and all that was there before it: what others know is known to it a moment later. */
async function isAt(port: number, text: string): Promise<void> {
  const peer = new NativePeer(await Deno.connect({ port }));
  await peer.enter("looker");
  await peer.waitForMessage(text);
  await peer.close();
}

/** Resolves when a client that runs has written down what it has not sent. */
async function isKept(folder: string, text: string): Promise<void> {
  using changes = Deno.watchFs(folder, { recursive: true });
  const isThere = (): boolean =>
    Array.from(Deno.readDirSync(folder), ({ name }) => Deno.readTextFileSync(`${folder}/${name}`))
      .some((file) => file.includes(`"text":"${text}"`));
  if (isThere()) return;
  for await (const _ of changes) if (isThere()) return;
}

Deno.test({
  name:
    "chat client goes on by itself at another server when its own is killed, and chat cluster status tells who is up",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const [one, two] = [freePort(), freePort()];
    await using first = await start(stream.port, folder.file("1.db"), one);
    const client = [
      "client",
      "--host",
      "127.0.0.1",
      "--port",
      String(one),
      "--name",
      "ada",
      "--json",
    ];
    await using ada = new Program([...FROM_SOURCE, ...client], { LANG: "en" });
    await ada.write("before\n");
    await ada.waitForOutput(/"text":"before"/);
    await using second = await start(stream.port, folder.file("2.db"), two);
    await ada.waitForOutput(/"type":"servers"/); // It came up while she was in.
    const status = async (): Promise<string> => {
      const args = ["cluster", "status", "--cluster", `nats://127.0.0.1:${stream.port}`];
      await using asked = new Program([...CLUSTER_FROM_SOURCE, ...args], { LANG: "en" });
      const { code, stdout } = await asked.waitForExit();
      return `${code} ${stdout}`;
    };
    await lookUntil(
      "both, with the same data",
      async () => (await status()).includes("2 servers are up, and all have the same data.") || undefined,
    );
    await first.kill();
    await ada.write("after\n");
    await ada.waitForOutput(/"text":"after"/);
    await ada.closeInput();
    assertEquals((await ada.waitForExit()).code, 0);
    second.signal("SIGTERM");
    await second.waitForExit();
    assertEquals([...exportMessages(folder.file("2.db"), {})].map(({ text }) => text), ["before", "after"]);
    assert((await status()).includes("No server is up."));
  },
});

Deno.test({
  name:
    "what commands on one server's machine change is so at every server: a token, an invitation, a ban, an account, and what is erased",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const [one, two] = [freePort(), freePort()];
    await using first = await start(stream.port, folder.file("1.db"), one);
    await using second = await start(stream.port, folder.file("2.db"), two);
    const chat = async (...words: readonly string[]): Promise<string> => {
      await using asked = new Program([...FROM_SOURCE, ...words], { LANG: "en" });
      const { code, stdout, stderr } = await asked.waitForExit();
      return `${code} ${stdout}${stderr}`;
    };
    const data = (n: number): readonly string[] => ["--data", folder.file(`${n}.db`)];
    const made = await chat("token", "new", "ci", ...data(1));
    const token = /chat_\w+/.exec(made)?.[0];
    assert(token !== undefined, made);
    const post = await fetch(`http://127.0.0.1:${two}/say`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ room: "lobby", text: "built", id: "1" }),
    });
    assertEquals([post.status, (await post.json()).seq], [200, 1]);
    const lists = (n: number, list: string, row: RegExp): Promise<true> =>
      lookUntil(`${row} at ${n}`, async () => row.test(await chat(list, "list", ...data(n))) || undefined);
    await lists(2, "token", /^(?:0 )?ci /m);
    assert((await chat("invite", "--uses", "2", ...data(2))).startsWith("0 "));
    await lists(1, "invite", /^1 +2\/2 /m);
    assert((await chat("ban", "add", "eve", ...data(2))).startsWith("0 "));
    await lists(1, "ban", / eve,/);
    const banned = [
      "client",
      "--host",
      "127.0.0.1",
      "--port",
      String(one),
      "--name",
      "eve",
      "--json",
    ];
    await using eve = new Program([...FROM_SOURCE, ...banned], { LANG: "en" });
    await eve.waitForOutput(/"code":"banned"/);
    const client = [
      "client",
      "--host",
      "127.0.0.1",
      "--port",
      String(one),
      "--name",
      "ada",
      "--json",
    ];
    await using ada = new Program([...FROM_SOURCE, ...client], { LANG: "en" });
    await ada.write("mine alone\n");
    await ada.closeInput();
    assertEquals((await ada.waitForExit()).code, 0);
    await isAt(two, "mine alone");
    const erased = await chat("erase", "ada", "--yes", ...data(2));
    assert(erased.startsWith("0 "), erased);
    const said = (n: number): readonly string[] =>
      [...exportMessages(folder.file(`${n}.db`), {})].map(({ from, text }) => `${from}: ${text}`);
    await lookUntil(
      "an erasure at both",
      () => [1, 2].every((n) => !said(n).includes("ada: mine alone")) || undefined,
    );
    for (const server of [first, second]) {
      server.signal("SIGTERM");
      await server.waitForExit();
    }
    assertEquals(said(1), said(2));
    assertEquals([said(1).length, said(1).some((line) => line.includes("mine alone"))], [2, false]);
    const late = await chat("token", "new", "late", ...data(1));
    assert(late.includes("start it with chat server --cluster"), late);
  },
});

Deno.test({
  name:
    "a new server has the cluster's key without a copy, so that a name claimed by key moves over three servers encrypted and without a question; one with another key does not open",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const cluster = ["--cluster", `nats://127.0.0.1:${stream.port}`];
    const chat = async (...words: readonly string[]): Promise<string> => {
      await using asked = new Program([...CLUSTER_FROM_SOURCE, ...words], { LANG: "en" });
      const { code, stdout, stderr } = await asked.waitForExit();
      return `${code} ${stdout}${stderr}`;
    };
    const fingerprint = (n: number): Promise<string> =>
      chat("identity", "--data", folder.file(`${n}.db`)).then((said) => said.slice("0 ".length).trim());
    const [one, two, three] = [freePort(), freePort(), freePort()];
    await using first = await start(stream.port, folder.file("1.db"), one);
    await using second = await start(stream.port, folder.file("2.db"), two);
    const key = await fingerprint(1);
    assertEquals(await fingerprint(2), key);
    await lookUntil(
      "both, with the same data",
      async () => (await chat("cluster", "status", ...cluster)).startsWith("0 ") || undefined,
    );
    const flags = ["--host", "127.0.0.1", "--port", String(two), "--name", "ada", "--json"];
    const home = { LANG: "en", XDG_CONFIG_HOME: folder.file("home") };
    await using ada = new Program(
      [...FROM_SOURCE, "client", ...flags, "--fingerprint", key],
      home,
    );
    await ada.write("/claim\nat two\n");
    await ada.waitForOutput(/"type":"claimed","name":"ada"/);
    await ada.waitForOutput(/"text":"at two"/);
    await second.kill();
    await ada.write("at one\n");
    await ada.waitForOutput(/"text":"at one"/);
    await using third = await start(stream.port, folder.file("3.db"), three);
    assertEquals(await fingerprint(3), key);
    if (Deno.build.os !== "windows") {
      assertEquals((Deno.statSync(folder.file("3.db-identity.pem")).mode ?? 0) & 0o777, 0o600);
    }
    await ada.waitForOutput(new RegExp(`"type":"servers"[^\\n]*:${three}\\b`)); // She knows where to go.
    first.signal("SIGTERM");
    await ada.write("at three\n");
    await ada.waitForOutput(/"text":"at three"/);
    await ada.closeInput();
    const { code, stderr } = await ada.waitForExit();
    assertEquals([code, stderr.includes("fingerprint")], [0, false]);
    const errand = [
      "send",
      "--port",
      String(three),
      "--fingerprint",
      key,
      "--as",
      "ada",
      "with the key",
    ];
    await using anew = new Program([...FROM_SOURCE, ...errand], home);
    const again = await anew.waitForExit();
    assertEquals(again.code, 0, again.stderr);
    const stranger = await chat(...errand);
    assert(!stranger.startsWith("0 "), stranger);
    third.signal("SIGTERM");
    await third.waitForExit();
    const said = [...exportMessages(folder.file("3.db"), {})].map(({ from, text }) => `${from}: ${text}`);
    assertEquals(said, ["ada: at two", "ada: at one", "ada: at three", "ada: with the key"]);
    assert((await chat("identity", "new", "--data", folder.file("4.db"))).startsWith("0 "));
    const other = await chat("server", ...cluster, "--port", "0", "--data", folder.file("4.db"));
    assert(other.startsWith("6 ") && other.includes("is not the one of the cluster"), other);
  },
});

Deno.test({
  name: "a client that was killed with something unsent at one server sends it at another, as who it was",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const [one, two] = [freePort(), freePort()];
    await using first = await start(stream.port, folder.file("1.db"), one);
    await using second = await start(stream.port, folder.file("2.db"), two);
    const client = (port: number): Program => {
      const args = ["client", "--host", "127.0.0.1", "--port", String(port), "--name", "ada", "--json"];
      return new Program([...FROM_SOURCE, ...args], { LANG: "en", XDG_STATE_HOME: folder.file("state") });
    };
    await using ada = client(two);
    await ada.write("before\n");
    await ada.waitForOutput(/"text":"before"/);
    await isAt(one, "before");
    second.signal("SIGSTOP"); // It reads nothing any more.
    await ada.write("left\n");
    await isKept(folder.file("state/chat"), "left");
    await ada.kill();
    await second.kill();
    await using again = client(one);
    await again.waitForOutput(/"resumed":true/);
    await again.waitForOutput(/"text":"left"/);
    await again.closeInput();
    assertEquals((await again.waitForExit()).code, 0);
    first.signal("SIGTERM");
    await first.waitForExit();
    const said = [...exportMessages(folder.file("1.db"), {})].map(({ from, text }) => `${from}: ${text}`);
    assertEquals(said, ["ada: before", "ada: left"]);
  },
});

Deno.test({
  name: "GET /events and chat tail --follow at one server hear what is said at another, once and in order",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const [one, two] = [freePort(), freePort()];
    await using _first = await start(stream.port, folder.file("1.db"), one);
    await using second = await start(stream.port, folder.file("2.db"), two);
    await using made = new Program([...FROM_SOURCE, "token", "new", "ci", "--data", folder.file("1.db")]);
    const token = /chat_\w+/.exec((await made.waitForExit()).stdout)?.[0] ?? "";
    const aborting = new AbortController();
    const heard = await fetch(`http://127.0.0.1:${one}/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: aborting.signal,
    });
    assertEquals(heard.status, 200);
    const events = heard.body?.pipeThrough(new TextDecoderStream()).getReader();
    const at = (port: number): readonly string[] => ["--host", "127.0.0.1", "--port", String(port)];
    await using ada = new Program([
      ...FROM_SOURCE,
      "client",
      ...at(two),
      "--name",
      "ada",
      "--json",
    ]);
    await ada.write("zero\n");
    await ada.waitForOutput(/"text":"zero"/);
    await using tail = new Program([...FROM_SOURCE, "tail", ...at(one), "--follow", "--json"]);
    await tail.waitForOutput(/"text":"zero"/); // It was in the history.
    await ada.write("one\ntwo\n");
    await ada.closeInput();
    assertEquals((await ada.waitForExit()).code, 0);
    await tail.waitForOutput(/"text":"two"/);
    let text = "";
    while (!text.includes('"text":"two"')) {
      const part = await events?.read();
      if (part === undefined || part.done) break;
      text += part.value;
    }
    aborting.abort();
    const texts = (of: string): readonly (string | undefined)[] =>
      [...of.matchAll(/"type":"message".*?"text":"(\w+)"/g)].map(([, said]) => said);
    assertEquals(texts(text), ["zero", "one", "two"]);
    tail.signal("SIGINT");
    assertEquals(texts((await tail.waitForExit()).stdout), ["zero", "one", "two"]);
    second.signal("SIGTERM");
    await second.waitForExit();
  },
});

Deno.test({
  name:
    "chat account, chat owner and chat audit at any server of a cluster count and read at all; at one that is stopped they change nothing",
  ignore: nats === undefined,
  fn: async () => {
    using folder = new TempFolder();
    await using stream = new NatsServer(nats ?? "");
    await stream.start();
    const [one, two] = [freePort(), freePort()];
    await using _first = await start(stream.port, folder.file("1.db"), one);
    await using second = await start(stream.port, folder.file("2.db"), two);
    const chat = async (n: number, ...words: readonly string[]): Promise<string> => {
      await using asked = new Program([...FROM_SOURCE, ...words, "--data", folder.file(`${n}.db`)], {
        LANG: "en",
      });
      const { code, stdout, stderr } = await asked.waitForExit();
      return `${code} ${stdout}${stderr}`;
    };
    const matches = (text: string, pattern: RegExp): void => assert(pattern.test(text), text);
    const ada = new NativePeer(await Deno.connect({ port: one }));
    await ada.sendFrames({ type: "hello", name: "ada", room: "lobby" });
    await ada.waitForFrame("welcome");
    await ada.sendFrames({ type: "claim", password: "correct horse battery" });
    await ada.waitForFrame("claimed");
    /** Asks until it is so: what was done at another server is known a moment later. */
    const comesTo = (pattern: RegExp, n: number, ...words: readonly string[]): Promise<true> =>
      lookUntil(`${pattern} at ${n}`, async () => pattern.test(await chat(n, ...words)) || undefined);
    for (const n of [1, 2]) await comesTo(/^0 [^]*ada +member/, n, "account", "list");
    assertEquals((await chat(2, "owner", "ada")).slice(0, 2), "0 ");
    await comesTo(/ada +owner/, 1, "account", "list");
    assertEquals((await chat(1, "account", "rename", "ada", "zoe")).slice(0, 2), "0 ");
    await comesTo(/zoe +owner/, 2, "account", "list");
    matches(await chat(2, "account", "reset", "zoe"), /^0 [^]*chat/);
    const audit = await chat(2, "audit");
    assertEquals(audit.slice(0, 2), "0 ");
    await lookUntil("the same audit", async () => await chat(1, "audit") === audit || undefined);
    matches(await chat(1, "account", "rename", "nobody", "x"), /^4 /);

    second.signal("SIGTERM");
    await second.waitForExit();
    for (
      const words of [["account", "rename", "zoe", "ada"], ["account", "remove", "zoe"], ["owner", "zoe"]]
    ) {
      const told = await chat(2, ...words);
      assert(!told.startsWith("0 ") && told.includes("start it with chat server --cluster"), told);
    }
    matches(await chat(2, "account", "list"), /^0 [^]*zoe +owner/);
    assertEquals(await chat(2, "audit"), audit);
    assertEquals((await chat(1, "account", "remove", "zoe")).slice(0, 2), "0 ");
    await ada.close();
    await using _again = await start(stream.port, folder.file("2.db"), two);
    assert(!(await chat(2, "account", "list")).includes("zoe"), "it learns of what it missed");
  },
});
