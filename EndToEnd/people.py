"""What tests of user pools share: mail that arrived, tokens read, refusals, and an authenticator of our own."""

import base64
import hashlib
import json
import os
import re
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def refusal_of(call, **arguments):
    """The error's code and sentence."""
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    error = refusal.value.response["Error"]
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return error["Code"], error["Message"]


def outbox(server, address):
    """Messages to an address or number, newest first, as the root reads them."""
    quoted = address.replace("@", "%40").replace("+", "%2B")
    request = AWSRequest("GET", f"{server.endpoint}/_hanok/mail?to={quoted}")
    SigV4Auth(Credentials(*server.root_key), "hanok", "us-east-1").add_auth(request)
    with urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.headers))) as reply:
        return json.load(reply)


def mailed_code(server, address):
    return re.search(r"\b\d{6}\b", outbox(server, address)[0]["body"]).group()


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def attributes(**values):
    return [{"Name": name, "Value": value} for name, value in values.items()]


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """What a browser and a security key do together (WebAuthn, ES256)."""

    def __init__(self, origin="http://localhost:3000"):
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.count = 0

    def register(self, options: dict) -> dict:
        client = self._client_data("webauthn.create", options["challenge"])
        point = self.key.public_key().public_numbers()
        cose = cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        data = self._data(options["rp"]["id"], 0x45) + bytes(16) + len(self.credential_id).to_bytes(2, "big")
        attestation = cbor({"fmt": "none", "attStmt": {}, "authData": data + self.credential_id + cose})
        return self._credential(
            {"clientDataJSON": base64url(client), "attestationObject": base64url(attestation),
             "transports": ["internal"]})

    def sign(self, options: dict) -> dict:
        client = self._client_data("webauthn.get", options["challenge"])
        data = self._data(options["rpId"], 0x05)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {"clientDataJSON": base64url(client), "authenticatorData": base64url(data),
             "signature": base64url(signature)})

    def _client_data(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, relying_party, flags):
        self.count += 1
        return hashlib.sha256(relying_party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _credential(self, response):
        name = base64url(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response,
                "authenticatorAttachment": "platform", "clientExtensionResults": {}}


def cbor(value) -> bytes:
    def head(major, number):
        if number < 24:
            return bytes([major << 5 | number])
        size = 1 if number < 256 else 2 if number < 65536 else 4
        return bytes([major << 5 | {1: 24, 2: 25, 4: 26}[size]]) + number.to_bytes(size, "big")

    match value:
        case int() if value >= 0:
            return head(0, value)
        case int():
            return head(1, -1 - value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case dict():
            return head(5, len(value)) + b"".join(cbor(key) + cbor(entry) for key, entry in value.items())
    raise TypeError(value)
