"""APIs while much is asked of them and something changes: keys, deployments, tokens that nobody signed."""

import concurrent.futures
import json
import socket
import threading
import time
import uuid

import jwt
import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import test_http_api
import test_rest_api
from backend import Backend
from buckets import eventually
from hanok import REGION

THREADS = 8


@pytest.fixture(scope="module")
def backend():
    backend = Backend()
    yield backend
    backend.stop()


class Load:
    """Threads that call until they are told to end, and what they were answered."""

    def __init__(self, call):
        self.call, self.done = call, threading.Event()
        self.answers, self.problems = [], []
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(THREADS)]

    def run(self, number):
        with requests.Session() as session:
            while not self.done.is_set():
                try:
                    self.answers.append(self.call(session, number))
                except Exception as problem:  # noqa: BLE001
                    self.problems.append(problem)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()


def rotate(server, pool):
    url = f"{server.endpoint}/_hanok/rotate-keys?pool={pool}"
    request = AWSRequest("POST", url, headers={"Host": f"127.0.0.1:{server.port}"})
    SigV4Auth(Credentials(*server.root_key), "sts", REGION).add_auth(request)
    reply = requests.post(url, headers=dict(request.headers), timeout=30)
    assert reply.status_code == 200, reply.text


def new_pool(server):
    """A pool with a user, and what gets its tokens."""
    cognito = server.client("cognito-idp")
    identity = cognito.create_user_pool(PoolName="load")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=identity, ClientName="app",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=identity, Username="kim", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=identity, Username="kim", Password="Right-horse-1", Permanent=True)

    def token():
        return cognito.initiate_auth(
            ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "kim", "PASSWORD": "Right-horse-1"})["AuthenticationResult"]["IdToken"]

    return identity, client, token


def guarded(gateway, backend, issuer, audience):
    api = test_http_api.Api(gateway, backend)
    authorizer = gateway.create_authorizer(
        ApiId=api.id, Name="tokens", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Audience": [audience], "Issuer": issuer})["AuthorizerId"]
    api.route("GET /guarded", AuthorizationType="JWT", AuthorizerId=authorizer)
    return api


def test_keys_are_rotated_under_load(server, backend):
    """Who has a token that holds is let in all the time, with the old key's and the new one's."""
    identity, client, token = new_pool(server)
    api = guarded(
        server.client("apigatewayv2"), backend, f"https://cognito-idp.{REGION}.amazonaws.com/{identity}", client)
    tokens = [token()]

    def call(session, number):
        # Now the first, now the newest.
        chosen = tokens[0] if number % 2 else tokens[-1]
        reply = session.get(api.url + "/guarded", headers={"Authorization": f"Bearer {chosen}"}, timeout=30)
        return reply.status_code

    with Load(call) as load:
        for _ in range(5):
            time.sleep(0.3)
            rotate(server, identity)
            tokens.append(token())
        time.sleep(0.3)
        eventually(lambda: load.problems or len(load.answers) > 100)
    assert not load.problems
    assert set(load.answers) == {200}
    keys = {jwt.get_unverified_header(each)["kid"] for each in tokens}
    assert len(keys) == len(tokens)


def test_a_storm_of_keys_that_nobody_has(server, backend):
    """Thousands of tokens with a key's name each: none lets in, the issuer is hardly asked, and good ones are let in."""
    api = guarded(server.client("apigatewayv2"), backend, backend.url, "app")
    good = backend.token()
    assert api.call("GET", "/guarded", headers={"Authorization": good}).status_code == 200
    asked = backend.seen.count("/keys")
    started = time.monotonic()
    # One signature, under thousands of names.
    signed = good.split(".")
    storm = []
    for _ in range(3000):
        head = jwt.utils.base64url_encode(json.dumps({"alg": "RS256", "kid": uuid.uuid4().hex}).encode()).decode()
        storm.append(".".join([head, *signed[1:]]))

    def call(token):
        return requests.get(api.url + "/guarded", headers={"Authorization": token}, timeout=30).status_code

    statuses = []
    with concurrent.futures.ThreadPoolExecutor(THREADS) as threads:
        bad = threads.map(call, storm)
        while True:
            statuses.append(api.call("GET", "/guarded", headers={"Authorization": good}).status_code)
            if time.monotonic() - started > 2 and len(statuses) > 20:
                break
        assert set(bad) == {401}
    assert set(statuses) == {200}
    # Once a second at most, and the discovery document not at all.
    assert backend.seen.count("/keys") - asked <= time.monotonic() - started + 2


def test_a_rest_deployment_is_switched_under_load(server, backend):
    gateway = server.client("apigateway")
    api = test_rest_api.Api(gateway, backend, server)
    place = api.method("/one", uri="/old")
    old = api.deploy()
    gateway.update_integration(
        **place, patchOperations=[{"op": "replace", "path": "/uri", "value": backend.url + "/new"}])
    new = gateway.create_deployment(restApiId=api.id)["id"]

    def call(session, _):
        reply = session.get(f"{server.endpoint}/_aws/execute-api/{api.id}/dev/one", timeout=30)
        return reply.status_code, reply.json().get("path")

    with Load(call) as load:
        for number in range(20):
            time.sleep(0.1)
            gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=[
                {"op": "replace", "path": "/deploymentId", "value": old if number % 2 else new}])
        time.sleep(0.3)
        eventually(lambda: load.problems or len(load.answers) > 100)
    assert not load.problems
    assert set(load.answers) == {(200, "/old"), (200, "/new")}


