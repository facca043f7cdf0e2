"""kill -9 under load: everything acknowledged is there and intact, nothing else is half visible."""

import datetime
import hashlib
import json
import os
import random
import threading
import time

import pytest
import requests
from botocore.exceptions import BotoCoreError

from buckets import eventually, within
from traffic import blobs_of, is_whole, sealed

ROUNDS = 20
ROUNDS_OF_EVERY_KIND = 2
WRITERS = 8
# Small ones stand beside their record, large ones in files of their own.
SIZES = [1, 300, 32 * 1024, 32 * 1024 + 1, 100_000, 1 << 20]


class Load:
    """Writers that note what was acknowledged, and what they were about to do when the end came."""

    def __init__(self, hanok, round_number):
        self.hanok = hanok
        self.round = round_number
        self.acknowledged: dict[str, str] = {}
        self.deleted: set[str] = set()
        self.attempted: dict[str, str] = {}
        self.users: set[str] = set()
        self.lock = threading.Lock()
        self.stopping = False
        # Making a client takes long beside the time until the kill.
        self.s3 = hanok.client("s3", connect_timeout=2, read_timeout=10, max_pool_connections=WRITERS)
        self.iam = hanok.client("iam", connect_timeout=2, read_timeout=10, max_pool_connections=WRITERS)

    def write(self, worker):
        random_source = random.Random(self.round * 100 + worker)
        s3, iam = self.s3, self.iam
        number = 0
        while not self.stopping:
            number += 1
            key = f"{self.round}/{worker}/{number}"
            size = random_source.choice(SIZES)
            body = random_source.randbytes(size)
            digest = hashlib.sha256(body).hexdigest()
            with self.lock:
                self.attempted[key] = digest
            try:
                s3.put_object(Bucket="crash", Key=key, Body=body)
                with self.lock:
                    self.acknowledged[key] = digest
                if number % 5 == 0:
                    with self.lock:
                        self.deleted.add(key)
                        del self.acknowledged[key]
                    s3.delete_object(Bucket="crash", Key=key)
                if number % 7 == 0:
                    name = f"u-{self.round}-{worker}-{number}"
                    iam.create_user(UserName=name)
                    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(
                        {"Version": "2012-10-17",
                         "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
                    with self.lock:
                        self.users.add(name)
            except Exception:
                return

    def run_until_killed(self):
        threads = [threading.Thread(target=self.write, args=(worker,)) for worker in range(WRITERS)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 60
        while len(self.acknowledged) < 2 * WRITERS and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(random.Random(self.round).uniform(0.0, 0.7))
        self.hanok.kill()
        self.stopping = True
        for thread in threads:
            thread.join(timeout=30)


def all_keys(s3, prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="crash", Prefix=prefix)
    return [o["Key"] for page in pages for o in page.get("Contents", [])]


@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost(new_server):
    hanok = new_server().start()
    hanok.client("s3").create_bucket(Bucket="crash")
    total = 0
    for round_number in range(ROUNDS):
        load = Load(hanok, round_number)
        load.run_until_killed()
        hanok.start()
        s3 = hanok.client("s3")
        listed = all_keys(s3, f"{round_number}/")
        assert len(listed) == len(set(listed)) and listed == sorted(listed, key=str.encode)
        assert set(load.acknowledged) <= set(listed), "an acknowledged object is missing"
        for key in listed:
            assert key in load.attempted
            body = s3.get_object(Bucket="crash", Key=key)["Body"].read()
            assert hashlib.sha256(body).hexdigest() == load.attempted[key], f"{key} is not whole"
        iam = hanok.client("iam")
        for name in load.users:
            assert iam.get_user_policy(UserName=name, PolicyName="p")["PolicyName"] == "p"
        total += len(load.acknowledged)
    assert total > ROUNDS * WRITERS, "the load was too small to prove anything"


@pytest.mark.timeout(300)
def test_a_large_object_is_there_whole_or_not_at_all(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="crash")
    body = os.urandom(100 << 20)
    digest = hashlib.sha256(body).hexdigest()
    s3.put_object(Bucket="crash", Key="acknowledged", Body=body)
    failed = threading.Event()

    def overwrite():
        try:
            hanok.client("s3").put_object(Bucket="crash", Key="acknowledged", Body=os.urandom(100 << 20))
        except Exception:
            failed.set()

    thread = threading.Thread(target=overwrite)
    thread.start()
    time.sleep(0.15)
    hanok.kill()
    thread.join()
    assert failed.is_set()
    hanok.start()
    got = hanok.client("s3").get_object(Bucket="crash", Key="acknowledged")["Body"].read()
    assert hashlib.sha256(got).hexdigest() == digest


def test_the_sweep_removes_what_a_crash_left(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="crash")
    s3.put_object(Bucket="crash", Key="kept", Body=os.urandom(200_000))
    store = next((hanok.folder / "data").glob("store-*"))
    hanok.kill()
    orphan = store / "blobs" / "ab" / ("0" * 30 + "ab")
    orphan.write_bytes(b"left by a crash")
    hanok.start()
    deadline = time.monotonic() + 60
    while orphan.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not orphan.exists()
    assert hanok.client("s3").get_object(Bucket="crash", Key="kept")["ContentLength"] == 200_000


def test_sessions_and_tokens_survive_a_restart(new_server):
    from chain import Chain
    hanok = new_server().start()
    chain = Chain(hanok)
    chain.make_user()
    tokens = chain.sign_in()
    keys = chain.credentials(tokens["IdToken"])
    identity = chain.identity_id(tokens["IdToken"])
    hanok.kill()
    hanok.start()
    assert hanok.client("sts", keys).get_caller_identity()["Arn"].endswith("CognitoIdentityCredentials")
    assert chain.identity_id(tokens["IdToken"]) == identity
    renewed = chain.cognito.initiate_auth(
        ClientId=chain.client_id, AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]})["AuthenticationResult"]
    assert chain.cognito.get_user(AccessToken=renewed["AccessToken"])["Username"] == "reader"


# Every kind of write of S3


KEY = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "0123456789abcdef0123456789abcdef"}


