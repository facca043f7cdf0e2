"""The edge, byte for byte: what a client may send, and what becomes of it."""

import json
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from hanok import talk


HEALTH = b"GET /_hanok/health HTTP/1.1\r\nHost: localhost\r\n"


def test_requests_follow_one_another_on_a_connection(server):
    reply = talk(server, HEALTH + b"\r\n" + HEALTH + b"\r\n" + HEALTH + b"Connection: close\r\n\r\n")
    assert reply.count(b"HTTP/1.1 200 OK") == 3


def test_a_head_that_comes_in_drops(server):
    head = HEALTH + b"Connection: close\r\n\r\n"
    reply = talk(server, *(head[n:n + 1] for n in range(len(head))))
    assert reply.startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("request_bytes", [
    b"NONSENSE\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
])
def test_malformed_requests_end_the_connection(server, request_bytes):
    reply = talk(server, request_bytes)
    assert reply == b"" or reply.startswith(b"HTTP/1.1 400")
    assert server.health()["status"] == "ok"


def test_continue_is_sent_only_once_the_head_is_allowed(server):
    head = (b"PUT /some-bucket/key HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
            b"Expect: 100-continue\r\n\r\n")
    reply = talk(server, head, timeout=3)
    assert b"100 Continue" not in reply and reply.startswith(b"HTTP/1.1 4")


def test_continue_comes_before_the_body(server):
    s3 = server.client("s3", signature_version="s3v4")
    s3.create_bucket(Bucket="edge-bucket")
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "edge-bucket", "Key": "k"})
    path = url.split(f":{server.port}", 1)[1]
    head = (f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 5\r\n"
            "Expect: 100-continue\r\nConnection: close\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(head)
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue")
        connection.sendall(b"hello")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_a_body_cut_off_leaves_nothing(server):
    s3 = server.client("s3", signature_version="s3v4")
    s3.create_bucket(Bucket="cut-bucket")
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "cut-bucket", "Key": "k"})
    path = url.split(f":{server.port}", 1)[1]
    head = f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 1000000\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(head + b"x" * 500_000)
    time.sleep(0.3)
    assert "Contents" not in s3.list_objects_v2(Bucket="cut-bucket")


def test_bodies_beyond_the_limit_are_refused(server):
    request = urllib.request.Request(
        server.endpoint, data=b"x" * (20 << 20), method="POST",
        headers={"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
                 "Content-Type": "application/x-amz-json-1.1"})
    with pytest.raises((urllib.error.HTTPError, urllib.error.URLError, ConnectionError)) as refusal:
        urllib.request.urlopen(request)
    if isinstance(refusal.value, urllib.error.HTTPError):
        assert refusal.value.code == 413


def test_service_endpoints_answer_browsers(server):
    preflight = urllib.request.Request(server.endpoint, method="OPTIONS", headers={
        "Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-amz-target,x-amz-user-agent"})
    with urllib.request.urlopen(preflight) as reply:
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert reply.headers["Access-Control-Allow-Headers"] == "content-type,x-amz-target,x-amz-user-agent"
        assert reply.headers["Access-Control-Max-Age"] == "172800"
    call = urllib.request.Request(server.endpoint, data=b"{}", headers={
        "Origin": "http://localhost:3000", "X-Amz-Target": "AWSCognitoIdentityService.GetId",
        "Content-Type": "application/x-amz-json-1.1"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(call)
    assert refusal.value.code == 400
    assert refusal.value.headers["Access-Control-Allow-Origin"] == "*"
    assert "x-amzn-RequestId" in refusal.value.headers["Access-Control-Expose-Headers"]
    assert json.load(refusal.value)["__type"] == "ValidationException"


def test_requests_in_flight_finish_at_a_stop(new_server):
    hanok = new_server().start()
    s3 = hanok.client("s3", signature_version="s3v4")
    s3.create_bucket(Bucket="stop-bucket")
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "stop-bucket", "Key": "k"})
    path = url.split(f":{hanok.port}", 1)[1]
    head = f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{hanok.port}\r\nContent-Length: 5\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", hanok.port), timeout=5) as connection:
        connection.sendall(head + b"he")
        time.sleep(0.2)
        code = []
        stopper = threading.Thread(target=lambda: code.append(hanok.stop()))
        stopper.start()
        time.sleep(0.3)
        connection.sendall(b"llo")
        reply = connection.recv(1000)
        assert reply.startswith(b"HTTP/1.1 200 OK") and b"Connection: close" in reply
        stopper.join()
    assert code == [0]
    hanok.start()
    assert hanok.client("s3").get_object(Bucket="stop-bucket", Key="k")["Body"].read() == b"hello"


def test_https_and_http_on_one_port(new_server, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    hanok = new_server(options=["--tls-cert", str(certificate), "--tls-key", str(key)]).start()
    trust = ssl.create_default_context(cafile=str(certificate))
    with urllib.request.urlopen(f"https://127.0.0.1:{hanok.port}/_hanok/health", context=trust) as reply:
        assert json.load(reply)["status"] == "ok"
    with urllib.request.urlopen(f"http://127.0.0.1:{hanok.port}/_hanok/health") as reply:
        assert json.load(reply)["status"] == "ok"
    s3 = hanok.client("s3")
    s3.create_bucket(Bucket="tls-bucket")
    body = bytes(range(256)) * 5000
    s3.put_object(Bucket="tls-bucket", Key="k", Body=body)
    assert s3.get_object(Bucket="tls-bucket", Key="k")["Body"].read() == body


def test_the_access_log_names_caller_action_and_decision(server):
    server.client("sts").get_caller_identity()
    server.client("s3").create_bucket(Bucket="logged-bucket")
    time.sleep(0.6)
    lines = server.access_log()
    made = next(line for line in lines if line.get("operation") == "CreateBucket"
                and line["resource"].endswith("logged-bucket"))
    assert made["caller"] == "arn:aws:iam::000000000000:root"
    assert (made["action"], made["decision"], made["status"]) == ("s3:CreateBucket", "allow", 200)
    assert "hanok/test/root/secret" not in json.dumps(lines)
