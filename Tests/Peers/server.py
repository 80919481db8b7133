"""An SMPP server by smpp34 (PyPI): the other side of our client, written by nobody here.

It answers each submit_sm, sends a receipt for it when asked, and prints what it read as JSON lines:

  {"event": "listening", "port": 2776}
  {"event": "bound", "system_id": "keng"}
  {"event": "submit", "id": "…", "source": "…", "destination": "…", "esm_class": 0,
   "data_coding": 8, "registered_delivery": 1, "octets": "hex", "tlvs": {"0x0424": "hex"},
   "reference": 42, "part": 1, "parts": 2, "text": "…"}
  {"event": "text", "destination": "…", "text": "…"}       a whole text, from all its parts
  {"event": "receipt", "id": "…", "status": 0}             what our client answered
  {"event": "mo", "source": "…", "part": 1, "status": 0}
  {"event": "unbound", "system_id": "keng"}

It does what it is told in lines on standard input:

  {"do": "mo", "from": "84…", "to": "8114", "text": "…"}   a text of a person, in parts when it is long
  {"do": "unbind"}                                         ends every link

With --tls-certificate and --tls-key it is reached through TLS, which is taken off before smpp34.

usage: server.py [--port 2776] [--receipt-delay S] [--tls-certificate FILE --tls-key FILE]
"""

import argparse
import asyncio
import json
import os
import socket
import ssl
import sys
import threading
import time

import smpp34

GSM = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTU"
       "VWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTRAS = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~",
          0x3E: "]", 0x40: "|", 0x65: "€"}


def say(event, **fields):
    print(json.dumps({"event": event, **fields}, ensure_ascii=False), flush=True)


def decoded(octets, coding):
    """Strict: what is not of its alphabet is an error, not a question mark."""
    if coding == 8:
        return octets.decode("utf-16-be")
    text, escaped = "", False
    for octet in octets:
        if escaped:
            text, escaped = text + EXTRAS[octet], False
        elif octet == 0x1B:
            escaped = True
        else:
            text += GSM[octet]
    if escaped:
        raise ValueError("an escape at the end")
    return text


def taken_apart(event):
    """The octets of the text, and (reference, parts, part); 3GPP TS 23.040, 9.2.3.24."""
    tlvs = {tlv.tag: bytes(tlv.value) for tlv in event.tlvs}
    octets = bytes(event.short_message) or tlvs.get(0x0424, b"")
    joint = (0, 1, 1)
    if event.esm_class & 0x40:
        header, octets = octets[1:1 + octets[0]], octets[1 + octets[0]:]
        if header[0:2] == b"\x00\x03":
            joint = (header[2], header[3], header[4])
        elif header[0:2] == b"\x08\x04":
            joint = (header[2] << 8 | header[3], header[4], header[5])
    elif 0x020C in tlvs:
        joint = (int.from_bytes(tlvs[0x020C], "big"), tlvs[0x020E][0], tlvs[0x020F][0])
    return octets, joint, tlvs


def mo_parts(text):
    """(esm_class, data_coding, octets) of each part, in UCS-2 with a header of eight bits."""
    octets = text.encode("utf-16-be")
    if len(octets) <= 140:
        return [(0, 8, octets)]
    pieces = [octets[start:start + 134] for start in range(0, len(octets), 134)]
    return [(0x40, 8, bytes((5, 0, 3, 77, len(pieces), number)) + piece)
            for number, piece in enumerate(pieces, 1)]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


async def pour(reader, writer):
    try:
        while octets := await reader.read(1 << 16):
            writer.write(octets)
            await writer.drain()
    except OSError:
        # One side is gone; the other learns of it below.
        pass
    writer.close()


def read_orders(loop, obey):
    for line in sys.stdin:
        loop.call_soon_threadsafe(obey, json.loads(line))


