"""`keng serve` sends a campaign through our message centre at its worst: texts throttled, links cut every
3 s, receipts in any order, and the program killed in the middle and started anew.

The message centre is ours, but it writes down each part by itself and knows nothing of the store: at the
end both lists must tell the same story, message by message.
"""

import collections
import glob
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time

from city import STATES, City
from message_centre import Failed, MessageCentre, expect, expect_to_fail, wait

HOUSEHOLDS = 2600
RATE = 600
INBOUND = 200
# Nobody of the city has such a number.
STRANGERS = "8459"
# As the store keeps what a receipt said.
RECEIPTS = {"delivered": 5, "undeliverable": 4, "expired": 3}
# Planned and handed over are not ends.
ENDS = {"accepted", "delivered", "undelivered", "expired", "rejected", "unknown", "suppressed",
        "cancelled"}


class Cruel(MessageCentre):
    """The message centre, with a line for each part that it took."""

    def __init__(self, *options):
        # Named before the folder of the parent is there.
        self.own = tempfile.TemporaryDirectory()
        self.list_file = os.path.join(self.own.name, "list.jsonl")
        self.parts = []
        super().__init__("--list", self.list_file, *options)

    def __exit__(self, *problem):
        super().__exit__(*problem)
        self.own.cleanup()

    def stop(self):
        super().stop()
        with open(self.list_file, encoding="utf-8") as lines:
            self.parts = [json.loads(line) for line in lines]
        return self.counts


def check_ends(messages, figures, planned):
    """Every message that was planned has an end, and the API says the same as the rows."""
    expect(len(messages), planned, "messages")
    found = collections.Counter(message["state"] for message in messages.values())
    expect(dict(found), figures, "messages by state")
    if not set(found) <= ENDS:
        raise Failed(f"messages without an end: {dict(found)}")


def by_phone(parts):
    """The parts that were taken, by phone and number; none twice."""
    found = collections.defaultdict(dict)
    for part in parts:
        if part["duplicate"] or part["part"] in found[part["destination"]]:
            raise Failed(f"part {part['part']} was taken twice by …{part['destination'][-3:]}")
        found[part["destination"]][part["part"]] = part
    return dict(found)


def check_taken(messages, parts, texts, held):
    """What was accepted was taken whole and once; what is unknown could not be known."""
    taken = by_phone(parts)
    whole = collections.defaultdict(list)
    for text in texts:
        whole[text["destination"]].append(text["text"])
    for phone, message in messages.items():
        here = taken.get(phone, {})
        answered = sum(part["answered"] for part in here.values())
        if message["state"] == "unknown":
            # Killed with it in hand, or a link was cut before each part had its answer.
            if phone not in held and answered == message["segments"]:
                raise Failed(f"…{phone[-3:]} is unknown, but all was answered")
            expect(message["parts"], [], "references of what is unknown")
        elif message["parts"]:
            expect([(number, here[number]["id"]) for number in sorted(here)],
                   [(number, reference) for number, (reference, _)
                    in enumerate(message["parts"], 1)], f"parts of …{phone[-3:]}")
            expect((len(here), answered), (message["segments"],) * 2, "parts and answers")
            expect(whole[phone], [message["text"]], "texts")
        else:
            raise Failed(f"…{phone[-3:]} is {message['state']} without a part")
    for phone, message in messages.items():
        if phone in taken and not message["handoff_at"]:
            raise Failed(f"…{phone[-3:]} was taken and never handed over")
    lost = [phone for phone in held if messages[phone]["state"] != "unknown"]
    expect(lost, [], "in doubt at the kill, and known all the same")


def check_receipts(messages, parts, waiting):
    """Each receipt is merged; one about what is unknown waits for it."""
    taken = by_phone(parts)
    for phone, message in messages.items():
        here = [part for _, part in sorted(taken.get(phone, {}).items())]
        if message["state"] == "unknown":
            kept = [part["id"] for part in here if part["receipt"] == "acknowledged"]
            if not set(kept) <= waiting:
                raise Failed(f"a receipt for …{phone[-3:]} is lost")
            continue
        said = [part["state"] for part in here]
        expect([status for _, status in message["parts"]], [RECEIPTS.get(word) for word in said],
               f"receipts of …{phone[-3:]}")
        state = ("undelivered" if "undeliverable" in said else
                 "expired" if "expired" in said else "delivered")
        expect(message["state"], state, f"state of …{phone[-3:]}")


