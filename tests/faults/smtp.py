"""A mail server on loopback that does as it is told: one behaviour a connection, the last one for the rest.

accept      takes the message
accept-then-drop  takes it, says so, then cuts instead of saying goodbye
busy        451 to the recipient: come back later
refuse      550 to the recipient
full        452 once it has read the message
hang        says nothing at all
drop        reads the message, then cuts before saying whether it has it
close       cuts at once
"""

import socketserver
import threading
from contextlib import contextmanager


class ScriptedServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviours):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.behaviours = list(behaviours)
        self.taken, self.seen = [], []
        self.is_over = threading.Event()

    @property
    def port(self):
        return self.server_address[1]

    def next_behaviour(self):
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.behaviour = self.server.next_behaviour()
        if self.behaviour == "close":
            return
        if self.behaviour == "hang":
            self.server.is_over.wait(30)
            return
        self.say("220 ready")
        while line := self.rfile.readline():
            if not self.answer(line.split(None, 1)[0].upper()):
                return

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def answer(self, verb):
        """Answer one command; return whether to go on."""
        refusals = {"busy": "451 come back later", "refuse": "550 unknown here: lea@example.org"}
        if verb == b"RCPT" and self.behaviour in refusals:
            self.say(refusals[self.behaviour])
        elif verb == b"DATA":
            return self.take_message()
        elif verb == b"QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 well")
        return True

    def take_message(self):
        self.say("354 go on")
        message = b"".join(iter(self.rfile.readline, b".\r\n"))
        self.server.seen.append(message)
        if self.behaviour == "drop":
            return False
        if self.behaviour == "full":
            self.say("452 no room")
            return True
        self.server.taken.append(message)
        self.say("250 taken")
        return self.behaviour != "accept-then-drop"


@contextmanager
def smtp_server(*behaviours):
    with ScriptedServer(behaviours) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.is_over.set()
        server.shutdown()
