#!/usr/bin/env python3
"""A bot for a chat server, with nothing but Python: it says what time it is when somebody writes !time.

    python3 clock.py [HOST [PORT [ROOM]]]

It comes back when the connection is lost, reads what was said meanwhile, and says nothing twice: see "How a client comes
back" in docs/protocol.md. It speaks in the clear, so run it on the server's machine.
"""

import datetime
import json
import random
import secrets
import socket
import sys
import time

HOST, PORT, ROOM = (sys.argv[1:] + ["127.0.0.1", "53000", "lobby"][len(sys.argv) - 1 :])[:3]

# After this long without a word from the server it is asked whether it is there, and after as long again given up, in s.
SILENCE = 20
# A connection that held for so long was a good one, in s.
SETTLED = 10
# No use in coming again after a goodbye for one of these reasons.
FINAL = ("replaced", "removed", "flood", "refused")
# Refusals that pass.
PASSING = ("full", "address-full", "join-limit")


def note(text):
    print(text, file=sys.stderr, flush=True)


class Over(Exception):
    """There is no use in coming again."""


class Bot:
    def __init__(self):
        self.name = "clock"
        self.token = None  # What we come back with,
        self.last = 0  # and the number of the last message that we have read.
        self.run = secrets.token_hex(6)  # Begins the ids of this run: no two messages ever have the same.
        self.said = 0
        self.unanswered = {}  # By its id, what has no answer yet: it is sent again when we are back.
        self.again = {}  # By its id, when to send what the server could not take at the moment.
        self.in_since = None
        self.wait = None  # How long the server asked us to stay away, in s.

    def send(self, frame):
        self.socket.sendall(json.dumps(frame, ensure_ascii=False).encode() + b"\n")

    def hello(self, name):
        resume = {"resume": {"token": self.token, "after": {ROOM: self.last}}} if self.token else {}
        self.send({"type": "hello", "name": name, "room": ROOM, "client": "clock/1", **resume})

    def say(self, text):
        self.said += 1
        message = {"type": "say", "room": ROOM, "text": text, "id": f"{self.run}-{self.said}"}
        self.unanswered[message["id"]] = message
        self.send(message)

    def stay(self):
        """Stays for one connection."""
        self.in_since, self.wait, self.again = None, None, {}
        with socket.create_connection((HOST, int(PORT)), timeout=SILENCE) as self.socket:
            self.hello(self.name)
            for line in self.lines():
                if line.startswith(b"{"):  # Else the greeting of a server that took us for a person with nc.
                    if self.receive(json.loads(line)) == "leave":
                        return

    def lines(self):
        rest, heard = b"", time.monotonic()
        is_asked = False
        self.socket.settimeout(1)
        while True:
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                data = None
            if data == b"":
                return
            now = time.monotonic()
            for id in [id for id, due in self.again.items() if now >= due]:
                del self.again[id]
                self.send(self.unanswered[id])
            if data is not None:
                heard, is_asked = now, False
                *lines, rest = (rest + data).split(b"\n")
                yield from lines
            elif now - heard > 2 * SILENCE:
                return
            elif now - heard > SILENCE and not is_asked:
                is_asked = True
                self.send({"type": "ping"})

    def receive(self, frame):
        match frame["type"]:
            case "ping":
                self.send({"type": "pong"})
            case "welcome":
                if frame["token"] != self.token or frame["seq"] < self.last:
                    self.last = frame["seq"]  # Another log, or our first time: begin with what comes.
                self.name, self.token, self.in_since = frame["name"], frame["token"], time.monotonic()
                note(f"in #{ROOM} as {self.name}")
                for message in self.unanswered.values():
                    self.send(message)
            case "message" if frame["seq"] > self.last:
                self.last = frame["seq"]
                if frame["text"] == "!time" and frame["from"] != self.name:
                    now = datetime.datetime.now(datetime.timezone.utc)
                    self.say(f"{frame['from']}: {now.isoformat(timespec='seconds')}")
            case "ack":
                self.unanswered.pop(frame["id"], None)
            case "error":
                return self.refused(frame)
            case "bye":
                if frame["reason"] in FINAL:
                    raise Over(frame["text"])
                self.wait = frame.get("back")
            case _:  # A server may be newer than we are.
                pass

    def refused(self, error):
        code, id = error["code"], error.get("id")
        if code in ("not-stored", "slow-mode"):
            if id in self.unanswered:
                self.again[id] = time.monotonic() + error.get("wait", 1000) / 1000
            return None
        if id not in self.unanswered and code != "name-taken" and code not in PASSING:
            raise Over(error["text"])
        note(error["text"])
        if id in self.unanswered:
            del self.unanswered[id]
        elif code == "name-taken":
            self.hello(error["suggestion"])
        else:
            self.wait = error["wait"] / 1000 if "wait" in error else None
            return "leave"
        return None


def main():
    bot, tries = Bot(), 0
    while True:
        try:
            bot.stay()
        except Over as over:
            sys.exit(str(over))
        except OSError as error:
            note(error)
        # After a connection that held we try at once, then after half a second, and so on up to 30.
        held = 0 if bot.in_since is None else time.monotonic() - bot.in_since
        tries = 0 if held > SETTLED else tries + 1
        pause = 0 if tries == 0 else min(30, 0.25 * 2**tries) * random.uniform(0.5, 1)
        time.sleep(bot.wait if bot.wait is not None else pause)


main()