def test_an_http_apis_deployment_is_switched_under_load(server, backend):
    gateway = server.client("apigatewayv2")
    api = test_http_api.Api(gateway, backend)
    integration = api.integration("/old")
    api.route("GET /one", integration)
    old = gateway.create_deployment(ApiId=api.id)["DeploymentId"]
    gateway.update_integration(ApiId=api.id, IntegrationId=integration, IntegrationUri=backend.url + "/new")
    new = gateway.create_deployment(ApiId=api.id)["DeploymentId"]
    gateway.create_stage(ApiId=api.id, StageName="fixed", DeploymentId=old)

    def call(session, _):
        reply = session.get(api.url + "/fixed/one", timeout=30)
        return reply.status_code, reply.json().get("path")

    with Load(call) as load:
        for number in range(20):
            time.sleep(0.1)
            gateway.update_stage(ApiId=api.id, StageName="fixed", DeploymentId=old if number % 2 else new)
        time.sleep(0.3)
        eventually(lambda: load.problems or len(load.answers) > 100)
    assert not load.problems
    assert set(load.answers) == {(200, "/old"), (200, "/new")}


def test_bodies_of_callers_who_proved_nothing_do_not_fill_the_memory(new_server, backend):
    server = new_server().start()
    api = test_http_api.Api(server.client("apigatewayv2"), backend)
    api.route("POST /open")
    assert api.call("POST", "/open", data=b"x").status_code == 200
    before = server.resident_kib()
    path = f"/_aws/execute-api/{api.id}/open"
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n".encode()
    held = []
    for _ in range(60):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=2)
        held.append(connection)
        try:
            connection.sendall(head + bytes(9_900_000))
        except OSError:
            pass
    assert server.resident_kib() < before + (400 << 10)
    for connection in held:
        connection.close()
    deadline = time.monotonic() + 60
    while api.call("POST", "/open", data=b"x").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_apis_that_lead_to_themselves(server, backend):
    """One request is not made a thousand."""
    gateway = server.client("apigatewayv2")
    api = test_http_api.Api(gateway, backend)
    path = f"/_aws/execute-api/{api.id}/again"
    integration = gateway.create_integration(
        ApiId=api.id, IntegrationType="HTTP_PROXY", IntegrationMethod="ANY", IntegrationUri=server.endpoint + path,
        PayloadFormatVersion="1.0")["IntegrationId"]
    api.route("ANY /again", integration)
    assert api.call("GET", "/again").status_code == 508
    rest = test_rest_api.Api(server.client("apigateway"), backend, server)
    place = rest.method("/again")
    uri = f"{server.endpoint}/_aws/execute-api/{rest.id}/dev/again"
    rest.gateway.put_integration(
        **place, type="HTTP_PROXY", integrationHttpMethod="ANY", uri=uri,
        requestParameters={"integration.request.header.X-Forwarded-For": "'1.1.1.1'"})
    rest.deploy()
    assert rest.call("GET", "/again").status_code == 508
    time.sleep(0.5)
    for identity in (api.id, rest.id):
        assert sum(identity in line["path"] for line in server.access_log()) < 60
