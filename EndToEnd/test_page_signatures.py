"""The pages' signatures, made by a browser, against botocore's."""

import datetime
import hashlib
import itertools

import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from pages import HTML, Guest, fetch

TIME = datetime.datetime(2026, 11, 26, 3, 4, 5, tzinfo=datetime.UTC)
KEYS = [("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), ("ASIAX", "s+/=", "token/+=~ &%")]
ADDRESSES = [
    "https://localhost:4566/bucket", "http://localhost/bucket/a%20b%2Bc/%ED%95%9C%EC%98%A5.png",
    "http://localhost:4566/bucket/x?list-type=2&prefix=a%2Fb&delimiter=%2F&encoding-type=url",
    "http://localhost/b/k?uploads=", "http://localhost/b//k//?partNumber=10&uploadId=a~b&X-a=1&X-A=2",
    "http://localhost/?a-b=1&a=2&a=1",
]


@pytest.fixture(scope="module")
def module(server):
    """A page that has the module at hand."""
    someone = Guest()
    address = f"http://localhost:{server.port}/_hanok/why"
    someone.open(address)
    scripts = fetch(address, Accept=HTML)[2].decode().split('<script type="module" src="')[1]
    someone.module = scripts.split('"')[0].rsplit("/", 1)[0] + "/sigv4.js"
    yield someone
    someone.quit()


@pytest.fixture(autouse=True)
def frozen(monkeypatch):
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: TIME.replace(tzinfo=None))


def ask(module, function, keys, **arguments):
    credentials = dict(zip(["accessKeyId", "secretAccessKey", "sessionToken"], keys))
    return module.run(
        "const module = await import(given[0]);"
        "return module[given[1]]({...given[2], date: new Date(given[3])});",
        module.module, function, {"credentials": credentials, **arguments}, TIME.timestamp() * 1000)


@pytest.mark.parametrize("hashed", [hashlib.sha256("안녕".encode()).hexdigest(), "UNSIGNED-PAYLOAD",
                                    "STREAMING-UNSIGNED-PAYLOAD-TRAILER"])
@pytest.mark.parametrize("keys, url", itertools.product(KEYS, ADDRESSES))
def test_a_request_is_signed_as_botocore_signs_it(module, keys, url, hashed):
    headers = {"content-type": "application/xml", "x-amz-meta-note": " a  b "}
    request = AWSRequest("PUT", url, headers=dict(headers))
    signer = S3SigV4Auth(Credentials(*keys), "s3", "ap-northeast-2")
    signer.payload = lambda _: hashed
    signer.add_auth(request)
    ours = ask(module, "sign", keys, method="PUT", url=url, headers=headers, region="ap-northeast-2", service="s3",
               payloadHash=hashed)
    assert ours["Authorization"] == request.headers["Authorization"]
    assert ours["x-amz-date"] == request.headers["X-Amz-Date"]


@pytest.mark.parametrize("keys, url", itertools.product(KEYS, ADDRESSES[:3]))
def test_an_address_is_signed_as_botocore_signs_it(module, keys, url):
    request = AWSRequest("GET", url)
    S3SigV4QueryAuth(Credentials(*keys), "s3", "us-east-1", expires=900).add_auth(request)
    ours = ask(module, "presign", keys, url=url, expires=900, region="us-east-1", service="s3")
    assert ours.rsplit("=", 1)[1] == request.url.rsplit("=", 1)[1]


def test_other_services_encode_the_path_once_more(module):
    url = "https://localhost/restapis/a%20b/x"
    request = AWSRequest("GET", url)
    SigV4Auth(Credentials(*KEYS[0]), "apigateway", "us-east-1").add_auth(request)
    ours = ask(module, "sign", KEYS[0], method="GET", url=url, region="us-east-1", service="apigateway")
    assert ours["Authorization"] == request.headers["Authorization"]
