#!/usr/bin/env python3
"""A chat of two, with Chat.java or itself: chat.py HOME [FINGERPRINT OF THE OTHER]. Needs a node: hypergolix start app."""
import base64, itertools, json, queue, re, sys, threading
from pathlib import Path
import websocket  # Debian: python3-websocket

CHAT = b"\0" + bytes.fromhex("c4a7" * 32)  # the api id, as it travels
NOBODY = bytes(65)


class Node:
    """Requests and answers of docs/ipc-protocol.md."""

    def __init__(self, home):
        address = Path(home, "node.ipc").read_text().split()[0]
        self.socket = websocket.create_connection(address, suppress_origin=True)
        self.sending, self.tokens = threading.Lock(), itertools.count()
        self.waiting, self.events = {}, queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def send(self, code, token, body):
        with self.sending:
            self.socket.send_binary(b"\0\0" + code + token.to_bytes(2, "big") + body)

    def read(self):
        while message := self.socket.recv():
            code, token, body = message[2:4], int.from_bytes(message[4:6], "big"), message[6:]
            if code in (b"AK", b"NK"):
                self.waiting.pop(token).put((code, body))
            else:
                self.send(b"AK", token, b"\1")
                self.events.put((code, body))

    def ask(self, code, body=b""):
        token, answer = next(self.tokens) % 65536, queue.Queue()
        self.waiting[token] = answer
        self.send(code, token, body)
        code, body = answer.get(timeout=60)
        if code == b"NK":
            raise SystemExit("The node says: " + body[2:].decode())
        return body


def definition(address, api_id, talk):  # public, dynamic, names 7 old states
    return b"\0" + address + NOBODY + b"\0\1\7" + api_id + b"\0" + json.dumps({"lines": talk}).encode()


def hear(state):  # a definition with a state after it
    address, lines = state[1:66], json.loads(state[200:])["lines"]
    for line in lines[heard.get(address, 0):]:
        print(">", re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", line), flush=True)
    heard[address] = len(lines)


def handle_events():
    while True:
        code, body = node.events.get()
        if code == b"@O" and body[65:130] != me:  # somebody shared an object
            hear(node.ask(b">O", body[:65]))
            befriend(body[65:130])
        elif code == b"!O":  # it has a new state
            hear(body)


def befriend(fingerprint):
    if fingerprint not in friends:
        friends.add(fingerprint)
        node.ask(b"@O", mine + fingerprint)


node, talk, heard, friends = Node(sys.argv[1]), [], {}, set()
me = node.ask(b"?I")
print("I am", base64.urlsafe_b64encode(me).decode(), flush=True)
mine = node.ask(b"+O", definition(NOBODY, CHAT, talk))
for friend in sys.argv[2:]:
    befriend(base64.urlsafe_b64decode(friend))
threading.Thread(target=handle_events, daemon=True).start()
node.ask(b"+A", CHAT)
for line in sys.stdin:
    talk.append(line.rstrip("\n"))
    node.ask(b"!O", definition(mine, NOBODY, talk))
