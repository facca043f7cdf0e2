"""Steps 1, 2 and 9 of the article about a serverless architecture with Cognito: a pool with e-mail
sign-in, the hosted pages, sign-up with the mailed code, and the token in the callback's fragment."""

import urllib.parse

import pytest
import requests

from hosted import PASSWORD, Form, Visitor, arrived, claims, mailed_code

DOMAIN = "kim-demo-domain"
CALLBACK = "https://example.com"


@pytest.fixture(scope="module")
def link(server):
    """What the console does in step 1, and the address its button 호스팅 UI 보기 opens in step 2."""
    # Version 1 of the CLI would fetch what a parameter that is an address names.
    (server.folder / ".aws").mkdir(exist_ok=True)
    (server.folder / ".aws/config").write_text("[default]\ncli_follow_urlparam = false\n")
    pool = server.aws_json(
        "cognito-idp", "create-user-pool", "--pool-name", "Demo-Cognito-Userpool", "--username-attributes", "email",
        "--auto-verified-attributes", "email", "--mfa-configuration", "OFF",
        "--username-configuration", "CaseSensitive=false", "--account-recovery-setting",
        "RecoveryMechanisms=[{Priority=1,Name=verified_email}]", "--schema",
        "Name=email,Required=true,Mutable=true,AttributeDataType=String")["UserPool"]["Id"]
    server.aws_json("cognito-idp", "create-user-pool-domain", "--user-pool-id", pool, "--domain", DOMAIN)
    client = server.aws_json(
        "cognito-idp", "create-user-pool-client", "--user-pool-id", pool, "--client-name", "DemoAppClient",
        "--supported-identity-providers", "COGNITO", "--callback-urls", CALLBACK, "--allowed-o-auth-flows", "code",
        "--allowed-o-auth-scopes", "email", "openid", "phone", "--allowed-o-auth-flows-user-pool-client",
        "--prevent-user-existence-errors", "ENABLED", "--explicit-auth-flows", "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH")["UserPoolClient"]["ClientId"]
    # Step 2.2: 암시적 권한 부여.
    server.aws_json(
        "cognito-idp", "update-user-pool-client", "--user-pool-id", pool, "--client-id", client, "--client-name",
        "DemoAppClient", "--supported-identity-providers", "COGNITO", "--callback-urls", CALLBACK,
        "--allowed-o-auth-flows", "implicit", "--allowed-o-auth-scopes", "email", "openid", "phone",
        "--allowed-o-auth-flows-user-pool-client", "--prevent-user-existence-errors", "ENABLED",
        "--explicit-auth-flows", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
    query = urllib.parse.urlencode(
        {"client_id": client, "response_type": "token", "scope": "email openid phone", "redirect_uri": CALLBACK})
    return f"/_hanok/auth/{DOMAIN}/login?{query}", client


def test_signing_up_ends_at_the_callback(server, link):
    address, client = link
    visitor = Visitor(server)
    page = visitor.visit(address)
    assert page.status_code == 200
    assert list(Form(page.text).fields) == ["_csrf", "username", "password"]
    page = visitor.visit(address.replace("/login?", "/signup?"))
    page = visitor.fill(page, username="kim@example.com", password=PASSWORD)
    assert "/confirm?" in page.url and "k***@e***" in page.text
    reply = visitor.fill(page, code=mailed_code(server, "kim@example.com"))
    tokens = arrived(reply)
    assert reply.headers["Location"].startswith(CALLBACK + "#")
    check(tokens, client)
    # Step 9 signs in again and takes the id_token out of the address.
    again = Visitor(server, "ko")
    page = again.visit(address)
    assert 'lang="ko"' in page.text
    check(arrived(again.fill(page, username="kim@example.com", password=PASSWORD)), client)


def check(tokens, client):
    assert set(tokens) == {"id_token", "access_token", "expires_in", "token_type"}
    identity = claims(tokens["id_token"])
    assert identity["aud"] == client and identity["token_use"] == "id"
    assert identity["email"] == "kim@example.com" and identity["email_verified"] is True
    assert claims(tokens["access_token"])["scope"] == "email openid phone"


def test_a_wrong_password_stays_on_the_page(server, link):
    visitor = Visitor(server)
    page = visitor.fill(visitor.visit(link[0]), username="nobody@example.com", password="Wrong-pass-1")
    assert page.status_code == 400 and "Incorrect username or password." in page.text


def test_the_pages_are_found_on_aws_host_too(server, link):
    reply = requests.get(
        f"{server.endpoint}{link[0].removeprefix('/_hanok/auth/' + DOMAIN)}", timeout=10,
        headers={"Host": f"{DOMAIN}.auth.us-east-1.amazoncognito.com"})
    assert reply.status_code == 200 and 'action="/login?' in reply.text
