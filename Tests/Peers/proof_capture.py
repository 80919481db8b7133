"""Wireshark's dissector (tshark) reads every PDU of our client and our message centre on loopback.

The PDUs are counted three times by people who do not know of each other: by the message centre, by
tshark, and by a walk over the captured octets.
"""

import collections
import io
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

from message_centre import KENG, Failed, MessageCentre, expect, expect_to_fail

MESSAGES = 400
INBOUND = 15
BIND, SUBMIT, DELIVER, UNBIND = 0x00000009, 0x00000004, 0x00000005, 0x00000006
RESPONSE = 0x80000000
NACK = 0x80000000


class Capture:
    """What goes over a port of loopback while the `with` lasts."""

    def __init__(self, port, path):
        self.port = port
        self.path = path

    def __enter__(self):
        # The default buffer of dumpcap loses packets of a fast sender.
        self.process = subprocess.Popen(
            ["dumpcap", "-q", "-P", "-B", "64", "-i", "lo", "-f", f"tcp port {self.port}",
             "-w", self.path], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if line.startswith("File:"):
                break
        else:
            raise Failed("dumpcap may not capture here; root may, and who is in its group")
        # The file is named a moment before the first packet can be taken.
        time.sleep(0.5)
        return self

    def __exit__(self, problem, *_):
        time.sleep(0.5)
        self.process.terminate()
        _, errors = self.process.communicate(timeout=10)
        lost = re.search(r"dropped on interface.*?: \d+/(\d+)", errors)
        if problem is None:
            expect(lost.group(1) if lost else None, "0", "packets lost by the capture")


def captured(folder):
    """The capture file, the counts of the message centre, and how many texts of people went."""
    path = os.path.join(folder, "loopback.pcap")
    with MessageCentre("--receipts", "all", "--mo-count", str(INBOUND), "--mo-long-every", "1",
                       "--mo-parts", "udh") as centre, Capture(centre.port, path):
        subprocess.run(
            [KENG, "bench", "smsc", "--json", "--port", str(centre.port), "--count", str(MESSAGES),
             "--window", "20"], check=True, stdout=subprocess.DEVNULL)
        counts = centre.stop()
    return path, counts, centre.port


def counted(counts):
    """PDUs by command, as the message centre says."""
    deliveries = sum(counts[name] for name in (
        "receipts_sent", "receipts_sent_again", "mo_sent", "mo_sent_again"))
    answers = sum(counts[name] for name in (
        "receipts_acknowledged", "receipts_refused", "mo_acknowledged", "mo_refused"))
    return {
        BIND: counts["binds"], BIND | RESPONSE: counts["binds"],
        SUBMIT: counts["submits"], SUBMIT | RESPONSE: counts["submits"],
        DELIVER: deliveries, DELIVER | RESPONSE: answers,
        UNBIND: 1, UNBIND | RESPONSE: 1,
    }


def walked(path):
    """PDUs by command: TCP put in order and cut by command_length, and nothing else."""
    with open(path, "rb") as file:
        octets = file.read()
    order = "<" if octets[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    streams = collections.defaultdict(dict)
    first = {}
    offset = 24
    while offset < len(octets):
        length = struct.unpack_from(order + "4I", octets, offset)[2]
        packet = octets[offset + 16:offset + 16 + length]
        offset += 16 + length
        if packet[12:14] != b"\x08\x00" or packet[23] != 6:
            continue
        ip = packet[14:]
        tcp = ip[(ip[0] & 15) * 4:struct.unpack(">H", ip[2:4])[0]]
        source, destination, sequence = struct.unpack(">2HI", tcp[:8])
        payload = tcp[(tcp[12] >> 4) * 4:]
        if tcp[13] & 2:
            first[source, destination] = (sequence + 1) & 0xFFFFFFFF
        if payload:
            streams[source, destination][sequence] = payload
    found = collections.Counter()
    for direction, pieces in streams.items():
        if direction not in first:
            raise Failed("the capture began after the connection")
        stream = bytearray()
        ordered = sorted(((sequence - first[direction]) & 0xFFFFFFFF, payload)
                         for sequence, payload in pieces.items())
        for start, payload in ordered:
            if start > len(stream):
                raise Failed("octets are missing in the capture")
            stream[start:start + len(payload)] = payload
        offset = 0
        while offset < len(stream):
            length, command = struct.unpack_from(">2I", stream, offset)
            if length < 16 or offset + length > len(stream):
                raise Failed(f"a PDU of {length} octets in {len(stream) - offset}")
            found[command] += 1
            offset += length
    return dict(found)


def dissected(path, port):
    """PDUs by command as tshark sees them, what it finds wrong, and the texts it put together."""
    tshark = subprocess.Popen(
        ["tshark", "-r", path, "-d", f"tcp.port=={port},smpp", "-T", "pdml"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found, wrong, joined = collections.Counter(), 0, []
    # It writes an emoji as two surrogates, which no reader of XML takes.
    output = io.TextIOWrapper(tshark.stdout, encoding="utf-8", errors="replace")
    for _, element in xml.etree.ElementTree.iterparse(output):
        if element.tag != "packet":
            continue
        is_whole = False
        # A packet has several PDUs: what belongs to one follows its "smpp".
        for part in element.iter():
            name = part.get("name")
            if part.tag == "proto" and name == "smpp":
                command = part.find("field[@name='smpp.command_id']")
                found[int(command.get("show"), 0)] += 1
            elif name == "_ws.malformed":
                wrong += 1
            elif name == "gsm_sms_ud.reassembled.length":
                is_whole = True
            elif name == "gsm_sms_ud.short_msg" and is_whole:
                joined.append(bytes.fromhex(part.get("value")))
                is_whole = False
        element.clear()
    if tshark.wait() != 0:
        raise Failed("tshark could not read the capture")
    return dict(found), wrong, joined


def check(path, port, counts):
    expect(walked(path), counted(counts), "PDUs by command, walked over")
    found, wrong, joined = dissected(path, port)
    expect(found, counted(counts), "PDUs by command, by tshark")
    expect(wrong, 0, "PDUs that tshark calls malformed")
    expect(len(joined), INBOUND, "long texts that tshark puts together")
    for text in ("Cảm ơn các anh đã nhắc!".encode("utf-16-be"), b"mengingatkan kami semua!",
                 "请放心。".encode("utf-16-be")):
        expect(sum(octets.endswith(text) for octets in joined), INBOUND // 3, "ends of long texts")
    return sum(found.values())


def damaged(path, text=b"Hay kiem tra"):
    """The same capture, with the length of this text wrong in one submit_sm."""
    with open(path, "rb") as file:
        octets = bytearray(file.read())
    # sm_length stands right before the text, and would then reach beyond the PDU.
    octets[octets.index(text) - 1] = 0xFE
    other = path + ".damaged"
    with open(other, "wb") as file:
        file.write(octets)
    return other


def run():
    with tempfile.TemporaryDirectory() as folder:
        path, counts, port = captured(folder)
        total = check(path, port, counts)
        fewer = dict(counts, submits=counts["submits"] - 1)
        expect_to_fail(check, path, port, fewer)
        expect_to_fail(check, damaged(path), port, counts)
        print(f"tshark: {total} PDUs, as many as counted, none malformed; {INBOUND} texts in parts "
              "put together")


if __name__ == "__main__":
    try:
        run()
    except Failed as problem:
        sys.exit(f"tshark: {problem}")