def check_replies(replies, messages, texts):
    """Whatever else was taken is a reply that the store keeps; each of them once."""
    found = collections.defaultdict(list)
    for text in texts:
        if text["destination"] not in messages:
            found[text["destination"]].append(text["text"])
    kept = collections.defaultdict(list)
    for reply in replies:
        if STATES[reply["state"]] not in ENDS:
            raise Failed(f"a reply is {STATES[reply['state']]}")
        kept[str(reply["phone"])].append(reply)
    for phone in found.keys() | kept.keys():
        whole = [reply["text"] for reply in kept[phone]]
        sure = [reply["text"] for reply in kept[phone] if STATES[reply["state"]] != "unknown"]
        if not collections.Counter(sure) <= collections.Counter(found[phone]) <= collections.Counter(whole):
            raise Failed(f"the replies to …{phone[-3:]} are not those kept")


def check_counts(counts):
    for name in ("overspeed_windows", "duplicates", "malformed", "bad_texts", "receipts_refused",
                 "mo_refused", "refused"):
        expect(counts[name], 0, name)


def check_inbound(texts):
    """Each text of a person is kept once, however often it came."""
    expect(sorted(collections.Counter(text["phone"] for text in texts).values()), [1] * INBOUND,
           "texts of each person")


def written(city):
    """What the killed program wrote down: messages of which something left, and which of them were taken."""
    left, taken = set(), set()
    name, = glob.glob(city.database + ".departures-*")
    with open(name, "rb") as file:
        expect(file.readline(), b"keng departures 2\n", "the log's first line")
        with open("/proc/sys/kernel/random/boot_id", "rb") as boot:
            expect(file.readline(), boot.read(), "the log's start of the machine")
        rest = file.read()
    while rest:
        message, references, place = int.from_bytes(rest[:8], "little", signed=True), rest[8], 9
        for _ in range(references):
            place += 1 + rest[place]
        expect(place <= len(rest), True, "whole entries")
        rest = rest[place:]
        left.add(message)
        (taken.add if references else taken.discard)(message)
    return left, taken


def in_hand(city):
    """Phones whose message was handed over and not settled when the program was killed: those of which something
    left and no answer was written down, which nobody can tell of, and the others."""
    left, taken = written(city)
    with tempfile.TemporaryDirectory() as folder:
        # Of a copy, since the first who opens it mends what the kill left.
        for end in ("", "-wal"):
            shutil.copy(city.database + end, os.path.join(folder, "city" + end))
        database = sqlite3.connect(os.path.join(folder, "city"))
        try:
            rows = database.execute(
                "SELECT id, phone FROM message WHERE state = 2 AND wave_id IS NOT NULL").fetchall()
            doubtful = {str(phone) for message, phone in rows if message in left - taken}
            return doubtful, {str(phone) for _, phone in rows} - doubtful
        finally:
            database.close()


def audience(city, people):
    """Districts for the campaign, and a few with so many people for the fault."""
    districts = {code: sum(languages.values()) for code, languages in city.districts().items()}
    apart, total = [], 0
    while total < people:
        code, more = districts.popitem()
        apart.append(code)
        total += more
    return list(districts), sum(districts.values()), apart


def send(city, centre, areas, people):
    """The campaign with a kill in its middle; gives its id, who was in doubt then, and who was in hand and was not."""
    options = {"tls": "false", "binds": 16}
    city.serve(centre.port, RATE, **options)
    campaign = city.campaign(areas, "kitchen-oil-fire", "none")

    def ended():
        return sum(count for state, count in city.figures(campaign)[1].items()
                   if state not in ("planned", "handoff"))

    wait("half of the campaign", lambda: ended() > people * 0.4)
    city.kill()
    held, told = in_hand(city)
    city.serve(centre.port, RATE, **options)
    wait("the campaign", lambda: city.figures(campaign)[0] == "finished", seconds=60)
    wait("the receipts", lambda: city.rows(
        "SELECT COUNT(*) AS count FROM part WHERE status = 0")[0]["count"] == 0)
    wait("texts of people", lambda: city.rows(
        "SELECT COUNT(*) AS count FROM inbound")[0]["count"] >= INBOUND)
    return campaign, held, told


