"""Clients that do not behave: what they send, what they do not read, when they go away."""

import json
import os
import socket
import subprocess
import threading
import time

import pytest
from botocore.exceptions import ClientError

from chain import Chain
from hanok import talk


@pytest.fixture(scope="module")
def bucket(server):
    s3 = server.client("s3", signature_version="s3v4")
    s3.create_bucket(Bucket="hostile-bucket")
    s3.put_object(Bucket="hostile-bucket", Key="k", Body=b"x" * 16_000)
    return "hostile-bucket"


def target(server, operation, **parameters):
    url = server.client("s3", signature_version="s3v4").generate_presigned_url(operation, Params=parameters)
    return url.split(f":{server.port}", 1)[1]


def request(server, method, path, *headers) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", *headers, "", ""]).encode()


def blob_files(server):
    store = next((server.folder / "data").glob("store-*"))
    return {path for path in (store / "blobs").rglob("*") if path.is_file()}


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def test_not_modified_has_no_body(server, bucket):
    tag = server.client("s3").head_object(Bucket=bucket, Key="k")["ETag"]
    path = target(server, "get_object", Bucket=bucket, Key="k")
    reply = talk(server, request(server, "GET", path, f"If-None-Match: {tag}")
                     + request(server, "GET", "/_hanok/health", "Connection: close"))
    head, rest = reply.split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 304") and rest.startswith(b"HTTP/1.1 200")


def test_answers_nobody_reads_do_not_fill_the_memory(server, bucket):
    path = target(server, "get_object", Bucket=bucket, Key="k")
    idle = server.resident_kib()
    with socket.create_connection(("127.0.0.1", server.port), timeout=1) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        data = request(server, "GET", path) * 50
        try:
            for _ in range(400):
                connection.sendall(data)
        except TimeoutError:
            pass
        time.sleep(1)
        assert server.resident_kib() - idle < 40 << 10
    assert server.health()["status"] == "ok"


def test_an_upload_that_is_given_up_leaves_no_file(server, bucket):
    before = blob_files(server)
    path = target(server, "put_object", Bucket=bucket, Key="given-up")
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(request(server, "PUT", path, "Content-Length: 5000000") + b"x" * 1_000_000)
            time.sleep(0.1)
    assert wait_until(lambda: blob_files(server) == before)


def test_headers_cannot_be_smuggled_through_overrides(server, bucket):
    url = server.client("s3", signature_version="s3v4").generate_presigned_url("get_object", Params={
        "Bucket": bucket, "Key": "k", "ResponseContentDisposition": "a\r\nX-Injected: 1\r\n\r\n<b>"})
    reply = talk(server, request(server, "GET", url.split(f":{server.port}", 1)[1], "Connection: close"))
    assert reply.startswith(b"HTTP/1.1 400") and b"\r\nX-Injected" not in reply


def test_an_upgrade_is_not_taken_and_does_not_hang(server):
    reply = talk(server, request(server, "GET", "/_hanok/health", "Connection: Upgrade, HTTP2-Settings",
                                     "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"))
    assert reply.startswith(b"HTTP/1.1 200") and b"Connection: close" in reply


def test_a_refused_upload_learns_why(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request(server, "PUT", "/hostile-bucket/x", "Content-Length: 20000000"))
        for _ in range(20):
            connection.sendall(b"x" * 1_000_000)
        reply = connection.recv(65536)
    assert reply.startswith(b"HTTP/1.1 403") and b"<Code>AccessDenied</Code>" in reply


def test_discovery_documents_can_be_objects(server, bucket):
    s3 = server.client("s3")
    key = ".well-known/openid-configuration"
    s3.put_object(Bucket=bucket, Key=key, Body=b"{}")
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"{}"


def test_uploads_of_a_deleted_bucket_are_swept(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="doomed")
    upload = s3.create_multipart_upload(Bucket="doomed", Key="k")["UploadId"]
    s3.upload_part(Bucket="doomed", Key="k", UploadId=upload, PartNumber=1, Body=os.urandom(200_000))
    assert len(blob_files(hanok)) == 1
    s3.delete_bucket(Bucket="doomed")
    assert hanok.stop() == 0
    hanok.start()
    assert wait_until(lambda: not blob_files(hanok))


