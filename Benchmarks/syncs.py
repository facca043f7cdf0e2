"""Counts the system calls of a server by strace."""

import collections
import contextlib
import pathlib
import signal
import subprocess
import time

SYNCING = "fsync,fdatasync,sync_file_range,syncfs,sync,msync"


@contextlib.contextmanager
def counting(server, folder: pathlib.Path, calls: str | None = SYNCING):
    """A counter of the server's system calls by name, filled when the block ends; all calls if none are named."""
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / "counts"
    output.unlink(missing_ok=True)
    targets = [argument for pid in server.processes() for argument in ("-p", str(pid))]
    chosen = ["-e", f"trace={calls}"] if calls else []
    tracer = subprocess.Popen(["strace", "-f", "-c", *chosen, "-o", output, *targets], stderr=subprocess.DEVNULL)
    counted = collections.Counter()
    try:
        wait_until_traced(server)
        yield counted
        time.sleep(0.2)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(timeout=30)
        counted.update(read(output))


def wait_until_traced(server):
    """Until every thread of the server has a tracer."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        tasks = [task for pid in server.processes() for task in pathlib.Path(f"/proc/{pid}/task").iterdir()]
        if all("TracerPid:\t0\n" not in (task / "status").read_text() for task in tasks):
            return
        time.sleep(0.05)
    raise TimeoutError("strace did not attach")


def read(output: pathlib.Path) -> dict[str, int]:
    """strace's table: share, seconds, µs per call, calls, errors if any, name."""
    counts = {}
    for line in output.read_text().splitlines():
        cells = line.split()
        if len(cells) >= 5 and cells[0].replace(".", "").isdigit() and cells[-1] != "total":
            counts[cells[-1]] = int(cells[3])
    return counts