def put(s3, where, body):
    s3.put_object(**where, Body=body)


def put_with_tags_and_list(s3, where, body):
    s3.put_object(**where, Body=body, Tagging="a=b", ACL="public-read", ObjectLockLegalHoldStatus="OFF")


def put_encrypted(s3, where, body):
    s3.put_object(**where, Body=body, ServerSideEncryption="AES256")


def put_under_a_key(s3, where, body):
    s3.put_object(**where, Body=body, ServerSideEncryption="aws:kms")


def put_under_ones_own_key(s3, where, body):
    s3.put_object(**where, Body=body, **KEY)


def put_by_form(s3, where, body):
    form = s3.generate_presigned_post(where["Bucket"], where["Key"])
    assert requests.post(form["url"], data=form["fields"], files={"file": body}, timeout=10).status_code == 204


def copy(s3, where, body):
    source = {"Bucket": where["Bucket"], "Key": where["Key"] + "/source"}
    s3.put_object(**source, Body=body)
    s3.copy_object(**where, CopySource=source)


def complete(s3, where, body):
    upload = {**where, "UploadId": s3.create_multipart_upload(**where)["UploadId"]}
    tag = s3.upload_part(**upload, PartNumber=1, Body=body)["ETag"]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})


def complete_of_copies(s3, where, body):
    source = {"Bucket": where["Bucket"], "Key": where["Key"] + "/source"}
    s3.put_object(**source, Body=body)
    upload = {**where, "UploadId": s3.create_multipart_upload(**where, ServerSideEncryption="AES256")["UploadId"]}
    tag = s3.upload_part_copy(**upload, PartNumber=1, CopySource=source)["CopyPartResult"]["ETag"]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})


def replace(s3, where, body):
    s3.put_object(**where, Body=sealed(200_000))
    s3.put_object(**where, Body=body)


WAYS = [put, put_with_tags_and_list, put_encrypted, put_under_a_key, put_under_ones_own_key, put_by_form, copy,
        complete, complete_of_copies, replace]


def day(number) -> datetime.datetime:
    return datetime.datetime(2100, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(days=number)


def tag_set(number) -> dict:
    return {"TagSet": [{"Key": "n", "Value": str(number)}]}


def policy(bucket, number) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": f"n{number}", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
        "Resource": within(bucket, "none")}]})


