"""What was decided about is what is acted on: others put another object in its place between the two."""

import time

import pytest
from botocore.exceptions import ClientError

from buckets import eventually, new_bucket, put
from callers import Callers, allow
from traffic import Busy

SECONDS = 3
# Larger than what stands beside its record: the body is a file, which is gone when another takes its place.
OPEN, SECRET = b"o" * 100_000, b"s" * 100_000


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3", max_pool_connections=32)


@pytest.fixture(params=[False, True], ids=["plain", "versions"])
def bucket(s3, request):
    bucket = new_bucket(s3, "decided")
    if request.param:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


@pytest.fixture
def visitor(server):
    """May do with what is tagged as open what it wants, and write beside it."""
    tagged = {"StringEquals": {"s3:ExistingObjectTag/class": "open"}}
    return server.client("s3", Callers(server).user(
        allow(["s3:GetObject", "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:DeleteObjectTagging"],
              Condition=tagged),
        allow(["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectTagging"], "arn:aws:s3:::*/mine/*")
    )[1], max_pool_connections=32)


class Exchange:
    """A key that holds what is open and what is secret by turns."""

    def __init__(self, s3, bucket):
        self.s3, self.where = s3, {"Bucket": bucket, "Key": "key"}
        self.is_open = False
        self.turn()

    def turn(self):
        self.is_open = not self.is_open
        more = {"Tagging": "class=open"} if self.is_open else {}
        self.s3.put_object(**self.where, Body=OPEN if self.is_open else SECRET, **more)


def allowed(call, **arguments):
    """The answer, or nothing for who may not."""
    try:
        return call(**arguments)
    except ClientError as error:
        # A copy may be asked for again, and one who may not list is not told what is missing.
        assert error.response["Error"]["Code"] in ("AccessDenied", "OperationAborted"), error
        return None


def test_nobody_reads_what_took_the_place_of_what_they_may_read(s3, bucket, visitor):
    exchange, seen = Exchange(s3, bucket), []

    def read():
        if answer := allowed(visitor.get_object, **exchange.where):
            seen.append(answer["Body"].read() == OPEN)

    with Busy(exchange.turn, *[read] * 4):
        time.sleep(SECONDS)
        eventually(lambda: len(seen) > 10)
    assert all(seen)


def test_nobody_copies_what_took_the_place_of_what_they_may_read(s3, bucket, visitor):
    exchange, seen = Exchange(s3, bucket), []

    def copier(number):
        mine = {"Bucket": bucket, "Key": f"mine/{number}"}

        def copy():
            if allowed(visitor.copy_object, **mine, CopySource=exchange.where):
                copied = s3.get_object(**mine)["Body"].read()
                tags = s3.get_object_tagging(**mine)["TagSet"]
                seen.append(copied == OPEN and tags == [{"Key": "class", "Value": "open"}])

        return copy

    with Busy(exchange.turn, *map(copier, range(3))):
        time.sleep(SECONDS)
        eventually(lambda: len(seen) > 10)
    assert all(seen)


def test_nobody_changes_what_took_the_place_of_what_they_may_change(s3, bucket, visitor):
    exchange, found, changed = Exchange(s3, bucket), [], []

    def exchange_and_look():
        exchange.turn()
        if exchange.is_open:
            return
        time.sleep(0.01)
        found.append(s3.get_object_tagging(**exchange.where)["TagSet"])

    def tag():
        tags = [{"Key": "class", "Value": "open"}, {"Key": "by", "Value": "visitor"}]
        if allowed(visitor.put_object_tagging, **exchange.where, Tagging={"TagSet": tags}):
            changed.append(tags)

    with Busy(exchange_and_look, *[tag] * 4):
        time.sleep(SECONDS)
        eventually(lambda: len(changed) > 10 and len(found) > 10)
    assert not any(found), "what is secret was tagged"
