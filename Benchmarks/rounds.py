"""Rounds that alternate between servers, and what they measured."""

import contextlib
import dataclasses
import os
import pathlib
import sys
import time

from figures import Figure, Figures


@dataclasses.dataclass
class Rounds:
    folder: pathlib.Path
    seconds: float
    rounds: int
    connections: list[int]
    peers: list[str]
    figures: Figures
    quiet: bool = False
    failed: bool = False

    def say(self, text: str):
        if not self.quiet:
            print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def noting(self, case: str):
        """A case that fails is told at the end, and the others go on."""
        try:
            yield
        except Exception as error:
            self.failed = True
            self.say(f"{case} failed: {error!r}")
            self.figures.remark(f"{case} failed: {error!r}")

    def memory_mib(self, server) -> float:
        return server.resident_mib()

    def compare(self, case: str, connections: int, started: list, measure, prepare=None):
        """Rounds that begin with another server each time. What others left unwritten is synced before the clock
        starts, so that none pays for another's writes."""
        found = {server.name: [] for server in started}
        for number in range(self.rounds):
            for server in rotated(started, number):
                if prepare:
                    prepare(server)
                os.sync()
                found[server.name].append(measure(server))
        for server in started:
            figure = Figure.of(case, connections, server.name, found[server.name], self.memory_mib(server))
            self.figures.add(figure)
            self.say(f"  {case} at {connections}: {server.name} {figure.per_second:,.1f}/s, "
                     f"p99 {figure.p99_ms:.2f} ms, CPU {figure.cpu_microseconds:,.0f} µs, "
                     f"{figure.resident_mib:.0f} MiB, {figure.bad} failed")


def rotated(items: list, by: int) -> list:
    by %= len(items)
    return items[by:] + items[:by]
