"""--tls local: https by an own authority, with a certificate for each name that is asked for."""

import socket
import ssl
import subprocess
import urllib.request

import boto3
import pytest


@pytest.fixture
def secure(new_server, tmp_path):
    return new_server(folder=tmp_path / "tls", options=["--tls", "local"]).start()


def authority(hanok, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{hanok.port}/_hanok/ca.pem") as reply:
        path.write_bytes(reply.read())
    return path


def handshake(hanok, name, ca):
    context = ssl.create_default_context(cafile=ca)
    with socket.create_connection(("127.0.0.1", hanok.port)) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secured:
            return secured.getpeercert()


@pytest.mark.parametrize("name", [
    "localhost", "127.0.0.1", "people.auth.us-east-1.localhost", "people.auth.us-east-1.amazoncognito.com",
    "cognito-idp.us-east-1.amazonaws.com", "login.example.com"])
def test_every_name_has_its_certificate(secure, tmp_path, name):
    found = handshake(secure, name, authority(secure, tmp_path / "ca.pem"))
    assert name in [value for _, value in found["subjectAltName"]]


def test_a_stranger_does_not_trust_it(secure):
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(secure, "localhost", None)


def test_https_and_http_on_one_port(secure, tmp_path):
    ca = authority(secure, tmp_path / "ca.pem")
    for scheme, trust in (("https", ["--cacert", ca]), ("http", [])):
        result = subprocess.run(
            ["curl", "-sS", *trust, f"{scheme}://localhost:{secure.port}/_hanok/health"],
            capture_output=True, text=True, check=True)
        assert '"ok"' in result.stdout
    client = boto3.client(
        "sts", endpoint_url=f"https://localhost:{secure.port}", region_name="us-east-1", verify=str(ca),
        aws_access_key_id=secure.root_key[0], aws_secret_access_key=secure.root_key[1])
    assert client.get_caller_identity()["Account"] == "000000000000"


def test_the_authority_stays(secure, new_server, tmp_path):
    first = authority(secure, tmp_path / "first.pem").read_bytes()
    assert secure.stop() == 0
    again = new_server(folder=tmp_path / "tls", options=["--tls", "local"]).start()
    assert authority(again, tmp_path / "second.pem").read_bytes() == first
    key = tmp_path / "tls" / "data" / "ca-key.pem"
    assert key.stat().st_mode & 0o777 == 0o600


def test_issuers_are_https_then(secure):
    cognito = secure.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="secure")["UserPool"]["Id"]
    with urllib.request.urlopen(f"http://127.0.0.1:{secure.port}/{pool}/.well-known/openid-configuration") as reply:
        assert f'"issuer":"https://localhost:{secure.port}/{pool}"' in reply.read().decode()


def test_without_it_there_is_no_authority(server):
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{server.endpoint}/_hanok/ca.pem")