def too_fast(city, areas):
    """The counts of a provider who allows half of what the gateway file says."""
    with MessageCentre("--rate", "200", "--rate-manner", "count") as centre:
        city.serve(centre.port, 400, tls="false")
        campaign = city.campaign(areas, "kitchen-oil-fire", "none")
        wait("the fault", lambda: city.figures(campaign)[0] == "finished")
        city.stop()
        return centre.stop()


def run():
    began = time.monotonic()
    with City(HOUSEHOLDS) as city, Cruel(
        "--profile", "cruel", "--rate", str(RATE), "--rate-manner", "count",
        "--mo-count", str(INBOUND), "--mo-rate", "20", "--mo-long-every", "4",
        "--mo-from", STRANGERS,
    ) as centre:
        city.serve(centre.port, RATE, tls="false")
        city.stop()
        areas, people, apart = audience(city, 150)
        campaign, held, told = send(city, centre, areas, people)
        figures = city.figures(campaign)[1]
        city.stop()
        counts = centre.stop()
        messages = city.messages(campaign)
        waiting = {row["reference"] for row in city.rows("SELECT reference FROM early_receipt")}
        texts = [dict(row) for row in city.rows("SELECT phone, text FROM inbound")]
        parts = centre.parts
        replies = [dict(row) for row in city.rows(
            "SELECT message.phone, message.state, body.text FROM message "
            "JOIN body ON body.id = message.body_id WHERE message.wave_id IS NULL")]

        check_ends(messages, figures, people)
        check_taken(messages, parts, centre.texts, held)
        check_receipts(messages, parts, waiting)
        check_replies(replies, messages, centre.texts)
        check_counts(counts)
        check_inbound(texts)
        city.verify()
        plant(messages, figures, people, parts, centre.texts, held, waiting, replies, counts, texts)
        faults = too_fast(city, apart)
        if faults["overspeed_windows"] == 0:
            raise Failed("a provider that allows half did not notice")
    print("cruel: {} messages of a campaign, {} of them in hand when the program was killed, {} of these in doubt, "
          "and {} texts of people are all accounted for".format(people, len(held) + len(told), len(held), INBOUND))
    print("cruel: {throttled} parts throttled, {links_cut} links cut, {receipts_sent} receipts in any order; "
          "none twice, {overspeed_windows} windows of a second above the limit of {rate}, at most "
          "{fastest_second}".format(rate=RATE, **counts))


def plant(messages, figures, people, parts, taken, held, waiting, replies, counts, texts):
    """Each check notices what it is for."""
    phone, message = next((phone, message) for phone, message in messages.items()
                          if message["state"] == "delivered")
    part = next(part for part in parts if part["destination"] == phone)
    without = [one for one in parts if one is not part]
    lost = {one: message for one, message in messages.items() if one != phone}

    def changed(**change):
        return messages | {phone: dict(message, **change)}

    expect_to_fail(check_ends, lost, figures, people)
    expect_to_fail(check_ends, changed(state="planned"), figures, people)
    expect_to_fail(check_taken, messages, without, taken, held)
    expect_to_fail(check_taken, messages, parts + [part], taken, held)
    expect_to_fail(check_taken, changed(state="unknown", parts=[]), parts, taken, held)
    expect_to_fail(check_taken, changed(text=message["text"] + "."), parts, taken, held)
    expect_to_fail(check_receipts, changed(state="accepted"), parts, waiting)
    expect_to_fail(check_receipts, messages, [
        dict(one, state="undeliverable") if one is part else one for one in parts], waiting)
    expect_to_fail(check_replies, replies, lost, taken)
    expect_to_fail(check_replies, replies[1:], messages, taken)
    expect_to_fail(check_counts, counts | {"overspeed_windows": 1})
    expect_to_fail(check_inbound, texts[1:])
    expect_to_fail(check_inbound, texts + texts[:1])
    if held:
        one = next(iter(held))
        expect_to_fail(check_taken, messages | {one: dict(messages[one], state="accepted")},
                       parts, taken, held)


if __name__ == "__main__":
    try:
        run()
    except Failed as problem:
        sys.exit(f"cruel: {problem}")
