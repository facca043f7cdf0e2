"""A route that a token opens, to a server behind it: an HTTP API beside Envoy and HAProxy, the server being nginx."""

import base64
import http.client
import json
import os
import pathlib
import statistics
import sys
import urllib.request

import boto3
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import load
import servers

ANSWER = "hello from behind\n"
SCOPE = "bench/read"


class Behind(servers.Server):
    name = "nginx"

    def start(self):
        (self.folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log off; keepalive_requests 100000000;\n"
            f"server {{ listen 127.0.0.1:{self.port}; location / {{ return 200 '{ANSWER}'; }} }} }}\n")
        self.spawn("/usr/sbin/nginx", "-c", self.folder / "nginx.conf", "-p", self.folder)
        self.wait_until(lambda: urllib.request.urlopen(f"http://{self.host}/", timeout=1), 10)


class Envoy(servers.Server):
    def __init__(self, folder: pathlib.Path, behind: Behind, keys: str, issuer: str, cached: bool):
        super().__init__(folder)
        self.name = "Envoy with token cache" if cached else "Envoy"
        provider = {"issuer": issuer, "local_jwks": {"inline_string": keys}, "forward": True}
        if cached:
            provider["jwt_cache_config"] = {"jwt_cache_size": 1000}
        kind = "type.googleapis.com/envoy.extensions.filters"
        manager = {
            "@type": f"{kind}.network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": "bench",
            "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
                {"match": {"prefix": "/"}, "route": {"cluster": "behind"}}]}]},
            "http_filters": [
                {"name": "envoy.filters.http.jwt_authn", "typed_config": {
                    "@type": f"{kind}.http.jwt_authn.v3.JwtAuthentication", "providers": {"pool": provider},
                    "rules": [{"match": {"prefix": "/"}, "requires": {"provider_name": "pool"}}]}},
                {"name": "envoy.filters.http.router", "typed_config": {"@type": f"{kind}.http.router.v3.Router"}}]}
        address = {"socket_address": {"address": "127.0.0.1", "port_value": self.port}}
        self.settings = {"static_resources": {
            "listeners": [{"address": address, "filter_chains": [{"filters": [
                {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}]}],
            "clusters": [{"name": "behind", "type": "STATIC", "load_assignment": {
                "cluster_name": "behind", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {
                    "socket_address": {"address": "127.0.0.1", "port_value": behind.port}}}}]}]}}]}}

    def start(self):
        (self.folder / "envoy.json").write_text(json.dumps(self.settings))
        programs = pathlib.Path(sys.executable).parent.parent / "peers"
        program = next(programs.glob("lib/python3*/site-packages/envoy/_bin/envoy"))
        self.spawn(program, "-c", self.folder / "envoy.json", "--concurrency", os.cpu_count(), "--log-level", "error",
                   "--base-id", self.port)
        self.wait_until(lambda: asked(self, {}) == 401 or 1 / 0)


class HAProxy(servers.Server):
    name = "HAProxy"

    def __init__(self, folder: pathlib.Path, behind: Behind, public_key: bytes, issuer: str):
        super().__init__(folder)
        (folder / "key.pem").write_bytes(public_key)
        self.settings = f"""
global
  nbthread {os.cpu_count()}
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend all
  bind 127.0.0.1:{self.port}
  http-request set-var(txn.bearer) http_auth_bearer
  http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
  http-request set-var(txn.iss) var(txn.bearer),jwt_payload_query('$.iss')
  http-request set-var(txn.exp) var(txn.bearer),jwt_payload_query('$.exp','int')
  http-request set-var(txn.now) date()
  http-request deny deny_status 401 unless {{ var(txn.alg) -m str RS256 }}
  http-request deny deny_status 401 unless {{ var(txn.iss) -m str {issuer} }}
  http-request deny deny_status 401 if {{ var(txn.exp),sub(txn.now) -m int lt 0 }}
  http-request deny deny_status 401 unless {{ var(txn.bearer),jwt_verify(txn.alg,"{folder}/key.pem") 1 }}
  default_backend behind
backend behind
  http-reuse always
  server behind 127.0.0.1:{behind.port}
"""

    def start(self):
        (self.folder / "haproxy.cfg").write_text(self.settings)
        self.spawn("/usr/sbin/haproxy", "-f", self.folder / "haproxy.cfg")
        self.wait_until(lambda: asked(self, {}) == 401 or 1 / 0)


def asked(server, headers: dict, path="/hello") -> int:
    connection = http.client.HTTPConnection(server.host, timeout=5)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status != 200 or body.decode() == ANSWER, body
    return answer.status


def client(hanok, service):
    return boto3.client(service, endpoint_url=f"http://{hanok.host}", region_name="us-east-1",
                        aws_access_key_id=servers.KEY[0], aws_secret_access_key=servers.KEY[1])


