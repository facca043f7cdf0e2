"""User pools by boto3: sign-up with the mailed code, every way in, and every way to be refused."""

import base64
import concurrent.futures
import json
import time
import urllib.request

import pytest
from botocore.exceptions import ClientError

from chain import PASSWORD, Chain
from people import claims, mailed_code, refusal_of


@pytest.fixture(scope="module")
def chain(server):
    chain = Chain(server)
    chain.make_user()
    return chain


@pytest.fixture
def cognito(chain):
    return chain.cognito


def test_sign_up_confirm_and_sign_in(server, chain):
    pool = chain.cognito.create_user_pool(PoolName="mail", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    client = chain.cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])["UserPoolClient"]["ClientId"]
    address = "lee@example.com"
    made = chain.cognito.sign_up(ClientId=client, Username="lee", Password=PASSWORD,
                                 UserAttributes=[{"Name": "email", "Value": address}])
    assert made["UserConfirmed"] is False
    assert made["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert address not in json.dumps(made["CodeDeliveryDetails"])
    sign_in = dict(ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
                   AuthParameters={"USERNAME": "lee", "PASSWORD": PASSWORD})
    assert refusal_of(chain.cognito.initiate_auth, **sign_in)[0] == "UserNotConfirmedException"
    code = mailed_code(server, address)
    wrong = "000000" if code != "000000" else "111111"
    assert refusal_of(chain.cognito.confirm_sign_up, ClientId=client, Username="lee", ConfirmationCode=wrong) == (
        "CodeMismatchException", "Invalid verification code provided, please try again.")
    chain.cognito.resend_confirmation_code(ClientId=client, Username="lee")
    chain.cognito.confirm_sign_up(ClientId=client, Username="lee", ConfirmationCode=mailed_code(server, address))
    tokens = chain.cognito.initiate_auth(**sign_in)["AuthenticationResult"]
    attributes = chain.cognito.get_user(AccessToken=tokens["AccessToken"])["UserAttributes"]
    assert {"Name": "email_verified", "Value": "true"} in attributes
    assert claims(tokens["IdToken"])["email_verified"] is True
    assert refusal_of(chain.cognito.sign_up, ClientId=client, Username="lee", Password=PASSWORD)[0] == (
        "UsernameExistsException")


def test_a_new_password_is_required_of_users_an_admin_made(chain, cognito):
    cognito.admin_create_user(UserPoolId=chain.user_pool_id, Username="new", TemporaryPassword="Temp0rary!",
                              MessageAction="SUPPRESS")
    challenge = cognito.initiate_auth(ClientId=chain.client_id, AuthFlow="USER_PASSWORD_AUTH",
                                      AuthParameters={"USERNAME": "new", "PASSWORD": "Temp0rary!"})
    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    answer = dict(ClientId=chain.client_id, ChallengeName="NEW_PASSWORD_REQUIRED", Session=challenge["Session"])
    assert refusal_of(cognito.respond_to_auth_challenge, **answer, ChallengeResponses={
        "USERNAME": "new", "NEW_PASSWORD": "short"})[0] == "InvalidPasswordException"
    done = cognito.respond_to_auth_challenge(
        **answer, ChallengeResponses={"USERNAME": "new", "NEW_PASSWORD": PASSWORD})
    assert "IdToken" in done["AuthenticationResult"]
    assert refusal_of(cognito.respond_to_auth_challenge, **answer, ChallengeResponses={
        "USERNAME": "new", "NEW_PASSWORD": "An0ther!!"})[0] == "NotAuthorizedException"
    user = cognito.admin_get_user(UserPoolId=chain.user_pool_id, Username="new")
    assert user["UserStatus"] == "CONFIRMED"


def test_tokens_have_awss_claims_and_verify_by_the_published_keys(server, chain):
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    tokens = chain.sign_in()
    assert (tokens["TokenType"], tokens["ExpiresIn"]) == ("Bearer", 3600)
    identity, access = claims(tokens["IdToken"]), claims(tokens["AccessToken"])
    issuer = identity["iss"]
    with urllib.request.urlopen(f"{server.endpoint}/{chain.user_pool_id}/.well-known/openid-configuration") as reply:
        discovery = json.load(reply)
    assert discovery["issuer"] == issuer == access["iss"]
    assert identity["aud"] == access["client_id"] == chain.client_id
    assert (identity["token_use"], access["token_use"]) == ("id", "access")
    assert identity["cognito:username"] == access["username"] == "reader"
    assert access["scope"] == "aws.cognito.signin.user.admin"
    with urllib.request.urlopen(f"{server.endpoint}/{chain.user_pool_id}/.well-known/jwks.json") as reply:
        keys = {key["kid"]: key for key in json.load(reply)["keys"]}
    kids = set()
    for token in (tokens["IdToken"], tokens["AccessToken"]):
        head, payload, signature = token.split(".")
        decode = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        kid = json.loads(decode(head))["kid"]
        kids.add(kid)
        numbers = [int.from_bytes(decode(keys[kid][name]), "big") for name in ("e", "n")]
        RSAPublicNumbers(*numbers).public_key().verify(
            decode(signature), f"{head}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
    assert len(kids) == 2, "ID and access tokens are signed by different keys"


def test_wrong_passwords_and_unknown_users(chain, cognito):
    wrong = ("NotAuthorizedException", "Incorrect username or password.")
    arguments = dict(ClientId=chain.client_id, AuthFlow="USER_PASSWORD_AUTH")
    assert refusal_of(cognito.initiate_auth, **arguments, AuthParameters={
        "USERNAME": "reader", "PASSWORD": "Wr0ng!pass"}) == wrong
    assert refusal_of(cognito.initiate_auth, ClientId="a" * 26, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": "reader", "PASSWORD": PASSWORD})[0] == "ResourceNotFoundException"
    assert refusal_of(cognito.initiate_auth, ClientId=chain.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters={
        "USERNAME": "reader", "SRP_A": "ab"})[0] == "InvalidParameterException"
    cognito.admin_disable_user(UserPoolId=chain.user_pool_id, Username="reader")
    assert refusal_of(cognito.initiate_auth, **arguments, AuthParameters={
        "USERNAME": "reader", "PASSWORD": PASSWORD})[0] == "NotAuthorizedException"
    cognito.admin_enable_user(UserPoolId=chain.user_pool_id, Username="reader")
    assert "IdToken" in chain.sign_in()


def test_refresh_until_sign_out(chain, cognito):
    tokens = chain.sign_in()

    def refresh():
        return cognito.initiate_auth(ClientId=chain.client_id, AuthFlow="REFRESH_TOKEN_AUTH",
                                     AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]})

    renewed = refresh()["AuthenticationResult"]
    assert "RefreshToken" not in renewed
    cognito.global_sign_out(AccessToken=renewed["AccessToken"])
    with pytest.raises(ClientError) as refusal:
        refresh()
    assert refusal.value.response["Error"] == {
        "Code": "NotAuthorizedException", "Message": "Refresh Token has been revoked"}
    for token in (tokens["AccessToken"], renewed["AccessToken"]):
        assert refusal_of(cognito.get_user, AccessToken=token) == (
            "NotAuthorizedException", "Access Token has been revoked")
    head, payload, signature = chain.sign_in()["AccessToken"].split(".")
    for bad in (f"{head}.{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}", "nonsense"):
        assert refusal_of(cognito.get_user, AccessToken=bad) == ("NotAuthorizedException", "Invalid Access Token")


def test_tokens_of_another_pool_get_no_identity(server, chain):
    other = Chain(server)
    other.make_user()
    token = other.sign_in()["IdToken"]
    code, message = refusal_of(chain.identity.get_id, IdentityPoolId=chain.identity_pool_id,
                               Logins={chain.provider: token})
    assert code == "NotAuthorizedException" and message.startswith("Invalid login token.")
    assert refusal_of(chain.identity.get_id, IdentityPoolId=chain.identity_pool_id,
                      Logins={other.provider: token})[0] == "NotAuthorizedException"
    mine = chain.sign_in()
    assert refusal_of(chain.identity.get_id, IdentityPoolId=chain.identity_pool_id,
                      Logins={chain.provider: mine["AccessToken"]})[0] == "NotAuthorizedException"
    assert refusal_of(chain.identity.get_id, IdentityPoolId=chain.identity_pool_id)[0] == "NotAuthorizedException"
    missing = "us-east-1:00000000-0000-0000-0000-000000000000"
    assert refusal_of(chain.identity.get_id, IdentityPoolId=missing, Logins=chain.logins(mine["IdToken"]))[0] == (
        "ResourceNotFoundException")


def test_an_identity_is_its_users_alone(chain):
    chain.make_user("second")
    first = chain.sign_in()["IdToken"]
    second = chain.sign_in("second")["IdToken"]
    assert chain.identity_id(first) == chain.identity_id(first) != chain.identity_id(second)
    code, _ = refusal_of(chain.identity.get_credentials_for_identity, IdentityId=chain.identity_id(second),
                         Logins=chain.logins(first))
    assert code == "NotAuthorizedException"


def test_a_home_folder_by_policy_variable(server):
    home = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"],
        "Resource": "arn:aws:s3:::*/home/${cognito-identity.amazonaws.com:sub}/*"}]}
    chain = Chain(server, policy=home)
    chain.make_user("a")
    chain.make_user("b")
    tokens = {name: chain.sign_in(name)["IdToken"] for name in "ab"}
    identities = {name: chain.identity_id(tokens[name]) for name in "ab"}
    s3 = server.client("s3", chain.credentials(tokens["a"]))
    s3.put_object(Bucket=chain.bucket, Key=f"home/{identities['a']}/note", Body=b"mine")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=chain.bucket, Key=f"home/{identities['b']}/note", Body=b"theirs")


