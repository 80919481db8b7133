"""`keng serve` sends to smpp34 (PyPI) as its provider: long texts in each way that they can travel,
receipts, answers of residents and the replies to them. Wireshark's dissector reads two of the runs.

What smpp34 read is compared with what Keng shows and keeps; neither knows of the other.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import threading

from city import City
from message_centre import Failed, expect, expect_to_fail, free_ports, wait
from proof_capture import (
    BIND, DELIVER, NACK, RESPONSE, SUBMIT, UNBIND, Capture, damaged, dissected, walked)
from server import EXTRAS, GSM

HOUSEHOLDS = 600
LANGUAGES = {1: "vi", 2: "id", 3: "zh"}
SHORT_CODE = "8114"
LONG_REPLY = ("谢谢你们的提醒！我们已经关好了煤气阀门，也教孩子在有烟时低姿爬行，到楼下的约定地点集合。"
              "请问社区下个月还有消防演习吗？我们全家三口都想参加，请把时间和地点告诉我们，谢谢！😀")


class Peer:
    """server.py, from its start to its end, and what it has read so far."""

    def __init__(self, *options):
        self.port = free_ports(1)[0]
        self.events = []
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(os.path.dirname(__file__), "server.py"),
             "--port", str(self.port), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reading = threading.Thread(target=self.read, daemon=True)
        self.reading.start()
        wait("smpp34", lambda: self.of("listening"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def read(self):
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def of(self, name):
        return [event for event in list(self.events) if event["event"] == name]

    def tell(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def texts(self, phone):
        return [event["text"] for event in self.of("text") if event["destination"] == phone]

    def say(self, phone, text):
        """Sends the text of a resident and waits until each part of it is acknowledged."""
        before = len(self.answered(phone))
        parts = 1 if len(text.encode("utf-16-be")) <= 140 else 2
        self.tell(do="mo", **{"from": phone}, to=SHORT_CODE, text=text)
        wait("an acknowledgement", lambda: len(self.answered(phone)) == before + parts)
        expect({event["status"] for event in self.answered(phone)}, {0}, "acknowledgements")

    def answered(self, phone):
        return [event for event in self.of("mo") if event["source"] == phone]


# What one part looks like, in each way.

def is_header(submit):
    header = bytes.fromhex(submit["octets"])[:6]
    return (submit["esm_class"] & 0x40 and not submit["tlvs"]
            and header[:3] == b"\x05\x00\x03" and header[4:] == joint(submit))


def is_wide_header(submit):
    header = bytes.fromhex(submit["octets"])[:7]
    return (submit["esm_class"] & 0x40 and not submit["tlvs"]
            and header[:3] == b"\x06\x08\x04" and header[5:] == joint(submit))


def is_parameters(submit):
    return submit["esm_class"] == 0 and sorted(submit["tlvs"]) == ["0x020c", "0x020e", "0x020f"]


def is_payload(submit):
    return submit["esm_class"] == 0 and submit["octets"] == "" and list(submit["tlvs"]) == ["0x0424"]


def joint(submit):
    return bytes((submit["parts"], submit["part"]))


# The test of each way, and a lesson: one that nobody was sent before, by another way.
WAYS = {"header": (is_header, "kitchen-oil-fire"),
        "parameters": (is_parameters, "smoke-is-the-killer"),
        "wide-header": (is_wide_header, "gas-cylinder-leak"),
        "payload": (is_payload, "e-bike-charging")}


def check(way, messages, submits, texts):
    """Each message of the store is what the peer read: whole, once, in so many parts, delivered."""
    by_phone = collections.defaultdict(list)
    for submit in submits:
        by_phone[submit["destination"]].append(submit)
    expect(sorted(by_phone), sorted(messages), "phones")
    expect(sorted((text["destination"], text["text"]) for text in texts),
           sorted((phone, message["text"]) for phone, message in messages.items()), "texts")
    for phone, message in messages.items():
        # smpp34 reads a link's PDUs in parallel, so that they come in any order.
        parts = sorted(by_phone[phone], key=lambda submit: submit["part"])
        expect(message["state"], "delivered", "state")
        if message["segments"] < 2:
            raise Failed("each text should be a long one")
        expect(len(parts), 1 if way == "payload" else message["segments"], "parts received")
        expect([submit["part"] for submit in parts], list(range(1, len(parts) + 1)), "numbers of parts")
        expect(message["parts"], [(submit["id"], 5) for submit in parts], "ids and receipts")
        for submit in parts:
            expect((submit["source"], submit["registered_delivery"]), ("PCCC-HN", 1), "submit_sm")
            expect(submit["data_coding"], 0 if message["encoding"] == "gsm7" else 8, "data_coding")
            if not WAYS[way][0](submit):
                raise Failed(f"a part that is none of {way}: {submit}")


def check_receipts(submits, receipts):
    expect(sorted((receipt["id"], receipt["status"]) for receipt in receipts),
           sorted((submit["id"], 0) for submit in submits), "receipts acknowledged")


def send(city, peer, areas, lesson):
    """A campaign to its end, with every receipt."""
    campaign = city.campaign(areas, lesson, "all_in_one")
    wait("the campaign", lambda: city.figures(campaign)[0] == "finished")
    wait("the receipts", lambda: list(city.figures(campaign)[1]) == ["delivered"])
    wait("acknowledgements", lambda: len(peer.of("receipt")) == len(peer.of("submit")))
    messages = city.messages(campaign)
    expect(city.figures(campaign)[1], {"delivered": len(messages)}, "the API's figures")
    expect({LANGUAGES[message["language"]] for message in messages.values()},
           set(LANGUAGES.values()), "languages")
    return messages


def chosen(city, groups):
    """So many groups of districts that share nobody, each with people of all three languages."""
    found, codes, people = [], [], set()
    for code, languages in city.districts().items():
        codes.append(code)
        people |= set(languages)
        if people == set(LANGUAGES):
            found.append(codes)
            codes, people = [], set()
    if len(found) < groups:
        raise Failed(f"{len(found)} groups of districts speak all languages, not {groups}")
    return found[:groups]


# Answers of residents.

def letters(city, message):
    """The right answers to the questions of this text."""
    quiz = json.loads(city.rows(
        "SELECT edition.text FROM edition JOIN body ON body.edition_id = edition.id "
        "JOIN message ON message.body_id = body.id WHERE message.id = ?",
        message["id"])[0]["text"])["quiz"]
    keys = {question["ask"]: question["key"] for question in quiz["questions"]}
    lines = [line.partition(". ") for line in message["text"].split("\n")]
    asked = [rest for number, _, rest in lines if number.isdigit()]
    return "".join(key for line in asked for ask, key in keys.items() if line.startswith(ask + " "))


def inbound(city, phone):
    return [dict(row) for row in city.rows(
        "SELECT inbound.text, inbound.intent, body.text AS reply, message.state "
        "FROM inbound LEFT JOIN message ON message.id = inbound.reply_id "
        "LEFT JOIN body ON body.id = message.body_id "
        "WHERE inbound.phone = ? ORDER BY inbound.id", int(phone))]


def check_inbound(city, peer, phone, said):
    """What this resident said is kept, once; each reply that Keng keeps reached smpp34, once."""
    kept = inbound(city, phone)
    expect([one["text"] for one in kept], said, "texts kept")
    replies = [one["reply"] for one in kept if one["reply"]]
    expect(peer.texts(phone)[1:], replies, "replies received")
    return kept


def answer(city, peer, messages):
    """Residents answer; gives what each of them said, in order."""
    of = {name: [phone for phone, message in messages.items()
                 if LANGUAGES[message["language"]] == name] for name in LANGUAGES.values()}
    passed, twice, again = of["vi"][:3]
    longer = of["zh"][0]
    right = letters(city, messages[passed])
    expect(len(right), 5, "questions")

    said = {passed: [right], longer: [LONG_REPLY], twice: ["Cảm ơn", "Cảm ơn"], again: ["B"]}
    for phone in (passed, longer, twice):
        peer.say(phone, said[phone][0])
    # Two equal words on one link are two texts.
    wait("the reply", lambda: len(peer.texts(twice)) == 2)
    peer.say(twice, said[twice][1])
    # One that comes again on the next link, since its acknowledgement may have been lost, is one.
    peer.say(again, said[again][0])
    peer.tell(do="unbind")
    wait("the next link", lambda: len(peer.of("bound")) == 2)
    peer.say(again, said[again][0])

    def is_done():
        return all(len(peer.texts(phone)) == 1 + sum(
            one["reply"] is not None for one in inbound(city, phone)) for phone in said)

    wait("the replies", is_done)
    wait("their receipts", lambda: not city.rows(
        "SELECT id FROM message WHERE wave_id IS NULL AND state <> 4"))
    for phone, texts in said.items():
        kept = check_inbound(city, peer, phone, texts)
        expect(kept[0]["reply"] is not None, True, "a reply")
    expect(inbound(city, passed)[0]["intent"], "answer", "intent")
    if "5/5" not in inbound(city, passed)[0]["reply"]:
        raise Failed(f"five right answers are not said to be so: {inbound(city, passed)[0]}")
    expect(len(city.rows(
        "SELECT attendance.id FROM attendance JOIN inbound ON inbound.id = attendance.inbound_id "
        "WHERE inbound.phone = ?", int(passed))), 1, "attendances of who passed")
    expect_to_fail(check_inbound, city, peer, again, ["B", "B"])
    expect_to_fail(check_inbound, city, peer, longer, [LONG_REPLY[:-1]])
    return sum(len(texts) for texts in said.values())


# The wire.

def counted(peer):
    """PDUs by command, as the peer says."""
    bound, submits = len(peer.of("bound")), len(peer.of("submit"))
    deliveries = len(peer.of("receipt")) + len(peer.of("mo"))
    return {BIND: bound, BIND | RESPONSE: bound, SUBMIT: submits, SUBMIT | RESPONSE: submits,
            DELIVER: deliveries, DELIVER | RESPONSE: deliveries}


def but_ends(found):
    """smpp34 hangs up on an unbind, and refuses our answer to its own; that is not counted."""
    return {command: count for command, count in found.items()
            if command not in (UNBIND, UNBIND | RESPONSE, NACK)}


def octets(message):
    """A text as the air carries it, but for the packing of septets."""
    if message["encoding"] != "gsm7":
        return message["text"].encode("utf-16-be")
    escaped = {character: bytes((0x1B, number)) for number, character in EXTRAS.items()}
    return b"".join(escaped.get(character) or bytes((GSM.index(character),))
                    for character in message["text"])


def check_wire(path, port, counts, texts):
    expect(but_ends(walked(path)), counts, "PDUs by command, walked over")
    found, wrong, joined = dissected(path, port)
    expect(but_ends(found), counts, "PDUs by command, by tshark")
    expect(wrong, 0, "PDUs that tshark calls malformed")
    expect(sorted(joined), sorted(texts), "long texts that tshark puts together")
    return sum(found.values())


def prove(way, city, areas, folder):
    """A campaign by one way; gives what it was about in figures."""
    path = os.path.join(folder, f"{way}.pcap")
    answers = 0
    with Peer() as peer, Capture(peer.port, path):
        city.serve(peer.port, rate=400, tls="false", long_text=way)
        messages = send(city, peer, areas, WAYS[way][1])
        submits, texts, receipts = peer.of("submit"), peer.of("text"), peer.of("receipt")
        check(way, messages, submits, texts)
        check_receipts(submits, receipts)
        if way == "header":
            answers = answer(city, peer, messages)
        city.stop()
        wait("the unbind", lambda: len(peer.of("unbound")) == len(peer.of("bound")))

    expect_to_fail(check, way, messages, submits[1:], texts)
    expect_to_fail(check, way, messages, submits + submits[:1], texts)
    expect_to_fail(check, way, messages, submits, texts[1:] + texts[-1:])
    expect_to_fail(check, way, messages, submits, [
        dict(texts[0], text=texts[0]["text"] + "."), *texts[1:]])
    phone, message = next(iter(messages.items()))
    expect_to_fail(check, way, messages | {phone: dict(message, state="accepted")},
                   submits, texts)
    expect_to_fail(check_receipts, submits, receipts[1:])

    figures = collections.Counter(texts=len(messages), parts=len(submits), answers=answers)
    if way in ("header", "wide-header"):
        counts = counted(peer)
        whole = [octets(message) for message in messages.values()]
        if answers:
            whole.append(LONG_REPLY.encode("utf-16-be"))
        figures.update(pdus=check_wire(path, peer.port, counts, whole), joined=len(whole))
        expect_to_fail(check_wire, path, peer.port, counts, whole[1:])
        expect_to_fail(check_wire, path, peer.port, counts | {SUBMIT: len(submits) - 1},
                       whole)
        expect_to_fail(
            check_wire, damaged(path, bytes.fromhex(submits[0]["octets"])), peer.port, counts,
            whole)
    return figures


def run():
    figures = collections.Counter()
    with City(HOUSEHOLDS) as city, tempfile.TemporaryDirectory() as folder:
        # The city is made with the first start.
        city.serve(free_ports(1)[0], rate=400, tls="false")
        city.stop()
        for way, areas in zip(WAYS, chosen(city, len(WAYS))):
            figures += prove(way, city, areas, folder)
            if way == "wide-header":
                city.verify()
    print("gateway: {texts} long texts came whole to smpp34 in {parts} parts, in four ways; their "
          "receipts and {answers} texts of residents went back".format(**figures))
    print("gateway: {pdus} PDUs by tshark, as many as counted, none malformed; {joined} texts in "
          "parts put together".format(**figures))


if __name__ == "__main__":
    try:
        run()
    except Failed as problem:
        sys.exit(f"gateway: {problem}")
