"""DynamoDB's tables beside PostgreSQL and emulators in Python: what `run.py --only tables` measures."""

import contextlib
import http.client
import json
import os
import shutil
import threading

import load
import table_items
import table_servers
from figures import Figures
from rounds import Rounds
from table_items import OPERATIONS, PER_KEY
from table_servers import TABLE, TARGET

CASES = [f"{case}-item" if case in ("get", "put", "update") else case for case in OPERATIONS]
ITEMS = 10_000


class TableFigures(Figures):
    write = "a write"
    memory = "Most resident memory, MiB, read twice a second"
    wanted = ()


class Peak:
    """The most memory that a server took while the block lasted."""

    def __init__(self, server):
        self.server, self.mib, self.ended = server, 0.0, threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def watch(self):
        while True:
            self.mib = max(self.mib, self.server.resident_mib())
            if self.ended.wait(0.5):
                return


class TableBenchmark(Rounds):
    def run(self, cases: list[str]):
        self.peaks = {}
        for case in cases:
            self.say(f"{case} …")
            with self.noting(case):
                self.case(case)

    def case(self, case: str):
        kind = case.removesuffix("-item")
        for connections in self.connections:
            self.peaks.clear()
            with self.running() as started:
                self.compare(case, connections, started, lambda server: self.measure(server, kind, connections))

    @contextlib.contextmanager
    def running(self):
        """The servers on fresh folders, with ten thousand items each."""
        started = []
        home = self.folder / "servers"
        try:
            for name in self.peers:
                server = table_servers.PEERS[name](home / name)
                started.append(server)
                server.start()
                seed(server)
            yield started
        finally:
            for server in started:
                server.kill()
            shutil.rmtree(home, ignore_errors=True)

    def memory_mib(self, server) -> float:
        return self.peaks[server.name]

    def measure(self, server, kind: str, connections: int) -> load.Result:
        folder = self.folder / "load"
        with Peak(server) as peak:
            if isinstance(server, table_servers.PostgreSQL):
                result = server.pgbench(folder / "pgbench", table_items.script(kind, ITEMS), connections,
                                        self.seconds, {"doc": json.dumps(table_items.document(5))})
            else:
                # Tokens must not come again; other requests may.
                many = int(self.seconds * 5000) if kind == "transact" else None
                requests = table_items.requests(kind, server.signer(), ITEMS, int.from_bytes(os.urandom(4)), many)
                result = load.run_whole(server, folder, requests, connections, self.seconds,
                                        limit=len(requests) - 2 * connections if many else 0)
        self.peaks[server.name] = max(self.peaks.get(server.name, 0), peak.mib)
        return result


def seed(server):
    if isinstance(server, table_servers.PostgreSQL):
        server.sql(table_items.SCHEMA)
        doc = json.dumps(table_items.document(5)).replace("'", "''")
        server.sql(f"INSERT INTO {TABLE} SELECT 'p' || (n / {PER_KEY}), n % {PER_KEY}, '{doc}'::jsonb "
                   f"FROM generate_series(0, {ITEMS - 1}) AS n")
        for statement in (f"VACUUM ANALYZE {TABLE}", "CHECKPOINT"):
            server.sql(statement)
        return
    server.make_table(TABLE)
    fill(server, TABLE, (table_items.item(number) for number in range(ITEMS)))


def fill(server, table: str, items, threads: int = 4) -> None:
    """Every item once, 25 at a time."""
    lock, failures = threading.Lock(), []

    def work():
        connection = http.client.HTTPConnection(server.host, timeout=120)
        while not failures:
            with lock:
                some = [{"PutRequest": {"Item": item}} for _, item in zip(range(25), items)]
            if not some:
                return
            left = {table: some}
            while left:
                left = ask(connection, server, "BatchWriteItem", {"RequestItems": left})["UnprocessedItems"]

    def guarded():
        try:
            work()
        except Exception as error:
            failures.append(error)

    running = [threading.Thread(target=guarded) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failures:
        raise failures[0]


def ask(connection, server, operation: str, input: dict) -> dict:
    """One signed request without an SDK's cost."""
    body = json.dumps(input).encode()
    connection.request("POST", "/", body, server.signer().headers(TARGET + operation, body))
    reply = connection.getresponse()
    answer = reply.read()
    if reply.status != 200:
        raise RuntimeError(f"{server.name}: {operation} {reply.status} {answer[:300]}")
    return json.loads(answer)
