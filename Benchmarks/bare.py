"""What the machine does without any server: hashing and syncing, AES-GCM, syncs alone. As a program it prints
its result as JSON, so that its CPU time can be told from that of the benchmark."""

import argparse
import hashlib
import json
import multiprocessing
import os
import pathlib
import resource
import subprocess
import sys
import threading
import time

CHUNK = 256 << 10
AES_CHUNK = 64 << 10


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


def hash_and_write(folder: pathlib.Path, body: memoryview, name: str):
    """One body into a new file: MD5 and SHA-256 of it, written and synced. The former file goes, as it does where an
    object is replaced."""
    path = folder / name
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    md5, sha256 = hashlib.md5(), hashlib.sha256()
    for start in range(0, len(body), CHUNK):
        piece = body[start:start + CHUNK]
        md5.update(piece)
        sha256.update(piece)
        os.write(descriptor, piece)
    os.fdatasync(descriptor)
    os.close(descriptor)


def hash_loop(folder: pathlib.Path, size: int, workers: int, seconds: float) -> dict:
    """So many threads, each with one body after another until the time is up. Hashing, writing and syncing let go of
    Python's lock."""
    body = memoryview(os.urandom(size))
    done = []
    began = time.perf_counter()

    def work(number: int):
        while time.perf_counter() - began < seconds:
            hash_and_write(folder, body, f"body-{number}")
            done.append(time.perf_counter())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    before = cpu_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu = cpu_seconds() - before
    return {"per_second": len(done) / (max(done) - began), "cpu_microseconds": cpu / len(done) * 1e6}


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def aes_loop(workers: int, seconds: float, seals: bool) -> dict:
    """AES-256-GCM over chunks of 64 KiB in so many processes, at most one per core."""
    workers = min(workers, os.cpu_count())
    with multiprocessing.Pool(workers) as pool:
        found = pool.starmap(aes_rate, [(seconds, seals)] * workers, chunksize=1)
    return {"mib_per_second": sum(rate for rate, _ in found),
            "cpu_microseconds_per_mib": sum(cpu for _, cpu in found) / workers}


def aes_rate(seconds: float, seals: bool) -> tuple[float, float]:
    """MiB per second, and CPU µs per MiB."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher, nonce = AESGCM(os.urandom(32)), bytes(12)
    plain = os.urandom(AES_CHUNK)
    sealed = cipher.encrypt(nonce, plain, None)
    count, began, before = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        if seals:
            cipher.encrypt(nonce, plain, None)
        else:
            cipher.decrypt(nonce, sealed, None)
        count += 1
    mib = count * AES_CHUNK / (1 << 20)
    return mib / (time.perf_counter() - began), (time.process_time() - before) * 1e6 / mib


def measure(*arguments) -> dict:
    """Runs this file as a program of its own."""
    output = subprocess.run([sys.executable, __file__, *map(str, arguments)], capture_output=True, text=True,
                            check=True)
    return json.loads(output.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("hash", "seal", "open"))
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=64 << 20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    if options.what == "hash":
        options.folder.mkdir(parents=True, exist_ok=True)
        result = hash_loop(options.folder, options.size, options.workers, options.seconds)
    else:
        result = aes_loop(options.workers, options.seconds, options.what == "seal")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
