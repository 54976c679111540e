/** Command lines: what is understood, and what the person is told when it is not. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type FlagValues,
  type Invocation,
  languageFlag,
  parseCommandLine,
  UsageError,
} from "../../main/arguments.ts";
import type { Env, EnvVariable } from "../../main/environment.ts";
import { CLIENT_FLAGS, SERVER_FLAGS } from "../../main/flags.ts";
import { clientSettings, serverSettings } from "../../main/options.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { en } from "../../words/en.ts";

type Variables = { readonly [Name in EnvVariable]?: string };

function envOf(variables: Variables): Env {
  return (name) => variables[name];
}

function read(line: string, variables: Variables = {}): Invocation {
  return parseCommandLine(line === "" ? [] : line.split(" "), envOf(variables), en);
}

function given(line: string, variables: Variables = {}): FlagValues {
  const asked = read(line, variables);
  assert(asked.kind === "run", `${line} asks for ${asked.kind}`);
  return asked.given;
}

/** The sentence that a command line is refused with. */
function refusal(line: string, variables: Variables = {}): string {
  return assertThrows(() => read(line, variables), UsageError).message;
}

Deno.test("chat alone, help and -h anywhere ask for help", () => {
  assertEquals(read(""), { kind: "help", command: undefined });
  assertEquals(read("--lang it"), { kind: "help", command: undefined });
  for (const line of ["--help", "-h", "help", "dance --help"]) {
    assertEquals(read(line), { kind: "help", command: undefined });
  }
  for (
    const line of ["server --help", "-h server", "server --nonsense -h", "help server", "--lang it server -h"]
  ) {
    assertEquals(read(line), { kind: "help", command: "server" }, line);
  }
  assertEquals(read("client -h"), { kind: "help", command: "client" });
});

Deno.test("--version works with and without a subcommand", () => {
  assertEquals(read("--version"), { kind: "version" });
  assertEquals(read("client --version"), { kind: "version" });
});

Deno.test("a value comes with = or as the next word, by the long or the short name", () => {
  for (const line of ["--port 4000", "--port=4000", "-p 4000", "-p=4000", "-p4000"]) {
    assertEquals(given(`server ${line}`).value(SERVER_FLAGS.port), 4000, line);
  }
  assertEquals(given("client -n ada").value(CLIENT_FLAGS.name), "ada");
});

Deno.test("a switch does not take the next word, flags may come before the subcommand, the last of several counts", () => {
  assertEquals(read("--quiet server").kind, "run");
  assertEquals(given("--port 4000 server").value(SERVER_FLAGS.port), 4000);
  assertEquals(given("server --port 1 -p 2 --port 3").value(SERVER_FLAGS.port), 3);
  assert(given("client --json --host x").isOn(CLIENT_FLAGS.json));
});

Deno.test("a flag wins over its environment variable, and that over the default", () => {
  const { port } = SERVER_FLAGS;
  assertEquals(given("server").value(port), 53000);
  assertEquals(given("server", { CHAT_PORT: "1" }).value(port), 1);
  assertEquals(given("server --port 2", { CHAT_PORT: "1" }).value(port), 2);
});

Deno.test("a flag that there is not is named, with the nearest that there is", () => {
  assertEquals(refusal("server --prot 5"), en.cli.unknownFlag("--prot", "--port"));
  assertEquals(refusal("server --prot=5"), en.cli.unknownFlag("--prot", "--port"));
  assertEquals(refusal("client -prot"), en.cli.unknownFlag("-prot", "--port"));
  assertEquals(refusal("client --no-json"), en.cli.unknownFlag("--no-json", "--json"));
  assertEquals(refusal("client --no-port=5"), en.cli.unknownFlag("--no-port", "--port"));
  assertEquals(refusal("server --__proto__ x"), en.cli.unknownFlag("--__proto__", undefined));
  assertEquals(
    refusal("server --bogus"),
    en.cli.unknownFlag("--bogus", undefined),
    "and none that is far-fetched",
  );
  assertEquals(refusal("client -x"), en.cli.unknownFlag("-x", undefined));
});

Deno.test("a flag of the other subcommand is suggested with it", () => {
  assertEquals(refusal("client --quiet"), en.cli.unknownFlag("--quiet", "chat server --quiet"));
  assertEquals(refusal("--name ada"), en.cli.unknownFlag("--name", "chat client --name"));
});

Deno.test("a subcommand that there is not is named, with the nearest that there is", () => {
  assertEquals(refusal("serve"), en.cli.unknownCommand("serve", "server"));
  assertEquals(refusal("dance"), en.cli.unknownCommand("dance", undefined));
  assertEquals(refusal("clinet --port 1"), en.cli.unknownCommand("clinet", "client"));
});

