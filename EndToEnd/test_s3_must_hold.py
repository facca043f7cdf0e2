"""What must hold of S3 whatever happens at once: writers against readers, lists of a bucket that changes, uploads that
lie or break off, a disk that is full, and very many connections.

The whole takes less than 90 seconds on two cores, half of it for the connections at the end; the numbers below say
how much is tried."""

import base64
import fcntl
import hashlib
import itertools
import os
import pathlib
import re
import resource
import shutil
import socket
import struct
import subprocess
import termios
import threading
import time
import urllib.parse
import zlib

import pytest
import requests
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from buckets import EVERYBODY, MIB, bucket_open_to_all, eventually, new_bucket, put, put_policy, read, within
from callers import error_of
from hanok import REGION, talk
from test_memory import Peak
from test_s3_multipart import Upload
from traffic import (
    Busy, ChunkedUpload, Line, Uploads, at_once, blobs_of, is_whole, sealed, shared_out, sum_of)

# Small ones stand beside their record, large ones in files of their own.
SIZES = [100, 5_000, 40_000, 300_000]
SECONDS_OF_READING = 2
KEYS = 20_000
PAGE = 100
UPLOADS = 500
UPLOAD_BYTES = 10 * MIB
# Beside the uploads' connections, as many as the limit of open files allows, on both sides.
IDLE = 10_000
FEWEST_IDLE = 2_000
# What the server may hold of an upload under way, and of a connection that does nothing.
UPLOAD_KIB = 1024
IDLE_KIB = 16
SECONDS_TO_ANSWER = 5
FULL_DISK = 24 * MIB


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3", max_pool_connections=64)


@pytest.fixture
def bucket(s3):
    return new_bucket(s3, "hold")


