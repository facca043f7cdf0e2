"""OAuth 2.0 and OpenID Connect as a library for applications speaks them: authlib."""

import urllib.parse

import pytest
import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from hosted import PASSWORD, Form, Visitor, arrived, claims, mailed_code

CALLBACK = "https://app.example/callback"
DOMAIN = "oauth-tests"


class Application:
    def __init__(self, server):
        self.server = server
        cognito = server.client("cognito-idp")
        self.cognito = cognito
        self.pool = cognito.create_user_pool(
            PoolName="oauth", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
        cognito.create_user_pool_domain(UserPoolId=self.pool, Domain=DOMAIN)
        made = cognito.create_user_pool_client(
            UserPoolId=self.pool, ClientName="app", GenerateSecret=True, CallbackURLs=[CALLBACK],
            LogoutURLs=["https://app.example/bye"], SupportedIdentityProviders=["COGNITO"],
            AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid", "email", "aws.cognito.signin.user.admin"],
            AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]
        self.client, self.secret = made["ClientId"], made["ClientSecret"]
        cognito.admin_create_user(
            UserPoolId=self.pool, Username="kim", MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": "kim@example.com"}, {"Name": "email_verified", "Value": "true"}])
        cognito.admin_set_user_password(UserPoolId=self.pool, Username="kim", Password=PASSWORD, Permanent=True)
        issuer = f"http://localhost:{server.port}/{self.pool}"
        self.metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()

    def session(self, method="client_secret_basic", **options) -> OAuth2Session:
        return OAuth2Session(
            self.client, self.secret, scope="openid email aws.cognito.signin.user.admin", redirect_uri=CALLBACK,
            token_endpoint_auth_method=method, code_challenge_method="S256", **options)

    def sign_in(self, session, visitor=None, **more) -> str:
        """The address the application is called back at."""
        url, _ = session.create_authorization_url(self.metadata["authorization_endpoint"], **more)
        visitor = visitor or Visitor(self.server)
        page = visitor.visit(url)
        if page.is_redirect:
            return page.headers["Location"]
        return visitor.fill(page, username="kim", password=PASSWORD).headers["Location"]


@pytest.fixture(scope="module")
def application(server):
    return Application(server)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_code_with_proof_key(application, method):
    session = application.session(method)
    verifier = generate_token(48)
    back = application.sign_in(session, code_verifier=verifier, nonce="n-0S6")
    token = session.fetch_token(
        application.metadata["token_endpoint"], authorization_response=back, code_verifier=verifier)
    assert claims(token["id_token"])["nonce"] == "n-0S6"
    info = session.get(application.metadata["userinfo_endpoint"]).json()
    assert info["email"] == "kim@example.com" and info["email_verified"] == "true" and info["username"] == "kim"
    refreshed = session.refresh_token(application.metadata["token_endpoint"])
    assert claims(refreshed["access_token"])["scope"] == "openid email aws.cognito.signin.user.admin"
    # The API takes the token too: it has the scope for that.
    assert application.cognito.get_user(AccessToken=refreshed["access_token"])["Username"] == "kim"
    assert session.revoke_token(application.metadata["revocation_endpoint"], token["refresh_token"]).status_code == 200
    assert session.get(application.metadata["userinfo_endpoint"]).status_code == 401


def test_a_wrong_verifier_and_a_second_use_are_refused(application):
    session = application.session()
    verifier = generate_token(48)
    url, state = session.create_authorization_url(
        application.metadata["authorization_endpoint"], code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256")
    visitor = Visitor(application.server)
    back = visitor.fill(visitor.visit(url), username="kim", password=PASSWORD)
    told = arrived(back)
    assert told["state"] == state
    form = {"grant_type": "authorization_code", "code": told["code"], "redirect_uri": CALLBACK}

    def ask(**more):
        return requests.post(
            application.metadata["token_endpoint"], data=form | more, timeout=10,
            auth=(application.client, application.secret))

    assert ask(code_verifier=generate_token(48)).json() == {"error": "invalid_grant"}
    assert ask().json() == {"error": "invalid_grant"}
    first = ask(code_verifier=verifier)
    assert first.status_code == 200
    assert ask(code_verifier=verifier).json() == {"error": "invalid_grant"}
    refresh = requests.post(
        application.metadata["token_endpoint"], auth=(application.client, application.secret), timeout=10,
        data={"grant_type": "refresh_token", "refresh_token": first.json()["refresh_token"]})
    assert (refresh.status_code, refresh.json()) == (400, {"error": "invalid_grant"})


def test_one_sign_in_serves_several_requests_until_sign_out(application):
    visitor = Visitor(application.server)
    session = application.session()
    application.sign_in(session, visitor)
    url, _ = application.session().create_authorization_url(application.metadata["authorization_endpoint"])
    assert "code" in arrived(visitor.visit(url))
    bye = visitor.visit(
        application.metadata["end_session_endpoint"] + "?" + urllib.parse.urlencode(
            {"client_id": application.client, "logout_uri": "https://app.example/bye"}))
    assert bye.headers["Location"] == "https://app.example/bye"
    assert visitor.visit(url).status_code == 200
    assert arrived(visitor.visit(url + "&prompt=none"))["error"] == "login_required"


@pytest.mark.parametrize("address", [CALLBACK + "/", CALLBACK[:-1], CALLBACK.upper(), "https://evil.example/"])
def test_no_address_but_the_registered_one_is_gone_to(application, address):
    query = urllib.parse.urlencode(
        {"client_id": application.client, "response_type": "code", "redirect_uri": address})
    page = Visitor(application.server).visit(application.metadata["authorization_endpoint"] + "?" + query)
    assert page.status_code == 400 and "redirect_mismatch" in page.text


def test_forms_of_any_other_size_or_kind_are_refused(application):
    endpoint = application.metadata["token_endpoint"]
    large = requests.post(endpoint, data={"grant_type": "x" * 70_000}, timeout=10)
    assert large.status_code == 413
    json = requests.post(endpoint, json={"grant_type": "client_credentials"}, timeout=10)
    assert (json.status_code, json.json()) == (400, {"error": "invalid_request"})


def test_browsers_may_call_the_endpoints_from_anywhere(application):
    for name in ["token_endpoint", "userinfo_endpoint", "revocation_endpoint"]:
        reply = requests.options(
            application.metadata[name], timeout=10,
            headers={"Origin": "https://app.example", "Access-Control-Request-Method": "POST",
                     "Access-Control-Request-Headers": "content-type"})
        assert reply.ok and reply.headers["Access-Control-Allow-Origin"] == "*"
        error = requests.post(application.metadata[name], headers={"Origin": "https://app.example"}, timeout=10)
        assert error.status_code == 400 and error.headers["Access-Control-Allow-Origin"] == "*"
    preflight = requests.options(
        f"http://localhost:{application.server.port}/{application.pool}/.well-known/jwks.json", timeout=10,
        headers={"Origin": "https://app.example", "Access-Control-Request-Method": "GET"})
    assert preflight.ok and preflight.headers["Access-Control-Allow-Origin"] == "*"


def test_a_forgotten_password_is_set_with_the_mailed_code(application, server):
    application.cognito.admin_create_user(
        UserPoolId=application.pool, Username="lee", MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": "lee@example.com"}, {"Name": "email_verified", "Value": "true"}])
    application.cognito.admin_set_user_password(
        UserPoolId=application.pool, Username="lee", Password=PASSWORD, Permanent=True)
    query = urllib.parse.urlencode(
        {"client_id": application.client, "response_type": "code", "redirect_uri": CALLBACK})
    visitor = Visitor(server)
    page = visitor.visit(f"/_hanok/auth/{DOMAIN}/forgotPassword?{query}")
    page = visitor.fill(page, username="lee")
    page = visitor.fill(page, code=mailed_code(server, "lee@example.com"), password="Another-horse-8")
    assert "Your password is changed" in page.text
    assert "code" in arrived(visitor.fill(page, username="lee", password="Another-horse-8"))
    assert "_csrf" in Form(page.text).fields
