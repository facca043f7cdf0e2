"""The checker of transactions finds what is planted, and nothing where nothing is."""

import pytest

from transactions.cycles import anomalies, lost
from transactions.history import Outcome, Transaction


def history(*rows) -> list[Transaction]:
    """Rows of reads and appends, all at the same time unless a row says when it began and ended."""
    made = []
    for reads, appends, *rest in rows:
        outcome, began, ended = (*rest, *(Outcome.done, 0, 999)[len(rest):])
        made.append(Transaction(reads, appends, outcome, began, ended if outcome is Outcome.done else None))
    return made


FINE = [
    ({}, {"x": 1}), ({"x": [1]}, {"x": 2, "y": 3}), ({"x": [1, 2], "y": [3]}, {}), ({"x": [], "y": []}, {}),
    ({}, {"y": 4}, Outcome.refused), ({}, {"x": 5}, Outcome.unknown), ({}, {"x": 6}, Outcome.unknown),
    ({"x": [1, 2, 6], "y": [3]}, {}),
]


def test_a_history_with_one_order_is_fine():
    assert anomalies(history(*FINE)) == []


def test_what_follows_in_time_and_in_order_is_fine():
    rows = [({"x": list(range(number))}, {"x": number}, Outcome.done, 2 * number, 2 * number + 1)
            for number in range(200)]
    assert anomalies(history(*rows)) == []


PLANTED = {
    "lost update": ("G-single", [
        ({"x": [1]}, {"x": 2}), ({"x": [1]}, {"x": 3}), ({}, {"x": 1}), ({"x": [1, 2, 3]}, {})]),
    "write skew": ("G2", [
        ({"x": [], "y": []}, {"x": 1}), ({"x": [], "y": []}, {"y": 2}), ({"x": [1], "y": [2]}, {})]),
    "each read the other's write": ("G1c", [({"x": [1]}, {"y": 2}), ({"y": [2]}, {"x": 1})]),
    "writes in two orders": ("G0", [
        ({}, {"x": 1, "y": 1}), ({}, {"x": 2, "y": 2}), ({"x": [1, 2]}, {}), ({"y": [2, 1]}, {})]),
    "half of a transaction was read": ("G-single", [
        ({}, {"x": 1, "y": 2}), ({"x": [1], "y": []}, {}), ({"y": [2]}, {})]),
    "a read of the past": ("G-single in real time", [
        ({}, {"x": 1}, Outcome.done, 0, 1), ({"x": []}, {}, Outcome.done, 2, 3), ({"x": [1]}, {}, Outcome.done, 4, 5)]),
    "a read of what is not yet written": ("G1c in real time", [
        ({"x": [1]}, {}, Outcome.done, 0, 1), ({}, {"x": 1}, Outcome.done, 2, 3)]),
    "a refused write was read": ("G1a", [({}, {"x": 1}, Outcome.refused), ({"x": [1]}, {})]),
    "reads disagree": ("disagree", [({}, {"x": 1}), ({}, {"x": 2}), ({"x": [1]}, {}), ({"x": [2, 1]}, {})]),
    "appended twice": ("more than once", [({}, {"x": 1}), ({"x": [1, 1]}, {})]),
    "nobody wrote it": ("never appended", [({"x": [7]}, {})]),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_anomaly_is_found(name):
    expected, rows = PLANTED[name]
    found = anomalies(history(*rows))
    assert any(expected in text for text in found), found


@pytest.mark.parametrize("name", ["lost update", "write skew", "each read the other's write"])
def test_an_anomaly_is_found_among_many_transactions(name):
    expected, rows = PLANTED[name]
    many = [({"z": list(range(number))}, {"z": number}) for number in range(500)]
    found = anomalies(history(*many[:250], *rows, *many[250:]))
    assert len(found) == 1 and found[0].startswith(expected), found


def test_what_was_acknowledged_and_is_gone_is_told():
    rows = history(({}, {"x": 1}), ({}, {"x": 2}), ({}, {"x": 3}, Outcome.unknown))
    assert lost(rows, {"x": [2]}) == ["x: 1 was acknowledged and is lost"]
