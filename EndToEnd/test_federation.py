"""Sign-in through another OpenID Connect provider: a second pool of the same server."""

import json
import urllib.parse

import pytest

from hosted import PASSWORD, Visitor, arrived, claims
from people import attributes, refusal_of

CALLBACK = "https://app.example/done"


class Sides:
    """A pool that people are in, and a pool of an application that lets them in."""

    def __init__(self, server, name, **mapping):
        self.server = server
        self.cognito = server.client("cognito-idp")
        self.home_domain, self.app_domain = f"{name}-home", f"{name}-app"
        base = f"http://localhost:{server.port}"
        self.home = self.cognito.create_user_pool(PoolName="home")["UserPool"]["Id"]
        self.cognito.create_user_pool_domain(UserPoolId=self.home, Domain=self.home_domain)
        outside = self.cognito.create_user_pool_client(
            UserPoolId=self.home, ClientName="outside", GenerateSecret=True,
            CallbackURLs=[f"{base}/_hanok/auth/{self.app_domain}/oauth2/idpresponse"],
            AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid", "email", "profile"],
            AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]
        self.app = self.cognito.create_user_pool(PoolName="app")["UserPool"]["Id"]
        self.cognito.create_user_pool_domain(UserPoolId=self.app, Domain=self.app_domain)
        self.details = {
            "client_id": outside["ClientId"], "client_secret": outside["ClientSecret"],
            "authorize_scopes": "openid email profile", "oidc_issuer": f"{base}/{self.home}",
            "attributes_request_method": "GET"}
        self.cognito.create_identity_provider(
            UserPoolId=self.app, ProviderName="Home", ProviderType="OIDC", ProviderDetails=self.details,
            AttributeMapping={"email": "email", "name": "name", **mapping}, IdpIdentifiers=["home.example"])
        self.client = self.make_client(["COGNITO", "Home"])
        self.add("kim", email="kim@example.com", email_verified="true", name="김한옥")

    def make_client(self, providers):
        return self.cognito.create_user_pool_client(
            UserPoolId=self.app, ClientName="app", SupportedIdentityProviders=providers, CallbackURLs=[CALLBACK],
            AllowedOAuthFlows=["implicit", "code"], AllowedOAuthScopes=["openid", "email", "profile"],
            AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]["ClientId"]

    def add(self, username, **given):
        self.cognito.admin_create_user(
            UserPoolId=self.home, Username=username, MessageAction="SUPPRESS", UserAttributes=attributes(**given))
        self.cognito.admin_set_user_password(
            UserPoolId=self.home, Username=username, Password=PASSWORD, Permanent=True)

    def authorize(self, **more):
        query = {"client_id": self.client, "response_type": "token", "redirect_uri": CALLBACK,
                 "scope": "openid email profile", "state": "s-1", **more}
        return f"/_hanok/auth/{self.app_domain}/oauth2/authorize?{urllib.parse.urlencode(query)}"

    def sign_in(self, visitor, name="kim", **more):
        page = visitor.visit(self.authorize(identity_provider="Home", **more))
        if page.is_redirect:
            return arrived(page)
        return arrived(visitor.fill(page, username=name, password=PASSWORD))


@pytest.fixture(scope="module")
def sides(server):
    return Sides(server, "federated")


def test_a_user_of_another_pool_signs_in(sides):
    tokens = sides.sign_in(Visitor(sides.server), nonce="n-1")
    said = claims(tokens["id_token"])
    assert tokens["state"] == "s-1" and said["nonce"] == "n-1"
    assert said["email"] == "kim@example.com" and said["name"] == "김한옥"
    assert said["cognito:username"].startswith("Home_")
    assert said["cognito:groups"] == [f"{sides.app}_Home"]
    identity, = said["identities"]
    assert identity["providerName"] == "Home" and identity["primary"] == "true"
    user = sides.cognito.admin_get_user(UserPoolId=sides.app, Username=said["cognito:username"])
    assert user["UserStatus"] == "EXTERNAL_PROVIDER"
    kept = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
    assert json.loads(kept["identities"])[0]["userId"] == identity["userId"]


def test_the_button_leads_there(sides):
    visitor = Visitor(sides.server)
    page = visitor.visit(sides.authorize())
    assert "identity_provider=Home" in page.text
    reached = visitor.visit(sides.authorize(idp_identifier="home.example"))
    assert f"/_hanok/auth/{sides.home_domain}/login" in reached.url


def test_coming_back_is_the_same_user_with_new_attributes(sides):
    first = claims(sides.sign_in(Visitor(sides.server))["id_token"])
    sides.cognito.admin_update_user_attributes(
        UserPoolId=sides.home, Username="kim", UserAttributes=attributes(name="김새이름"))
    again = claims(sides.sign_in(Visitor(sides.server))["id_token"])
    assert again["sub"] == first["sub"] and again["name"] == "김새이름"
    users = sides.cognito.list_users(UserPoolId=sides.app, Filter='email = "kim@example.com"')["Users"]
    assert len(users) == 1


def test_a_linked_user_is_the_native_one(sides):
    sides.add("park", email="park@example.com", email_verified="true")
    subject = sides.cognito.admin_get_user(UserPoolId=sides.home, Username="park")["UserAttributes"][0]["Value"]
    sides.cognito.admin_create_user(UserPoolId=sides.app, Username="native", MessageAction="SUPPRESS")
    sides.cognito.admin_set_user_password(
        UserPoolId=sides.app, Username="native", Password=PASSWORD, Permanent=True)
    sides.cognito.admin_link_provider_for_user(
        UserPoolId=sides.app,
        DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": "native"},
        SourceUser={"ProviderName": "Home", "ProviderAttributeName": "Cognito_Subject",
                    "ProviderAttributeValue": subject})
    said = claims(sides.sign_in(Visitor(sides.server), "park")["id_token"])
    assert said["cognito:username"] == "native" and said["email"] == "park@example.com"
    sides.cognito.admin_disable_user(UserPoolId=sides.app, Username="native")
    told = sides.sign_in(Visitor(sides.server), "park")
    assert told["error"] == "invalid_request" and told["error_description"] == "User is disabled."


