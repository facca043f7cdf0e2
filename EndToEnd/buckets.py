"""Buckets as tests of S3 need them, and requests as no SDK would send them."""

import dataclasses
import http.client
import json
import secrets
import socket
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

import boto3
import pytest
from botocore import UNSIGNED
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from hanok import REGION

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
EVERYBODY = {"Principal": "*"}
MIB = 1 << 20


def new_bucket(s3, purpose="bucket", **settings) -> str:
    name = f"{purpose}-{secrets.token_hex(4)}"
    s3.create_bucket(Bucket=name, **settings)
    return name


def put_policy(s3, bucket, *statements):
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))


def within(bucket, key="*") -> str:
    return f"arn:aws:s3:::{bucket}/{key}"


def take_the_block_off(s3, bucket):
    s3.delete_public_access_block(Bucket=bucket)


def turn_acls_on(s3, bucket, ownership="BucketOwnerPreferred"):
    s3.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": ownership}]})


def bucket_with_acls(s3, purpose="acls", ownership="BucketOwnerPreferred") -> str:
    """A bucket as they were before 2023."""
    bucket = new_bucket(s3, purpose, ObjectOwnership=ownership)
    take_the_block_off(s3, bucket)
    return bucket


def bucket_open_to_all(s3, actions="s3:GetObject", purpose="open", list_too=False) -> str:
    """Everybody reads what is in it; everybody may list it too, if wanted."""
    bucket = new_bucket(s3, purpose)
    take_the_block_off(s3, bucket)
    statements = [{"Effect": "Allow", **EVERYBODY, "Action": actions, "Resource": within(bucket)}]
    if list_too:
        statements.append(
            {"Effect": "Allow", **EVERYBODY, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{bucket}"})
    put_policy(s3, bucket, *statements)
    return bucket


def put(s3, bucket, key="key", body=b"body", **more):
    return s3.put_object(Bucket=bucket, Key=key, Body=body, **more)


def read(s3, bucket, key="key", **more) -> bytes:
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def anonymous(server, **config):
    return server.client("s3", signature_version=UNSIGNED, **config)


def answer_of(reply) -> dict:
    """What a call answered, without what boto3 adds."""
    return {name: value for name, value in reply.items() if name != "ResponseMetadata"}


def eventually(holds, seconds=60, pause=0.1):
    """Waits for what the server does on its own."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(pause)


# Requests by hand


@dataclasses.dataclass
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def error(self) -> dict:
        """The members of an error document."""
        root = ElementTree.fromstring(self.body)
        assert root.tag == "Error", self.body
        return {member.tag: member.text or "" for member in root}


def send(server, method, path, body=b"", headers=None, host=None) -> Reply:
    """An unsigned request; the path goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, path, body or None, {"Host": host or f"127.0.0.1:{server.port}", **(headers or {})})
        reply = connection.getresponse()
        headers = {}
        for name, value in reply.getheaders():
            name = name.lower()
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return Reply(reply.status, headers, reply.read())
    finally:
        connection.close()


def send_signed(server, method, path, body=b"", headers=None, host=None, keys=None, region=REGION) -> Reply:
    host = host or f"127.0.0.1:{server.port}"
    request = AWSRequest(method, f"http://{host}{path}", data=body, headers=headers or {})
    key, secret, token = (*(keys or server.root_key), None)[:3]
    S3SigV4Auth(Credentials(key, secret, token), "s3", region).add_auth(request)
    return send(server, method, path, body, dict(request.headers.items()), host)


def fetch(server, url, method="GET", body=b"", headers=None) -> Reply:
    """What a presigned URL answers."""
    parts = urllib.parse.urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return send(server, method, path, body, headers, parts.netloc)


# Names that lead here


@pytest.fixture
def local_names(monkeypatch):
    """Names below `localhost` and AWS's own lead to this machine, whatever the system makes of them."""
    resolve = socket.getaddrinfo

    def resolve_here(host, *rest, **more):
        below = isinstance(host, str) and host.endswith((".localhost", ".amazonaws.com"))
        return resolve("127.0.0.1" if below else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_here)


def client_at(server, host, service="s3", keys=None, region=REGION, **config):
    """boto3 with an endpoint of another name, for tests with `local_names`."""
    key, secret, token = (*(keys or server.root_key), None)[:3]
    return boto3.Session().client(
        service, endpoint_url=f"http://{host}:{server.port}", region_name=region, aws_access_key_id=key,
        aws_secret_access_key=secret, aws_session_token=token,
        config=Config(retries={"max_attempts": 0}, **config))