def pool_with_token(hanok) -> tuple[str, str, str, str]:
    """Issuer, key set, audience, and a token of a client's own."""
    idp = client(hanok, "cognito-idp")
    pool = idp.create_user_pool(PoolName="bench")["UserPool"]["Id"]
    idp.create_user_pool_domain(Domain="bench", UserPoolId=pool)
    idp.create_resource_server(UserPoolId=pool, Identifier="bench", Name="bench",
                               Scopes=[{"ScopeName": "read", "ScopeDescription": "r"}])
    made = idp.create_user_pool_client(
        UserPoolId=pool, ClientName="bench", GenerateSecret=True, AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=[SCOPE], AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]
    secret = base64.b64encode(f"{made['ClientId']}:{made['ClientSecret']}".encode()).decode()
    request = urllib.request.Request(
        f"http://{hanok.host}/_hanok/auth/bench/oauth2/token", b"grant_type=client_credentials&scope=" + SCOPE.encode(),
        {"Authorization": f"Basic {secret}", "Content-Type": "application/x-www-form-urlencoded"})
    token = json.load(urllib.request.urlopen(request))["access_token"]
    keys = urllib.request.urlopen(f"http://{hanok.host}/{pool}/.well-known/jwks.json").read().decode()
    issuer = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["iss"]
    return issuer, keys, made["ClientId"], token


def public_key(keys: str, token: str) -> bytes:
    key_id = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))["kid"]
    found = next(key for key in json.loads(keys)["keys"] if key["kid"] == key_id)
    number, exponent = (int.from_bytes(base64.urlsafe_b64decode(found[part] + "=="), "big") for part in ("n", "e"))
    return rsa.RSAPublicNumbers(exponent, number).public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def make_api(hanok, behind, issuer: str, audience: str, routes: int) -> str:
    """An API with so many routes, and the path of the last one."""
    apis = client(hanok, "apigatewayv2")
    api = apis.create_api(Name=f"routes-{routes}", ProtocolType="HTTP")["ApiId"]
    authorizer = apis.create_authorizer(
        ApiId=api, AuthorizerType="JWT", Name="pool", IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": issuer, "Audience": [audience]})["AuthorizerId"]
    integration = apis.create_integration(
        ApiId=api, IntegrationType="HTTP_PROXY", IntegrationMethod="GET", IntegrationUri=f"http://{behind.host}/",
        PayloadFormatVersion="1.0")["IntegrationId"]
    for number in range(routes):
        apis.create_route(
            ApiId=api, RouteKey=f"GET /items{number}/{{id}}", AuthorizationType="JWT", AuthorizerId=authorizer,
            AuthorizationScopes=[SCOPE], Target=f"integrations/{integration}")
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    return f"/_aws/execute-api/{api}/$default/items{routes - 1}/7"


def measure(folder, seconds, rounds, connections, row, heading):
    started = []
    try:
        def up(server):
            server.start()
            started.append(server)
            return server

        behind = up(Behind(folder / "behind"))
        hanok = up(servers.Hanok(folder / "routes"))
        issuer, keys, audience, token = pool_with_token(hanok)
        one, thousand = (make_api(hanok, behind, issuer, audience, routes) for routes in (1, 1000))
        peers = [up(Envoy(folder / "envoy-cached", behind, keys, issuer, cached=True)),
                 up(Envoy(folder / "envoy", behind, keys, issuer, cached=False)),
                 up(HAProxy(folder / "haproxy", behind, public_key(keys, token), issuer))]
        headers = {"Authorization": f"Bearer {token}"}
        cases = [(hanok, "Hanok, 1 route", one), (hanok, "Hanok, 1,000 routes", thousand)]
        cases += [(peer, peer.name, "/hello") for peer in peers]
        for server, name, path in cases:
            assert asked(server, headers, path) == 200, name
            assert asked(server, headers | {"Authorization": headers["Authorization"][:-5] + "AAAAA"}, path) == 401, name
        heading("A route with a token (RS256) to a server behind", "connections", "server", "requests/s", "p50 ms",
                "p99 ms", "CPU µs/request", "of Envoy with cache")
        for number in connections:
            found = {name: [] for _, name, _ in cases}
            for turn in range(rounds):
                for server, name, path in cases[turn % len(cases):] + cases[:turn % len(cases)]:
                    result = load.run(server, folder / "load", "GET", [path], number, seconds, headers)
                    assert result.bad == 0, f"{name}: requests failed"
                    found[name].append(result)
            rates = {name: statistics.median(result.per_second for result in results)
                     for name, results in found.items()}
            for name, results in found.items():
                middle = sorted(results, key=lambda result: result.per_second)[len(results) // 2]
                row(number, name, f"{rates[name]:,.0f}", f"{middle.p50_ms:.2f}", f"{middle.p99_ms:.2f}",
                    f"{middle.cpu_microseconds:.0f}", f"{rates[name] / rates['Envoy with token cache']:.2f}")
            row(number, "1,000 routes against 1, time", "", "", "", "",
                f"{rates['Hanok, 1 route'] / rates['Hanok, 1,000 routes']:.2f}")
    finally:
        for server in started:
            server.stop()
