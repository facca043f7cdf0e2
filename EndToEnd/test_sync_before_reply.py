"""A traced run: the data is synced to disk before the reply that acknowledges it is written."""

import os
import re
import subprocess
import time

import pytest


@pytest.fixture
def traced(new_server, tmp_path):
    trace = tmp_path / "trace"
    hanok = new_server(wrapper=[
        "strace", "-f", "-tt", "-y", "-s", "64", "-o", str(trace), "-e",
        "trace=fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg,openat"])
    hanok.start(timeout=60)
    yield hanok, trace
    # strace passes the signal on to the server.
    subprocess.run(["pkill", "-TERM", "-P", str(hanok.process.pid)], check=False)
    hanok.process.wait(timeout=30)


def events(trace, start: int) -> list[str]:
    return trace.read_text(errors="replace").splitlines()[start:]


def mark(trace) -> int:
    time.sleep(0.5)
    return len(trace.read_text(errors="replace").splitlines())


def first(lines, pattern) -> int:
    return next((n for n, line in enumerate(lines) if re.search(pattern, line)), -1)


REPLY = r'(write|writev|sendto|sendmsg)\(\d+<(TCP|socket):.*"HTTP/1\.1 200'
WAL_SYNC = r"(fsync|fdatasync)\(\d+<[^>]*state\.sqlite-wal>\) += 0"
WAL_WRITE = r"pwrite64\(\d+<[^>]*state\.sqlite-wal>"


def completed(lines, start_pattern, resumed_pattern):
    """Calls may be split by other threads' lines into unfinished and resumed halves."""
    found = first(lines, start_pattern)
    return found if found >= 0 else first(lines, resumed_pattern)


def test_a_small_object(traced):
    hanok, trace = traced
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="traced")
    start = mark(trace)
    s3.put_object(Bucket="traced", Key="small", Body=b"x" * 1000)
    mark(trace)
    lines = events(trace, start)
    written = first(lines, WAL_WRITE)
    synced = max(n for n, line in enumerate(lines)
                 if re.search(r"(fsync|fdatasync)(\(\d+<[^>]*state\.sqlite-wal>\)| resumed>\)) += 0", line))
    replied = first(lines, REPLY)
    assert 0 <= written < replied, "\n".join(lines)
    first_sync = completed(lines, WAL_SYNC, r"(fsync|fdatasync) resumed>\) += 0")
    assert written < first_sync < replied, "\n".join(lines)
    assert synced >= first_sync


def test_log_events(traced):
    """They stand in the other store, and are acknowledged as anything else."""
    hanok, trace = traced
    logs = hanok.client("logs")
    logs.create_log_group(logGroupName="traced")
    logs.create_log_stream(logGroupName="traced", logStreamName="s")
    mark(trace)
    start = mark(trace)
    logs.put_log_events(logGroupName="traced", logStreamName="s", logEvents=[
        {"timestamp": int(time.time() * 1000), "message": "x" * 1000}])
    mark(trace)
    lines = events(trace, start)
    written = first(lines, r"pwrite64\(\d+<[^>]*behind\.sqlite-wal>")
    synced = completed(
        lines, r"(fsync|fdatasync)\(\d+<[^>]*behind\.sqlite-wal>\) += 0", r"(fsync|fdatasync) resumed>\) += 0")
    replied = first(lines, REPLY)
    assert 0 <= written < synced < replied, "\n".join(lines)


def test_a_large_object(traced):
    hanok, trace = traced
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="traced")
    start = mark(trace)
    s3.put_object(Bucket="traced", Key="large", Body=os.urandom(1 << 20))
    mark(trace)
    lines = events(trace, start)
    blob_sync = first(lines, r"fdatasync\(\d+<[^>]*/blobs/[0-9a-f]{2}/[0-9a-f]{32}>")
    folder_sync = first(lines, r"fsync\(\d+<[^>]*/blobs/[0-9a-f]{2}>")
    committed = first(lines, WAL_WRITE)
    wal_sync = first(lines, r"(fsync|fdatasync)\(\d+<[^>]*state\.sqlite-wal>")
    replied = first(lines, REPLY)
    assert 0 <= blob_sync < folder_sync < committed < wal_sync < replied, "\n".join(lines)
