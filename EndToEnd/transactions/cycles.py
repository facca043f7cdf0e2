"""Whether a history of list appends has one order: by reading lists back, each key's order of versions is known, and
with it who must come before whom. A cycle in that is an anomaly, named after Adya. The method is that of Elle
(Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", 2020)."""

import collections

from .history import Outcome, Transaction

WW, WR, RW, TIME = "ww", "wr", "rw", "real time"


def anomalies(transactions: list[Transaction]) -> list[str]:
    found, orders = versions(transactions)
    return found + cycles(transactions, orders)


# Versions


def versions(transactions: list[Transaction]) -> tuple[list[str], dict[str, list[int]]]:
    """What single reads betray, and the order of each key's values: that of its longest read."""
    found, longest = [], {}
    writers = {(key, value): transaction for transaction in transactions
               for key, value in transaction.appends.items()}
    for transaction in transactions:
        for key, read in transaction.reads.items():
            if transaction.outcome is Outcome.done and len(read) > len(longest.get(key, [])):
                longest[key] = read
    for key, read in longest.items():
        if len(set(read)) < len(read):
            twice = [value for value, count in collections.Counter(read).items() if count > 1]
            found.append(f"{key}: appended more than once: {twice[:5]}")
        for value in read:
            writer = writers.get((key, value))
            if writer is None:
                found.append(f"{key}: {value} was never appended")
            elif writer.outcome is Outcome.refused:
                found.append(f"{key}: {value} is there and its append was refused (G1a)")
    for transaction in transactions:
        if transaction.outcome is not Outcome.done:
            continue
        for key, read in transaction.reads.items():
            if read != longest[key][:len(read)] if read else False:
                found.append(f"{key}: two reads disagree about its order: {transaction}")
    return found, longest


def lost(transactions: list[Transaction], final: dict[str, list[int]]) -> list[str]:
    """What was acknowledged and is not there at the end."""
    there = {key: set(values) for key, values in final.items()}
    return [f"{key}: {value} was acknowledged and is lost" for transaction in transactions
            if transaction.outcome is Outcome.done for key, value in transaction.appends.items()
            if value not in there.get(key, ())]


# Who must come before whom


def cycles(transactions: list[Transaction], orders: dict[str, list[int]]) -> list[str]:
    edges = dependencies(transactions, orders)
    return [describe(cycle, edges, transactions) for component in components(edges)
            for cycle in telling(component, edges)]


def dependencies(transactions: list[Transaction], orders: dict[str, list[int]]) -> dict:
    """From node to node, the kinds of edges between them. Transactions are numbers; moments are texts."""
    seen = {(key, value) for key, values in orders.items() for value in values}
    takes_part = [number for number, transaction in enumerate(transactions)
                  if transaction.outcome is Outcome.done or transaction.outcome is Outcome.unknown
                  and any(written in seen for written in transaction.appends.items())]
    writers = {written: number for number in takes_part for written in transactions[number].appends.items()}
    edges = collections.defaultdict(lambda: collections.defaultdict(set))

    def add(one, other, kind):
        if one is not None and other is not None and one != other:
            edges[one][other].add(kind)

    for key, values in orders.items():
        order = [writers.get((key, value)) for value in values]
        for one, other in zip(order, order[1:]):
            add(one, other, WW)
    for number in takes_part:
        if transactions[number].outcome is not Outcome.done:
            continue
        for key, read in transactions[number].reads.items():
            if read:
                add(writers.get((key, read[-1])), number, WR)
            if len(read) < len(orders.get(key, [])):
                add(number, writers.get((key, orders[key][len(read)])), RW)
    moments(transactions, takes_part, add)
    return edges


def moments(transactions, takes_part, add):
    """Who ended before another began comes before it. Each end is a moment; moments follow each other."""
    events = []
    for number in takes_part:
        events.append((transactions[number].began, False, number))
        if transactions[number].ended is not None:
            events.append((transactions[number].ended, True, number))
    last = None
    for place, is_end, number in sorted(events):
        if is_end:
            moment = f"moment {place}"
            add(last, moment, TIME)
            add(number, moment, TIME)
            last = moment
        else:
            add(last, number, TIME)


def components(edges: dict, allowed=None) -> list[list]:
    """Those of more than one node that all reach each other (Tarjan, without recursion)."""
    index, low, on_stack, stack, found = {}, {}, set(), [], []
    counter = 0

    def following(node):
        return iter([other for other, kinds in edges.get(node, {}).items() if allowed is None or kinds & allowed])

    for root in list(edges):
        if root in index:
            continue
        work = [(root, following(root))]
        index[root] = low[root] = counter
        counter += 1
        stack.append(root)
        on_stack.add(root)
        while work:
            node, others = work[-1]
            for other in others:
                if other not in index:
                    index[other] = low[other] = counter
                    counter += 1
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, following(other)))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    if len(component) > 1:
                        found.append(component)
    return found


def telling(component: list, edges: dict):
    """One short cycle of the component, of as strong an anomaly as there is in it."""
    inside = set(component)
    part = {node: {other: kinds for other, kinds in edges[node].items() if other in inside} for node in component}
    for allowed in ({WW}, {WW, WR}, {WW, WR, RW}, {WW, WR, TIME}, {WW, WR, RW, TIME}):
        if smaller := components(part, allowed):
            yield shortest(smaller[0], part, allowed)
            return


def shortest(component: list, edges: dict, allowed: set) -> list:
    """A shortest cycle through the component's nodes; only its first hundred are tried."""
    inside, best = set(component), None
    for start in component[:100]:
        came, queue = {start: None}, collections.deque([start])
        while queue:
            node = queue.popleft()
            for other, kinds in edges.get(node, {}).items():
                if other not in inside or not kinds & allowed:
                    continue
                if other == start:
                    cycle = [node]
                    while came[cycle[-1]] is not None:
                        cycle.append(came[cycle[-1]])
                    cycle.reverse()
                    if best is None or len(cycle) < len(best):
                        best = cycle
                    queue.clear()
                    break
                if other not in came:
                    came[other] = node
                    queue.append(other)
    return best


def describe(cycle: list, edges: dict, transactions: list[Transaction]) -> str:
    steps, kinds_of_steps = [], []
    for one, other in zip(cycle, cycle[1:] + cycle[:1]):
        kinds = edges[one][other]
        kinds_of_steps.append(next(kind for kind in (WW, WR, RW, TIME) if kind in kinds))
        name = f"T{one} [{transactions[one]}]" if isinstance(one, int) else one
        steps.append(f"{name} --{kinds_of_steps[-1]}--> ")
    against_reads = kinds_of_steps.count(RW)
    name = "G-single" if against_reads == 1 else "G2" if against_reads else "G1c" if WR in kinds_of_steps else "G0"
    if TIME in kinds_of_steps:
        name += " in real time"
    return f"{name}: {''.join(steps)}{'T' if isinstance(cycle[0], int) else ''}{cycle[0]}"
