"""Many connections at once without an SDK's cost, bodies in signed chunks, and what is left on the disk."""

import concurrent.futures
import hashlib
import os
import pathlib
import selectors
import socket
import threading
import time

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from hanok import REGION

# Bodies that carry their own checksum


def sealed(size) -> bytes:
    """Random bytes behind their own SHA-256; no two are the same."""
    rest = os.urandom(size - 32)
    return hashlib.sha256(rest).digest() + rest


def is_whole(body) -> bool:
    return hashlib.sha256(body[32:]).digest() == body[:32]


def sum_of(body) -> str:
    return hashlib.sha256(body).hexdigest()


# Threads


def at_once(*calls) -> list:
    """What the calls answer, all begun together."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()

    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def shared_out(work, items, threads) -> None:
    """Each thread takes every so-manieth of the items."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        for future in [pool.submit(work, items[number::threads]) for number in range(threads)]:
            future.result()


class Busy:
    """Threads that do the same again and again while the block lasts; the first error is raised at its end."""

    def __init__(self, *turns):
        self.turns = turns
        # How often each was done so far.
        self.counts = [0] * len(turns)
        self.is_over = threading.Event()

    def __enter__(self):
        self.pool = concurrent.futures.ThreadPoolExecutor(len(self.turns))
        self.futures = [self.pool.submit(self.repeat, number) for number in range(len(self.turns))]
        return self

    def repeat(self, number):
        while not self.is_over.is_set():
            self.turns[number]()
            self.counts[number] += 1

    def __exit__(self, *_):
        self.is_over.set()
        self.pool.shutdown()
        for future in self.futures:
            future.result()


# Connections


class Line:
    """One connection that is kept: unsigned requests, sent and answered in a row."""

    def __init__(self, server, timeout=60):
        self.host = f"127.0.0.1:{server.port}"
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=timeout)
        self.received = b""

    def request(self, method, path, body=b"", **headers) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Content-Length: {len(body)}",
                 *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def ask(self, *arguments, **headers) -> tuple[int, bytes]:
        self.socket.sendall(self.request(*arguments, **headers))
        return self.answer()

    def ask_all(self, requests, at_a_time=50) -> list[int]:
        """The answers' statuses; several are on their way at a time."""
        statuses = []
        for start in range(0, len(requests), at_a_time):
            batch = requests[start:start + at_a_time]
            self.socket.sendall(b"".join(batch))
            statuses += [self.answer()[0] for _ in batch]
        return statuses

    def answer(self) -> tuple[int, bytes]:
        while (end := self.received.find(b"\r\n\r\n")) < 0:
            self.hear()
        head, self.received = self.received[:end].lower(), self.received[end + 4:]
        length = 0
        for line in head.split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(self.received) < length:
            self.hear()
        body, self.received = self.received[:length], self.received[length:]
        return int(head.split(b" ", 2)[1]), body

    def hear(self):
        data = self.socket.recv(1 << 18)
        assert data, "the server hung up"
        self.received += data

    def close(self):
        self.socket.close()


class Uploads:
    """Uploads on connections of their own, fed by one thread as fast as the server takes them."""

    def __init__(self, server, heads, body):
        self.port, self.heads, self.body = server.port, heads, memoryview(body)
        self.answers: list[bytes] = [b""] * len(heads)

    def run(self, timeout):
        deadline = time.monotonic() + timeout
        waiting = len(self.heads)
        with selectors.DefaultSelector() as selector:
            for number, head in enumerate(self.heads):
                line = socket.create_connection(("127.0.0.1", self.port))
                line.sendall(head)
                line.setblocking(False)
                selector.register(line, selectors.EVENT_READ | selectors.EVENT_WRITE, [number, 0])
            while waiting:
                assert time.monotonic() < deadline, f"{waiting} uploads did not end"
                for key, events in selector.select(1):
                    waiting -= self.go_on(selector, key, events)

    def go_on(self, selector, key, events) -> bool:
        """Whether this was the upload's end."""
        line, state = key.fileobj, key.data
        if events & selectors.EVENT_WRITE:
            state[1] += line.send(self.body[state[1]:state[1] + (256 << 10)])
            if state[1] == len(self.body):
                selector.modify(line, selectors.EVENT_READ, state)
        if events & selectors.EVENT_READ:
            data = line.recv(65536)
            self.answers[state[0]] += data
            if not data or b"\r\n\r\n" in self.answers[state[0]]:
                selector.unregister(line)
                line.close()
                return True
        return False


# Bodies in chunks, as SDKs sign them


class ChunkedUpload:
    """A PUT in signed chunks, of which each piece can be spoilt."""

    def __init__(self, server, path, chunks, trailers=None, announced=None, decoded=None, **headers):
        kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + ("" if announced is None else "-TRAILER")
        self.chunks, self.trailers = chunks, trailers or {}
        self.request = AWSRequest("PUT", f"http://127.0.0.1:{server.port}{path}", headers={
            "Content-Encoding": "aws-chunked",
            "X-Amz-Decoded-Content-Length": str(sum(map(len, chunks)) if decoded is None else decoded),
            **({} if announced is None else {"X-Amz-Trailer": announced}), **headers})
        self.signer = S3SigV4Auth(Credentials(*server.root_key), "s3", REGION)
        self.signer.payload = lambda request: kind
        self.signer.add_auth(self.request)
        self.signature = self.request.headers["Authorization"].rsplit("Signature=", 1)[1]
        self.port = server.port

    def sign(self, kind, *digests) -> str:
        self.signature = self.signer.signature("\n".join([
            f"AWS4-HMAC-SHA256-{kind}", self.request.context["timestamp"],
            self.signer.credential_scope(self.request), self.signature, *digests]), self.request)
        return self.signature

    def chunk(self, data) -> bytes:
        digests = [hashlib.sha256(piece).hexdigest() for piece in (b"", data)]
        return f"{len(data):x};chunk-signature={self.sign('PAYLOAD', *digests)}\r\n".encode() + data + (
            b"\r\n" if data else b"")

    def pieces(self) -> list[bytes]:
        """Each chunk, the empty one at the end, and the trailers with the last line."""
        pieces = [self.chunk(data) for data in self.chunks] + [self.chunk(b"")]
        lines = "".join(f"{name}:{value}\n" for name, value in self.trailers.items())
        if not lines:
            return [*pieces, b"\r\n"]
        signature = self.sign("TRAILER", hashlib.sha256(lines.encode()).hexdigest())
        return [*pieces, f"{lines}x-amz-trailer-signature:{signature}\n\n".replace("\n", "\r\n").encode()]

    def head(self, length) -> bytes:
        path = self.request.url.split(f":{self.port}", 1)[1]
        headers = {**dict(self.request.headers.items()), "Host": f"127.0.0.1:{self.port}",
                   "Content-Length": str(length), "Connection": "close"}
        return "\r\n".join([f"PUT {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()),
                            "", ""]).encode()


# The disk


def blobs_of(server, root="/") -> set[str]:
    """The names of the files that hold bodies; `root` is the disk as the server sees it."""
    data = pathlib.Path(root, (server.folder / "data").relative_to("/"))
    store = next(data.glob("store-*"))
    return {path.name for path in (store / "blobs").rglob("*") if path.is_file()}