OBJECT = {"Bucket": "every", "Key": "object"}
BUCKET = {"Bucket": "every"}
ORIGIN, PREFIX = "https://n{}.example.com", "prefix-{}/"
# How a number is set, and how it is read again.
REGISTERS = {
    "tags of an object": (
        lambda s3, n: s3.put_object_tagging(**OBJECT, Tagging=tag_set(n)),
        lambda s3: int(s3.get_object_tagging(**OBJECT)["TagSet"][0]["Value"])),
    "retention": (
        lambda s3, n: s3.put_object_retention(**OBJECT, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": day(n)}),
        lambda s3: (s3.get_object_retention(**OBJECT)["Retention"]["RetainUntilDate"] - day(0)).days),
    "a legal hold": (
        lambda s3, n: s3.put_object_legal_hold(**OBJECT, LegalHold={"Status": ["OFF", "ON"][n % 2]}),
        lambda s3: ["OFF", "ON"].index(s3.get_object_legal_hold(**OBJECT)["LegalHold"]["Status"])),
    "an object's list": (
        lambda s3, n: s3.put_object_acl(**OBJECT, ACL=["private", "public-read"][n % 2]),
        lambda s3: len(s3.get_object_acl(**OBJECT)["Grants"]) - 1),
    "a bucket's list": (
        lambda s3, n: s3.put_bucket_acl(**BUCKET, ACL=["private", "public-read"][n % 2]),
        lambda s3: len(s3.get_bucket_acl(**BUCKET)["Grants"]) - 1),
    "a bucket's tags": (
        lambda s3, n: s3.put_bucket_tagging(**BUCKET, Tagging=tag_set(n)),
        lambda s3: int(s3.get_bucket_tagging(**BUCKET)["TagSet"][0]["Value"])),
    "a policy": (
        lambda s3, n: s3.put_bucket_policy(**BUCKET, Policy=policy("every", n)),
        lambda s3: int(json.loads(s3.get_bucket_policy(**BUCKET)["Policy"])["Statement"][0]["Sid"][1:])),
    "CORS rules": (
        lambda s3, n: s3.put_bucket_cors(**BUCKET, CORSConfiguration={"CORSRules": [
            {"AllowedMethods": ["GET"], "AllowedOrigins": [ORIGIN.format(n)], "MaxAgeSeconds": n}]}),
        lambda s3: s3.get_bucket_cors(**BUCKET)["CORSRules"][0]["MaxAgeSeconds"]),
    "lifecycle rules": (
        lambda s3, n: s3.put_bucket_lifecycle_configuration(**BUCKET, LifecycleConfiguration={"Rules": [
            {"ID": "n", "Status": "Enabled", "Filter": {"Prefix": "none"}, "Expiration": {"Days": n + 1}}]}),
        lambda s3: s3.get_bucket_lifecycle_configuration(**BUCKET)["Rules"][0]["Expiration"]["Days"] - 1),
    "a website": (
        lambda s3, n: s3.put_bucket_website(
            **BUCKET, WebsiteConfiguration={"IndexDocument": {"Suffix": f"{n}.html"}}),
        lambda s3: int(s3.get_bucket_website(**BUCKET)["IndexDocument"]["Suffix"].split(".")[0])),
    "default encryption": (
        lambda s3, n: s3.put_bucket_encryption(Bucket="plain", ServerSideEncryptionConfiguration={"Rules": [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": ["AES256", "aws:kms"][n % 2]}}]}),
        lambda s3: ["AES256", "aws:kms"].index(s3.get_bucket_encryption(Bucket="plain")[
            "ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])),
    "default retention": (
        lambda s3, n: s3.put_object_lock_configuration(Bucket="locked", ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": n + 1}}}),
        lambda s3: s3.get_object_lock_configuration(Bucket="locked")[
            "ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Days"] - 1),
    "notifications": (
        lambda s3, n: s3.put_bucket_notification_configuration(
            **BUCKET, SkipDestinationValidation=True, NotificationConfiguration={"QueueConfigurations": [{
                "Id": f"n{n}", "QueueArn": "arn:aws:sqs:us-east-1:000000000000:q",
                "Events": ["s3:ObjectCreated:*"]}]}),
        lambda s3: int(s3.get_bucket_notification_configuration(**BUCKET)["QueueConfigurations"][0]["Id"][1:])),
    "the public access block": (
        lambda s3, n: s3.put_public_access_block(
            Bucket="plain", PublicAccessBlockConfiguration={"BlockPublicAcls": n % 2 == 1}),
        lambda s3: int(
            s3.get_public_access_block(Bucket="plain")["PublicAccessBlockConfiguration"]["BlockPublicAcls"])),
    "versioning": (
        lambda s3, n: s3.put_bucket_versioning(
            Bucket="plain", VersioningConfiguration={"Status": ["Suspended", "Enabled"][n % 2]}),
        lambda s3: ["Suspended", "Enabled"].index(s3.get_bucket_versioning(Bucket="plain")["Status"])),
}
OF_TWO = {"a legal hold", "an object's list", "a bucket's list", "default encryption", "the public access block",
          "versioning"}


class EveryKind:
    """One writer for each kind of write, and what each knows: what was acknowledged, and what it was about to do."""

    def __init__(self, hanok, round_number):
        self.hanok, self.round = hanok, round_number
        self.s3 = hanok.client("s3", signature_version="s3v4", connect_timeout=2, read_timeout=10,
                               max_pool_connections=40)
        self.written: dict[tuple, bytes] = {}
        self.attempted: dict[tuple, bytes] = {}
        self.registers = {name: [read(self.s3)] for name, (_, read) in REGISTERS.items()}
        self.versions: dict[str, bytes] = {}
        self.markers: set[str] = set()
        self.destroyed: set[str] = set()
        self.parts: dict[tuple, str] = {}
        self.gone: set[str] = set()
        self.buckets: dict[str, bool] = {}
        self.turns: dict[str, int] = {}
        self.errors: list[str] = []

    # Each takes its turn until the server is gone.

    def write(self, way, number):
        for bucket in ("every", "unversioned"):
            if bucket == "unversioned" and way is put_with_tags_and_list:
                continue
            place = (bucket, f"{self.round}/{way.__name__}/{number}")
            body = sealed(random.choice([100, 20_000, 50_000, 300_000]))
            self.attempted[place] = body
            way(self.s3, {"Bucket": place[0], "Key": place[1]}, body)
            self.written[place] = body

    def set(self, name, number):
        kept = self.registers[name]
        number = (kept[-1] + 1) % 2 if name in OF_TWO else kept[-1] + 1
        kept.append(number)
        REGISTERS[name][0](self.s3, number)
        del kept[:-1]

    def keep_versions(self, number):
        where = {"Bucket": "every", "Key": f"{self.round}/versions"}
        body = sealed(random.choice([100, 50_000]))
        self.versions[self.s3.put_object(**where, Body=body)["VersionId"]] = body
        if number % 3 == 0:
            self.markers.add(self.s3.delete_object(**where)["VersionId"])
        if number % 4 == 0:
            version = random.choice(list(self.versions))
            self.destroyed.add(version)
            self.s3.delete_object(**where, VersionId=version)
            del self.versions[version]

    def keep_parts(self, number):
        where = {"Bucket": "unversioned", "Key": f"{self.round}/parts/{number}"}
        upload = self.s3.create_multipart_upload(**where)["UploadId"]
        for part in (1, 2):
            tag = self.s3.upload_part(**where, UploadId=upload, PartNumber=part, Body=sealed(50_000 * part))["ETag"]
            self.parts[where["Key"], upload, part] = tag

    def delete(self, number):
        keys = [f"{self.round}/deleted/{number}/{place}" for place in range(4)]
        for key in keys:
            self.s3.put_object(Bucket="unversioned", Key=key, Body=sealed(50_000))
        if number % 2:
            self.s3.delete_object(Bucket="unversioned", Key=keys[0])
            self.gone.add(keys[0])
        self.s3.delete_objects(Bucket="unversioned", Delete={"Objects": [{"Key": key} for key in keys[1:]]})
        self.gone.update(keys[1:])

    def make_buckets(self, number):
        name = f"made-{self.round}-{number}"
        self.s3.create_bucket(Bucket=name)
        self.buckets[name] = True
        if number % 2:
            del self.buckets[name]
            self.s3.delete_bucket(Bucket=name)
            self.buckets[name] = False

    def repeat(self, name, turn):
        try:
            while True:
                turn(self.turns[name])
                self.turns[name] += 1
        except (BotoCoreError, requests.RequestException):
            # The end that was meant.
            return
        except Exception as error:
            self.errors.append(f"{name}: {error!r}")

    def run_until_killed(self):
        turns = {way.__name__: lambda number, way=way: self.write(way, number) for way in WAYS}
        turns |= {name: lambda number, name=name: self.set(name, number) for name in REGISTERS}
        turns |= {"versions": self.keep_versions, "parts": self.keep_parts, "deletes": self.delete,
                  "buckets": self.make_buckets}
        self.turns = {name: 0 for name in turns}
        threads = [threading.Thread(target=self.repeat, args=item) for item in turns.items()]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 60
        while min(self.turns.values()) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(random.Random(self.round).uniform(0.0, 0.5))
        self.hanok.kill()
        for thread in threads:
            thread.join(timeout=30)
        assert not self.errors
        assert min(self.turns.values()) >= 3, self.turns

    # What must be there after the restart

    def read(self, bucket, key, **more) -> bytes:
        customer = KEY if put_under_ones_own_key.__name__ in key else {}
        return self.s3.get_object(Bucket=bucket, Key=key, **customer, **more)["Body"].read()

    def check(self):
        for bucket in ("every", "unversioned"):
            self.check_objects(bucket)
        for name, kept in self.registers.items():
            assert REGISTERS[name][1](self.s3) in kept, f"{name} is neither as acknowledged nor as asked for last"
        self.check_versions()
        self.check_uploads()
        there = {entry["Name"] for entry in self.s3.list_buckets()["Buckets"]}
        for name, is_there in self.buckets.items():
            assert (name in there) == is_there, name

    def check_objects(self, bucket):
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{self.round}/")
        listed = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        assert listed == sorted(set(listed))
        expected = {key: body for (place, key), body in self.written.items() if place == bucket}
        assert set(expected) <= set(listed), "an acknowledged object is missing"
        assert not self.gone & set(listed), "a deleted object is back"
        for key in listed:
            body = self.read(bucket, key)
            assert is_whole(body), f"{key} is not whole"
            assert key not in expected or body == expected[key], f"{key} is not as acknowledged"

    def check_versions(self):
        where = {"Bucket": "every", "Prefix": f"{self.round}/"}
        pages = list(self.s3.get_paginator("list_object_versions").paginate(**where, PaginationConfig={"PageSize": 9}))
        versions = [entry for page in pages for entry in page.get("Versions", [])]
        markers = [entry for page in pages for entry in page.get("DeleteMarkers", [])]
        ids = [entry["VersionId"] for entry in versions + markers]
        assert len(ids) == len(set(ids))
        assert set(self.versions) - self.destroyed <= set(ids), "an acknowledged version is missing"
        assert self.markers <= {entry["VersionId"] for entry in markers}, "an acknowledged delete marker is missing"
        assert not (self.destroyed - set(self.versions)) & set(ids), "a deleted version is back"
        latest = {entry["Key"]: entry["VersionId"] for entry in versions + markers if entry["IsLatest"]}
        assert len(latest) == len({entry["Key"] for entry in versions + markers}), "one latest for each key"
        assert len(latest) == sum(entry["IsLatest"] for entry in versions + markers)
        for entry in versions:
            body = self.read("every", entry["Key"], VersionId=entry["VersionId"])
            assert is_whole(body) and len(body) == entry["Size"]
            assert body == self.versions.get(entry["VersionId"], body)
        shown = self.s3.get_paginator("list_objects_v2").paginate(**where)
        assert {entry["Key"] for page in shown for entry in page.get("Contents", [])} == {
            entry["Key"] for entry in versions if entry["IsLatest"]}, "the lists are not of one mind"

    def check_uploads(self):
        """Every part that was acknowledged is there, and every upload under way can be completed or aborted."""
        uploads = [(bucket, entry["Key"], entry["UploadId"]) for bucket in ("every", "unversioned")
                   for page in self.s3.get_paginator("list_multipart_uploads").paginate(
                       Bucket=bucket, Prefix=f"{self.round}/") for entry in page.get("Uploads", [])]
        assert {("unversioned", key, upload) for key, upload, _ in self.parts} <= set(uploads)
        for bucket, key, upload in uploads:
            where = {"Bucket": bucket, "Key": key, "UploadId": upload}
            parts = {part["PartNumber"]: part["ETag"] for part in self.s3.list_parts(**where).get("Parts", [])}
            for (of, other, number), tag in self.parts.items():
                assert (of, other) != (key, upload) or parts[number] == tag
            if parts:
                number = max(parts)
                self.s3.complete_multipart_upload(
                    **where, MultipartUpload={"Parts": [{"PartNumber": number, "ETag": parts[number]}]})
                assert is_whole(self.read(bucket, key))
            else:
                self.s3.abort_multipart_upload(**where)


@pytest.mark.timeout(600)
def test_every_kind_of_write_is_kept_or_never_was(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="every", ObjectLockEnabledForBucket=True, ObjectOwnership="BucketOwnerPreferred")
    s3.delete_public_access_block(Bucket="every")
    for name in ("plain", "unversioned", "locked"):
        s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=name == "locked")
    s3.put_object(**OBJECT, Body=b"has settings of every kind")
    for name, (write, _) in REGISTERS.items():
        write(s3, 1)
    for round_number in range(ROUNDS_OF_EVERY_KIND):
        load = EveryKind(hanok, round_number)
        load.run_until_killed()
        hanok.start()
        load.check()
    # Those beside their record have no file; uploads under way were ended by the checks.
    owned = sum(entry["Size"] > 32 << 10 for name in ("every", "unversioned")
                for page in s3.get_paginator("list_object_versions").paginate(Bucket=name)
                for entry in page.get("Versions", []))
    eventually(lambda: len(blobs_of(hanok)) == owned, seconds=90)
