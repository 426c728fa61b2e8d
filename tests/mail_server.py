"""A mail server of thirty lines for tests: it says what it is told to say, and keeps what it took."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager
from types import SimpleNamespace


class _Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "RCPT":
                self.recipient = line.partition("<")[2].partition(">")[0]
            answer = self.server.answers.get((verb, getattr(self, "recipient", ""))) or self.server.answers.get(verb)
            if answer == "hang up":
                return None
            if verb == "DATA" and answer is None:
                self._take()
            self.say(answer or "250 ok")

    def _take(self):
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.taken.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))


@contextmanager
def mail_server(settings, **answers):
    """Runs on a free port and points the settings at it. answers: {"RCPT": "550 no"}, or by (verb, recipient)."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.answers, server.taken = answers.pop("by", answers), []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 2
        try:
            yield SimpleNamespace(taken=server.taken, answers=server.answers)
        finally:
            server.shutdown()