Deno.test("a value that is missing, wrong or not wanted is named", () => {
  assertEquals(refusal("server --port"), en.cli.missingValue("--port"));
  assertEquals(refusal("server --port --quiet"), en.cli.missingValue("--port"));
  assertEquals(refusal("server --port -5"), en.cli.missingValue("--port"));
  assertEquals(refusal("server --title="), en.cli.missingValue("--title"));
  assertEquals(refusal("server --quiet=yes"), en.cli.noValueTaken("--quiet"));
  assertEquals(refusal("server --port abc"), en.cli.badValue("--port", "abc", en.cli.expected.port));
  assertEquals(refusal("client --port 0"), en.cli.badValue("--port", "0", en.cli.expected.clientPort));
  assertEquals(refusal("server --log jsn"), en.cli.badChoice("--log", "jsn", "json"));
  assertEquals(refusal("server --log xml"), en.cli.badValue("--log", "xml", "text|json"));
  assertEquals(refusal("server extra"), en.cli.extraArgument("extra"));
  assertEquals(refusal("server -- extra"), en.cli.extraArgument("extra"));
});

Deno.test("every flag of a subcommand is checked, also when another would make it useless", () => {
  const wrong =
    "max-clients max-per-address max-rooms new-rooms max-line max-message name-timeout burst outbox ping-after ping-timeout";
  for (const name of `${wrong} rate idle`.split(" ")) {
    assert(refusal(`server --${name} none`).startsWith(`--${name} `), name);
  }
  for (const name of ["timeout", "room", "lang"]) {
    assert(refusal(`client --${name} none!`).startsWith(`--${name} `), name);
  }
});

Deno.test("a wrong environment variable is named as what it is", () => {
  const sentence = en.cli.badValue("CHAT_PORT", "x", en.cli.expected.port);
  assertEquals(refusal("server", { CHAT_PORT: "x" }), sentence);
  assertEquals(refusal("server", { CHAT_LANG: "ita" }), en.cli.badChoice("CHAT_LANG", "ita", "it"));
});

Deno.test("a server that is told nothing keeps to the default limits", () => {
  assertEquals(serverSettings(given("server"), "/home/ada/chat.db", en), {
    hostname: "127.0.0.1",
    port: 53000,
    title: undefined,
    log: "text",
    logAddresses: "full",
    limits: DEFAULT_LIMITS,
    data: { path: "/home/ada/chat.db", durability: "process" },
    keep: { kind: "forever" },
    keepFiles: 30 * 86_400_000,
    accounts: { most: 1000, idle: 365 * 86_400_000 },
    ownerFile: "/home/ada/chat.db-owner",
    runFile: "/home/ada/chat.db-run",
    metrics: undefined,
    noSearch: false,
    restart: undefined,
    web: { origins: [] },
    identity: { kind: "own", log: "/home/ada/chat.db", isOptional: false },
    approve: false,
    sts: undefined,
    unencrypted: "local",
    proxies: [],
    console: true,
    cluster: undefined,
    leaveCluster: false,
    qr: true,
  });
});

Deno.test("every limit of a server can be changed", () => {
  const line =
    "server --max-clients 2 --max-per-address 3 --max-rooms 4 --new-rooms 16 --max-line 1k --max-message 5 --name-timeout 6s " +
    "--rate 7 --burst 8 --outbox 9k --ping-after 10s --ping-timeout 11s --idle 12m --title x --log json --quiet " +
    "--grace 13s --replay 14 --data my.db --durability power --keep 30d --no-search --restart 15s --no-web --no-console --no-qr --trust-proxy 10.1.2.3/8,[::1] --unencrypted never " +
    "--max-file off --files-total 3GiB --files-per-day 17m --keep-files forever";
  assertEquals(serverSettings(given(line), "other.db", en), {
    hostname: "127.0.0.1",
    port: 53000,
    title: "x",
    log: "quiet",
    logAddresses: "full",
    limits: {
      maxClients: 2,
      maxRooms: 4,
      newRoomsPerHour: 16,
      roomsPerMember: 50,
      maxPerAddress: 3,
      lineBytes: 1024,
      messageChars: 5,
      nameTimeout: 6000,
      flood: true,
      rate: { perSecond: 7, burst: 8 },
      outboxBytes: 9216,
      pingAfter: 10_000,
      pongWithin: 11_000,
      idle: 720_000,
      grace: 13_000,
      replay: 14,
      fileBytes: 0,
      filesBytes: 3 * 1024 ** 3,
      filesPerDay: 17 * 1024 ** 2,
    },
    data: { path: "my.db", durability: "power" },
    keep: { kind: "age", ms: 30 * 86_400_000 },
    keepFiles: null,
    accounts: { most: 1000, idle: 365 * 86_400_000 },
    ownerFile: "my.db-owner",
    runFile: "my.db-run",
    metrics: undefined,
    noSearch: true,
    restart: 15_000,
    web: undefined,
    identity: { kind: "own", log: "my.db", isOptional: false },
    approve: false,
    sts: undefined,
    unencrypted: "never",
    proxies: ["10.0.0.0/8", "::1"],
    console: false,
    cluster: undefined,
    leaveCluster: false,
    qr: false,
  });
  const web = (line: string) => serverSettings(given(`server ${line}`), "", en).web;
  assertEquals(web("--web-origin https://Tea.example/,http://a.example:81"), {
    origins: ["https://tea.example", "http://a.example:81"],
  });
  for (
    const wrong of ["tea.example", "ftp://tea.example", "https://tea.example/path", "https://a.example,"]
  ) {
    const { expected, badValue } = en.cli;
    assertEquals(refusal(`server --web-origin ${wrong}`), badValue("--web-origin", wrong, expected.origins));
  }
  for (const wrong of ["localhost", "10.0.0.0/33", "10.0.0.1,", "1.2.3.4:80"]) {
    const { expected, badValue } = en.cli;
    assertEquals(
      refusal(`server --trust-proxy ${wrong}`),
      badValue("--trust-proxy", wrong, expected.networks),
    );
  }
  const off = serverSettings(given("server --rate off --grace off --replay 0"), "", en).limits;
  assertEquals([off.rate, off.grace, off.replay], [null, 0, 0]);
});

