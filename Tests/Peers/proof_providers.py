"""`keng serve` sends by two providers at once; one of them goes away in the middle of the campaign and comes back.

Both are keng simulate smsc in processes of their own. What they took together is compared with what Keng keeps: nobody
missed, nobody sent to twice, what was under way on the lost links in doubt and nothing else, and shares as weighted.
"""

import collections
import os
import time

from city import City
from message_centre import Failed, MessageCentre, expect, expect_to_fail, wait

HOUSEHOLDS = 3000
WINDOW = 16
RATE = 400
WEIGHTS = {"big-1": 3, "small-1": 1}
TAKEN = {"accepted", "delivered", "undelivered", "unknown"}


def files(city, ports):
    """Two gateway files; each names its provider's port."""
    found = []
    for name, port in ports.items():
        path = os.path.join(city.folder.name, f"{name}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                f"name: {name}\nkind: smpp\nhost: 127.0.0.1\nport: {port}\nsystem_id: keng\n"
                f"password: secret08\njurisdiction: VN\nsource: PCCC-HN\n"
                f"segments_per_second: {RATE}\nwindow: {WINDOW}\nweight: {WEIGHTS[name]}\n"
                "receipts: false\n")
        found.append(path)
    return ",".join(found)


def check_once(messages, taken):
    """Each message that a provider may have is with one provider, once, and no other message is with any."""
    times = collections.Counter(taken)
    doubled = [phone for phone, count in times.items() if count > 1]
    if doubled:
        raise Failed(f"{len(doubled)} people got it twice")
    for phone, message in messages.items():
        if message["state"] in ("accepted", "delivered") and times[phone] != 1:
            raise Failed(f"a message {message['state']} that no provider took")
        if times[phone] and message["state"] not in TAKEN:
            raise Failed(f"a message {message['state']} that a provider took")


def progress(city, campaign):
    state, messages = city.figures(campaign)
    return state, sum(messages.get(name, 0) for name in ("accepted", "delivered"))


def by_gateway(city):
    return {row["gateway"]: row["texts"] for row in city.rows(
        "SELECT gateway, COUNT(DISTINCT message_id) AS texts FROM part GROUP BY gateway")}


def main():
    with City(HOUSEHOLDS) as city, MessageCentre() as small:
        big = MessageCentre()
        port = big.port
        city.start("--empty", "--gateway", files(city, {"big-1": port, "small-1": small.port}))
        campaign = city.campaign(["01"], "kitchen-oil-fire", "none")
        wait("a third of it", lambda: progress(city, campaign)[1] > HOUSEHOLDS // 3, 120)
        early = by_gateway(city)
        part = early["big-1"] / sum(early.values())
        if not 0.68 < part < 0.82:
            raise Failed(f"three quarters should leave by big-1, but {early} did")

        # The big one goes away, for a few seconds.
        big.stop()
        first = big.texts
        began = time.monotonic()
        before = by_gateway(city)["small-1"]
        wait("the other to go on", lambda: by_gateway(city)["small-1"] > before + 100, 60)
        waited = time.monotonic() - began
        with MessageCentre(port=port) as again:
            wait("the end", lambda: progress(city, campaign)[0] == "finished", 300)
            small.stop()
            again.stop()
            taken = [text["destination"] for text in first + small.texts + again.texts]
            messages = city.messages(campaign)
            check_once(messages, taken)
            states = collections.Counter(message["state"] for message in messages.values())
            if states["unknown"] > WINDOW:
                raise Failed(f"{states['unknown']} in doubt; {WINDOW} at most were under way")
            expect(set(states) - {"accepted", "unknown", "suppressed"}, set(), "states")
            expect(len(taken) >= states["accepted"], True, "texts taken")
            if not again.texts:
                raise Failed("nothing left by the provider that came back")
            expect_to_fail(check_once, messages, taken + taken[:1])
            expect_to_fail(check_once, messages, taken[1:])
            city.verify()
    print(f"two providers: {dict(early)} before, {waited:.1f} s until 100 more had left by the other "
          f"alone, {len(again.texts)} by the one that came back, {states['unknown']} in doubt")


if __name__ == "__main__":
    main()
