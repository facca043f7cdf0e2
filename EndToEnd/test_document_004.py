"""Steps 3 to 7 of the article about API Gateway and OAuth2 scopes: a client with a secret, a domain, a
resource server, and an access token for a program."""

import base64

import jwt
import pytest
import requests

from hosted import claims

REGION = "ap-northeast-2"
DOMAIN = "test123412414"
HOST = f"{DOMAIN}.auth.{REGION}.amazoncognito.com"


@pytest.fixture(scope="module")
def client(server):
    def aws(*arguments):
        return server.aws_json("cognito-idp", *arguments, AWS_DEFAULT_REGION=REGION)

    pool = aws("create-user-pool", "--pool-name", "apis")["UserPool"]["Id"]
    aws("create-user-pool-domain", "--user-pool-id", pool, "--domain", DOMAIN)
    aws("create-resource-server", "--user-pool-id", pool, "--identifier", "com.test.test", "--name", "test",
        "--scopes", "ScopeName=test.read,ScopeDescription=read")
    made = aws("create-user-pool-client", "--user-pool-id", pool, "--client-name", "server", "--generate-secret",
               "--supported-identity-providers", "COGNITO", "--allowed-o-auth-flows", "client_credentials",
               "--allowed-o-auth-scopes", "com.test.test/test.read",
               "--allowed-o-auth-flows-user-pool-client")["UserPoolClient"]
    return pool, made["ClientId"], made["ClientSecret"]


def ask(server, identity, secret, url=None):
    """The article's request: `grant_type` in the query, nothing in the body."""
    url = url or f"http://127.0.0.1:{server.port}/oauth2/token"
    basic = base64.b64encode(f"{identity}:{secret}".encode()).decode()
    return requests.post(
        url + "?grant_type=client_credentials", timeout=10,
        headers={"Host": HOST, "Content-Type": "application/x-www-form-urlencoded",
                 "Authorization": f"Basic {basic}"})


def test_the_article_gets_its_token(server, client):
    pool, identity, secret = client
    reply = ask(server, identity, secret)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"].startswith("application/json")
    assert "no-store" in reply.headers["Cache-Control"]
    document = reply.json()
    assert set(document) == {"access_token", "expires_in", "token_type"}
    assert document["expires_in"] == 3600 and document["token_type"] == "Bearer"
    token = claims(document["access_token"])
    assert set(token) == {"sub", "token_use", "scope", "auth_time", "iss", "exp", "iat", "version", "jti", "client_id"}
    assert token["sub"] == token["client_id"] == identity
    assert token["token_use"] == "access" and token["version"] == 2
    assert token["scope"] == "com.test.test/test.read"
    assert token["exp"] - token["iat"] == 3600


def test_the_same_by_path_and_under_localhost(server, client):
    _, identity, secret = client
    by_path = ask(server, identity, secret, f"http://127.0.0.1:{server.port}/_hanok/auth/{DOMAIN}/oauth2/token")
    assert by_path.status_code == 200, by_path.text
    basic = (identity, secret)
    by_host = requests.post(
        f"http://127.0.0.1:{server.port}/oauth2/token", auth=basic, timeout=10,
        headers={"Host": f"{DOMAIN}.auth.{REGION}.localhost:{server.port}"}, data={"grant_type": "client_credentials"})
    assert by_host.status_code == 200, by_host.text


def test_the_token_verifies_by_the_key_set(server, client):
    pool, identity, secret = client
    token = ask(server, identity, secret).json()["access_token"]
    keys = jwt.PyJWKClient(f"http://localhost:{server.port}/{pool}/.well-known/jwks.json")
    verified = jwt.decode(token, keys.get_signing_key_from_jwt(token), algorithms=["RS256"])
    assert verified["iss"] == f"http://localhost:{server.port}/{pool}"


@pytest.mark.parametrize("secret", ["wrong", ""])
def test_a_wrong_secret_gets_nothing(server, client, secret):
    reply = ask(server, client[1], secret)
    assert (reply.status_code, reply.json()) == (400, {"error": "invalid_client"})


def test_a_scope_that_is_not_the_clients_is_refused(server, client):
    reply = requests.post(
        f"http://127.0.0.1:{server.port}/oauth2/token", headers={"Host": HOST}, auth=client[1:], timeout=10,
        data={"grant_type": "client_credentials", "scope": "com.test.test/test.write"})
    assert (reply.status_code, reply.json()) == (400, {"error": "invalid_scope"})