Deno.test("rooms are kept where a flag says, else where CHAT_DATA says, else where the person's files are", () => {
  const pathOf = (line: string, variables: Variables = {}) =>
    serverSettings(given(line, variables), "default.db", en).data?.path;
  assertEquals(pathOf("server"), "default.db");
  assertEquals(pathOf("server", { CHAT_DATA: "env.db" }), "env.db");
  assertEquals(pathOf("server --data flag.db", { CHAT_DATA: "env.db" }), "flag.db");
  assertEquals(pathOf("server --ephemeral --data flag.db", { CHAT_DATA: "env.db" }), undefined);
});

Deno.test("a server has the key beside its log, and one without a log that of the usual one; or a certificate with its key", () => {
  const identityOf = (line: string) => serverSettings(given(line), "default.db", en).identity;
  assertEquals(identityOf("server --ephemeral"), { kind: "own", log: "default.db", isOptional: true });
  assertEquals(identityOf("server --ephemeral --data a.db"), { kind: "own", log: "a.db", isOptional: true });
  assertEquals(identityOf("server --tls-cert c.pem --tls-key k.pem"), {
    kind: "files",
    cert: "c.pem",
    key: "k.pem",
  });
  for (const half of ["--tls-cert c.pem", "--tls-key k.pem"]) {
    assertThrows(() => identityOf(`server ${half}`), UsageError, en.identity.needBoth);
  }
});

Deno.test("a name to which IRC clients come encrypted only needs a certificate that somebody vouches for", () => {
  const stsOf = (line: string) => serverSettings(given(line), "default.db", en).sts;
  assertEquals(stsOf("server"), undefined);
  assertEquals(stsOf("server --sts IRC.example --tls-cert c.pem --tls-key k.pem"), "irc.example");
  assertThrows(() => stsOf("server --sts irc.example"), UsageError, en.identity.stsNeedsCert);
});

Deno.test("a client that is told nothing looks at the default place and asks for a name", () => {
  assertEquals(clientSettings(given("client"), envOf({ USER: "ada" }), true), {
    host: "127.0.0.1",
    port: 53000,
    isAddressGiven: false,
    plain: false,
    name: undefined,
    suggestedName: "ada",
    room: "lobby",
    json: false,
    color: true,
    timeout: 2000,
    reconnect: true,
    stateFolder: undefined,
  });
});

Deno.test("a place counts as given by flag or by environment", () => {
  const placeGiven = (line: string, variables: Variables = {}): boolean =>
    clientSettings(given(line, variables), envOf(variables), true).isAddressGiven;
  assert(placeGiven("client --host h"));
  assert(placeGiven("client --port 1"));
  assert(placeGiven("client", { CHAT_HOST: "h" }));
  assert(!placeGiven("client --name ada"));
});

Deno.test("the language that is asked for is known however wrong the rest is", () => {
  assertEquals(languageFlag(["server", "--prot", "5", "--lang", "it"]), "it");
  assertEquals(languageFlag(["--lang=it", "dance"]), "it");
  assertEquals(languageFlag(["--lang", "fr"]), undefined);
  assertEquals(languageFlag(["--lang"]), undefined);
});

Deno.test("a client keeps what must survive it in the state folder, and comes back, unless it is told otherwise", () => {
  const env = envOf({ HOME: "/home/ada", XDG_STATE_HOME: "/state", LOCALAPPDATA: "/state" });
  const told = (line: string): unknown[] => {
    const { stateFolder, reconnect } = clientSettings(given(line), env, true);
    return [stateFolder, reconnect];
  };
  assertEquals(told("client"), ["/state/chat", true]);
  assertEquals(told("client --no-outbox --no-reconnect"), [undefined, false]);
});
