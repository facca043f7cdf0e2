"""kill -9 under load: everything acknowledged is there and intact, nothing else is half visible."""

import hashlib
import json
import os
import random
import threading
import time

import pytest

ROUNDS = 20
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
        deadline = time.monotonic() + 20
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
    deadline = time.monotonic() + 20
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
