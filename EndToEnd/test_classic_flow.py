"""The basic (classic) flow: an OpenID token, then STS."""

import json

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from chain import Chain, trust_policy


@pytest.fixture(scope="module")
def chain(server):
    chain = Chain(server)
    chain.make_user()
    return chain


@pytest.fixture(scope="module")
def id_token(chain):
    return chain.sign_in()["IdToken"]


def open_id_token(chain, id_token) -> dict:
    return chain.identity.get_open_id_token(
        IdentityId=chain.identity_id(id_token), Logins=chain.logins(id_token))


def test_token_then_assume_role_with_web_identity(server, chain, id_token):
    token = open_id_token(chain, id_token)
    sts = server.client("sts", signature_version=UNSIGNED)
    answer = sts.assume_role_with_web_identity(
        RoleArn=chain.role_arn, RoleSessionName="classic", WebIdentityToken=token["Token"])
    assert answer["SubjectFromWebIdentityToken"] == token["IdentityId"]
    assert answer["Audience"] == chain.identity_pool_id
    assert answer["Provider"] == "cognito-identity.amazonaws.com"
    assert answer["AssumedRoleUser"]["Arn"].endswith(f":assumed-role/{chain.name}/classic")
    keys = answer["Credentials"]
    s3 = server.client("s3", (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]))
    assert s3.get_object(Bucket=chain.bucket, Key="hello.txt")["Body"].read().decode() == "안녕 한옥"
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=chain.bucket, Key="x", Body=b"")


def test_the_cli_does_it_too(server, chain, id_token):
    token = server.aws_json("cognito-identity", "get-open-id-token", "--identity-id",
                            chain.identity_id(id_token), "--logins", f"{chain.provider}={id_token}")
    answer = server.aws_json("sts", "assume-role-with-web-identity", "--role-arn", chain.role_arn,
                             "--role-session-name", "cli", "--web-identity-token", token["Token"],
                             "--duration-seconds", "900")
    assert answer["Credentials"]["AccessKeyId"].startswith("ASIA")


def test_a_role_that_trusts_another_pool_is_refused(server, chain, id_token):
    other = trust_policy("us-east-1:00000000-0000-0000-0000-000000000000")
    chain.iam.create_role(RoleName="other-" + chain.name, AssumeRolePolicyDocument=json.dumps(other))
    token = open_id_token(chain, id_token)["Token"]
    with pytest.raises(ClientError) as refusal:
        server.client("sts").assume_role_with_web_identity(
            RoleArn=chain.role_arn.replace(chain.name, "other-" + chain.name), RoleSessionName="session",
            WebIdentityToken=token)
    assert refusal.value.response["Error"]["Code"] == "AccessDenied"
    assert refusal.value.response["Error"]["Message"] == (
        "Not authorized to perform sts:AssumeRoleWithWebIdentity")


def test_a_tampered_token_is_refused(server, chain, id_token):
    head, payload, signature = open_id_token(chain, id_token)["Token"].split(".")
    flipped = ("A" if signature[10] != "A" else "B")
    for token in (f"{head}.{payload}.{signature[:10]}{flipped}{signature[11:]}", f"{head}.{payload}.", "nonsense"):
        with pytest.raises(ClientError) as refusal:
            server.client("sts").assume_role_with_web_identity(
                RoleArn=chain.role_arn, RoleSessionName="session", WebIdentityToken=token)
        assert refusal.value.response["Error"]["Code"] in ("InvalidIdentityToken", "ValidationError")


def test_a_pool_that_switched_it_off_refuses(server):
    chain = Chain(server, allow_classic=False)
    chain.make_user()
    with pytest.raises(ClientError) as refusal:
        open_id_token(chain, chain.sign_in()["IdToken"])
    assert refusal.value.response["Error"]["Code"] == "InvalidParameterException"
    assert refusal.value.response["Error"]["Message"] == (
        "Basic (classic) flow is not enabled, please use enhanced flow.")
