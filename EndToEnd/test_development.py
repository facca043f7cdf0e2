"""--dev: the key everybody knows, reset and the open outbox, on loopback alone."""

import json
import time
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def dev(new_server):
    return new_server(options=["--dev"], root_key=("test", "test"), environment={}).start()


def post(url, **headers):
    return urllib.request.urlopen(urllib.request.Request(url, data=b"", method="POST", headers=headers))


def status(call) -> int:
    try:
        with call() as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def test_reset_forgets_everything(dev):
    s3 = dev.client("s3")
    s3.create_bucket(Bucket="gone-bucket")
    role = dev.client("iam")
    role.create_user(UserName="gone")
    with post(f"{dev.endpoint}/_hanok/reset", **{"X-Hanok-Reset": "yes"}) as reply:
        assert reply.status == 200
    assert s3.list_buckets()["Buckets"] == []
    with pytest.raises(ClientError):
        role.get_user(UserName="gone")
    s3.create_bucket(Bucket="gone-bucket")
    assert dev.stop() == 0
    dev.start()
    assert [b["Name"] for b in dev.client("s3").list_buckets()["Buckets"]] == ["gone-bucket"]


@pytest.mark.parametrize("headers", [
    {},
    {"X-Hanok-Reset": "yes", "Origin": "https://evil.example"},
    {"X-Hanok-Reset": "yes", "Sec-Fetch-Site": "cross-site"},
    {"X-Hanok-Reset": "yes", "Host": "evil.example"},
    {"X-Hanok-Reset": "yes", "X-Forwarded-For": "10.0.0.1"},
])
def test_reset_is_guarded(dev, headers):
    assert status(lambda: post(f"{dev.endpoint}/_hanok/reset", **headers)) in (403, 404)


def test_there_is_no_reset_without_dev(server):
    assert status(lambda: post(f"{server.endpoint}/_hanok/reset", **{"X-Hanok-Reset": "yes"})) == 403


def test_the_outbox_is_open_in_development_and_closed_otherwise(dev, server):
    assert status(lambda: urllib.request.urlopen(f"{dev.endpoint}/_hanok/mail")) == 200
    assert status(lambda: urllib.request.urlopen(f"{server.endpoint}/_hanok/mail")) == 403
    foreign = urllib.request.Request(f"{dev.endpoint}/_hanok/mail", headers={"Origin": "https://evil.example"})
    assert status(lambda: urllib.request.urlopen(foreign)) == 403


def test_the_outbox_opens_for_the_roots_signature(server):
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    request = AWSRequest("GET", f"{server.endpoint}/_hanok/mail?to=nobody%40example.com")
    SigV4Auth(Credentials(*server.root_key), "hanok", "us-east-1").add_auth(request)
    signed = urllib.request.Request(request.url, headers=dict(request.headers))
    with urllib.request.urlopen(signed) as reply:
        assert json.load(reply) == []


def test_the_development_key_is_not_taken_from_foreign_pages(dev):
    for origin, allowed in (("https://evil.example", False), ("http://localhost:3000", True)):
        sts = dev.client("sts")


        def add_origin(request, origin=origin, **_):
            request.headers["Origin"] = origin

        sts.meta.events.register("before-send", add_origin)
        if allowed:
            assert sts.get_caller_identity()["Account"] == "000000000000"
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                sts.get_caller_identity()


def test_dev_listens_on_loopback_only(executable, tmp_path):
    import subprocess
    result = subprocess.run(
        [executable, "serve", "--dev", "--host", "0.0.0.0", "--data", tmp_path / "d"], capture_output=True,
        text=True, timeout=20)
    assert result.returncode != 0 and "loopback" in result.stderr


def test_a_second_server_is_kept_off_the_folder(executable, server):
    import subprocess
    result = subprocess.run(
        [executable, "serve", "--port", "0", "--data", server.folder / "data"], capture_output=True, text=True,
        timeout=20)
    assert result.returncode != 0 and "another server" in result.stderr


def test_a_made_root_key_is_shown_once(new_server):
    hanok = new_server(root_key=None).start()
    key, secret = (hanok.folder / "data" / "root-credentials").read_text().split()
    assert (hanok.folder / "data" / "root-credentials").stat().st_mode & 0o777 == 0o600
    deadline = time.monotonic() + 60
    while secret not in hanok.log_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert secret in hanok.log_text()
    hanok.root_key = (key, secret)
    assert hanok.client("sts").get_caller_identity()["Arn"].endswith(":root")
    assert hanok.stop() == 0
    hanok.root_key = None
    hanok.start()
    assert hanok.log_text().count(secret) == 1
