"""Sign-in and tokens, against what the cryptography in them allows.

A limit is the CPU time of the primitives alone, measured in the same run on one thread. The ratio is
that over the CPU time the server used: the part of it that was not overhead. The load generator takes
its own share of the same cores, so requests per second are shown beside, against all cores.
"""

import base64
import http.client
import json
import os
import pathlib
import subprocess
import time

import boto3
import gmpy2
import pycognito.aws_srp
from botocore.config import Config
from pycognito.aws_srp import AWSSRP

import load
import servers

PROGRAM = pathlib.Path(".build/release/SignInBenchmark")
PASSWORD = "Correct-horse-7"
JSON = {"Content-Type": "application/x-amz-json-1.1"}


def limits() -> dict:
    output = subprocess.run([PROGRAM, "limits"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def cognito(server):
    return boto3.client(
        "cognito-idp", endpoint_url=f"http://{server.host}", region_name="us-east-1",
        aws_access_key_id=servers.KEY[0], aws_secret_access_key=servers.KEY[1],
        config=Config(retries={"max_attempts": 0}))


def seeded(folder: pathlib.Path, users: int) -> tuple[servers.Hanok, str, str]:
    """A server on a pool of so many users, the pool, and its client."""
    server = servers.Hanok(folder)
    pool = "us-east-1_Bench00001"
    client = subprocess.run(
        [PROGRAM, "seed", "--data", folder / "data", "--pool", pool, "--users", str(users)],
        capture_output=True, text=True, check=True).stdout.strip()
    server.start()
    return server, pool, client


def initiate(server, folder, client, flow, parameters, connections, seconds):
    body = json.dumps({"ClientId": client, "AuthFlow": flow, "AuthParameters": parameters}).encode()
    headers = JSON | {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"}
    return load.run(server, folder / "sign-in", "POST", ["/"], connections, seconds, headers, body)


def machine_client(server, pool):
    idp = cognito(server)
    idp.create_user_pool_domain(UserPoolId=pool, Domain="bench")
    idp.create_resource_server(UserPoolId=pool, Identifier="shop", Name="shop",
                               Scopes=[{"ScopeName": "read", "ScopeDescription": "read"}])
    made = idp.create_user_pool_client(
        UserPoolId=pool, ClientName="machine", GenerateSecret=True, AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["shop/read"], AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]
    return base64.b64encode(f"{made['ClientId']}:{made['ClientSecret']}".encode()).decode()


def post(connection, operation, document):
    connection.request("POST", "/", json.dumps(document), JSON | {
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"})
    reply = connection.getresponse()
    body = json.loads(reply.read())
    assert reply.status == 200, body
    return body


def srp_cost(server, pool, client, seconds=8) -> float:
    """CPU microseconds of the server for a sign-in by SRP. The client's numbers are GMP's, so that the
    server is not left waiting; half of the cores are the client's all the same."""
    pycognito.aws_srp.pow = lambda base, exponent, modulus: int(gmpy2.powmod(base, exponent, modulus))
    connection = http.client.HTTPConnection(server.host)
    count, before, began = 0, server.cpu_seconds(), time.monotonic()
    while time.monotonic() - began < seconds:
        srp = AWSSRP(username="user-0", password=PASSWORD, pool_id=pool, client_id=client, client=object())
        parameters = srp.get_auth_params()
        asked = post(connection, "InitiateAuth",
                     {"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters})
        answer = srp.process_challenge(asked["ChallengeParameters"], parameters)
        post(connection, "RespondToAuthChallenge",
             {"ClientId": client, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": answer})
        count += 1
    return (server.cpu_seconds() - before) / count * 1e6


def tokens(folder, seconds, row, heading):
    known = limits()
    cores = os.cpu_count()
    fastest = min(known["rsa_openssl"], known["rsa_swift_crypto"])
    heading("What signing and hashing cost alone", "primitive", "CPU µs", "per second and core")
    for name, title in (("rsa_openssl", "RSA-2048 signature, OpenSSL"), ("rsa_swift_crypto", "RSA-2048 signature, swift-crypto"),
                        ("srp_power", "3072-bit power, OpenSSL"), ("argon2id", "Argon2id, 19 MiB, two passes")):
        row(title, f"{known[name]:.0f}", f"{1e6 / known[name]:,.0f}")
    server, pool, client = seeded(folder / "tokens", 1000)
    try:
        first = cognito(server).initiate_auth(
            ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "user-0", "PASSWORD": PASSWORD})["AuthenticationResult"]
        basic = machine_client(server, pool)
        heading("Tokens and sign-in, against the primitives in them", "operation", "limit, CPU µs", "server, CPU µs",
                "ratio", "per second", "of all cores' limit")

        def show(title, limit, cost, per_second=None):
            rate = "" if per_second is None else f"{per_second:,.0f}"
            part = "" if per_second is None else f"{per_second * limit / 1e6 / cores:.2f}"
            row(title, f"{limit:.0f}", f"{cost:.0f}", f"{limit / cost:.2f}", rate, part)

        result = initiate(server, folder, client, "REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": first["RefreshToken"]},
                          16, seconds)
        assert result.bad == 0, "refreshes failed"
        show("refresh (two signatures)", 2 * fastest, result.cpu_microseconds, result.per_second)
        form = b"grant_type=client_credentials&scope=shop%2Fread"
        result = load.run(
            server, folder / "machine", "POST", ["/_hanok/auth/bench/oauth2/token"], 16, seconds,
            {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {basic}"}, form)
        assert result.bad == 0, "client credentials failed"
        show("client_credentials (one signature)", fastest, result.cpu_microseconds, result.per_second)
        result = initiate(server, folder, client, "USER_PASSWORD_AUTH",
                          {"USERNAME": "user-0", "PASSWORD": PASSWORD}, 16, max(seconds, 6))
        assert result.bad == 0, "sign-ins failed"
        show("InitiateAuth by password (one Argon2id)", known["argon2id"], result.cpu_microseconds, result.per_second)
        cost = srp_cost(server, pool, client)
        show("sign-in by SRP (three powers)", 3 * known["srp_power"], cost)
        show("sign-in by SRP (three powers, two signatures)", 3 * known["srp_power"] + 2 * fastest, cost)
    finally:
        server.stop()


def many_users(folder, seconds, counts, row, heading):
    heading("Sign-in among many users (USER_PASSWORD_AUTH, one connection)", "users", "p50 ms", "p99 ms",
            "to the first", "resident MiB", "start ms")
    base = None
    for count in counts:
        place = folder / f"users-{count}"
        server, _, client = seeded(place, count)
        try:
            server.stop()
            start = server.start()
            time.sleep(0.5)
            initiate(server, place, client, "USER_PASSWORD_AUTH", {"USERNAME": "user-0", "PASSWORD": PASSWORD}, 1, 1)
            name = f"user-{count - 1}"
            result = initiate(server, place, client, "USER_PASSWORD_AUTH",
                              {"USERNAME": name, "PASSWORD": PASSWORD}, 1, seconds)
            assert result.bad == 0, "sign-ins failed"
            base = base or result.p50_ms
            row(f"{count:,}", f"{result.p50_ms:.2f}", f"{result.p99_ms:.2f}", f"{result.p50_ms / base:.2f}",
                f"{server.resident_mib():.0f}", f"{start * 1000:.0f}")
        finally:
            server.stop()
