"""S3 beside its peers: what `run.py --only storage` measures. Each case and each number of connections begins with
servers on fresh folders of one disk; rounds alternate between them, and medians are told."""

import contextlib
import hashlib
import os
import pathlib
import random
import shutil
import statistics
import time

import bare
import bulk
import load
import servers
import syncs
from figures import spread
from rounds import Rounds, rotated

BUCKET = "bench-bucket"
SIZES = {"1k": 1 << 10, "64k": 64 << 10, "1m": 1 << 20, "64m": 64 << 20}
KEYS = {"1k": 2000, "64k": 1000, "1m": 128, "64m": 8}
#: So many at most are put before PUTs are measured, so that first volumes, folders and caches are there.
WARM = {"1k": 2000, "64k": 500, "1m": 64, "64m": 4}
#: From here on bodies are sent and read by bulk.py instead of wrk.
BULK_BYTES = 1 << 20
LISTS = {"list-10k": 10_000, "list-1m": 1_000_000}
PAGE = 1000
MIB = 1 << 20
PART_BYTES, PARTS, PARTS_AT_ONCE = 16 * MIB, 64, 4
ENCRYPTED = {"x-amz-server-side-encryption": "AES256"}

CASES = ["syncs", "sync-1k"] + [f"{method}-{size}" for size in SIZES for method in ("put", "get")] + [
    "mixed-64k", "delete-1k", "multipart", "hash-64m", "enc-put-64m", "enc-get-64m", "disk", *LISTS]


def path(key) -> str:
    return f"/{BUCKET}/{key}"


