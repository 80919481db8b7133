"""A practice city and the `keng serve` that runs it, for a proof."""

import datetime
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from message_centre import KENG, Failed, free_ports, wait

STATES = {1: "planned", 2: "handoff", 3: "accepted", 4: "delivered", 5: "undelivered", 6: "expired",
          7: "rejected", 8: "unknown", 9: "suppressed", 10: "cancelled"}
GATEWAY = """
name: peer-1
kind: smpp
host: 127.0.0.1
port: {port}
system_id: keng
password: secret08
jurisdiction: VN
source: PCCC-HN
segments_per_second: {rate}
{more}
"""


class City:
    """Made-up people, kept from one `serve` to the next; ends with the `with` it began in."""

    def __init__(self, households):
        self.households = households
        self.folder = tempfile.TemporaryDirectory()
        self.database = os.path.join(self.folder.name, "city.sqlite")
        self.log = os.path.join(self.folder.name, "log")
        self.port = free_ports(1)[0]
        self.process = None
        self.keys = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.kill()
        self.folder.cleanup()

    # The program.

    def serve(self, port, rate, **more):
        """Starts it with a gateway file that leads to this port, and waits until it serves."""
        file = os.path.join(self.folder.name, "gateway.yaml")
        lines = "\n".join(f"{name}: {value}" for name, value in more.items())
        with open(file, "w", encoding="utf-8") as gateway:
            gateway.write(GATEWAY.format(port=port, rate=rate, more=lines))
        self.start("--empty", "--gateway", file)

    def practise(self):
        """Starts it as a newcomer does, with the sandbox and a first campaign that goes out quickly."""
        self.start("--rate", "4000", "--pace", "0.0005")

    def start(self, *options):
        with open(self.log, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [KENG, "serve", "--demo", "--households", str(self.households),
                 "--database", self.database, "--port", str(self.port), *options],
                stdout=subprocess.DEVNULL, stderr=log)
        wait("keng serve", self.is_ready, 40 + self.households // 5000)
        if not self.keys:
            self.keys = {name: self.run("key", "create", name).strip() for name in ("lan", "minh")}

    def is_ready(self):
        if self.process.poll() is not None:
            with open(self.log, encoding="utf-8") as log:
                raise Failed(f"keng serve ended: {log.read()[-500:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                return True
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=30)
        self.process = None
        if status != 0:
            raise Failed(f"keng serve ended with {status}")

    def run(self, *arguments):
        done = subprocess.run(
            [KENG, *arguments, "--database", self.database], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"keng {arguments[0]} ended with {done.returncode}: "
                         f"{done.stdout[-300:]}{done.stderr[-300:]}")
        return done.stdout

    def verify(self):
        return self.run("verify")

    # The campaign, as a program makes it.

    def call(self, method, name, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v1/campaigns{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.keys[name]}",
                     "Content-Type": "application/json",
                     "Idempotency-Key": f"proof-{time.monotonic_ns()}"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as problem:
            raise Failed(f"{method} {path}: {problem.read().decode()}") from None

    def campaign(self, areas, lesson, quiz, days=-2):
        """Sends a lesson to these areas at once, or in so many days; gives the campaign's id."""
        made = self.proposal(areas, lesson, quiz, days)
        digest = self.call("GET", "lan", f"/{made}/check")["digest"]
        self.call("POST", "minh", f"/{made}/approve", {"digest": digest})
        return made

    def proposal(self, areas, lesson, quiz, days=-2, kind="awareness"):
        """A campaign that waits to be approved; gives its id."""
        now = datetime.datetime.now(datetime.timezone.utc)
        # The city's clock stands at eight in the morning; a window around today holds it.
        starts, ends = (now + datetime.timedelta(days=day) for day in (days, days + 5))
        made = self.call("POST", "lan", "", {
            "name": "Phòng cháy", "lesson": lesson, "class": kind, "quiz": quiz,
            "areas": [{"system": "vn-2023", "code": code} for code in areas],
            "languages": ["vi", "id", "zh-Hans"], "untrained_only": True,
            "starts_at": starts.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "ends_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ")})["id"]
        self.call("POST", "lan", f"/{made}/submit", {})
        return made

    def figures(self, campaign):
        """The campaign's state and its messages by state, as the API says."""
        answer = self.call("GET", "lan", f"/{campaign}")
        return answer["state"], answer["messages"]

    # The store, read beside the program.

    def rows(self, query, *values):
        database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
        try:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def districts(self):
        """(code, {language: people}) of each district that has people."""
        found = {}
        for row in self.rows("""
                SELECT area.code, resident.language, COUNT(*) AS people FROM resident
                JOIN area_ancestor ON area_ancestor.area_id = resident.area_id
                JOIN area ON area.id = area_ancestor.ancestor_id
                WHERE area.depth = 2 AND resident.is_holder = 1
                GROUP BY area.code, resident.language ORDER BY area.code"""):
            found.setdefault(row["code"], {})[row["language"]] = row["people"]
        return found

    def messages(self, campaign):
        """The campaign's messages with their texts and parts, by phone."""
        found = {}
        for row in self.rows("""
                SELECT message.id, message.phone, message.state, message.segments,
                    message.handoff_at, body.text, body.language, body.encoding
                FROM wave JOIN message ON message.wave_id = wave.id
                LEFT JOIN body ON body.id = message.body_id
                WHERE wave.campaign_id = ?""", int(campaign)):
            message = dict(row, state=STATES[row["state"]], parts=[])
            if found.setdefault(str(row["phone"]), message) is not message:
                raise Failed(f"two messages to …{str(row['phone'])[-3:]}")
        by_id = {message["id"]: message for message in found.values()}
        for row in self.rows("""
                SELECT message_id, reference, status FROM part ORDER BY message_id, number"""):
            if row["message_id"] in by_id:
                by_id[row["message_id"]]["parts"].append((row["reference"], row["status"]))
        return found
