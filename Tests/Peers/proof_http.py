"""`keng serve` sends by a provider that speaks HTTP and misbehaves; receipts and texts come back by webhook.

The provider is Python's own HTTP server. It throttles, refuses for a while and for good, drops connections after it has
taken a text, answers too late, and sends each receipt up to three times, some before its answer. What it took is
compared with what Keng keeps: nobody missed, nobody sent to twice, in doubt exactly what got no answer.
"""

import collections
import http.server
import json
import os
import random
import socketserver
import threading
import time
import urllib.error
import urllib.request

from city import City
from message_centre import Failed, expect, expect_to_fail, wait

HOUSEHOLDS = 1500
RATE = 300
SECRET = "0123456789abcdef0123456789abcdef"
PROFILE = """
name: proof
says: the server of this proof
source: this proof
verified: true
secrets: [key]
send:
  method: POST
  url: http://127.0.0.1:{port}/send
  headers: {{X-Key: "{{secret.key}}"}}
  body: json
  fields: {{to: "{{phone}}", text: "{{text}}", id: "{{id}}", from: "{{source}}"}}
answer:
  format: json
  success: {{at: /code, is: ["0"]}}
  reference: /ref
  code: /code
  codes: {{"7": throttled 1, "9": permanent}}
  otherwise: temporary 1 5
receipts:
  method: POST
  format: json
  list: /receipts
  fields: {{reference: /ref, phone: /to, status: /state}}
  statuses: {{ok: delivered, no: failed}}
  reply: {{body: "got it"}}
texts:
  method: GET
  format: query
  fields: {{phone: /from, text: /text, id: /id}}
  reply: {{body: "got it"}}
"""


