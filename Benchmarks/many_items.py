"""Very many items in one table: a Query beside that of a small table, memory, and a whole Scan while others write."""

import array
import http.client
import json
import multiprocessing
import os
import pathlib
import random
import statistics
import threading
import time

import load
import table_items
import table_servers
from table_cases import Peak, ask, fill
from table_items import PER_KEY
from table_servers import TABLE, TARGET

SMALL = 10_000
ROUNDS = 7
SEGMENTS = 4


def item(number: int) -> dict:
    """An item of 200 bytes by DynamoDB's own measure: names and values, a number two digits a byte and one more."""
    key = table_items.key(number)
    used = 2 + len(key["pk"]["S"]) + 2 + 2 + len("text")
    return {**key, "text": {"S": "x" * (200 - used)}}


def measure(folder: pathlib.Path, count: int, figures, say) -> None:
    server = table_servers.Hanok(folder / "many")
    server.start()
    try:
        rows = []
        with Peak(server) as peak:
            for table, items in ((TABLE, SMALL), (f"{TABLE}-many", count)):
                server.make_table(table)
                began, before = time.perf_counter(), server.cpu_seconds()
                fill(server, table, (item(number) for number in range(items)))
                took = time.perf_counter() - began
                cpu = (server.cpu_seconds() - before) / items * 1e6
                rows.append([f"{items:,} items, 25 a request", f"{took:,.0f} s",
                             f"{items / took:,.0f} items/s, {cpu:.0f} CPU µs an item"])
                say("  " + " | ".join(rows[-1]))
        rows.append(["most memory while they were put", f"{peak.mib:,.0f} MiB", ""])
        os.sync()
        rows.append(["on the disk", f"{server.disk_bytes() / (1 << 20):,.0f} MiB",
                     f"{server.disk_bytes() / (count + SMALL):.0f} bytes an item of 200"])
        ratio = beside_small(server, folder, count, rows)
        figures.goal(f"Query of 10 in a table of {count:,} to one of {SMALL:,}, p50", ratio, 1.2, at_most=True)
        with Peak(server) as peak:
            whole = scan(server, count, rows)
        rows.append(["most memory while it was scanned", f"{peak.mib:,.0f} MiB", ""])
        server.stop()
        rows.append(["start to ready with them", f"{server.start() * 1000:.0f} ms", ""])
        figures.table(f"{count:,} items of 200 bytes in one table", ["what", "measured", ""], rows)
        if not whole:
            raise RuntimeError("a Scan did not answer each item once")
    finally:
        server.kill()


def beside_small(server, folder: pathlib.Path, count: int, rows: list) -> float:
    found = {}
    for number in range(ROUNDS):
        tables = [(TABLE, SMALL), (f"{TABLE}-many", count)]
        for table, items in reversed(tables) if number % 2 else tables:
            chance, signer = random.Random(number), server.signer()
            requests = [signer.request(TARGET + "Query", json.dumps(
                {**table_items.query(items, chance, 0), "TableName": table}).encode()) for _ in range(10_000)]
            result = load.run_whole(server, folder / "load", requests, 1, 3)
            if result.bad:
                raise RuntimeError(f"{result.bad} queries failed")
            found.setdefault(table, []).append(result)
    p50s = {table: statistics.median(result.p50_ms for result in results) for table, results in found.items()}
    for table, results in found.items():
        rows.append([f"Query of 10 in `{table}`, 1 connection", f"p50 {p50s[table]:.3f} ms",
                     f"p99 {statistics.median(result.p99_ms for result in results):.3f} ms, "
                     f"{statistics.median(result.cpu_microseconds for result in results):.0f} CPU µs"])
    ratio = p50s[f"{TABLE}-many"] / p50s[TABLE]
    rows.append(["p50 to that of the small table", f"{ratio:.2f}", ""])
    return ratio


class Caller(table_servers.DynamoDBServer):
    """What another process needs to ask the server."""

    def __init__(self, server):
        self.host, self.key, self.name = server.host, server.key, server.name


def read_segment(server: Caller, table: str, segment: int) -> array.array:
    """The numbers of the segment's items."""
    connection = http.client.HTTPConnection(server.host, timeout=120)
    numbers, start = array.array("L"), {}
    while True:
        page = ask(connection, server, "Scan", {
            "TableName": table, "Segment": segment, "TotalSegments": SEGMENTS, "ProjectionExpression": "pk, sk",
            **start})
        numbers.extend(int(found["pk"]["S"][1:]) * PER_KEY + int(found["sk"]["N"]) for found in page["Items"])
        if "LastEvaluatedKey" not in page:
            return numbers
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def scan(server, count: int, rows: list) -> bool:
    """All segments at once, each by a process, while a writer replaces items and puts new ones: each item that was
    there comes once."""
    table, times, ended, failures = f"{TABLE}-many", [], threading.Event(), []

    def write():
        connection, chance = http.client.HTTPConnection(server.host, timeout=120), random.Random(1)
        try:
            while not ended.is_set():
                for target in (chance.randrange(count), count + len(times)):
                    began = time.perf_counter()
                    ask(connection, server, "PutItem", {"TableName": table, "Item": item(target)})
                    times.append(time.perf_counter() - began)
        except Exception as error:
            failures.append(error)

    with multiprocessing.Pool(SEGMENTS) as pool:
        writer = threading.Thread(target=write)
        writer.start()
        try:
            began = time.perf_counter()
            segments = pool.starmap(read_segment, [(Caller(server), table, segment) for segment in range(SEGMENTS)],
                                    chunksize=1)
            took = time.perf_counter() - began
        finally:
            ended.set()
            writer.join()
    if failures:
        raise failures[0]
    seen, twice = bytearray(count), 0
    found = [number for segment in segments for number in segment if number < count]
    for number in found:
        twice += seen[number]
        seen[number] = 1
    missing = count - sum(seen)
    rows.append([f"Scan in {SEGMENTS} segments while {len(times):,} items were written", f"{took:,.1f} s",
                 f"{missing:,} missing, {twice:,} twice, {sum(map(len, segments)) - len(found):,} new ones; a write "
                 f"took {statistics.median(times) * 1000:.1f} ms (median)"])
    return not missing and not twice