class StorageBenchmark(Rounds):
    def run(self, cases: list[str]):
        self.bodies = {}
        for case in cases:
            if case in LISTS:
                continue
            self.say(f"{case} …")
            kind, _, size = case.partition("-")
            with self.noting(case):
                match kind:
                    case "put" | "get": self.objects(kind.upper(), size)
                    case "syncs": self.who_syncs()
                    case "sync": self.beside_syncs()
                    case "mixed": self.mixed(size)
                    case "delete": self.deletes(size)
                    case "multipart": self.multipart()
                    case "hash": self.beside_hashes(size)
                    case "enc": self.encrypted(*size.split("-"))
                    case "disk": self.footprint()
        if lists := {case: LISTS[case] for case in cases if case in LISTS}:
            with self.noting("lists"):
                self.lists(lists)

    # Servers, bodies, rounds

    @contextlib.contextmanager
    def running(self, only_s3: bool = False, only: str | None = None):
        """The servers on fresh folders; a peer that does not start is left out, and told."""
        started = []
        home = self.folder / "servers"
        try:
            for name in self.peers:
                kind = servers.PEERS[name]
                if only_s3 and not kind.speaks_s3 or only and name != only:
                    continue
                server = kind(home / name)
                started.append(server)
                server.start()
                server.make_bucket(BUCKET)
            yield started
        finally:
            for server in started:
                server.kill()
            shutil.rmtree(home, ignore_errors=True)

    def body(self, size: int) -> pathlib.Path:
        """A file of random bytes, so many."""
        if size not in self.bodies:
            self.bodies[size] = self.folder / f"body-{size}"
            self.bodies[size].write_bytes(os.urandom(size))
        return self.bodies[size]

    def measure(self, server, method: str, keys: list, size: int, connections: int, headers: dict | None = None):
        """Requests for the keys in turn."""
        targets = [server.target(method, path(key), headers=headers) for key in keys]
        if size < BULK_BYTES:
            body = self.body(size).read_bytes() if method == "PUT" else b""
            return load.run(server, self.folder / "load", method, targets, connections, self.seconds, headers, body)
        return bulk.run(server, [(method, target, headers or {}) for target in targets], connections, self.seconds,
                        self.body(size) if method == "PUT" else None)

    def fill(self, server, keys: list, size: int, headers: dict | None = None):
        """Puts every key once."""
        requests = [("PUT", server.target("PUT", path(key), headers=headers), headers or {}) for key in keys]
        connections = min(len(keys), 4 if size > MIB else 16)
        result = bulk.run(server, requests, connections, 600, self.body(size), limit=len(keys))
        if result.bad:
            raise RuntimeError(f"{server.name} refused {result.bad} of {len(keys)} objects")

    # PUT, GET, mixed, DELETE

    def objects(self, method: str, size_name: str):
        size = SIZES[size_name]
        for connections in self.connections:
            count = max(KEYS[size_name], connections if method == "PUT" else 0)
            keys = [f"{size_name}-{number}" for number in range(count)]
            with self.running() as started:
                for server in started:
                    self.fill(server, keys if method == "GET" else keys[:WARM[size_name]], size)
                self.compare(f"{method.lower()}-{size_name}", connections, started,
                             lambda server: self.measure(server, method, keys, size, connections))

    def mixed(self, size_name: str):
        """Seven reads to three writes, of the same keys."""
        size = SIZES[size_name]
        keys = [f"mixed-{number}" for number in range(KEYS[size_name])]
        order = random.Random(5).sample(["GET"] * 700 + ["PUT"] * 300, 1000)

        def measure(server):
            requests = [(method, server.target(method, path(keys[number % len(keys)])))
                        for number, method in enumerate(order)]
            return load.run_mixed(server, self.folder / "load", requests, connections, self.seconds,
                                  body=self.body(size).read_bytes())
        for connections in self.connections:
            with self.running() as started:
                for server in started:
                    self.fill(server, keys, size)
                self.compare(f"mixed-{size_name}", connections, started, measure)

    def deletes(self, size_name: str):
        """Each key once: as many as there are stored, whatever the time."""
        for connections in self.connections:
            count = int(self.seconds * (500 if connections == 1 else 2500))
            keys = [f"gone-{number}" for number in range(count + 2 * connections + 2)]

            def measure(server):
                targets = [server.target("DELETE", path(key)) for key in keys]
                return load.run(server, self.folder / "load", "DELETE", targets, connections, 120, limit=count)
            with self.running() as started:
                self.compare(f"delete-{size_name}", connections, started, measure,
                             prepare=lambda server: self.fill(server, keys, SIZES[size_name]))

    # Multipart

    def multipart(self):
        rows = []
        with self.running(only_s3=True) as started:
            found = {server.name: [] for server in started}
            for number in range(self.rounds):
                for server in rotated(started, number):
                    os.sync()
                    found[server.name].append(self.one_upload(server))
            rates = {name: statistics.median(rate for rate, _, _ in rounds) for name, rounds in found.items()}
            for server in started:
                rounds = found[server.name]
                rows.append([
                    server.name, f"{rates[server.name]:,.0f}",
                    f"{rates['Hanok'] / rates[server.name]:.2f}" if "Hanok" in rates else "",
                    f"{statistics.median(milliseconds for _, milliseconds, _ in rounds):,.0f}",
                    f"{statistics.median(cpu for _, _, cpu in rounds):,.0f}", f"{server.resident_mib():,.0f}",
                    f"{server.disk_bytes() / (PARTS * PART_BYTES):.2f}"])
                self.say("  " + " ".join(rows[-1]))
        self.figures.table(
            "Multipart upload of 1 GiB, parts of 16 MiB, 4 at once",
            ["server", "MiB/s", "Hanok's to it", "completing, ms", "CPU µs per MiB", "resident MiB",
             f"disk bytes per byte, {self.rounds} uploads to one key"], rows)

    def one_upload(self, server) -> tuple[float, float, float]:
        """MiB per second from the first part to the completed object, milliseconds of completing, CPU µs per MiB."""
        s3, body = server.s3(), self.body(PART_BYTES)
        etag = hashlib.md5(body.read_bytes()).hexdigest()
        upload = s3.create_multipart_upload(Bucket=BUCKET, Key="upload")["UploadId"]
        queries = [{"partNumber": str(number + 1), "uploadId": upload} for number in range(PARTS)]
        requests = [("PUT", server.target("PUT", path("upload"), query), {}) for query in queries]
        before, began = server.cpu_seconds(), time.perf_counter()
        result = bulk.run(server, requests, PARTS_AT_ONCE, 600, body, limit=PARTS)
        uploaded = time.perf_counter()
        parts = [{"PartNumber": number + 1, "ETag": f'"{etag}"'} for number in range(PARTS)]
        s3.complete_multipart_upload(Bucket=BUCKET, Key="upload", UploadId=upload, MultipartUpload={"Parts": parts})
        ended = time.perf_counter()
        if result.bad:
            raise RuntimeError(f"{server.name} refused {result.bad} parts")
        mib = PARTS * PART_BYTES / MIB
        return (mib / (PARTS / result.per_second + ended - uploaded), (ended - uploaded) * 1000,
                (server.cpu_seconds() - before) * 1e6 / mib)

    # Beside what the machine does alone

    def who_syncs(self):
        """Counts the calls that sync, by strace, while objects of 1 KiB are put."""
        rows = []
        with self.running() as started:
            for server in started:
                cells = [server.name]
                for connections, count in ((1, 100), (16, 800)):
                    keys = [f"sync-{number}" for number in range(count)]
                    with syncs.counting(server, self.folder / "strace") as counted:
                        self.fill_at(server, keys, 1024, connections)
                    cells.append(f"{sum(counted.values()) / count:.2f}")
                names = [f"{name} {number}" for name, number in sorted(counted.items()) if number]
                rows.append(cells + [", ".join(names) or "none"])
                self.say("  " + " | ".join(rows[-1]))
        self.figures.table("Calls that sync, per PUT of 1 KiB (strace)",
                           ["server", "1 connection", "16 connections", "which, of 800 PUTs"], rows)

    def fill_at(self, server, keys: list, size: int, connections: int):
        requests = [("PUT", server.target("PUT", path(key)), {}) for key in keys]
        bulk.run(server, requests, connections, 600, self.body(size), limit=len(keys))

    def beside_syncs(self):
        """Durable PUT of 1 KiB by one connection, beside the disk's own syncs."""
        rows = []
        with self.running(only="hanok") as (hanok,):
            keys = [f"one-{number}" for number in range(1000)]
            for _ in range(self.rounds):
                alone = bare.sync_rate(self.folder)
                result = self.measure(hanok, "PUT", keys, 1024, 1)
                rows.append((alone, result.per_second, result.per_second / alone))
        self.figures.table(
            "Durable PUT of 1 KiB by one connection, beside the disk's syncs", ["round", "syncs/s", "PUT/s", "ratio"],
            [[number + 1, f"{alone:,.0f}", f"{puts:,.0f}", f"{ratio:.2f}"]
             for number, (alone, puts, ratio) in enumerate(rows)])

    def beside_hashes(self, size_name: str):
        """PUT with a signed payload, beside a loop that hashes (MD5, SHA-256), writes and syncs the same bytes."""
        size, rows = SIZES[size_name], []
        for connections in self.connections:
            ours, presigned, alone = [], [], []
            keys = [f"hash-{number}" for number in range(max(8, connections))]
            with self.running(only="hanok") as (hanok,):
                for _ in range(self.rounds):
                    os.sync()
                    alone.append(bare.measure("hash", "--folder", self.folder / "bare", "--size", size, "--workers",
                                              connections, "--seconds", self.seconds))
                    os.sync()
                    ours.append(self.signed_puts(hanok, keys, size, connections))
                    os.sync()
                    presigned.append(self.measure(hanok, "PUT", keys, size, connections))
            shutil.rmtree(self.folder / "bare")
            ratios = [mine.per_second / loop["per_second"] for mine, loop in zip(ours, alone)]
            mib = size / MIB
            cpu = statistics.median(mine.cpu_microseconds for mine in ours)
            loop_cpu = statistics.median(loop["cpu_microseconds"] for loop in alone)
            rows.append([
                connections, f"{statistics.median(loop['per_second'] for loop in alone) * mib:,.0f}",
                f"{statistics.median(mine.per_second for mine in ours) * mib:,.0f}", spread(ratios),
                f"{statistics.median(mine.per_second for mine in presigned) * mib:,.0f}",
                f"{loop_cpu / mib:,.0f}", f"{cpu / mib:,.0f}", f"{loop_cpu / cpu:.2f}"])
            self.figures.goal(f"put-{size_name} to the bare loop at {connections} connections",
                              statistics.median(ratios), 0.9)
            self.say("  " + " | ".join(map(str, rows[-1])))
        self.figures.table(
            f"PUT of {size_name}, payload signed, beside a bare loop (MD5, SHA-256, write, fdatasync)",
            ["connections", "loop MiB/s", "Hanok MiB/s", "ratio", "Hanok, payload not signed, MiB/s",
             "loop's CPU µs/MiB", "Hanok's CPU µs/MiB", "CPU ratio"], rows)

    def signed_puts(self, hanok, keys: list, size: int, connections: int):
        body = self.body(size)
        digest = hashlib.sha256(body.read_bytes()).hexdigest()
        signer = servers.Presigner(hanok.host, *servers.KEY)
        requests = [("PUT", path(key), signer.headers("PUT", path(key), digest)) for key in keys]
        return bulk.run(hanok, requests, connections, self.seconds, body)

    def encrypted(self, method: str, size_name: str):
        """Encrypted and plain objects of one server, beside AES-256-GCM alone over chunks of 64 KiB."""
        method, size, rows = method.upper(), SIZES[size_name], []
        mib = size / MIB
        for connections in self.connections:
            sealed, plain, alone = [], [], []
            count = max(KEYS[size_name], connections if method == "PUT" else 0)
            with self.running(only="hanok") as (hanok,):
                names = {name: [f"{name}-{number}" for number in range(count)] for name in ("sealed", "plain")}
                if method == "GET":
                    self.fill(hanok, names["sealed"], size, ENCRYPTED)
                    self.fill(hanok, names["plain"], size)
                for _ in range(self.rounds):
                    alone.append(bare.measure("seal" if method == "PUT" else "open", "--workers", connections,
                                              "--seconds", min(2, self.seconds)))
                    os.sync()
                    sealed.append(self.measure(hanok, method, names["sealed"], size, connections,
                                               ENCRYPTED if method == "PUT" else None))
                    os.sync()
                    plain.append(self.measure(hanok, method, names["plain"], size, connections))
            rate = statistics.median(loop["mib_per_second"] for loop in alone)
            ratios = [mine.per_second * mib / loop["mib_per_second"] for mine, loop in zip(sealed, alone)]
            cost = statistics.median(mine.cpu_microseconds for mine in sealed) / mib
            added = cost - statistics.median(mine.cpu_microseconds for mine in plain) / mib
            own = statistics.median(loop["cpu_microseconds_per_mib"] for loop in alone)
            rows.append([
                connections, f"{rate:,.0f}",
                f"{statistics.median(mine.per_second for mine in sealed) * mib:,.0f}", spread(ratios),
                f"{statistics.median(mine.per_second for mine in plain) * mib:,.0f}",
                f"{own:,.0f}", f"{cost:,.0f}", f"{added:,.0f}"])
            if method == "GET":
                self.figures.goal(f"encrypted get-{size_name} to AES-GCM's rate at {connections} connections",
                                  statistics.median(ratios), 0.8)
            self.say("  " + " | ".join(map(str, rows[-1])))
        self.figures.table(
            f"{method} of {size_name} encrypted, beside AES-256-GCM alone",
            ["connections", "AES-GCM MiB/s", "encrypted MiB/s", "ratio", "plain MiB/s", "AES-GCM's CPU µs/MiB",
             "encrypted CPU µs/MiB", "more than plain, CPU µs/MiB"], rows)

    # Bytes on disk, memory

    def footprint(self):
        """Each size by itself on a fresh folder, every key once."""
        rows = []
        for size_name, count in (("1k", 10_000), ("64k", 2_000), ("1m", 256), ("64m", 8)):
            size = SIZES[size_name]
            with self.running() as started:
                for server in started:
                    os.sync()
                    empty = server.disk_bytes()
                    self.fill(server, [f"kept-{number}" for number in range(count)], size)
                    resident = server.resident_mib()
                    server.stop()
                    os.sync()
                    rows.append([f"{count:,} of {size_name}", server.name,
                                 f"{(server.disk_bytes() - empty) / (count * size):.3f}", f"{resident:,.0f}"])
                    self.say("  " + " | ".join(rows[-1]))
        self.figures.table("Bytes on disk per stored byte (the server stopped, less its empty folder)",
                           ["objects", "server", "disk bytes per byte", "resident MiB before the stop"], rows)

    # Lists

    def lists(self, wanted: dict[str, int]):
        """Pages of 1,000 keys from anywhere in the bucket; both buckets, where both are wanted, in one server."""
        with self.running(only_s3=True) as started:
            for server in list(started):
                for case, count in wanted.items():
                    if case == "list-1m" and server.name == "rclone":
                        self.figures.remark("rclone is left out of list-1m: it reads the whole folder for each page.")
                        continue
                    self.seed(server, case, count)
            for connections in self.connections:
                for case, count in wanted.items():
                    chosen = [server for server in started if case != "list-1m" or server.name != "rclone"]
                    self.compare(case, connections, chosen,
                                 lambda server: self.pages(server, case, count, connections))
        if len(wanted) == 2:
            self.list_ratios()

    def pages(self, server, bucket: str, count: int, connections: int):
        chance = random.Random(7)
        starts = [chance.randrange(count - PAGE) for _ in range(200)]
        targets = [server.target("GET", f"/{bucket}", {"list-type": "2", "max-keys": str(PAGE),
                                                       "start-after": list_key(start)}) for start in starts]
        return load.run(server, self.folder / "load", "GET", targets, connections, self.seconds)

    def seed(self, server, bucket: str, count: int):
        """So many objects of 100 bytes, in an order of no order. The list then tells whether all are there."""
        server.make_bucket(bucket)
        numbers = list(range(count))
        random.Random(3).shuffle(numbers)
        began = time.perf_counter()
        for start in range(0, count, 50_000):
            keys = [list_key(number) for number in numbers[start:start + 50_000]]
            targets = [server.target("PUT", f"/{bucket}/{key}") for key in keys]
            # Those on their way when wrk ends are lost: the round begins anew with as many as may be.
            load.run(server, self.folder / "seed", "PUT", targets, 64, 600, body=b"x" * 100, limit=len(keys) + 200)
        self.say(f"  {server.name}: {count:,} keys in {time.perf_counter() - began:.0f} s")
        s3, began, listed = server.s3(), time.perf_counter(), set()
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            listed.update(found["Key"] for found in page.get("Contents", []))
        self.say(f"  {server.name}: {len(listed):,} listed in {time.perf_counter() - began:.1f} s")
        missing = [key for key in map(list_key, range(count)) if key not in listed]
        if len(missing) > count // 100:
            raise RuntimeError(f"{server.name} lists {len(listed)} of {count} keys")
        for key in missing:
            s3.put_object(Bucket=bucket, Key=key, Body=b"x" * 100)

    def list_ratios(self):
        rows = []
        for name in self.figures.names():
            for connections in self.connections:
                small, large = (self.figures.find(case, connections, name) for case in ("list-10k", "list-1m"))
                if small and large:
                    rows.append([name, connections, f"{small.p50_ms:.2f}", f"{large.p50_ms:.2f}",
                                 f"{large.p50_ms / small.p50_ms:.2f}",
                                 f"{large.cpu_microseconds / small.cpu_microseconds:.2f}"])
        self.figures.table("A page of 1,000 keys in a bucket of 1,000,000 and in one of 10,000",
                           ["server", "connections", "10,000: p50 ms", "1,000,000: p50 ms", "ratio", "ratio of CPU"],
                           rows)


def list_key(number: int) -> str:
    return f"key-{number:08}"