class Carrier:
    """Takes texts, as cruelly as its seed says."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.taken = []          # (phone, reference)
        self.unanswered = set()  # phones whose text was taken and never answered
        self.refused = set()
        self.receipts = []
        self.failures = []
        self.hook = None
        carrier = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                carrier.answer(self)

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self.deliver, daemon=True).start()

    def answer(self, handler):
        body = json.loads(handler.rfile.read(int(handler.headers["content-length"])))
        if handler.headers["x-key"] != "k3y":
            return self.reply(handler, 401, {})
        with self.lock:
            fate = self.random.random()
            if fate < 0.05:
                return self.reply(handler, 200, {"code": 7})
            if fate < 0.08:
                return self.reply(handler, 503, {})
            if fate < 0.11:
                return self.reply(handler, 200, {"code": 5})
            if fate < 0.13:
                self.refused.add(body["to"])
                return self.reply(handler, 200, {"code": 9})
            reference = f"r{len(self.taken)}"
            self.taken.append((body["to"], reference))
            isOk = self.random.random() < 0.9
            for _ in range(self.random.choice([1, 1, 2, 3])):
                self.receipts.append({"ref": reference, "to": body["to"],
                                      "state": "ok" if isOk else "no"})
            if fate < 0.15:
                self.unanswered.add(body["to"])
                handler.close_connection = True
                return None
            isLate = fate < 0.16
            if isLate:
                self.unanswered.add(body["to"])
        if isLate:
            time.sleep(6)
        return self.reply(handler, 200, {"code": 0, "ref": reference})

    def reply(self, handler, status, body):
        octets = json.dumps(body).encode()
        try:
            handler.send_response(status)
            handler.send_header("content-type", "application/json")
            handler.send_header("content-length", str(len(octets)))
            handler.end_headers()
            handler.wfile.write(octets)
        except OSError:
            pass

    def deliver(self):
        """Brings receipts in lots, until each was answered with 200."""
        while True:
            time.sleep(0.05)
            with self.lock:
                some, self.receipts = self.receipts[:50], self.receipts[50:]
            if some and self.hook:
                status = tell(f"{self.hook}/receipts", {"receipts": some})
                if status != 200:
                    self.failures.append(status)
                    with self.lock:
                        self.receipts += some
            elif some:
                with self.lock:
                    self.receipts = some + self.receipts


def tell(url, body=None):
    request = urllib.request.Request(
        url, data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as problem:
        return problem.code
    except OSError:
        return 0


def gateway(city, carrier):
    folder = city.folder.name
    with open(os.path.join(folder, "proof.yaml"), "w", encoding="utf-8") as file:
        file.write(PROFILE.format(port=carrier.port))
    path = os.path.join(folder, "gateway.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f"name: http-1\nkind: http\nprofile: proof.yaml\njurisdiction: VN\nsource: PCCC-HN\n"
            f"segments_per_second: {RATE}\nparallel: 16\nanswer_seconds: 3\n"
            f"secrets: {{key: k3y}}\nhook_secret: {SECRET}\n")
    return path


def check(messages, carrier):
    """Each message is where the provider says it is."""
    times = collections.Counter(phone for phone, _ in carrier.taken)
    doubled = [phone for phone, count in times.items() if count > 1]
    if doubled:
        raise Failed(f"{len(doubled)} people got it twice")
    for phone, message in messages.items():
        state = message["state"]
        if state in ("accepted", "delivered", "undelivered") and times[phone] != 1:
            raise Failed(f"a message {state} that the provider did not take")
        if state == "rejected" and times[phone]:
            raise Failed("a message rejected that the provider took")
        if state in ("planned", "handoff"):
            raise Failed(f"a message still {state}")
        if times[phone] and phone not in carrier.unanswered and state not in (
                "delivered", "undelivered"):
            raise Failed(f"a message {state} whose receipt was brought")


def main():
    carrier = Carrier(7)
    with City(HOUSEHOLDS) as city:
        city.start("--empty", "--gateway", gateway(city, carrier))
        hooks = f"http://127.0.0.1:{city.port}/hooks/http-1"
        carrier.hook = f"{hooks}/{SECRET}"
        # Whoever does not know the secret learns nothing.
        for address, status in [(f"{hooks}/{'f' * 32}/receipts", 404), (f"{hooks}/receipts", 404),
                                (f"{hooks}/{SECRET}/nothing", 404),
                                (f"{hooks.replace('http-1', 'http-2')}/{SECRET}/receipts", 404)]:
            expect(tell(address, {"receipts": []}), status, address)
        expect(tell(f"{carrier.hook}/receipts", {"receipts": 3}), 400, "a receipt that is none")
        campaign = city.campaign(["01"], "kitchen-oil-fire", "none")
        wait("the end", lambda: city.figures(campaign)[0] == "finished", 300)
        wait("the receipts", lambda: not carrier.receipts, 60)
        time.sleep(1)
        messages = city.messages(campaign)
        check(messages, carrier)
        states = collections.Counter(message["state"] for message in messages.values())
        unknown = {phone for phone, message in messages.items() if message["state"] == "unknown"}
        if not unknown <= carrier.unanswered:
            raise Failed("a message in doubt that was answered")
        if states["rejected"] < 1 or states["delivered"] < HOUSEHOLDS // 2:
            raise Failed(f"no real test: {dict(states)}")
        # A text of a person, brought five times, is answered once.
        phone = carrier.taken[0][0]
        for _ in range(5):
            expect(tell(f"{carrier.hook}/texts?from={phone}&text=HD&id=m1"), 200, "a text")
        wait("the answer", lambda: [one for one, _ in carrier.taken].count(phone) == 2, 30)
        expect(city.rows("SELECT COUNT(*) AS n FROM inbound")[0]["n"], 1, "texts kept")
        carrier.taken.pop()
        expect_to_fail(check, messages, replaced(carrier, carrier.taken + carrier.taken[:1]))
        expect_to_fail(check, messages, replaced(carrier, carrier.taken[2:]))
        city.verify()
    print(f"http: {dict(states)}, {len(carrier.unanswered)} without an answer, "
          f"{len(carrier.failures)} webhooks asked again")


def replaced(carrier, taken):
    other = Carrier(1)
    other.taken, other.unanswered = taken, carrier.unanswered
    return other


if __name__ == "__main__":
    main()