@pytest.fixture
def versioned(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


def code_of(call, **arguments) -> str:
    """The error's code, or nothing."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return ""


# Writers and readers of one key


class Writers:
    """Every way to write a key, with bodies that carry their sum and metadata that tells it again."""

    def __init__(self, s3, bucket, key="key"):
        self.s3, self.where = s3, {"Bucket": bucket, "Key": key}
        self.count = 0

    def body(self) -> bytes:
        self.count += 1
        return sealed(SIZES[self.count % len(SIZES)])

    def put(self):
        body = self.body()
        return self.s3.put_object(**self.where, Body=body, Metadata={"sum": sum_of(body)})

    def encrypt(self):
        body = self.body()
        return self.s3.put_object(
            **self.where, Body=body, Metadata={"sum": sum_of(body)}, ServerSideEncryption="AES256")

    def copy(self):
        body = self.body()
        source = f"source/{self.count}/{threading.get_ident()}"
        self.s3.put_object(Bucket=self.where["Bucket"], Key=source, Body=body, Metadata={"sum": sum_of(body)})
        return self.s3.copy_object(**self.where, CopySource={"Bucket": self.where["Bucket"], "Key": source})

    def upload(self):
        body = self.body()
        upload = Upload(self.s3, *self.where.values(), Metadata={"sum": sum_of(body)})
        upload.put(1, body)
        return upload.complete()

    def delete(self):
        return self.s3.delete_object(**self.where)


def check_whole(answer):
    body = answer["Body"].read()
    assert len(body) == answer["ContentLength"] and is_whole(body)
    assert answer["Metadata"] == {"sum": sum_of(body)}, "head and body are of two versions"
    if "-" not in answer["ETag"]:
        assert answer["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'


@pytest.mark.parametrize("keeps_versions", [False, True], ids=["plain", "versions"])
def test_readers_see_one_whole_version(server, s3, bucket, keeps_versions):
    """While it is overwritten in every way, and deleted."""
    if keeps_versions:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    before = blobs_of(server)
    writers = Writers(s3, bucket)
    writers.put()
    seen = {"whole": 0, "missing": 0, "ranges": 0}

    def look():
        try:
            check_whole(s3.get_object(**writers.where))
            seen["whole"] += 1
            head = s3.head_object(**writers.where)
            answer = s3.get_object(**writers.where, Range="bytes=0-31", IfMatch=head["ETag"])
            # The first bytes are the sum of the rest, so they must be of the version that was asked for.
            assert answer["ContentRange"] == f"bytes 0-31/{head['ContentLength']}"
            assert answer["Metadata"] == head["Metadata"] and len(answer["Body"].read()) == 32
            seen["ranges"] += 1
        except ClientError as error:
            assert error.response["Error"]["Code"] in ("NoSuchKey", "404", "PreconditionFailed"), error
            seen["missing"] += 1

    with Busy(look, look, look, writers.put, writers.encrypt, writers.copy, writers.upload, writers.delete) as busy:
        time.sleep(SECONDS_OF_READING)
        eventually(lambda: min(busy.counts) > 2 and seen["whole"] > 5 and seen["ranges"] and seen["missing"])
    empty(s3, bucket)
    eventually(lambda: blobs_of(server) == before)


def empty(s3, bucket):
    while entries := [entry for kind in ("Versions", "DeleteMarkers")
                      for entry in s3.list_object_versions(Bucket=bucket, MaxKeys=500).get(kind, [])]:
        s3.delete_objects(Bucket=bucket, Delete={"Quiet": True, "Objects": [
            {"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]})


def stored_whole(s3, bucket, way) -> bytes:
    """A large object under `key`, stored in that way."""
    parts = [os.urandom(5 * MIB) for _ in range(3)]
    if way == "parts":
        upload = Upload(s3, bucket, "key")
        for number, part in enumerate(parts, 1):
            upload.put(number, part)
        upload.complete()
    else:
        put(s3, bucket, body=b"".join(parts), **({"ServerSideEncryption": "AES256"} if way == "encrypted" else {}))
    return b"".join(parts)


ENDS = {
    "deleted": lambda s3, bucket: s3.delete_object(Bucket=bucket, Key="key"),
    "overwritten": lambda s3, bucket: put(s3, bucket, body=b"short"),
    "deleted with its bucket": lambda s3, bucket: (
        s3.delete_object(Bucket=bucket, Key="key"), s3.delete_bucket(Bucket=bucket)),
}


@pytest.mark.parametrize("way, end", [
    ("plain", "deleted"), ("encrypted", "deleted"), ("parts", "deleted"), ("parts", "overwritten"),
    ("plain", "deleted with its bucket")])
def test_a_reading_goes_on_when_the_object_goes(server, s3, bucket, way, end):
    before = blobs_of(server)
    body = stored_whole(s3, bucket, way)
    url = server.client("s3", signature_version="s3v4").generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "key"})
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(30)
        line.connect(("127.0.0.1", server.port))
        path = url.split(f":{server.port}", 1)[1]
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
        received = line.recv(1000)
        ENDS[end](s3, bucket)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        assert code_of(s3.head_object, Bucket=bucket, Key="key") == ("" if end == "overwritten" else "404")
        while data := line.recv(1 << 20):
            received += data
    head, _, rest = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200") and sum_of(rest) == sum_of(body)
    eventually(lambda: blobs_of(server) <= before)


# Versions


def all_versions(s3, bucket, page=1000) -> tuple[list, list]:
    """Versions and delete markers, by pages."""
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": page})
    pages = list(pages)
    return ([entry for answer in pages for entry in answer.get("Versions", [])],
            [entry for answer in pages for entry in answer.get("DeleteMarkers", [])])


def test_versions_of_writers_at_once(s3, versioned):
    """Each one is whole, one is the latest, none is lost, and no list on the way shows otherwise."""
    writers = Writers(s3, versioned)
    writers.put()
    made, markers, lock = set(), set(), threading.Lock()

    def note(call, into):
        def turn():
            version = call()["VersionId"]
            with lock:
                assert version not in into
                into.add(version)
        return turn

    def look():
        versions, deletions = all_versions(s3, versioned, page=7)
        of_key = [entry for entry in versions + deletions if entry["Key"] == "key"]
        ids = [entry["VersionId"] for entry in of_key]
        assert len(ids) == len(set(ids)), "a version stands there twice"
        # What becomes the latest while the pages are turned stands before the first one, or is the one seen.
        assert sum(entry["IsLatest"] for entry in of_key) <= 1

    made.add(all_versions(s3, versioned)[0][0]["VersionId"])
    with Busy(*[note(call, made) for call in (writers.put, writers.put, writers.encrypt, writers.copy, writers.upload)],
              note(writers.delete, markers), look) as busy:
        time.sleep(SECONDS_OF_READING)
        eventually(lambda: min(busy.counts) > 1)
    versions, deletions = all_versions(s3, versioned, page=7)
    versions = [entry for entry in versions if entry["Key"] == "key"]
    assert {entry["VersionId"] for entry in versions} == made
    assert {entry["VersionId"] for entry in deletions} == markers
    latest = [entry["VersionId"] for entry in versions + deletions if entry["IsLatest"]]
    first = s3.list_object_versions(Bucket=versioned, Prefix="key", MaxKeys=1)
    assert latest == [entry["VersionId"] for kind in ("Versions", "DeleteMarkers") for entry in first.get(kind, [])]

    def check(some):
        for entry in some:
            answer = s3.get_object(Bucket=versioned, Key="key", VersionId=entry["VersionId"])
            assert answer["VersionId"] == entry["VersionId"] and answer["ETag"] == entry["ETag"]
            check_whole(answer)

    shared_out(check, versions, 4)
    if latest[0] in made:
        assert s3.get_object(Bucket=versioned, Key="key")["VersionId"] == latest[0]
    else:
        assert code_of(s3.get_object, Bucket=versioned, Key="key") == "NoSuchKey"


def test_versions_deleted_while_others_are_made(s3, versioned):
    """Deleting the latest brings the one before, whatever is written meanwhile: one latest is left, and no doubles."""
    writers, made, lock = Writers(s3, versioned), [], threading.Lock()

    def write():
        version = writers.put()["VersionId"]
        with lock:
            made.append(version)

    def destroy():
        with lock:
            version = made.pop() if len(made) > 3 else None
        if version:
            s3.delete_object(**writers.where, VersionId=version)

    with Busy(write, write, destroy, destroy):
        time.sleep(1)
    versions, markers = all_versions(s3, versioned, page=3)
    assert {entry["VersionId"] for entry in versions} == set(made) and not markers
    assert [entry["IsLatest"] for entry in versions] == [True] + [False] * (len(made) - 1)
    assert s3.get_object(**writers.where)["VersionId"] == versions[0]["VersionId"]


# Writes on condition


@pytest.mark.parametrize("way", ["put", "complete", "copy"])
def test_one_of_many_creates_it(s3, bucket, way):
    source = {"Bucket": bucket, "Key": "source"}
    for turn in range(4):
        where = {"Bucket": bucket, "Key": f"key/{turn}"}
        bodies = [sealed(SIZES[number % len(SIZES)]) for number in range(16)]
        calls = []
        for number, body in enumerate(bodies):
            if way == "put":
                calls.append(lambda body=body: code_of(s3.put_object, **where, Body=body, IfNoneMatch="*"))
            elif way == "complete":
                upload = Upload(s3, *where.values())
                upload.put(1, body)
                calls.append(lambda upload=upload: code_of(upload.complete, IfNoneMatch="*"))
            else:
                s3.put_object(Bucket=bucket, Key=f"source/{number}", Body=body)
                calls.append(lambda number=number: code_of(
                    s3.copy_object, **where, CopySource=f"{bucket}/source/{number}", IfNoneMatch="*"))
        outcomes = at_once(*calls)
        assert sorted(outcomes) == [""] + ["PreconditionFailed"] * 15
        assert read(s3, *where.values()) == bodies[outcomes.index("")]


def test_no_update_on_condition_is_lost(s3, bucket):
    """A counter that everybody raises: the one who read it, and finds it unchanged."""
    put(s3, bucket, "counter", b"0")
    raised = []

    def raise_it():
        answer = s3.get_object(Bucket=bucket, Key="counter")
        number = int(answer["Body"].read())
        if not code_of(s3.put_object, Bucket=bucket, Key="counter", Body=b"%d" % (number + 1), IfMatch=answer["ETag"]):
            raised.append(number + 1)

    with Busy(*[raise_it] * 6):
        eventually(lambda: len(raised) > 10)
    assert sorted(raised) == list(range(1, len(raised) + 1))
    assert read(s3, bucket, "counter") == b"%d" % len(raised)


# Uploads in parts


def test_an_upload_that_is_completed_aborted_and_written_at_once(server, s3, bucket):
    """Each has one outcome, what is there is what the list named, and no part is left on the disk."""
    before = blobs_of(server)
    kept = 0
    for turn in range(20):
        upload = Upload(s3, bucket, f"key/{turn}")
        bodies = [sealed(100_000), sealed(100_000)]
        upload.put(1, bodies[0])
        again = {**upload.where, "PartNumber": 1, "Body": bodies[1]}
        completed, aborted, written = at_once(
            lambda: code_of(upload.complete), lambda: code_of(s3.abort_multipart_upload, **upload.where),
            lambda: code_of(s3.upload_part, **again))
        assert completed in ("", "NoSuchUpload", "InvalidPart") and aborted in ("", "NoSuchUpload")
        assert written in ("", "NoSuchUpload")
        assert (completed == "") != (aborted == ""), "one of the two ends it"
        assert code_of(s3.list_parts, **upload.where) == "NoSuchUpload"
        if completed == "":
            kept += 1
            assert read(s3, bucket, f"key/{turn}") == bodies[0]
        else:
            assert code_of(s3.head_object, Bucket=bucket, Key=f"key/{turn}") == "404"
    eventually(lambda: len(blobs_of(server) - before) == kept)


# Lists of a bucket that changes


ROWS = re.compile(
    rb"<(Contents|Version|DeleteMarker|CommonPrefixes)>.*?<(?:Key|Prefix)>(.*?)</(?:Key|Prefix)>"
    rb"(?:(?:(?!</\1>).)*?<VersionId>(.*?)</VersionId>(?:(?!</\1>).)*?<IsLatest>(.*?)</IsLatest>)?.*?</\1>", re.S)
NEXT = re.compile(rb"<Next(ContinuationToken|KeyMarker|VersionIdMarker)>(.*?)</")
MARKERS = {b"ContinuationToken": "continuation-token", b"KeyMarker": "key-marker",
           b"VersionIdMarker": "version-id-marker", b"Marker": "marker"}
HOT = "10/hot"


class Shelf:
    """A bucket of many keys that stay, every tenth with two versions and one with very many; between them keys come and
    go. Everybody may do everything, so that asking costs little."""

    def __init__(self, server, s3):
        self.server = server
        self.bucket = new_bucket(s3, "shelf")
        s3.delete_public_access_block(Bucket=self.bucket)
        put_policy(s3, self.bucket, *[
            {"Effect": "Allow", **EVERYBODY, "Action": actions, "Resource": resource} for actions, resource in (
                (["s3:PutObject", "s3:DeleteObject"], within(self.bucket)),
                (["s3:ListBucket", "s3:ListBucketVersions"], f"arn:aws:s3:::{self.bucket}"))])
        s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        self.keys = [f"{number // 1000:02}/{number:05}" for number in range(KEYS)]
        self.twice = self.keys[::10]
        shared_out(self.write, self.keys, threads=32)
        shared_out(self.write, self.twice + [HOT] * 2 * PAGE, threads=32)
        self.attempted = {HOT}

    def write(self, keys):
        line = Line(self.server)
        assert set(line.ask_all([line.request("PUT", f"/{self.bucket}/{key}") for key in keys])) == {200}
        line.close()

    def come_and_go(self, number):
        """A turn of one who writes and deletes keys right behind those that stay, all over the bucket."""
        line = Line(self.server)
        turns = itertools.count()

        def turn():
            start = next(turns) * (97 + number)
            keys = [f"{self.keys[(start + place * 1013) % KEYS]}~{number}" for place in range(4)] + [HOT]
            self.attempted.update(keys)
            requests = [line.request("PUT", f"/{self.bucket}/{key}") for key in keys]
            requests += [line.request("DELETE", f"/{self.bucket}/{key}") for key in keys[::2]]
            assert set(line.ask_all(requests)) <= {200, 204}

        return turn

    def walk(self, query, page=PAGE):
        """Every row of a list, by pages: what it is, key, version and whether it is the latest."""
        line = Line(self.server)
        rows, position = [], {}
        while True:
            asked = "&".join([query, f"max-keys={page}", *(f"{name}={value}" for name, value in position.items())])
            status, body = line.ask("GET", f"/{self.bucket}?{asked}")
            assert status == 200, body
            found = [(kind.decode(), key.decode(), version, latest == b"true")
                     for kind, key, version, latest in (row.groups() for row in ROWS.finditer(body))]
            assert len(found) <= page
            rows += found
            if b"<IsTruncated>false" in body:
                line.close()
                return rows
            assert found and len(rows) < 10 * KEYS, "the list has no end"
            # The older list of objects goes on from its last key.
            told = dict(NEXT.findall(body)) or {b"Marker": found[-1][1].encode()}
            position = {MARKERS[name]: urllib.parse.quote(value, safe="") for name, value in told.items()}


@pytest.fixture(scope="module")
def shelf(server, s3):
    return Shelf(server, s3)


@pytest.fixture
def changing(shelf):
    with Busy(*[shelf.come_and_go(number) for number in range(4)]) as busy:
        yield shelf
    assert sum(busy.counts) >= 4, "nothing changed meanwhile"


@pytest.mark.parametrize("query, page", [
    ("list-type=2", PAGE), ("list-type=2", 1000), ("list-type=2&prefix=07/", 7), ("prefix=", PAGE)])
def test_objects_are_listed_completely_in_order_and_once(changing, query, page):
    keys = [key for _, key, _, _ in changing.walk(query, page)]
    assert keys == sorted(set(keys)), "out of order, or twice"
    stable = [key for key in changing.keys if key.startswith(query.partition("prefix=")[2])]
    assert [key for key in keys if "~" not in key and key != HOT] == stable, "not complete"
    assert {key for key in keys if "~" in key} <= changing.attempted


def test_folders_are_listed_completely_in_order_and_once(changing):
    folders = sorted({key.partition("/")[0] + "/" for key in changing.keys})
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        for page in (1, 3, 1000):
            assert [key for _, key, _, _ in changing.walk("list-type=2&delimiter=/", page)] == folders


def test_versions_are_listed_completely_in_order_and_once(shelf):
    before = shelf.walk("versions", 1000)
    with Busy(*[shelf.come_and_go(number) for number in range(4)]) as busy:
        for _ in range(100):
            rows = shelf.walk("versions")
            if sum(busy.counts) > 10:
                break
    assert sum(busy.counts) > 10, "little changed meanwhile"
    versions = [version for _, _, version, _ in rows]
    assert len(set(versions)) == len(versions), "a version stands there twice"
    # On a page versions stand before delete markers: each kind has its order.
    for kind in ("Version", "DeleteMarker"):
        keys = [key for found, key, _, _ in rows if found == kind]
        known = [version for found, _, version, _ in before if found == kind]
        were_there = set(known)
        assert keys == sorted(keys)
        assert sorted(version for version in versions if version in were_there) == sorted(known), "not complete"
        of_hot_key = [version for found, key, version, _ in rows if (found, key) == (kind, HOT)]
        assert [version for version in of_hot_key if version in were_there] == [
            version for found, key, version, _ in before if (found, key) == (kind, HOT)], "not the newest first"
    stable = [(key, latest) for _, key, _, latest in rows if "~" not in key and key != HOT]
    twice = set(shelf.twice)
    assert stable == [row for key in shelf.keys for row in [(key, True)] + [(key, False)] * (key in twice)]
    latest = [key for _, key, _, latest in rows if latest]
    assert len(set(latest)) == len(latest), "a key has two latest versions"


# Uploads that lie or break off


def changed(piece: bytes, place=-10) -> bytes:
    spoilt = bytearray(piece)
    spoilt[place] ^= 1
    return bytes(spoilt)


CRC = {"x-amz-checksum-crc32": "AAAAAA=="}


def plain(body, sent=None, **headers):
    """A signed PUT whose headers speak of `body`, while `sent` is what comes."""
    def make(server, path):
        signed = AWSRequest("PUT", f"http://127.0.0.1:{server.port}{path}", data=body, headers=headers)
        S3SigV4Auth(Credentials(*server.root_key), "s3", REGION).add_auth(signed)
        fields = {"Host": f"127.0.0.1:{server.port}", "Content-Length": len(body), "Connection": "close",
                  **dict(signed.headers.items())}
        head = "\r\n".join([f"PUT {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""])
        return [head.encode(), body if sent is None else sent]

    return make


def chunked(chunks, spoil=lambda pieces: pieces, length=None, **settings):
    """A PUT in signed chunks, spoilt after they were signed."""
    def make(server, path):
        upload = ChunkedUpload(server, path, chunks, **settings)
        whole = upload.pieces()
        pieces = b"".join(spoil(list(whole)))
        return [upload.head(length or len(pieces)), pieces]

    return make


def without(number):
    return lambda pieces: pieces[:number] + pieces[number + 1:]


def spoilt(number, place=-10):
    return lambda pieces: pieces[:number] + [changed(pieces[number], place)] + pieces[number + 1:]


LARGE, MORE = os.urandom(300_000), os.urandom(100_000)
THREE = [LARGE, MORE, b"end"]
LIES = {
    "another small body": (plain(b"told", b"sent"), 400, "XAmzContentSHA256Mismatch"),
    "another large body": (plain(LARGE, changed(LARGE)), 400, "XAmzContentSHA256Mismatch"),
    "another MD5": (plain(LARGE, **{"Content-MD5": "CYketZBSTjX8czcs3cXVlg=="}), 400, "BadDigest"),
    "another CRC": (plain(LARGE, **CRC), 400, "BadDigest"),
    "the first chunk's signature": (chunked(THREE, spoilt(0, 25)), 403, "SignatureDoesNotMatch"),
    "the first chunk": (chunked(THREE, spoilt(0)), 403, "SignatureDoesNotMatch"),
    "the second chunk": (chunked(THREE, spoilt(1)), 403, "SignatureDoesNotMatch"),
    "the last signature": (chunked(THREE, spoilt(3)), 403, "SignatureDoesNotMatch"),
    "a small chunk": (chunked([b"small"], spoilt(0, -4)), 403, "SignatureDoesNotMatch"),
    "chunks in another order": (
        chunked([LARGE, MORE], lambda pieces: [pieces[1], pieces[0], *pieces[2:]]), 403, "SignatureDoesNotMatch"),
    "a chunk twice": (
        chunked(THREE, lambda pieces: pieces[:1] + pieces, decoded=len(LARGE) * 2 + len(MORE) + 3), 403,
        "SignatureDoesNotMatch"),
    "a chunk left out": (chunked(THREE, without(1)), 403, "SignatureDoesNotMatch"),
    "no last chunk": (chunked(THREE, lambda pieces: pieces[:3]), 400, "IncompleteBody"),
    "no chunks at all": (chunked([LARGE], lambda pieces: [b"\r\n"]), 400, None),
    "a size that is none": (chunked([LARGE], lambda pieces: [b"xyz" + pieces[0], *pieces[1:]]), 400, None),
    "fewer bytes than told": (chunked(THREE, decoded=len(LARGE) * 2), 400, "IncompleteBody"),
    "more bytes than told": (chunked(THREE, decoded=len(LARGE)), 400, "IncompleteBody"),
    "a trailer that lies": (
        chunked(THREE, trailers=CRC, announced="x-amz-checksum-crc32"), 400, "BadDigest"),
    "a small body's trailer": (
        chunked([b"small"], trailers=CRC, announced="x-amz-checksum-crc32"), 400, "BadDigest"),
    "a trailer that is missing": (chunked(THREE, announced="x-amz-checksum-crc32"), 400, None),
    "a trailer that was not told of": (
        chunked(THREE, trailers=CRC, announced="x-amz-checksum-sha256"), 400, None),
    "a trailer's signature": (
        chunked(THREE, spoilt(4, -8), trailers=CRC, announced="x-amz-checksum-crc32"), 403, "SignatureDoesNotMatch"),
    "a trailer that was changed": (
        chunked(THREE, spoilt(4, 24), trailers=CRC, announced="x-amz-checksum-crc32"), 403, "SignatureDoesNotMatch"),
}


def nothing_is_there(s3, bucket, key):
    assert code_of(s3.head_object, Bucket=bucket, Key=key) == "404"
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix=key)


@pytest.fixture(scope="module")
def quiet_bucket(s3):
    return new_bucket(s3, "quiet")


@pytest.mark.parametrize("lie", LIES)
def test_an_upload_that_lies_is_refused_and_leaves_nothing(server, s3, quiet_bucket, lie):
    """As an object, as a version above another, and as a part."""
    make, status, code = LIES[lie]
    before = blobs_of(server)
    upload = s3.create_multipart_upload(Bucket=quiet_bucket, Key="parts")["UploadId"]
    s3.put_object(Bucket=quiet_bucket, Key="there", Body=b"was there")
    for path in ("new", "there", f"parts?partNumber=1&uploadId={upload}"):
        reply = talk(server, *make(server, f"/{quiet_bucket}/{path}"), timeout=20)
        head, _, document = reply.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 %d " % status), reply
        told = re.search(rb"<Code>(.*?)</Code><Message>(.+?)</Message>", document)
        assert told and (code is None or told.group(1).decode() == code), reply
    nothing_is_there(s3, quiet_bucket, "new")
    assert read(s3, quiet_bucket, "there") == b"was there"
    assert "Parts" not in s3.list_parts(Bucket=quiet_bucket, Key="parts", UploadId=upload)
    s3.abort_multipart_upload(Bucket=quiet_bucket, Key="parts", UploadId=upload)
    eventually(lambda: blobs_of(server) == before)


def test_uploads_that_are_as_they_say(server, s3, quiet_bucket):
    """What the ones above are measured by."""
    body = b"".join(THREE)
    crc = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    for number, make in enumerate([
        plain(body), chunked(THREE),
        chunked(THREE, trailers={"x-amz-checksum-crc32": crc}, announced="x-amz-checksum-crc32"),
    ]):
        reply = talk(server, *make(server, f"/{quiet_bucket}/true/{number}"), timeout=20)
        assert reply.startswith(b"HTTP/1.1 200"), reply
        assert read(s3, quiet_bucket, f"true/{number}") == body


def form(body, ending=b"\r\n--edge--\r\n"):
    """A form upload by its own head."""
    def make(server, path):
        bucket, _, key = path.lstrip("/").partition("/")
        fields = server.client("s3", signature_version="s3v4").generate_presigned_post(bucket, key)["fields"]
        text = b"".join(b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (
            name.encode(), value.encode()) for name, value in fields.items())
        text += b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + body + ending
        head = (f"POST /{bucket} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: {len(text)}\r\n"
                "Content-Type: multipart/form-data; boundary=edge\r\nConnection: close\r\n\r\n")
        return [head.encode(), text]

    return make


CUT = {
    "a body": plain(LARGE), "a small body": plain(b"small" * 100), "chunks": chunked(THREE),
    "trailers": chunked(THREE, trailers=CRC, announced="x-amz-checksum-crc32"), "a form": form(LARGE),
}


@pytest.mark.parametrize("what", CUT)
@pytest.mark.parametrize("way", ["closed", "reset", "half closed"])
def test_an_upload_that_breaks_off_leaves_nothing(server, s3, quiet_bucket, what, way):
    """At its begin, in the middle, and one byte before its end."""
    before = blobs_of(server)
    head, body = CUT[what](server, f"/{quiet_bucket}/cut")
    for length in (0, 1, len(body) // 2, len(body) - 1):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.sendall(head + body[:length])
            eventually(lambda: not unsent(line), pause=0.001)
            if way == "half closed":
                line.shutdown(socket.SHUT_WR)
                assert not line.recv(65536).startswith(b"HTTP/1.1 200")
            elif way == "reset":
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert server.health()["status"] == "ok"
    eventually(lambda: blobs_of(server) == before)
    nothing_is_there(s3, quiet_bucket, "cut")


def unsent(line) -> int:
    """Bytes that the other side's machine has not taken yet."""
    return struct.unpack("i", fcntl.ioctl(line, termios.TIOCOUTQ, b"\0" * 4))[0]


def test_a_form_that_ends_early_or_is_too_large_leaves_nothing(server, s3, quiet_bucket):
    before = blobs_of(server)
    reply = talk(server, *form(LARGE, ending=b"")(server, f"/{quiet_bucket}/form"))
    assert reply.startswith(b"HTTP/1.1 400") and b"<Code>" in reply
    made = server.client("s3").generate_presigned_post(
        quiet_bucket, "form", Conditions=[["content-length-range", 1, 200_000]])
    reply = requests.post(made["url"], data=made["fields"], files={"file": LARGE}, timeout=30)
    assert (reply.status_code, "EntityTooLarge" in reply.text) == (400, True)
    nothing_is_there(s3, quiet_bucket, "form")
    eventually(lambda: blobs_of(server) == before)


def test_what_a_kill_left_of_uploads_is_swept(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3")
    bucket = new_bucket(s3)
    kept = {"large": LARGE, "small": b"small"}
    for key, body in kept.items():
        put(s3, bucket, key, body)
    before = blobs_of(hanok)
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    lines = []
    for path in ("cut", f"parts?partNumber=1&uploadId={upload}"):
        for make in (plain(LARGE * 4), chunked([LARGE] * 4)):
            head, body = make(hanok, f"/{bucket}/{path}")
            lines.append(socket.create_connection(("127.0.0.1", hanok.port)))
            lines[-1].sendall(head + body[:-10])
    eventually(lambda: len(blobs_of(hanok)) == len(before) + len(lines))
    hanok.kill()
    for line in lines:
        line.close()
    assert len(blobs_of(hanok)) == len(before) + len(lines)
    hanok.start()
    eventually(lambda: blobs_of(hanok) == before)
    nothing_is_there(s3, bucket, "cut")
    assert "Parts" not in s3.list_parts(Bucket=bucket, Key="parts", UploadId=upload)
    assert {key: read(s3, bucket, key) for key in kept} == kept


# A full disk


class SmallDisk:
    """A server whose data folder is a disk of its own, in memory, which nobody else sees mounted."""

    def __init__(self, new_server, folder):
        data = folder / "data"
        data.mkdir(parents=True)
        self.holder = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c",
             f'mount -t tmpfs -o size={FULL_DISK} none "$0" && echo mounted && exec sleep 600', str(data)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if self.holder.stdout.readline() != b"mounted\n":
            self.holder.wait()
            pytest.fail("a disk of its own takes user namespaces: unshare -rm must be let mount")
        self.root = f"/proc/{self.holder.pid}/root"
        self.inside = pathlib.Path(self.root, data.relative_to("/"))
        self.hanok = new_server(folder, wrapper=[
            "nsenter", "-t", str(self.holder.pid), "-U", "--preserve-credentials", "-m"])

    @property
    def free(self) -> int:
        status = os.statvfs(self.inside)
        return status.f_bavail * status.f_frsize

    def fill(self, leaving=0):
        with open(self.inside / "filler", "ab") as filler:
            filler.write(bytes(max(0, self.free - leaving)))

    def make_room(self):
        (self.inside / "filler").unlink()


@pytest.fixture
def small_disk(new_server, tmp_path):
    disk = SmallDisk(new_server, tmp_path / "small")
    yield disk
    disk.hanok.kill()
    disk.holder.kill()
    disk.holder.wait()


TOO_LARGE = bytes(FULL_DISK + MIB)


def refuse_what_is_too_large(server, s3, bucket):
    """By every way that a body comes in, and the server goes on."""
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    part = {"Bucket": bucket, "Key": "parts", "UploadId": upload, "PartNumber": 1}
    for call, arguments in [
        (s3.put_object, {"Bucket": bucket, "Key": "large", "Body": TOO_LARGE}),
        (s3.put_object, {"Bucket": bucket, "Key": "large", "Body": TOO_LARGE, "ServerSideEncryption": "AES256"}),
        (s3.put_object, {"Bucket": bucket, "Key": "there", "Body": TOO_LARGE}),
        (s3.upload_part, {**part, "Body": TOO_LARGE}),
    ]:
        error = error_of(call, **arguments)
        assert (error["Code"], error["Status"]) == ("InternalError", 500)
        assert server.health()["status"] == "ok"
    for make in (chunked([TOO_LARGE]), form(TOO_LARGE)):
        reply = talk(server, *make(server, f"/{bucket}/large"), timeout=20)
        assert reply.startswith(b"HTTP/1.1 500") and b"<Code>InternalError</Code>" in reply
    nothing_is_there(s3, bucket, "large")
    assert read(s3, bucket, "there") == b"was there"
    assert "Parts" not in s3.list_parts(**{name: part[name] for name in ("Bucket", "Key", "UploadId")})
    s3.abort_multipart_upload(**{name: part[name] for name in ("Bucket", "Key", "UploadId")})


def test_what_does_not_fit_on_the_disk_is_refused(small_disk):
    hanok = small_disk.hanok.start()
    s3 = hanok.client("s3")
    bucket = new_bucket(s3)
    put(s3, bucket, "there", b"was there")
    put(s3, bucket, "first", LARGE)
    before = blobs_of(hanok, small_disk.root)
    refuse_what_is_too_large(hanok, s3, bucket)
    eventually(lambda: blobs_of(hanok, small_disk.root) == before)
    body = sealed(FULL_DISK // 2)
    put(s3, bucket, "fits", body)
    error = error_of(s3.copy_object, Bucket=bucket, Key="copy", CopySource=f"{bucket}/fits")
    assert error["Code"] == "InternalError"
    nothing_is_there(s3, bucket, "copy")
    assert read(s3, bucket, "fits") == body and read(s3, bucket, "first") == LARGE


def test_a_disk_that_is_full_to_the_last_byte(small_disk):
    """What was acknowledged is there and nothing else, then, after a kill, and once there is room again."""
    hanok = small_disk.hanok.start()
    s3 = hanok.client("s3")
    bucket = new_bucket(s3)
    acknowledged = {}

    def write_until_it_fails(prefix, sizes=SIZES[:3]):
        for number in range(1000):
            key, body = f"{prefix}/{number}", sealed(sizes[number % len(sizes)])
            if (code := code_of(s3.put_object, Bucket=bucket, Key=key, Body=body)) != "":
                return code
            acknowledged[key] = body
        raise AssertionError("the disk was never full")

    def holds():
        assert hanok.health()["status"] == "ok"
        listed = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]]
        assert listed == sorted(acknowledged)
        assert all(read(s3, bucket, key) == body for key, body in acknowledged.items())

    small_disk.fill(leaving=MIB)
    assert write_until_it_fails("first") == "InternalError" and len(acknowledged) > 5
    small_disk.fill()
    assert write_until_it_fails("last", sizes=[100]) == "InternalError"
    holds()
    small_disk.make_room()
    put(s3, bucket, "second", b"room again")
    acknowledged["second"] = b"room again"
    small_disk.fill(leaving=MIB)
    assert write_until_it_fails("third") == "InternalError"
    hanok.kill()
    small_disk.make_room()
    hanok.start()
    holds()
    owners = {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"] if entry["Size"] > 32 << 10}
    eventually(lambda: len(blobs_of(hanok, small_disk.root)) == len(owners))


def test_files_that_may_not_grow(new_server):
    """The same where the system limits the size of files: that is to be had on every machine."""
    hanok = new_server(wrapper=["env", "--ignore-signal=XFSZ", "prlimit", f"--fsize={FULL_DISK}"]).start()
    s3 = hanok.client("s3")
    bucket = new_bucket(s3)
    put(s3, bucket, "there", b"was there")
    before = blobs_of(hanok)
    refuse_what_is_too_large(hanok, s3, bucket)
    eventually(lambda: blobs_of(hanok) == before)
    put(s3, bucket, "fits", LARGE)
    assert read(s3, bucket, "fits") == LARGE


# Very many connections


@pytest.fixture
def crowd(new_server):
    """A server that may open as many files as this process, which may open as many as it is let."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    idle = min(IDLE, most - 2 * UPLOADS - 500)
    if idle < FEWEST_IDLE:
        pytest.fail(f"{most} open files are too few: raise the hard limit (ulimit -Hn)")
    return new_server().start(), idle


@pytest.mark.timeout(180)
def test_uploads_and_idle_connections_in_great_numbers(crowd):
    """Memory above that of the server at rest stays within UPLOAD_KIB for each upload under way and IDLE_KIB for each
    idle connection, a small GET is answered within SECONDS_TO_ANSWER all the while, and every upload arrives."""
    hanok, count = crowd
    s3 = hanok.client("s3", signature_version="s3v4")
    bucket = bucket_open_to_all(s3, ["s3:GetObject", "s3:PutObject"])
    put(s3, bucket, "small", b"small")
    body = os.urandom(UPLOAD_BYTES)
    etag = f'"{hashlib.md5(body).hexdigest()}"'.encode()
    at_rest = hanok.resident_kib()
    idle = [Line(hanok) for _ in range(count)]
    # Half of them say nothing, half have been answered once.
    for line in idle[::2]:
        assert line.ask("GET", f"/{bucket}/small") == (200, b"small")
    with_idle = hanok.resident_kib()
    assert with_idle - at_rest < IDLE_KIB * count, f"{with_idle - at_rest} KiB for {count} idle connections"

    waits = []
    asking = Line(hanok)

    def ask():
        began = time.monotonic()
        assert asking.ask("GET", f"/{bucket}/small") == (200, b"small")
        waits.append(time.monotonic() - began)
        time.sleep(0.02)

    uploads = Uploads(hanok, [
        f"PUT /{bucket}/upload/{number:03} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {UPLOAD_BYTES}\r\n\r\n"
        .encode() for number in range(UPLOADS)], body)
    began = time.monotonic()
    with Peak(hanok) as peak, Busy(ask):
        uploads.run(timeout=120)
    took = time.monotonic() - began
    print(f"{UPLOADS} uploads in {took:.1f} s; KiB at rest {at_rest}, with {count} idle connections {with_idle}, "
          f"at most {peak.kib}; {len(waits)} GETs, the longest {max(waits):.3f} s")
    assert peak.kib - with_idle < UPLOAD_KIB * UPLOADS, f"{peak.kib - with_idle} KiB for {UPLOADS} uploads"
    assert max(waits) < SECONDS_TO_ANSWER and len(waits) > 10
    for answer in uploads.answers:
        assert answer.startswith(b"HTTP/1.1 200") and etag in answer, answer
    listed = s3.list_objects_v2(Bucket=bucket, Prefix="upload/")["Contents"]
    assert [(entry["Key"], entry["Size"]) for entry in listed] == [
        (f"upload/{number:03}", UPLOAD_BYTES) for number in range(UPLOADS)]
    assert sum_of(read(s3, bucket, f"upload/{UPLOADS - 1}")) == sum_of(body)
    # Who was idle is not forgotten.
    for line in idle[::200]:
        assert line.ask("GET", f"/{bucket}/small") == (200, b"small")
    for line in idle:
        line.close()
    assert hanok.stop() == 0
    shutil.rmtree(hanok.folder / "data")
