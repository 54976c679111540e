/**
 * Networks of a test's own: a machine with a server, one on its private network, and one far away on the Internet, each in
 * a network namespace of Linux. To be made by root only.
 *
 * @module
 */

/** A machine of a test. */
export type Machine = "server" | "near" | "far";

/** Where the server is for those who are near, and for those who are far, by version of IP. */
export const SERVER = {
  near: { 4: "192.168.77.1", 6: "fd00:77::1" },
  far: { 4: "203.0.113.1", 6: "2001:db8:1::1" },
} as const;

/** The addresses of the others. */
export const ADDRESS = {
  near: { 4: "192.168.77.7", 6: "fd00:77::7" },
  far: { 4: "198.51.100.7", 6: "2001:db8:2::7" },
} as const;

/** Says why networks cannot be made here; nothing where they can. */
export function whyNoNetworks(): string | undefined {
  if (Deno.build.os !== "linux") return "network namespaces are Linux's";
  if (Deno.uid() !== 0) return "only root makes network namespaces";
  try {
    ip("netns", "add", PROBE);
    ip("netns", "delete", PROBE);
    return undefined;
  } catch {
    return "no network namespaces here";
  }
}

const PROBE = `chat-probe-${Deno.pid}`;

/** The networks; gone when they are disposed of, with all that runs in them. */
export class Networks implements Disposable {
  readonly #prefix = `chat-${Deno.pid}-`;
  readonly #made: string[] = [];

  constructor() {
    try {
      for (const machine of ["server", "near", "far"] as const) {
        ip("netns", "add", this.#nameOf(machine));
        this.#made.push(this.#nameOf(machine));
        this.#ip(machine, "link", "set", "lo", "up");
      }
      this.#connect("near");
      this.#connect("far");
      for (const [machine, version, own, prefix] of ADDRESSES) {
        this.#ip("server", "address", "add", `${SERVER[machine][version]}${prefix}`, "dev", machine, ...own);
        this.#ip(machine, "address", "add", `${ADDRESS[machine][version]}${prefix}`, "dev", "net", ...own);
      }
      for (const version of [4, 6] as const) { // Far away: on no network that either is on.
        this.#ip("server", "route", "add", ADDRESS.far[version], "dev", "far");
        this.#ip("far", "route", "add", SERVER.far[version], "dev", "net");
      }
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** Makes the command line that runs a program on a machine. */
  on(machine: Machine, ...command: readonly string[]): readonly string[] {
    return ["ip", "netns", "exec", this.#nameOf(machine), ...command];
  }

  [Symbol.dispose](): void {
    for (const name of this.#made.splice(0)) ip("netns", "delete", name);
  }

  #nameOf(machine: Machine): string {
    return `${this.#prefix}${machine}`;
  }

  #ip(machine: Machine, ...args: readonly string[]): void {
    ip("-netns", this.#nameOf(machine), ...args);
  }

  #connect(machine: "near" | "far"): void {
    const [here, there] = [this.#nameOf("server"), this.#nameOf(machine)];
    ip("link", "add", machine, "netns", here, "type", "veth", "peer", "name", "net", "netns", there);
    this.#ip("server", "link", "set", machine, "up");
    this.#ip(machine, "link", "set", "net", "up");
  }
}

/** Whose addresses, and how wide their network is. Nobody waits to see whether one is taken. */
const ADDRESSES = [
  ["near", 4, [], "/24"],
  ["near", 6, ["nodad"], "/64"],
  ["far", 4, [], "/32"],
  ["far", 6, ["nodad"], "/128"],
] as const;

function ip(...args: readonly string[]): void {
  const { code, stderr } = new Deno.Command("ip", { args: [...args] }).outputSync();
  if (code !== 0) throw new Error(`ip ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