def test_a_client_that_does_not_offer_the_provider_refuses_it(sides):
    other = sides.make_client(["COGNITO"])
    told = arrived(Visitor(sides.server).visit(sides.authorize(identity_provider="Home", client_id=other)))
    assert told["error"] == "invalid_request" and told["state"] == "s-1"


def test_an_answer_counts_in_the_browser_that_asked(sides):
    """Somebody else's answer signs nobody in, and an answer counts once."""
    attacker, victim = Visitor(sides.server), Visitor(sides.server)
    page = attacker.visit(sides.authorize(identity_provider="Home"))
    answers = []
    attacker.follow = lambda reply: answers.append(reply) or reply
    reply = attacker.fill(page, username="kim", password=PASSWORD)
    address = reply.headers["Location"]
    assert "/oauth2/idpresponse?" in address
    refused = victim.get(address, allow_redirects=False)
    assert refused.status_code == 200 and "Location" not in refused.headers
    assert "cognito" not in [cookie.name for cookie in victim.cookies if cookie.value]
    taken = attacker.get(address, allow_redirects=False)
    assert "id_token" in arrived(taken)
    again = attacker.get(address, allow_redirects=False)
    assert again.status_code == 200 and "Location" not in again.headers


@pytest.mark.parametrize("change", [{"state": "made-up"}, {"code": "made-up"}])
def test_what_was_made_up_signs_nobody_in(sides, change):
    visitor = Visitor(sides.server)
    page = visitor.visit(sides.authorize(identity_provider="Home"))
    follow, visitor.follow = visitor.follow, lambda reply: reply
    address = urllib.parse.urlsplit(visitor.fill(page, username="kim", password=PASSWORD).headers["Location"])
    query = dict(urllib.parse.parse_qsl(address.query)) | change
    reply = visitor.get(address._replace(query=urllib.parse.urlencode(query)).geturl(), allow_redirects=False)
    if "state" in change:
        assert "Location" not in reply.headers
    else:
        assert arrived(reply)["error"] == "server_error"


def test_the_providers_refusal_reaches_the_application(sides):
    visitor = Visitor(sides.server)
    reply = visitor.get(visitor.origin + sides.authorize(identity_provider="Home"), allow_redirects=False)
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(reply.headers["Location"]).query))["state"]
    query = urllib.parse.urlencode({"state": state, "error": "access_denied", "error_description": "no"})
    told = arrived(visitor.get(
        f"{visitor.origin}/_hanok/auth/{sides.app_domain}/oauth2/idpresponse?{query}", allow_redirects=False))
    assert told["error"] == "access_denied" and told["state"] == "s-1"


def test_a_wrong_client_secret_is_told(server):
    sides = Sides(server, "wrongly")
    sides.cognito.update_identity_provider(
        UserPoolId=sides.app, ProviderName="Home", ProviderDetails={**sides.details, "client_secret": "wrong"})
    told = sides.sign_in(Visitor(server))
    assert told["error"] == "server_error" and "invalid_client" in told["error_description"]


def test_an_issuer_that_is_not_there_is_told(server):
    sides = Sides(server, "nowhere")
    sides.cognito.update_identity_provider(
        UserPoolId=sides.app, ProviderName="Home",
        ProviderDetails={**sides.details, "oidc_issuer": "http://localhost:1/none"})
    told = arrived(Visitor(server).visit(sides.authorize(identity_provider="Home")))
    assert told["error"] == "server_error"


def test_saml_is_refused(sides):
    code, message = refusal_of(
        sides.cognito.create_identity_provider, UserPoolId=sides.app, ProviderName="Saml", ProviderType="SAML",
        ProviderDetails={"MetadataURL": "https://idp.example/metadata"})
    assert (code, message) == ("InvalidParameterException", "SAML is not supported.")


def test_a_name_like_a_providers_user_opens_nothing(sides):
    """Who takes the name a provider's user would get neither gets their sign-in nor lets them in."""
    sides.add("victim", email="victim@example.com", email_verified="true")
    subject = sides.cognito.admin_get_user(UserPoolId=sides.home, Username="victim")["UserAttributes"][0]["Value"]
    code, _ = refusal_of(sides.cognito.sign_up, ClientId=sides.client, Username=f"Home_{subject}", Password=PASSWORD)
    assert code == "InvalidParameterException"
    sides.cognito.admin_create_user(UserPoolId=sides.app, Username=f"Home_{subject}", MessageAction="SUPPRESS")
    told = sides.sign_in(Visitor(sides.server), "victim")
    assert told["error"] == "invalid_request" and "id_token" not in told


def test_a_provider_made_anew_knows_nobody(server):
    sides = Sides(server, "anew")
    first = claims(sides.sign_in(Visitor(server))["id_token"])
    sides.cognito.delete_identity_provider(UserPoolId=sides.app, ProviderName="Home")
    sides.cognito.create_identity_provider(
        UserPoolId=sides.app, ProviderName="Home", ProviderType="OIDC", ProviderDetails=sides.details,
        AttributeMapping={"email": "email"})
    told = sides.sign_in(Visitor(server))
    assert "id_token" not in told and told["error"] == "invalid_request", first
