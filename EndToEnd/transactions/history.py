"""What writers did to lists, as the checker reads it: each value is appended once in the whole run."""

import dataclasses
import enum
import itertools
import threading


class Outcome(enum.Enum):
    done = "done"
    refused = "refused"
    unknown = "unknown"


@dataclasses.dataclass
class Transaction:
    #: Key → the list that was read there, before this transaction's own append.
    reads: dict[str, list[int]]
    #: Key → the value that was appended.
    appends: dict[str, int]
    outcome: Outcome
    #: Places in the order of all beginnings and ends; what is not known to have ended has none.
    began: int
    ended: int | None

    def __str__(self):
        parts = [f"append {value} to {key}" for key, value in self.appends.items()]
        parts += [f"read {key}: {len(read)} values, last {read[-1] if read else None}"
                  for key, read in self.reads.items()]
        return "; ".join(parts) + f" ({self.outcome.value})"


class History:
    def __init__(self):
        self.transactions: list[Transaction] = []
        self.lock = threading.Lock()
        self.places = itertools.count()

    def place(self) -> int:
        with self.lock:
            return next(self.places)

    def add(self, began: int, outcome: Outcome, reads: dict | None = None, appends: dict | None = None):
        with self.lock:
            ended = next(self.places) if outcome is Outcome.done else None
            self.transactions.append(Transaction(reads or {}, appends or {}, outcome, began, ended))
