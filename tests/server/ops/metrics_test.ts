/** The metrics: two texts, over HTTP, without a name in them, and what Prometheus' own tool thinks of them. */

import { assert, assertEquals } from "@std/assert";
import { serve } from "../../../server.ts";
import { CannotMeasure } from "../../../server/ops.ts";
import { DEFAULT_LIMITS } from "../../../protocol/limits.ts";
import { en } from "../../../words/en.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer, type TestServer } from "../../support/test_server.ts";

const HOUSE = new URL("../../../", import.meta.url);

const OPEN = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

function urlOf({ running }: TestServer, path = "/metrics"): string {
  assert(running.metrics !== undefined);
  return `http://127.0.0.1:${running.metrics.port}${path}`;
}

async function metricsOf(server: TestServer, accept = "*/*"): Promise<string> {
  const response = await fetch(urlOf(server), { headers: { accept } });
  assertEquals(response.status, 200);
  return await response.text();
}

/** The value of a sample, written as in the text. */
function valueOf(text: string, sample: string): number | undefined {
  const line = text.split("\n").find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}

/** Runs Prometheus' own tool; where it is not there, only CI fails. */
async function promtool(args: readonly string[], input = ""): Promise<string> {
  const command = new Deno.Command("promtool", {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  let child;
  try {
    child = command.spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && Deno.env.get("CI") === undefined) return "";
    throw error;
  }
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assertEquals(code, 0, said);
  return said;
}

/** A server in which something of everything has happened. */
async function busyServer(folder: TempFolder): Promise<TestServer> {
  const limits = { maxClients: 3 };
  const server = await startServer({
    hasMetrics: true,
    isEncrypted: false,
    data: folder.file("chat.db"),
    limits,
  });
  const [ada, bob] = await Promise.all([server.native("ada"), server.plain("bob")]);
  await ada.say("the words that were said");
  await ada.waitForMessage("the words that were said");
  await ada.send('{"type":"join","room":"tearoom"}\n{"type":"say","room":"nowhere","text":"x"}\n');
  await ada.waitForText("no-room");
  await Promise.all([server.raw(), server.raw()]);
  await server.waitForArrivals();
  await bob.close();
  await server.waitForLog("left");
  await server.clock.advance(5_000);
  return server;
}

Deno.test("what happened is counted, and what is there is told", async () => {
  using folder = new TempFolder();
  await using server = await busyServer(folder);
  const text = await metricsOf(server);
  const expected: readonly (readonly [string, number])[] = [
    ["chat_accepts_messages", 1],
    ["chat_members", 1],
    ["chat_rooms", 2],
    ['chat_connections{door="native"}', 1],
    ["chat_messages_stored_total", 1],
    ['chat_messages_refused_total{reason="no-room"}', 1],
    ['chat_members_dropped_total{reason="lost"}', 1],
    ['chat_connections_refused_total{reason="full"}', 2],
    ["chat_log_lines_dropped_total", 0],
    ["process_start_time_seconds", new Date(2026, 0, 2, 3, 4, 5).getTime() / 1000],
  ];
  for (const [sample, value] of expected) {
    assertEquals(valueOf(text, sample) ?? 0, value, `${sample}\n${text}`);
  }
  for (const phase of ["turn", "commit", "encode", "write"]) {
    const count = valueOf(text, `chat_${phase}_duration_seconds_count`) ?? 0;
    assert(count > 0, phase);
    assertEquals(valueOf(text, `chat_${phase}_duration_seconds_bucket{le="+Inf"}`), count);
    assert((valueOf(text, `chat_turn_recent_seconds{phase="${phase}",stat="longest"}`) ?? 0) > 0, phase);
  }
  assert((valueOf(text, "chat_database_bytes") ?? 0) > 4096);
  assert((valueOf(text, "chat_disk_free_bytes") ?? 0) > 0);
  assert((valueOf(text, "process_resident_memory_bytes") ?? 0) > 1024 * 1024);
});

Deno.test("no name of a person or of a room is in the metrics, and nothing of what was said", async () => {
  using folder = new TempFolder();
  await using server = await busyServer(folder);
  for (const accept of ["*/*", OPEN]) {
    const text = await metricsOf(server, accept);
    for (const word of ["ada", "bob", "lobby", "tearoom", "nowhere", "words", "127.0.0.1", folder.path]) {
      assert(!text.includes(word), word);
    }
  }
});

Deno.test("who asks for OpenMetrics gets it, everybody else the text of Prometheus, in which its tool finds nothing wrong", async () => {
  using folder = new TempFolder();
  await using server = await busyServer(folder);
  const [plain, open] = await Promise.all(["text/plain", OPEN].map(async (accept) => {
    const response = await fetch(urlOf(server), { headers: { accept } });
    return { type: response.headers.get("content-type"), text: await response.text() };
  }));
  assertEquals(plain?.type, "text/plain; version=0.0.4; charset=utf-8");
  assertEquals(open?.type, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  assert(open?.text.endsWith("\n# EOF\n") && !plain?.text.includes("# EOF"));
  assert(plain?.text.includes("# TYPE chat_messages_stored_total counter\n"));
  assert(open?.text.includes("# TYPE chat_messages_stored counter\n"));
  assert(open?.text.includes("# TYPE chat_build info\nchat_build_info{"));
  assert(plain?.text.includes("# TYPE chat_build_info gauge\nchat_build_info{"));
  assertEquals(await promtool(["check", "metrics"], plain?.text), "");
});

Deno.test("only the metrics are there, and they can only be read", async () => {
  await using server = await startServer({ hasMetrics: true });
  const asked = [["/", "GET"], ["/metrics", "POST"], ["/metrics", "HEAD"]] as const;
  const statuses = await Promise.all(asked.map(async ([path, method]) => {
    const response = await fetch(urlOf(server, path), { method });
    await response.body?.cancel();
    return response.status;
  }));
  assertEquals(statuses, [404, 405, 200]);
});

Deno.test("a server whose metrics have no place does not open, and leaves nothing open behind", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let port = 0;
  const opening = serve({
    hostname: "127.0.0.1",
    port: 0,
    title: "chat",
    words: en,
    limits: DEFAULT_LIMITS,
    logger: () => {},
    metrics: { hostname: "127.0.0.1", port: listener.addr.port },
    onPortBusy: () => port++,
  });
  assert(await opening.then(() => undefined, (error) => error) instanceof CannotMeasure);
  assertEquals(port, 0);
});

Deno.test("the alerts are well formed, and every metric that they and the dashboard name is there", async () => {
  using folder = new TempFolder();
  await using server = await busyServer(folder);
  const text = await metricsOf(server);
  const alerts = Deno.readTextFileSync(new URL("docs/alerts.yml", HOUSE));
  const dashboard = Deno.readTextFileSync(new URL("docs/grafana.json", HOUSE));
  JSON.parse(dashboard);
  const named = new Set(`${alerts}\n${dashboard}`.match(/\b(?:chat|process)_[a-z_]+/g) ?? []);
  assert(named.size > 15);
  const known = new Set(
    text.match(/^(?:# TYPE )?(?:chat|process)_[a-z_]+/gm)?.map((one) => one.replace("# TYPE ", "")) ?? [],
  );
  known.add("chat_failures_total"); // Nothing has failed.
  assertEquals([...named].filter((name) => !known.has(name)), []);
  const said = await promtool(["check", "rules", new URL("docs/alerts.yml", HOUSE).pathname]);
  assert(said === "" || said.includes("SUCCESS: 4 rules found"), said);
});

Deno.test("each alert fires when it should, and not before", async () => {
  using folder = new TempFolder();
  const rules = new URL("docs/alerts.yml", HOUSE).pathname;
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["ChatCannotStore", "chat_accepts_messages", "1 0 0 0", "1 1 1 1"],
    ["ChatLags", "chat_event_loop_lag_seconds", "0.1 0.6 0.7 0.8", "0.1 0.6 0.1 0.4"],
    ["ChatRestarts", 'process_start_time_seconds{job="chat"}', "1 2 3 4 5", "1 1 1 2 3"],
  ];
  const test = (alert: string, series: string, values: string, fires: boolean): object => ({
    interval: "1m",
    input_series: [{ series, values }],
    alert_rule_test: [{ eval_time: "4m", alertname: alert, exp_alerts: [] }],
    name: fires ? "fires" : "stays silent",
  });
  const quiet = cases.map(([alert, series, , values]) => test(alert, series, values, false));
  const file = folder.file("quiet.yml");
  Deno.writeTextFileSync(file, JSON.stringify({ rule_files: [rules], tests: quiet }));
  await promtool(["test", "rules", file]);
  for (const [alert, series, values] of cases) {
    Deno.writeTextFileSync(
      file,
      JSON.stringify({ rule_files: [rules], tests: [test(alert, series, values, true)] }),
    );
    const told = await promtool(["test", "rules", file]).then(() => "", (error) => String(error));
    assert(
      told === "" && await promtool(["--version"]) === "" || told.includes(`alertname="${alert}"`),
      told,
    );
  }
});
