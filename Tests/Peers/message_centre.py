"""Runs `keng simulate smsc` for a proof, and holds what it took against what was sent."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time

KENG = os.environ.get("KENG", ".build/debug/keng")

# Long and short, in the three languages; each long one needs several parts.
TEXTS = [
    "Nhà bạn có bình gas? Hãy khóa van trước khi đi ngủ, mở cửa sổ khi ngửi thấy mùi gas, và không "
    "bật hay tắt đèn. Dạy trẻ bò thấp khi có khói. Gọi 114 khi có cháy: báo rõ địa chỉ. [QC] € 😀",
    "睡觉前请关闭煤气阀门。闻到煤气味时，请打开窗户，不要开关电灯。教孩子在有烟时低姿爬行，到约定地点集合。"
    "发生火灾请拨打119，说清楚地址。消防安全，人人有责。请把这条信息告诉您的家人和邻居，谢谢！",
    "Tutup katup gas sebelum tidur. Bila tercium bau gas, buka jendela dan jangan menyalakan lampu. "
    "Ajari anak merangkak rendah saat ada asap, lalu bertemu di titik kumpul [depan gang]. Telepon "
    "113 bila ada kebakaran, sebutkan alamat dengan jelas.",
    "Kiem tra binh gas truoc khi di ngu. PCCC 114",
]


class Failed(Exception):
    """A proof that did not hold."""


def expect(found, expected, what):
    if found != expected:
        raise Failed(f"{what}: expected {expected!r}, found {found!r}")


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait(what, is_done, seconds=40):
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise Failed(f"waited in vain for {what}")
        time.sleep(0.05)


class MessageCentre:
    """The program under test, from its start to its counts."""

    def __init__(self, *options, port=0):
        self.folder = tempfile.TemporaryDirectory()
        self.texts_file = os.path.join(self.folder.name, "texts.jsonl")
        self.process = subprocess.Popen(
            [KENG, "simulate", "smsc", "--json", "--port", str(port), "--texts", self.texts_file,
             *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        found = re.match(r"Listening on 127\.0\.0\.1:(\d+)\.", line)
        if not found:
            raise Failed(f"the message centre did not start: {line}")
        self.port = int(found.group(1))
        self.counts = {}
        self.texts = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        output, errors = self.process.communicate(timeout=20)
        if self.process.returncode != 0:
            raise Failed(f"the message centre ended with {self.process.returncode}: {errors}")
        self.counts = json.loads(output)
        with open(self.texts_file, encoding="utf-8") as lines:
            self.texts = [json.loads(line) for line in lines]
        return self.counts


def expect_texts(taken, sent):
    """Each text that was sent came whole, once, to its phone; `sent` maps phones to texts."""
    expect(len(taken), len(sent), "texts taken")
    expect({text["destination"]: text["text"] for text in taken}, sent, "texts")


def expect_to_fail(check, *arguments):
    """A proof that cannot fail proves nothing."""
    try:
        check(*arguments)
    except Failed:
        return
    raise Failed(f"{check.__name__} did not notice a planted fault")
