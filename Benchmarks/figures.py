"""What a run of the storage benchmark measured, as Markdown tables and beside its goals."""

import dataclasses
import statistics

from load import Result


@dataclasses.dataclass
class Figure:
    """The medians of one server's rounds in one case at so many connections."""

    case: str
    connections: int
    server: str
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_microseconds: float
    resident_mib: float
    bad: int = 0

    @classmethod
    def of(cls, case: str, connections: int, server: str, rounds: list[Result], resident_mib: float):
        def median(name):
            return statistics.median(getattr(result, name) for result in rounds)
        return cls(case, connections, server, median("per_second"), median("p50_ms"), median("p99_ms"),
                   median("cpu_microseconds"), resident_mib, sum(result.bad for result in rounds))


@dataclasses.dataclass
class Goal:
    text: str
    measured: float
    wanted: float
    at_most: bool = False

    @property
    def cells(self):
        reached = self.measured <= self.wanted if self.at_most else self.measured >= self.wanted
        return (self.text, f"{self.measured:.2f}", f"{'at most' if self.at_most else 'at least'} {self.wanted:g}",
                "yes" if reached else "no")


def spread(values: list[float]) -> str:
    """The median, and between which values the rounds lay."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


class Figures:
    """Collects figures, tables of their own shape, remarks and goals; prints them in the order of measuring."""

    #: What the tables call the write that is answered, and the memory that was read.
    write = "a PUT"
    memory = "Resident memory at the end, MiB"
    #: Case, peer and how many times its rate is wanted.
    wanted = (("get-1k", "SeaweedFS", 3), ("put-1k", "SeaweedFS", 2), ("get-64m", "nginx", 0.85))

    def __init__(self, servers: dict):
        self.servers = servers  # name of the class → its durability
        self.figures: list[Figure] = []
        self.tables: list[tuple] = []
        self.goals: list[Goal] = []
        self.remarks: list[str] = []

    def add(self, figure: Figure):
        self.figures.append(figure)

    def find(self, case: str, connections: int, server: str) -> Figure | None:
        return next((figure for figure in self.figures
                     if (figure.case, figure.connections, figure.server) == (case, connections, server)), None)

    def table(self, title: str, columns: list[str], rows: list[list]):
        self.tables.append((title, columns, rows))

    def goal(self, text: str, measured: float, wanted: float, at_most: bool = False):
        self.goals.append(Goal(text, measured, wanted, at_most))

    def remark(self, text: str):
        self.remarks.append(text)

    # Markdown

    def markdown(self) -> str:
        parts = [self.peers()]
        if self.figures:
            parts += [self.rates(), self.costs("CPU µs per request", "cpu_microseconds", ",.0f"),
                      self.costs("p50 and p99, ms", None, ""),
                      self.costs(self.memory, "resident_mib", ",.0f")]
        parts += [table(*given) for given in self.tables]
        if goals := self.all_goals():
            parts.append(table("Goals", ["goal", "measured", "wanted", "reached"], [goal.cells for goal in goals]))
        parts += self.remarks
        return "\n\n".join(parts)

    def peers(self) -> str:
        rows = [[name, durability] for name, durability in self.servers.items()]
        return table("Who syncs", ["server", f"when {self.write} is answered"], rows)

    def places(self) -> list[tuple]:
        return list(dict.fromkeys((figure.case, figure.connections) for figure in self.figures))

    def names(self) -> list[str]:
        return [name for name in self.servers if any(figure.server == name for figure in self.figures)]

    def rates(self) -> str:
        columns = ["operation", "connections"]
        for name in self.names():
            columns += [f"{name} /s"] + (["ratio"] if name != "Hanok" else [])
        rows = []
        for case, connections in self.places():
            ours = self.find(case, connections, "Hanok")
            cells = [case, connections]
            for name in self.names():
                theirs = self.find(case, connections, name)
                cells.append(rate(theirs))
                if name != "Hanok":
                    both = ours and theirs and theirs.per_second
                    cells.append(f"{ours.per_second / theirs.per_second:.2f}" if both else "")
            rows.append(cells)
        return table("Requests per second; the ratio is Hanok's rate to the peer's", columns, rows)

    def costs(self, title: str, name: str | None, form: str) -> str:
        rows = []
        for case, connections in self.places():
            found = [self.find(case, connections, server) for server in self.names()]
            rows.append([case, connections] + [
                "" if figure is None else f"{figure.p50_ms:.2f} / {figure.p99_ms:.2f}" if name is None
                else format(getattr(figure, name), form) for figure in found])
        return table(title, ["operation", "connections", *self.names()], rows)

    def all_goals(self) -> list[Goal]:
        return [goal for wanted in self.wanted for goal in self.ratio_goals(*wanted)] + self.goals

    def ratio_goals(self, case: str, peer: str, wanted: float) -> list[Goal]:
        goals = []
        for connections in (16, 64):
            ours, theirs = self.find(case, connections, "Hanok"), self.find(case, connections, peer)
            if ours and theirs:
                goals.append(Goal(f"{case} to {peer} at {connections} connections", ours.per_second / theirs.per_second,
                                  wanted))
        return goals


def rate(figure: Figure | None) -> str:
    if figure is None:
        return ""
    text = f"{figure.per_second:,.0f}" if figure.per_second >= 20 else f"{figure.per_second:.2f}"
    return text + (f" ({figure.bad} failed)" if figure.bad else "")


def table(title: str, columns: list[str], rows: list) -> str:
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in [columns, ["---"] * len(columns), *rows]]
    return f"### {title}\n\n" + "\n".join(lines)