def test_users_are_paged_completely_and_once(chain, cognito):
    pool = cognito.create_user_pool(PoolName="many")["UserPool"]["Id"]
    names = [f"user{number:03}" for number in range(75)]
    for name in names:
        cognito.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool, PaginationConfig={"PageSize": 20})
    assert sorted(user["Username"] for page in pages for user in page["Users"]) == names
    found = cognito.list_users(UserPoolId=pool, Filter='username = "user007"')["Users"]
    assert [user["Username"] for user in found] == ["user007"]
    cognito.delete_user_pool(UserPoolId=pool)
    assert refusal_of(cognito.describe_user_pool, UserPoolId=pool)[0] == "ResourceNotFoundException"


def test_expired_sessions_are_told(server, chain):
    sts, iam = server.client("sts"), chain.iam
    user = iam.create_user(UserName="short-" + chain.name)["User"]["UserName"]
    key = iam.create_access_key(UserName=user)["AccessKey"]
    session = server.client("sts", (key["AccessKeyId"], key["SecretAccessKey"])).get_session_token(
        DurationSeconds=900)["Credentials"]
    keys = (session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    assert server.client("sts", keys).get_caller_identity()["Arn"].endswith(user)
    assert abs(session["Expiration"].timestamp() - time.time() - 900) < 10
    tampered = (keys[0], keys[1], keys[2][:-4] + ("AAAA" if keys[2][-4:] != "AAAA" else "BBBB"))
    with pytest.raises(ClientError) as refusal:
        server.client("s3", tampered).list_buckets()
    assert refusal.value.response["Error"]["Code"] == "InvalidToken"
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    with pytest.raises(ClientError) as refusal:
        server.client("sts", (key["AccessKeyId"], key["SecretAccessKey"])).get_caller_identity()
    assert refusal.value.response["Error"]["Code"] == "InvalidClientTokenId"
    assert sts.get_caller_identity()["Arn"].endswith(":root")


def test_a_race_for_one_name_has_one_winner(server):
    """Twenty browsers sign up with the same name and address at once."""
    cognito = server.client("cognito-idp", max_pool_connections=20)
    pool = cognito.create_user_pool(PoolName="race", UsernameAttributes=["email"])["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app")["UserPoolClient"]["ClientId"]

    def sign_up(_):
        try:
            return cognito.sign_up(ClientId=client, Username="one@example.com", Password=PASSWORD)["UserSub"]
        except ClientError as error:
            return error.response["Error"]["Code"]

    with concurrent.futures.ThreadPoolExecutor(20) as browsers:
        outcomes = list(browsers.map(sign_up, range(20)))
    assert outcomes.count("UsernameExistsException") == 19
    users = cognito.list_users(UserPoolId=pool)["Users"]
    assert [user["Username"] for user in users] == [name for name in outcomes if "Exception" not in name]
