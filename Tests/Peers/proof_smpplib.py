"""smpplib (PyPI) as a client of our message centre: long texts, receipts, texts of people."""

import os
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import warnings

import smpplib.client
import smpplib.consts
import smpplib.gsm

from message_centre import TEXTS, Failed, MessageCentre, expect, expect_texts, expect_to_fail

# Two short ones and two long ones: Indonesian and Vietnamese, of two and three parts.
INBOUND, INBOUND_PARTS = 4, 7


class Peer:
    def __init__(self, port, tls=None):
        warnings.simplefilter("ignore")
        self.client = smpplib.client.Client(
            "127.0.0.1", port, allow_unknown_opt_params=True, ssl_context=tls)
        self.ids = {}
        self.receipts = {}
        self.inbound = []
        self.client.set_message_sent_handler(self.sent)
        self.client.set_message_received_handler(self.received)

    def sent(self, pdu):
        self.ids[pdu.sequence] = pdu.message_id.decode()

    def received(self, pdu):
        if pdu.esm_class & 0x3C == 0x04:
            self.receipts[pdu.receipted_message_id.decode()] = pdu.message_state
        else:
            self.inbound.append((pdu.source_addr.decode(), pdu.esm_class, pdu.data_coding,
                                 pdu.short_message))
        return smpplib.consts.SMPP_ESME_ROK

    def send(self, phone, text, joined_by_header):
        parts, coding, esm_class = smpplib.gsm.make_parts(text, use_udhi=joined_by_header)
        for number, part in enumerate(parts, 1):
            more = {}
            if not joined_by_header and len(parts) > 1:
                more = {"sar_msg_ref_num": 77, "sar_total_segments": len(parts),
                        "sar_segment_seqnum": number}
            self.client.send_message(
                source_addr_ton=5, source_addr_npi=0, source_addr="PCCC-HN",
                dest_addr_ton=1, dest_addr_npi=1, destination_addr=phone,
                short_message=part, data_coding=coding, esm_class=esm_class,
                registered_delivery=True, **more)
        return len(parts)

    def wait(self, is_done):
        end = time.monotonic() + 20
        while not is_done():
            if time.monotonic() > end:
                raise Failed(f"waited in vain: {len(self.ids)} ids, {len(self.receipts)} receipts, "
                             f"{len(self.inbound)} texts of people")
            self.client.poll()
            # What TLS has read ahead is not seen by poll.
            while getattr(self.client._socket, "pending", lambda: 0)():
                self.client.read_once()
            time.sleep(0.01)


def joined(pieces):
    """Texts of people by phone, put together here from their parts."""
    texts = {}
    for phone, esm_class, coding, octets in pieces:
        number = 0
        if esm_class & 0x40:
            length, element, _, _, _, number = struct.unpack(">6B", octets[:6])
            expect((length, element), (5, 0), "header of a part")
            octets = octets[6:]
        texts.setdefault(phone, {})[number] = (coding, octets)
    whole = {}
    for phone, parts in texts.items():
        octets = b"".join(octets for _, (_, octets) in sorted(parts.items()))
        coding = next(iter(parts.values()))[0]
        whole[phone] = octets.decode("utf-16-be" if coding == 8 else "ascii")
    return whole


def check_receipts(ids, receipts):
    expect(sorted(receipts), sorted(ids), "ids in receipts")
    expect(set(receipts.values()), {2}, "states in receipts")


def exchange(centre, tls=None):
    """Sends every text twice, by header and by sar_*; gives the peer, the texts and their parts."""
    peer = Peer(centre.port, tls)
    peer.client.connect()
    peer.client.bind_transceiver(system_id="keng", password="secret08")
    sent, parts = {}, 0
    for index, text in enumerate(TEXTS * 2):
        phone = f"8490123456{index}"
        parts += peer.send(phone, text, joined_by_header=index < len(TEXTS))
        sent[phone] = text
    peer.wait(lambda: len(peer.receipts) == parts and len(peer.inbound) == INBOUND_PARTS)
    peer.client.unbind()
    peer.client.disconnect()
    return peer, sent, parts


def certificate(folder):
    """A certificate of its own, its key, and what trusts nothing else."""
    files = [os.path.join(folder, name) for name in ("certificate.pem", "key.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    tls = ssl.create_default_context(cafile=files[0])
    # smpplib does not say whom it expects.
    tls.check_hostname = False
    return *files, tls


def check(peer, sent, parts, centre):
    counts = centre.counts
    expect(counts["submits"], parts, "parts")
    expect(counts["receipts_acknowledged"], parts, "receipts acknowledged")
    expect(counts["mo_acknowledged"], len(peer.inbound), "texts of people acknowledged")
    expect((counts["malformed"], counts["bad_texts"]), (0, 0), "malformed")
    check_receipts(peer.ids.values(), peer.receipts)
    expect_texts(centre.texts, sent)
    texts = joined(peer.inbound)
    expect(len(texts), INBOUND, "texts of people")
    for word in ["cảm ơn", "谢谢", "Terima kasih sudah mengingatkan", "biết điểm hẹn ngoài ngõ"]:
        if not any(word in text for text in texts.values()):
            raise Failed(f"no text of people says {word!r}: {texts}")


def run():
    options = [
        "--receipts", "all", "--receipt-delay", "20ms", "--mo-count", str(INBOUND),
        "--mo-long-every", "2", "--system-id", "keng", "--password", "secret08"]
    with MessageCentre(*options) as centre:
        peer, sent, parts = exchange(centre)
        centre.stop()
    check(peer, sent, parts, centre)

    wrong = dict(sent)
    wrong[next(iter(wrong))] += "."
    expect_to_fail(expect_texts, centre.texts, wrong)
    expect_to_fail(expect_texts, centre.texts[1:], sent)
    fewer = dict(peer.receipts)
    fewer.popitem()
    expect_to_fail(check_receipts, peer.ids.values(), fewer)
    print(f"smpplib: {len(sent)} texts in {parts} parts came whole, {parts} receipts and "
          f"{INBOUND} texts of people went back")

    with tempfile.TemporaryDirectory() as folder:
        chain, key, tls = certificate(folder)
        more = ["--tls-certificate", chain, "--tls-key", key]
        with MessageCentre(*options, *more) as centre:
            peer, sent, parts = exchange(centre, tls)
            centre.stop()
        check(peer, sent, parts, centre)
        print("smpplib: the same over TLS")


if __name__ == "__main__":
    try:
        run()
    except Failed as problem:
        sys.exit(f"smpplib: {problem}")
