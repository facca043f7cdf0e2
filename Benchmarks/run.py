"""`make bench`: Hanok beside its peers, in one run, as ratios. Prints Markdown."""

import argparse
import os
import pathlib
import shutil
import statistics
import tempfile
import time

import access
import load
import servers
import sign_in
from signing import Presigner, signed_form

CONNECTIONS = (1, 16, 64)
BUCKET = "bench-bucket"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def heading(title, *columns):
    print(f"\n## {title}\n")
    row(*columns)
    row(*("---" for _ in columns))


def sync_rate(folder: pathlib.Path, seconds: float = 1.5) -> float:
    """Appends of 4 KiB, each synced: what the disk itself allows one writer."""
    descriptor = os.open(folder / "syncs", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        os.write(descriptor, bytes(4096))
        os.fdatasync(descriptor)
        count += 1
    os.close(descriptor)
    return count / (time.perf_counter() - began)


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


def signature_and_policy(hanok, folder, seconds):
    heading("GetCallerIdentity (signature and policy check)", "connections", "requests/s", "p99 ms", "CPU µs/request")
    for connections in CONNECTIONS:
        headers, body = signed_form(hanok.host, "sts", servers.KEY,
                                    {"Action": "GetCallerIdentity", "Version": "2011-06-15"})
        result = load.run(hanok, folder / "sts", "POST", ["/"], connections, seconds, headers, body)
        assert result.bad == 0, "requests failed"
        row(connections, f"{result.per_second:,.0f}", f"{result.p99_ms:.2f}", f"{result.cpu_microseconds:.0f}")


def objects(hanok, weed, folder, size, title, seconds):
    heading(f"{title}, beside SeaweedFS", "operation", "connections", "Hanok /s", "p99 ms", "CPU µs",
            "SeaweedFS /s", "p99 ms", "CPU µs", "ratio")
    body = os.urandom(size)
    keys = 2000 if size < 100_000 else 64
    for method in ("PUT", "GET"):
        for connections in CONNECTIONS:
            results = []
            for server in (hanok, weed):
                signer = Presigner(server.host, *servers.KEY)
                targets = [signer.target(method, f"/{BUCKET}/{size}-{number}") for number in range(keys)]
                if method == "GET" and connections == CONNECTIONS[0]:
                    fill(server, size, keys, body)
                results.append(load.run(server, folder / "objects", method, targets, connections, seconds,
                                        body=body if method == "PUT" else b""))
            ours, theirs = results
            assert ours.bad == 0, f"{ours.bad} requests failed"
            note = "" if theirs.bad == 0 else f" ({theirs.bad} failed)"
            row(method, connections, f"{ours.per_second:,.0f}", f"{ours.p99_ms:.2f}", f"{ours.cpu_microseconds:.0f}",
                f"{theirs.per_second:,.0f}{note}", f"{theirs.p99_ms:.2f}", f"{theirs.cpu_microseconds:.0f}",
                f"{ours.per_second / theirs.per_second:.2f}")


def fill(server, size, keys, body):
    s3 = server.s3()
    for number in range(keys):
        s3.put_object(Bucket=BUCKET, Key=f"{size}-{number}", Body=body)


def one_writer(hanok, folder, seconds):
    heading("Durable PUT of 1 KiB by one connection, beside the disk's syncs", "round", "disk syncs/s", "PUT/s", "ratio")
    signer = Presigner(hanok.host, *servers.KEY)
    targets = [signer.target("PUT", f"/{BUCKET}/one-{number}") for number in range(1000)]
    for number in range(3):
        syncs = sync_rate(folder)
        result = load.run(hanok, folder / "one", "PUT", targets, 1, seconds, body=b"x" * 1024)
        row(number + 1, f"{syncs:,.0f}", f"{result.per_second:,.0f}", f"{result.per_second / syncs:.2f}")


def large(hanok, folder, seconds):
    heading("GET of 64 MiB, beside nginx's sendfile of the same bytes", "connections", "Hanok MiB/s", "CPU ms/MiB",
            "nginx MiB/s", "CPU ms/MiB", "ratio")
    nginx = servers.Nginx(folder / "nginx")
    nginx.start()
    try:
        body = os.urandom(64 << 20)
        (nginx.folder / "www" / "large").write_bytes(body)
        hanok.s3().put_object(Bucket=BUCKET, Key="large", Body=body)
        target = Presigner(hanok.host, *servers.KEY).target("GET", f"/{BUCKET}/large")
        for connections in CONNECTIONS:
            ours = load.run(hanok, folder / "large", "GET", [target], connections, seconds)
            theirs = load.run(nginx, folder / "large", "GET", ["/large"], connections, seconds)
            assert ours.bad == 0 and theirs.bad == 0, "requests failed"
            row(connections, f"{ours.per_second * 64:,.0f}", f"{ours.cpu_microseconds / 64000:.3f}",
                f"{theirs.per_second * 64:,.0f}", f"{theirs.cpu_microseconds / 64000:.3f}",
                f"{ours.per_second / theirs.per_second:.2f}")
    finally:
        nginx.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="of each measurement")
    parser.add_argument("--objects", type=int, default=100_000, help="stored before the second start-up test")
    parser.add_argument("--only", choices=("start", "sts", "small", "large-objects", "one-writer", "nginx", "sign-in", "users",
                                           "access", "roles"), nargs="*",
                        help="some of the measurements")
    parser.add_argument("--users", type=int, nargs="*", default=[1000, 1_000_000], help="pools to sign in to")
    options = parser.parse_args()

    def wanted(name):
        return not options.only or name in options.only

    folder = pathlib.Path(tempfile.mkdtemp(prefix="hanok-bench-"))
    running = []
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
        if options.only and not set(options.only) - {"start", "sign-in", "users", "access", "roles"}:
            return
        hanok, weed = servers.Hanok(folder / "hanok"), servers.SeaweedFS(folder / "weed")
        if options.only and not {"small", "large-objects"} & set(options.only):
            weed = None
        running = [server for server in (hanok, weed) if server]
        for server in running:
            server.start()
            server.s3().create_bucket(Bucket=BUCKET)
        if wanted("sts"):
            signature_and_policy(hanok, folder, options.seconds)
        if wanted("small"):
            objects(hanok, weed, folder, 1024, "Objects of 1 KiB", options.seconds)
        if wanted("large-objects"):
            objects(hanok, weed, folder, 1 << 20, "Objects of 1 MiB", options.seconds)
        if wanted("one-writer"):
            one_writer(hanok, folder, options.seconds)
        if wanted("nginx"):
            large(hanok, folder, options.seconds)
    finally:
        for server in running:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
