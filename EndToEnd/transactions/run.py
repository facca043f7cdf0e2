"""One run: a server, writers, crashes, and then all checks."""

import collections
import dataclasses
import random
import threading
import time

from . import checks, tables
from .client import Client, Refused, Unknown, Unsent
from .writers import Shared, Writer


@dataclasses.dataclass
class Report:
    seed: int
    calls: collections.Counter
    crashes: int
    transactions: int
    #: Check → what it found wrong.
    found: dict[str, list[str]]

    @property
    def holds(self) -> bool:
        return not any(self.found.values())

    def __str__(self):
        lines = [f"seed {self.seed}, {self.crashes} crashes, {sum(self.calls.values())} calls by writers, "
                 f"{self.transactions} transactions on lists"]
        for name in dict.fromkeys(name for name, _ in sorted(self.calls)):
            outcomes = ", ".join(f"{count} {outcome}" for (other, outcome), count in sorted(self.calls.items())
                                 if other == name)
            lines.append(f"  {name}: {outcomes}")
        for check, found in self.found.items():
            lines.append(f"{'holds' if not found else 'BROKEN'}: {check}")
            lines += [f"  {text[:1000]}" for text in found[:10]]
            if len(found) > 10:
                lines.append(f"  and {len(found) - 10} more")
        return "\n".join(lines)


def run(port: int, key: tuple, server=None, seconds: float = 60, crashes: int = 0, writers: int = 16, seed: int = 1,
        streams: bool = False) -> Report:
    """Against a server that runs; crashes need one that can be killed and started: `Hanok` of these tests."""
    client = Client(port, key)
    tables.make(client, streams)
    shared = Shared(port, key)
    shared.up.set()
    working = [Writer(number, seed, shared) for number in range(writers)]
    threads = [threading.Thread(target=writer.run) for writer in working]
    for thread in threads:
        thread.start()
    chance = random.Random(f"{seed}-crashes")
    try:
        for number in range(crashes):
            time.sleep(seconds / (crashes + 1) * chance.uniform(0.6, 1.4))
            shared.up.clear()
            server.kill()
            server.start()
            shared.up.set()
        time.sleep(seconds / (crashes + 1))
    finally:
        shared.ended.set()
        shared.up.set()
        for thread in threads:
            thread.join()
    tallies = [writer.tally for writer in working]
    client = Client(port, key)
    questions = {
        "transfers: balances are those of the journal, nothing is lost or done twice":
            lambda: checks.bank(client, tallies),
        "counters: between what was acknowledged and what was sent": lambda: checks.counters(client, tallies),
        "lists: one order of all transactions, and of what followed in time":
            lambda: checks.lists(client, shared.history),
        "orders: each is as its writer left it": lambda: checks.orders(client, tallies),
        "indexes: what the table projects": lambda: checks.indexes(client),
    }
    if streams:
        questions["streams: from their start they make the tables"] = lambda: checks.streams(client, port, key)
    found = {"nothing unexpected was answered": [text for tally in tallies for text in tally.wrong]}
    for check, ask in questions.items():
        try:
            found[check] = ask()
        except (Refused, Unknown, Unsent) as error:
            found[check] = [f"could not be checked: {error!r}"]
    calls = collections.Counter()
    for tally in tallies:
        calls.update(tally.calls)
    return Report(seed, calls, crashes, len(shared.history.transactions), found)
