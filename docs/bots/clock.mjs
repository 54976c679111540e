#!/usr/bin/env node
/*
 * A bot for a chat server, with nothing but Node: it says what time it is when somebody writes !time.
 *
 *     node clock.mjs [HOST [PORT [ROOM]]]
 *
 * It comes back when the connection is lost, reads what was said meanwhile, and says nothing twice: see "How a client comes
 * back" in docs/protocol.md. It speaks in the clear, so run it on the server's machine.
 */

import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const [host = "127.0.0.1", port = "53000", room = "lobby"] = process.argv.slice(2);

/** After this long without a word from the server it is asked whether it is there, and after as long again given up, in ms. */
const SILENCE = 20_000;
/** A connection that held for so long was a good one, in ms. */
const SETTLED = 10_000;
/** No use in coming again after a goodbye for one of these reasons. */
const FINAL = ["replaced", "removed", "flood", "refused"];
/** Refusals that pass. */
const PASSING = ["full", "address-full", "join-limit"];

const run = randomBytes(6).toString("hex"); // Begins the ids of this run: no two messages ever have the same.
let said = 0;
/** What has no answer yet, by its id: it is sent again when we are back. */
const unanswered = new Map();
let name = "clock";
/** What we come back with, and the number of the last message that we have read. */
let token;
let last = 0;

function note(text) {
  process.stderr.write(`${text}\n`);
}

/** Reads one frame. Returns how to go on once the connection has ended, where the frame says so: in how many ms, or not at all. */
function receive(frame, send) {
  switch (frame.type) {
    case "ping":
      send({ type: "pong" });
      return;
    case "welcome":
      if (frame.token !== token || frame.seq < last) last = frame.seq; // Another log, or our first time: begin with what comes.
      ({ name, token } = frame);
      note(`in #${room} as ${name}`);
      for (const message of unanswered.values()) send(message);
      return;
    case "message":
      if (frame.seq <= last) return;
      last = frame.seq;
      if (frame.text === "!time" && frame.from !== name) {
        say(`${frame.from}: ${new Date().toISOString()}`, send);
      }
      return;
    case "ack":
      unanswered.delete(frame.id);
      return;
    case "error":
      return refused(frame, send);
    case "bye":
      if (FINAL.includes(frame.reason)) return { isOver: true, why: frame.text };
      return { wait: frame.back === undefined ? undefined : 1000 * frame.back };
    default: // A server may be newer than we are.
      return;
  }
}

function say(text, send) {
  const message = { type: "say", room, text, id: `${run}-${++said}` };
  unanswered.set(message.id, message);
  send(message);
}

function refused(error, send) {
  const message = unanswered.get(error.id);
  if (error.code === "not-stored" || error.code === "slow-mode") {
    if (message !== undefined) setTimeout(send, error.wait ?? 1000, message);
    return;
  }
  const isPassing = PASSING.includes(error.code);
  if (message === undefined && error.code !== "name-taken" && !isPassing) {
    return { isOver: true, why: error.text };
  }
  note(error.text);
  if (message !== undefined) unanswered.delete(error.id);
  else if (isPassing) return { isPassing, wait: error.wait };
  else send(hello(error.suggestion));
}

function hello(as) {
  const resume = token === undefined ? {} : { resume: { token, after: { [room]: last } } };
  return { type: "hello", name: as, room, client: "clock/1", ...resume };
}

/** Stays for one connection. Resolves with for how many ms we were in, and how to go on. */
function stay() {
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    const send = (frame) => void (socket.writable && socket.write(`${JSON.stringify(frame)}\n`));
    const how = { isOver: false, isPassing: false, wait: undefined };
    let inSince;
    let rest = "";
    let isAsked = false;
    socket.setEncoding("utf8");
    socket.setTimeout(SILENCE);
    socket.on("connect", () => send(hello(name)));
    socket.on("data", (text) => {
      isAsked = false;
      const lines = (rest + text).split("\n"); // Not by readline, which takes more than \n for the end of a line.
      rest = lines.pop();
      for (const line of lines) {
        if (!line.startsWith("{")) continue; // The greeting of a server that took us for a person with nc.
        const frame = JSON.parse(line);
        if (frame.type === "welcome") inSince = Date.now();
        const news = receive(frame, send);
        if (news?.isOver !== true || !how.isPassing) Object.assign(how, news); // The bye after "full" is not for good.
        if (how.isOver || how.isPassing) socket.end();
      }
    });
    socket.on("timeout", () => {
      if (isAsked) return socket.destroy();
      isAsked = true;
      send({ type: "ping" });
    });
    socket.on("error", (error) => note(error.message));
    socket.on("close", () => resolve({ held: Date.now() - (inSince ?? Date.now()), ...how }));
  });
}

let tries = 0;
while (true) {
  const { held, isOver, wait, why } = await stay();
  if (isOver) {
    note(why);
    process.exit(1);
  }
  // After a connection that held we try at once, then after half a second, and so on up to 30.
  tries = held > SETTLED ? 0 : tries + 1;
  const pause = tries === 0 ? 0 : Math.min(30_000, 250 * 2 ** tries) * (0.5 + Math.random() / 2);
  await sleep(wait ?? pause);
}
