"""Kannel (Debian) as a client of our message centre: texts out by its HTTP interface, receipts and
texts of people back."""

import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request

from message_centre import (
    TEXTS, Failed, MessageCentre, expect, expect_texts, expect_to_fail, free_ports, wait)

INBOUND = 6
CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = admin
smsbox-port = {smsbox}
box-allow-ip = 127.0.0.1
log-file = "{folder}/bearerbox.log"
log-level = 0
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = keng
host = 127.0.0.1
port = {smsc}
smsc-username = keng
smsc-password = secret08
system-type = ""
transceiver-mode = true
interface-version = 34
max-pending-submits = 10
# In receipts the id is decimal, in responses hexadecimal.
msg-id-type = 0x01

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-file = "{folder}/smsbox.log"
log-level = 0

group = sendsms-user
username = keng
password = keng
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
concatenation = true
get-url = "http://127.0.0.1:{collector}/mo?from=%p&text=%b&coding=%c&charset=%C"
"""


class Collector(http.server.ThreadingHTTPServer):
    """Keeps what Kannel reports: (path, fields) of each request."""

    def __init__(self):
        self.seen = []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def fields(self, path):
        return [fields for seen, fields in list(self.seen) if seen == path]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path, _, query = self.path.partition("?")
        # Texts come in the charset that another field names: kept as octets.
        fields = urllib.parse.parse_qs(query, keep_blank_values=True, encoding="latin-1")
        self.server.seen.append((path, {name: values[0] for name, values in fields.items()}))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def send(port, collector, phone, text):
    query = urllib.parse.urlencode({
        "username": "keng", "password": "keng", "from": "PCCC-HN", "to": phone, "text": text,
        "charset": "UTF-8", "coding": 0 if text.isascii() else 2, "dlr-mask": 31,
        "dlr-url": f"http://127.0.0.1:{collector}/dlr?phone={phone}&type=%d"})
    with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/cgi-bin/sendsms?{query}", timeout=10) as answer:
        expect(answer.status, 202, "answer of sendsms")


def check_receipts(delivered, sent):
    expect(sorted(delivered), sorted(sent), "phones with a receipt")


def check_inbound(texts):
    expect(len(texts), INBOUND, "texts of people")
    for word in ["cảm ơn", "terima kasih", "谢谢", "Cảm ơn các anh", "Terima kasih", "请放心"]:
        if not any(word in text for text in texts.values()):
            raise Failed(f"no text of people says {word!r}: {texts}")


def decoded(fields):
    octets = fields["text"].encode("latin-1")
    return octets.decode(fields["charset"] or "utf-8")


def run():
    with MessageCentre(
        "--receipts", "all", "--receipt-delay", "50ms", "--ids", "hex-response",
        "--mo-count", str(INBOUND), "--mo-long-every", "2",
        "--system-id", "keng", "--password", "secret08",
    ) as centre, tempfile.TemporaryDirectory() as folder:
        collector = Collector()
        admin, smsbox, sendsms = free_ports(3)
        configuration = os.path.join(folder, "kannel.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(
                folder=folder, smsc=centre.port, admin=admin, smsbox=smsbox, sendsms=sendsms,
                collector=collector.server_address[1]))
        processes = []
        try:
            for box, port in (("bearerbox", smsbox), ("smsbox", sendsms)):
                processes.append(subprocess.Popen(
                    [f"/usr/sbin/{box}", configuration], cwd=folder,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
                wait(box, lambda port=port: is_listening(port))
            sent = {f"8490123456{index}": text for index, text in enumerate(TEXTS)}
            for phone, text in sent.items():
                send(sendsms, collector.server_address[1], phone, text)

            def delivered():
                return {fields["phone"] for fields in collector.fields("/dlr")
                        if fields["type"] == "1"}

            wait("receipts", lambda: len(delivered()) == len(sent))
            wait("texts of people", lambda: len(collector.fields("/mo")) >= INBOUND)
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in reversed(processes):
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        counts = centre.stop()

    expect((counts["malformed"], counts["bad_texts"]), (0, 0), "malformed")
    expect(counts["duplicates"], 0, "sent twice")
    expect(counts["receipts_unacknowledged"], 0, "receipts without an answer")
    expect(counts["mo_acknowledged"], counts["mo_sent"], "texts of people acknowledged")
    expect_texts(centre.texts, sent)
    check_receipts(delivered(), sent)
    texts = {fields["from"]: decoded(fields) for fields in collector.fields("/mo")}
    check_inbound(texts)

    expect_to_fail(expect_texts, centre.texts[1:], sent)
    expect_to_fail(check_receipts, list(delivered())[1:], sent)
    texts.popitem()
    expect_to_fail(check_inbound, texts)
    print(f"kannel: {len(sent)} texts in {counts['accepted']} parts came whole, their receipts and "
          f"{INBOUND} texts of people went back")


if __name__ == "__main__":
    try:
        run()
    except Failed as problem:
        sys.exit(f"kannel: {problem}")