def test_silent_connections_end_behind_tls_too(new_server, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                    "/CN=localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    hanok = new_server(options=["--tls-cert", str(certificate), "--tls-key", str(key)]).start()
    with socket.create_connection(("127.0.0.1", hanok.port), timeout=90) as connection:
        began = time.monotonic()
        assert connection.recv(1) == b""
        assert 25 < time.monotonic() - began < 60


def test_parallel_resets_leave_one_whole_store(new_server):
    hanok = new_server(options=["--dev"], root_key=("test", "test")).start()
    reset = request(hanok, "POST", "/_hanok/reset", "X-Hanok-Reset: yes", "Content-Length: 0", "Connection: close")
    for _ in range(5):
        threads = [threading.Thread(target=talk, args=(hanok, reset)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        hanok.client("s3").create_bucket(Bucket="still-here")
    hanok.client("iam").create_user(UserName="kept")
    assert hanok.stop() == 0
    hanok.start()
    assert hanok.client("iam").get_user(UserName="kept")["User"]["UserName"] == "kept"
    assert len(list((hanok.folder / "data").glob("store-*"))) == 1


@pytest.mark.parametrize("name", ["generation", "key"])
def test_a_folder_that_lost_its_key_or_generation_is_not_forgotten(new_server, name):
    hanok = new_server().start()
    hanok.client("iam").create_user(UserName="kept")
    assert hanok.stop() == 0
    lost = hanok.folder / "data" / name
    text = lost.read_text()
    lost.unlink()
    with pytest.raises(RuntimeError, match="put it back"):
        hanok.start()
    lost.write_text(text)
    hanok.start()
    assert hanok.client("iam").get_user(UserName="kept")["User"]["UserName"] == "kept"


def test_an_access_token_is_no_web_identity(server):
    chain = Chain(server)
    chain.make_user()
    tokens = chain.sign_in()
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": chain.provider}}]}

    with pytest.raises(ClientError) as refusal:
        chain.iam.create_role(RoleName="web-" + chain.name, AssumeRolePolicyDocument=json.dumps(trust))
        server.client("sts").assume_role_with_web_identity(
            RoleArn=chain.role_arn.replace(chain.name, "web-" + chain.name), RoleSessionName="session",
            WebIdentityToken=tokens["AccessToken"])
    assert refusal.value.response["Error"]["Code"] in ("InvalidIdentityToken", "MalformedPolicyDocument")


def test_deleted_keys_are_checked_for_their_digest(server, bucket):
    s3 = server.client("s3")

    def spoil(params, **_):
        params["headers"]["Content-MD5"] = "AAAAAAAAAAAAAAAAAAAAAA=="

    s3.meta.events.register("before-call.s3.DeleteObjects", spoil)
    with pytest.raises(ClientError) as refusal:
        s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k"}]})
    assert refusal.value.response["Error"]["Code"] == "BadDigest"
    assert server.client("s3").head_object(Bucket=bucket, Key="k")["ContentLength"] == 16_000


def test_the_usual_resource_of_list_buckets(server):

    iam = server.client("iam")
    iam.create_user(UserName="lister")
    key = iam.create_access_key(UserName="lister")["AccessKey"]
    s3 = server.client("s3", (key["AccessKeyId"], key["SecretAccessKey"]))
    with pytest.raises(ClientError) as refusal:
        s3.list_buckets()
    assert refusal.value.response["Error"]["Message"] == (
        "User: arn:aws:iam::000000000000:user/lister is not authorized to perform: s3:ListAllMyBuckets because no "
        "identity-based policy allows the s3:ListAllMyBuckets action")
    iam.put_user_policy(UserName="lister", PolicyName="list", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::*"}]}))
    assert "Buckets" in s3.list_buckets()
