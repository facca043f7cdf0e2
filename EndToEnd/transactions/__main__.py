"""Tries whether DynamoDB's promises hold: `python -m transactions` beside this package, or `make check-transactions`.

Writers at once move money by transactions, count, append to lists and read them back, and put, change and delete
orders in a table with indexes, while the server is killed and started again. Then everything is read and checked.
Ends with 1 when something does not hold."""

import argparse
import os
import pathlib
import random
import sys
import tempfile

from hanok import ROOT_KEY, Hanok

from .client import Refused
from .run import run
from .tables import TABLES

EXECUTABLE = pathlib.Path(__file__).resolve().parents[2] / ".build/release/hanok"


def main():
    parser = argparse.ArgumentParser(prog="transactions", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--crashes", type=int, default=5, help="by kill -9, each followed by a start")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--streams", action="store_true", help="tables have streams, which are replayed")
    parser.add_argument("--executable", type=pathlib.Path, default=EXECUTABLE)
    parser.add_argument("--port", type=int, help="of a server that runs on this machine, which is not killed; its key "
                                                 "is that of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    options = parser.parse_args()
    given = dict(seconds=options.seconds, writers=options.writers, seed=options.seed, streams=options.streams)
    print(f"seed {options.seed} …", flush=True)
    if options.port:
        key = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
        try:
            report = run(options.port, key, **given)
        except Refused as refusal:
            sys.exit(f"{refusal}\nThe run makes tables named {', '.join(TABLES)}: of a former run, delete them first.")
    else:
        with tempfile.TemporaryDirectory(prefix="hanok-transactions-") as folder:
            hanok = Hanok(options.executable, folder).start()
            try:
                report = run(hanok.port, ROOT_KEY, hanok, crashes=options.crashes, **given)
            finally:
                hanok.kill()
    print(report)
    sys.exit(not report.holds)


if __name__ == "__main__":
    main()
