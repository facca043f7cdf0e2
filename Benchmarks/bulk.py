"""Load with large bodies, where wrk would be busier with copying than the server: one thread, the kernel's own
copies. A body is sent from a file; an answer's is read into one buffer.

As a program it takes its orders as JSON on standard input and prints its result as JSON."""

import json
import os
import pathlib
import selectors
import socket
import subprocess
import sys
import time

from load import Result

READ_BYTES = 1 << 20
SEND_BYTES = 1 << 20
HEAD_LIMIT = 64 << 10


class Connection:
    """One keep-alive connection with a request on its way."""

    def __init__(self, address, body_file: int | None, body_bytes: int):
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.body_file, self.body_bytes = body_file, body_bytes

    def begin(self, head: bytes):
        self.began = time.perf_counter()
        self.head, self.sent, self.answer, self.left = head, 0, b"", None

    def write(self) -> bool:
        """Sends what the kernel takes; True once all of the request is out."""
        try:
            while self.head:
                self.head = self.head[self.socket.send(self.head):]
            while self.sent < self.body_bytes:
                self.sent += os.sendfile(self.socket.fileno(), self.body_file, self.sent,
                                         min(SEND_BYTES, self.body_bytes - self.sent))
            return True
        except BlockingIOError:
            return False

    def read(self, buffer: memoryview) -> bool:
        """Reads what is there; True once the answer is whole."""
        count = self.socket.recv_into(buffer)
        if count == 0:
            raise ConnectionError("closed before the answer was whole")
        if self.left is None:
            self.answer += buffer[:count]
            head, found, rest = self.answer.partition(b"\r\n\r\n")
            if not found:
                if len(self.answer) > HEAD_LIMIT:
                    raise ConnectionError("no end of the answer's head")
                return False
            self.status = int(head[9:12])
            self.left = content_length(head) - len(rest)
            self.answer = head if self.status < 300 else self.answer
        else:
            self.left -= count
        return self.left <= 0


def content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


class Load:
    """Keeps every connection busy until the time is up; requests then under way are waited for."""

    def __init__(self, orders: dict):
        self.heads = [head.encode() for head in orders["heads"]]
        self.limit = orders["limit"]
        self.seconds = orders["seconds"]
        body = orders["body"]
        file = os.open(body, os.O_RDONLY) if body else None
        size = os.fstat(file).st_size if body else 0
        self.selector = selectors.DefaultSelector()
        self.connections = [Connection(tuple(orders["address"]), file, size) for _ in range(orders["connections"])]
        self.started, self.bad, self.said = 0, 0, ""
        self.times = []

    def run(self) -> dict:
        self.beginning = self.last = time.perf_counter()
        buffer = memoryview(bytearray(READ_BYTES))
        busy = sum(self.start(connection) for connection in self.connections)
        while busy:
            for key, events in self.selector.select():
                connection = key.data
                if events & selectors.EVENT_WRITE and connection.write():
                    self.selector.modify(connection.socket, selectors.EVENT_READ, connection)
                if events & selectors.EVENT_READ and connection.read(buffer):
                    self.note(connection)
                    if connection.sent < connection.body_bytes:
                        raise ConnectionError(f"answered before the body was out: {self.said}")
                    busy -= not self.start(connection)
        self.times.sort()
        return {"requests": len(self.times), "seconds": self.last - self.beginning, "bad": self.bad, "said": self.said,
                "p50": self.times[len(self.times) // 2] * 1000,
                "p99": self.times[min(len(self.times) - 1, len(self.times) * 99 // 100)] * 1000}

    def start(self, connection: Connection) -> bool:
        """The connection's next request, if there is to be one."""
        over = self.started >= self.limit if self.limit else time.perf_counter() - self.beginning >= self.seconds
        if hasattr(connection, "began"):
            self.selector.unregister(connection.socket)
        if over:
            return False
        connection.begin(self.heads[self.started % len(self.heads)])
        self.started += 1
        done = connection.write()
        events = selectors.EVENT_READ if done else selectors.EVENT_READ | selectors.EVENT_WRITE
        self.selector.register(connection.socket, events, connection)
        return True

    def note(self, connection: Connection):
        self.last = time.perf_counter()
        self.times.append(self.last - connection.began)
        if connection.status >= 300:
            self.bad += 1
            self.said = connection.answer.decode(errors="replace")[:400]


def heads(server, requests: list[tuple], body_bytes: int) -> list[str]:
    """Methods, targets and headers as they go over the wire."""
    written = []
    for method, target, headers in requests:
        fields = {"Host": server.host, **headers, **({"Content-Length": body_bytes} if method == "PUT" else {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        written.append(f"{method} {target} HTTP/1.1\r\n{lines}\r\n")
    return written


def run(server, requests: list[tuple], connections: int, seconds: float, body: pathlib.Path | None = None,
        limit: int = 0) -> Result:
    """`requests` are methods, targets and headers, sent in turn; the body is that of each PUT."""
    orders = {"address": ["127.0.0.1", server.port], "connections": connections, "seconds": seconds, "limit": limit,
              "body": str(body) if body else None,
              "heads": heads(server, requests, body.stat().st_size if body else 0)}
    before = server.cpu_seconds()
    output = subprocess.run([sys.executable, __file__], input=json.dumps(orders), capture_output=True, text=True,
                            check=True).stdout
    cpu = server.cpu_seconds() - before
    found = json.loads(output)
    if found["bad"]:
        print(f"{server.name}: {found['said']}", file=sys.stderr)
    return Result(per_second=found["requests"] / found["seconds"], p50_ms=found["p50"], p99_ms=found["p99"],
                  cpu_microseconds=cpu / found["requests"] * 1e6, bad=found["bad"])


if __name__ == "__main__":
    print(json.dumps(Load(json.load(sys.stdin)).run()))