class Desk:
    def __init__(self, options):
        self.options = options
        self.links = {}
        self.unfinished = {}
        self.latest = 0
        self.tasks = set()
        self.front = None

    def begin(self, work):
        async def watched():
            try:
                await work
            except smpp34.SmppError as problem:
                # The link went before it answered.
                say("failed", why=str(problem))

        task = asyncio.create_task(watched())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def receiver(self):
        return next((link for link in self.links.values() if link.can_receive), None)

    async def send_mo(self, source, destination, text):
        link = self.receiver()
        if link is None:
            return say("failed", why="no link takes texts of people")
        for part, (esm_class, coding, octets) in enumerate(mo_parts(text), 1):
            answer = await link.deliver_sm(
                destination, octets, source_addr=source, source_addr_ton=1, source_addr_npi=1,
                dest_addr_npi=1, esm_class=esm_class, data_coding=coding)
            say("mo", source=source, part=part, status=answer.command_status)

    def obey(self, order):
        if order["do"] == "mo":
            self.begin(self.send_mo(order["from"], order["to"], order["text"]))
        elif order["do"] == "unbind":
            for link in self.links.values():
                self.begin(link.unbind())

    async def send_receipt(self, identifier, source, destination):
        await asyncio.sleep(self.options.receipt_delay)
        date = time.strftime("%y%m%d%H%M")
        text = (f"id:{identifier} sub:001 dlvrd:001 submit date:{date} done date:{date} "
                "stat:DELIVRD err:000 text:")
        while True:
            link = self.receiver()
            if link is None:
                # It is for the next link.
                await asyncio.sleep(0.1)
                continue
            try:
                answer = await link.deliver_sm(
                    source, text.encode(), source_addr=destination, source_addr_ton=1,
                    source_addr_npi=1, dest_addr_ton=5, esm_class=4,
                    tlvs=[smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID,
                                     identifier.encode() + b"\0"),
                          smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, b"\x02")])
            except smpp34.SmppError as problem:
                say("failed", why=str(problem))
                await asyncio.sleep(0.1)
                continue
            return say("receipt", id=identifier, status=answer.command_status)

    def take(self, event):
        self.latest += 1
        identifier = f"peer-{self.latest}"
        octets, (reference, parts, part), tlvs = taken_apart(event)
        say("submit", id=identifier, source=event.source_addr,
            destination=event.destination_addr, esm_class=event.esm_class,
            data_coding=event.data_coding, registered_delivery=event.registered_delivery,
            octets=bytes(event.short_message).hex(),
            tlvs={f"0x{tag:04x}": value.hex() for tag, value in tlvs.items()},
            reference=reference, part=part, parts=parts, text=decoded(octets, event.data_coding))
        event.accept(identifier)
        key = (event.source_addr, event.destination_addr, reference, parts)
        pieces = self.unfinished.setdefault(key, {})
        pieces[part] = octets
        if len(pieces) == parts:
            del self.unfinished[key]
            whole = b"".join(octets for _, octets in sorted(pieces.items()))
            say("text", destination=event.destination_addr,
                text=decoded(whole, event.data_coding))
        if event.registered_delivery & 3:
            self.begin(self.send_receipt(identifier, event.source_addr, event.destination_addr))

    async def take_tls_off(self):
        """Listens where smpp34 would, and gives the port that it has to listen on instead."""
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(self.options.tls_certificate, self.options.tls_key)
        inner = free_port()

        async def relay(reader, writer):
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", inner)
            await asyncio.gather(pour(reader, other_writer), pour(other_reader, writer))

        self.front = await asyncio.start_server(relay, "127.0.0.1", self.options.port, ssl=tls)
        return inner

    async def serve(self):
        port = self.options.port
        if self.options.tls_certificate:
            port = await self.take_tls_off()
        server = smpp34.Server("127.0.0.1", port, system_id="peer")
        await server.start()
        loop = asyncio.get_running_loop()
        threading.Thread(target=read_orders, args=(loop, self.obey), daemon=True).start()
        say("listening", port=self.options.port)
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self.links[event.session_id] = event
                say("bound", system_id=event.system_id)
            elif isinstance(event, smpp34.SubmitSmEvent):
                self.take(event)
            elif isinstance(event, smpp34.Unbound):
                link = self.links.pop(event.session_id, None)
                say("unbound", system_id=link.system_id if link else None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=2776)
    parser.add_argument("--receipt-delay", type=float, default=0.05)
    parser.add_argument("--tls-certificate")
    parser.add_argument("--tls-key")
    try:
        asyncio.run(Desk(parser.parse_args()).serve())
    except KeyboardInterrupt:
        # The runtime of smpp34 has threads of its own, which need not be waited for.
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
