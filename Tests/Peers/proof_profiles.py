"""Each shipped profile makes the request that its provider wants, and a wrong profile is told by file and line.

The requests lie in Tests/Peers/profiles, each looked at beside what its vendor says; how they are signed is proved by the
vendors' own vectors in WebSignerTests.
"""

import os
import re
import subprocess
import tempfile

from message_centre import KENG, Failed, expect

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROFILES = os.path.join(HOME, "Content", "gateways")
EXPECTED = os.path.join(HOME, "Tests", "Peers", "profiles")

# (what is changed in esms.yaml, into what, the line that must be named, a word of the sentence)
FAULTS = [
    ("{phone}", "{phon}", r"\{phon\}"),
    ("{text}", "{text", "not closed"),
    ("method: POST", "method: SEND", "GET, POST or PUT"),
    ("body: json", "body: yaml", "json, form, query, xml"),
    ("url: https", "url: ftp", "https://"),
    ("reference: /SMSID\n  code", "reference: SMSID\n  code", "a path such as /data/id"),
    ('"160": throttled 5', '"160": slower', "throttled 30"),
    ('"5": delivered', '"5": arrived', "delivered, failed, expired"),
    ("secrets: [api_key, secret_key]", "secrets: [api_key]", r"\{secret.secret_key\}"),
    ("secrets: [api_key, secret_key]", "secrets: [api_key, secret_key, more]", "the secret more"),
    ('  sandbox: "0"', '  sandbx: "0"', "sandb"),
    ("verified: false", "verified: perhaps", "true or false"),
    ("says:", "say:", "says"),
    ("id: /smsid, at: /receiverTime", "code: /smsid", "neither"),
    ("digest: md5", "digest: crc", "md5, sha256"),
    ("answer:\n", "answer\n", "YAML|could not"),
    ("success: {at: /CodeResult, is: [\"100\"]}", "success: {at: /CodeResult}", "“is”"),
]


def check(path, *options):
    done = subprocess.run(
        [KENG, "gateway", "check", *options, path], capture_output=True, text=True,
        cwd=HOME)
    return done.returncode, done.stdout + done.stderr


def gateway(folder, profile, secrets, values=()):
    path = os.path.join(folder, "gateway.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"name: peer-1\nkind: http\nprofile: {profile}\njurisdiction: VN\n"
                   "source: PCCC-HN\nsegments_per_second: 50\n")
        if secrets:
            file.write("secrets:\n" + "".join(f"  {name}: hidden\n" for name in secrets))
        if values:
            file.write("values:\n" + "".join(f"  {name}: \"{value}\"\n" for name, value in values))
    return path


def names(text, key):
    found = re.search(rf"^{key}: \[(.*)\]", text, re.M)
    return [name.strip() for name in found.group(1).split(",")] if found else []


def main():
    shipped = sorted(name[:-5] for name in os.listdir(PROFILES) if name.endswith(".yaml"))
    expect(sorted(name[:-4] for name in os.listdir(EXPECTED)), shipped, "expected requests")
    with tempfile.TemporaryDirectory() as folder:
        for name in shipped:
            with open(os.path.join(PROFILES, f"{name}.yaml"), encoding="utf-8") as file:
                text = file.read()
            wanted = re.findall(r'^  (\w+): ""', text, re.M)
            path = gateway(folder, name, names(text, "secrets"))
            if wanted:
                status, said = check(path)
                expect(status, 78, f"{name} without {wanted}")
                for value in wanted:
                    if f"no value “{value}”" not in said:
                        raise Failed(f"{name} does not say that it wants {value}")
            path = gateway(folder, name, names(text, "secrets"), [
                (value, "https://127.0.0.1:9/bulk" if value == "url" else f"a-{value}")
                for value in wanted])
            status, said = check(path, "--sample")
            expect(status, 0, f"{name}: {said}")
            if "hidden" in said:
                raise Failed(f"{name} shows a secret")
            with open(os.path.join(EXPECTED, f"{name}.txt"), encoding="utf-8") as file:
                expect(said.rstrip("\n"), file.read().rstrip("\n"), f"the request of {name}")
        with open(os.path.join(PROFILES, "esms.yaml"), encoding="utf-8") as file:
            good = file.read()
        for old, new, word in FAULTS:
            if old not in good:
                raise Failed(f"“{old}” is no part of the profile any more")
            bad = good.replace(old, new, 1)
            with open(os.path.join(folder, "bad.yaml"), "w", encoding="utf-8") as file:
                file.write(bad)
            secrets = [] if "more" in new else names(bad, "secrets")
            status, said = check(gateway(folder, "bad.yaml", secrets))
            expect(status, 78, f"{new}: {said}")
            if not re.search(r"bad\.yaml:\d+: ", said) or not re.search(word, said):
                raise Failed(f"{new!r}: no line, or nothing of {word!r}, in: {said}")
    print(f"profiles: {len(shipped)} make the request that was written down, "
          f"{len(FAULTS)} faults are told by their line")


if __name__ == "__main__":
    main()
