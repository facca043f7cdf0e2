"""`make bench`: Hanok beside its peers, in one run, as ratios. Prints Markdown."""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import sys
import tempfile
import time

import access
import functions
import load
import many_items
import routes
import servers
import sign_in
import storage_cases
import table_cases
import table_servers
from figures import Figures
from signing import Presigner, signed_form
from storage_cases import StorageBenchmark
from table_cases import TableBenchmark, TableFigures

CONNECTIONS = (1, 16, 64)
BUCKET = "bench-bucket"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def heading(title, *columns):
    print(f"\n## {title}\n")
    row(*columns)
    row(*("---" for _ in columns))


def start_up(folder: pathlib.Path, objects: int):
    heading("Start, memory, size", "what", "value")
    hanok = servers.Hanok(folder / "start")
    first = hanok.start()
    hanok.stop()
    times = []
    for _ in range(7):
        times.append(hanok.start())
        time.sleep(0.2)
        idle = hanok.resident_mib()
        hanok.stop()
    row("first start to ready, ms", f"{first * 1000:.0f}")
    row("start to ready, empty data, ms (median of 7)", f"{statistics.median(times) * 1000:.1f}")
    row("idle resident memory, MiB", f"{idle:.1f}")
    row("executable, MiB", f"{servers.Hanok.executable.stat().st_size / (1 << 20):.1f}")
    hanok.start()
    hanok.s3().create_bucket(Bucket=BUCKET)
    signer = Presigner(hanok.host, *servers.KEY)
    targets = [signer.target("PUT", f"/{BUCKET}/o{number:07}") for number in range(objects)]
    began = time.perf_counter()
    stored = 0
    while stored < objects and time.perf_counter() - began < 120:
        load.run(hanok, folder / "seed", "PUT", targets[stored:], 64, 5, body=b"x" * 100)
        stored = count_objects(hanok)
    hanok.stop()
    times = []
    for _ in range(5):
        times.append(hanok.start())
        hanok.stop()
    row(f"start to ready, {stored:,} objects, ms (median of 5)", f"{statistics.median(times) * 1000:.1f}")


def count_objects(hanok) -> int:
    pages = hanok.s3().get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    return sum(page["KeyCount"] for page in pages)


def signature_and_policy(folder, seconds):
    heading("GetCallerIdentity (signature and policy check)", "connections", "requests/s", "p99 ms", "CPU µs/request")
    hanok = servers.Hanok(folder / "identity")
    hanok.start()
    try:
        for connections in CONNECTIONS:
            headers, body = signed_form(hanok.host, "sts", servers.KEY,
                                        {"Action": "GetCallerIdentity", "Version": "2011-06-15"})
            result = load.run(hanok, folder / "sts", "POST", ["/"], connections, seconds, headers, body)
            assert result.bad == 0, "requests failed"
            row(connections, f"{result.per_second:,.0f}", f"{result.p99_ms:.2f}", f"{result.cpu_microseconds:.0f}")
    finally:
        hanok.stop()


def storage(folder, options):
    """S3 beside its peers. Tables are printed at the end, also of a run that is cut short."""
    known = [name for name in servers.PEERS if name in options.peers]
    figures = Figures({servers.PEERS[name].name: servers.PEERS[name].durability for name in known})
    benchmark = StorageBenchmark(folder, options.seconds, options.rounds, options.connections, known, figures,
                                 quiet=options.markdown)
    try:
        benchmark.run([case for case in storage_cases.CASES if case in options.cases])
    finally:
        print(f"\n## S3\n\n{options.seconds:g} s a round, the median of {options.rounds}.\n\n{figures.markdown()}")
    return not benchmark.failed


def tables(folder, options):
    """DynamoDB's tables beside peers; with `--items`, a table of so many and nothing else."""
    known = [name for name in table_servers.PEERS if name in options.peers]
    figures = TableFigures({table_servers.PEERS[name].name: table_servers.PEERS[name].durability for name in known})
    benchmark = TableBenchmark(folder, options.seconds, options.rounds, options.connections, known, figures,
                               quiet=options.markdown)
    try:
        if options.items:
            with benchmark.noting("many items"):
                many_items.measure(folder, options.items, figures, benchmark.say)
        else:
            benchmark.run([case for case in table_cases.CASES if case in options.cases])
    finally:
        print(f"\n## Tables\n\n{options.seconds:g} s a round, the median of {options.rounds}.\n\n{figures.markdown()}")
    return not benchmark.failed


def listed(known=None, kind=str):
    """Reads a list with commas; each word must be known."""
    def read(text):
        words = [kind(word) for word in text.split(",") if word]
        if unknown := [word for word in words if known and word not in known]:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
        return words
    return read


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="of each measurement")
    parser.add_argument("--objects", type=int, default=100_000, help="stored before the second start-up test")
    parser.add_argument("--only", nargs="*",
                        choices=("start", "sts", "storage", "tables", "sign-in", "users", "access", "roles",
                                 "functions", "routes"),
                        help="some of the measurements")
    parser.add_argument("--users", type=int, nargs="*", default=[1000, 1_000_000], help="pools to sign in to")
    parser.add_argument("--hanok", type=pathlib.Path, help="the executable, if not that of the release build")
    chosen = parser.add_argument_group("storage and tables")
    cases, peers = storage_cases.CASES + table_cases.CASES, list({**servers.PEERS, **table_servers.PEERS})
    chosen.add_argument("--cases", type=listed(cases), default=cases,
                        help=f"with commas; of storage {', '.join(storage_cases.CASES)}; "
                             f"of tables {', '.join(table_cases.CASES)}")
    chosen.add_argument("--connections", type=listed(kind=int), default=[1, 16, 64], help="with commas")
    chosen.add_argument("--peers", type=listed(peers), default=peers, help=f"with commas, some of {', '.join(peers)}")
    chosen.add_argument("--rounds", type=int, default=3, help="of which the median is told")
    chosen.add_argument("--items", type=int, nargs="?", const=10_000_000, default=0,
                        help="of tables: one of so many items instead of the cases")
    chosen.add_argument("--markdown", action="store_true", help="no progress on standard error")
    return parser.parse_args()


def main():
    options = parsed()
    if options.hanok:
        servers.Hanok.executable = options.hanok.resolve()

    def wanted(name):
        return not options.only or name in options.only

    # Ended from outside, it still stops its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hanok-bench-"))
    whole = True
    try:
        print(f"# Benchmarks\n\n{os.cpu_count()} cores. Load generator, server and peer share them.")
        if wanted("start"):
            start_up(folder, options.objects)
        if wanted("sign-in"):
            sign_in.tokens(folder, options.seconds, row, heading)
        if wanted("users"):
            sign_in.many_users(folder, options.seconds, options.users, row, heading)
        if wanted("access"):
            access.decisions(folder, options.seconds, row, heading)
        if wanted("roles"):
            access.many(folder, options.seconds, [(10, 100), (10_000, 100_000)], row, heading)
        if wanted("functions"):
            functions.measure(folder, options.seconds, options.rounds, row, heading)
        if wanted("routes"):
            routes.measure(folder, options.seconds, options.rounds, options.connections, row, heading)
        if wanted("sts"):
            signature_and_policy(folder, options.seconds)
        if wanted("storage"):
            whole = storage(folder, options)
        if wanted("tables"):
            whole = tables(folder, options) and whole
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(not whole)


if __name__ == "__main__":
    main()
