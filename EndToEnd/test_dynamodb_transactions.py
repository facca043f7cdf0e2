"""Transactions, counters, lists and indexes under sixteen writers and two crashes; `make check-transactions` for long."""

import random

import pytest
from botocore.exceptions import ClientError

from hanok import ROOT_KEY
from transactions.run import run


def serves_streams(hanok) -> bool:
    try:
        hanok.client("dynamodbstreams").list_streams()
        return True
    except ClientError:
        return False


@pytest.mark.timeout(300)
def test_promises_hold_under_load_and_crashes(new_server):
    hanok = new_server().start()
    report = run(hanok.port, ROOT_KEY, hanok, seconds=15, crashes=2, seed=random.randrange(1 << 30),
                 streams=serves_streams(hanok))
    print(report)
    assert report.holds, report
    assert report.transactions > 200, "the load was too small to prove anything"
