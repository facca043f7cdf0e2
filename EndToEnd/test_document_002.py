"""Document 002, step by step: sign in, get temporary credentials, use S3."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from chain import DOCUMENT_POLICY, PASSWORD, Chain, trust_policy


@pytest.fixture(scope="module")
def chain(server):
    chain = Chain(server)
    chain.make_user()
    return chain


@pytest.fixture(scope="module")
def reader(chain):
    return chain.credentials(chain.sign_in()["IdToken"])


def test_the_documents_commands_with_the_aws_cli(server, tmp_path):
    """Set-up as the document tells it, every step by the AWS CLI."""
    cli = server.aws_json
    pool = cli("cognito-idp", "create-user-pool", "--pool-name", "doc-cli")["UserPool"]["Id"]
    client = cli("cognito-idp", "create-user-pool-client", "--user-pool-id", pool, "--client-name", "app",
                 "--no-generate-secret", "--explicit-auth-flows", "ALLOW_USER_PASSWORD_AUTH",
                 "ALLOW_REFRESH_TOKEN_AUTH")["UserPoolClient"]["ClientId"]
    provider = f"cognito-idp.us-east-1.amazonaws.com/{pool}"
    identity_pool = cli(
        "cognito-identity", "create-identity-pool", "--identity-pool-name", "doc-cli",
        "--no-allow-unauthenticated-identities", "--allow-classic-flow", "--cognito-identity-providers",
        f"ProviderName={provider},ClientId={client}")["IdentityPoolId"]
    (tmp_path / "trust.json").write_text(json.dumps(trust_policy(identity_pool)))
    (tmp_path / "policy.json").write_text(json.dumps(DOCUMENT_POLICY))
    role = cli("iam", "create-role", "--role-name", "doc-cli", "--assume-role-policy-document",
               f"file://{tmp_path}/trust.json")["Role"]["Arn"]
    cli("iam", "put-role-policy", "--role-name", "doc-cli", "--policy-name", "s3", "--policy-document",
        f"file://{tmp_path}/policy.json")
    cli("cognito-identity", "set-identity-pool-roles", "--identity-pool-id", identity_pool, "--roles",
        f"authenticated={role}")
    cli("cognito-idp", "admin-create-user", "--user-pool-id", pool, "--username", "kim")
    # The document's own line.
    server.aws("cognito-idp", "admin-set-user-password", "--user-pool-id", pool, "--username", "kim",
               "--password", PASSWORD, "--permanent")
    tokens = cli("cognito-idp", "initiate-auth", "--client-id", client, "--auth-flow", "USER_PASSWORD_AUTH",
                 "--auth-parameters", f"USERNAME=kim,PASSWORD={PASSWORD}")["AuthenticationResult"]
    logins = f"{provider}={tokens['IdToken']}"
    identity = cli("cognito-identity", "get-id", "--identity-pool-id", identity_pool, "--logins", logins)
    keys = cli("cognito-identity", "get-credentials-for-identity", "--identity-id", identity["IdentityId"],
               "--logins", logins)["Credentials"]
    server.aws("s3", "mb", "s3://doc-cli-bucket")
    (tmp_path / "photo.txt").write_text("사진")
    server.aws("s3", "cp", str(tmp_path / "photo.txt"), "s3://doc-cli-bucket/album/photo.txt")
    session = {"AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["SecretKey"],
               "AWS_SESSION_TOKEN": keys["SessionToken"]}
    assert "doc-cli-bucket" in server.aws("s3", "ls", **session).stdout
    server.aws("s3", "cp", "s3://doc-cli-bucket/album/photo.txt", str(tmp_path / "back.txt"), **session)
    assert (tmp_path / "back.txt").read_text() == "사진"
    refused = server.aws("s3", "cp", str(tmp_path / "photo.txt"), "s3://doc-cli-bucket/x", check=False, **session)
    assert refused.returncode != 0 and "AccessDenied" in refused.stderr


def test_the_documents_code_verbatim(server, chain, monkeypatch, tmp_path):
    """The document's Python, its profile pointing at Hanok and no line changed."""
    profile = tmp_path / "config"
    profile.write_text(
        f"[profile hanok]\nregion = us-east-1\nendpoint_url = {server.endpoint}\n"
        f"aws_access_key_id = {server.root_key[0]}\naws_secret_access_key = {server.root_key[1]}\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profile))
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_PROFILE", "hanok")
    import os
    client_id, username, password, USER_POOL_ID = chain.client_id, "reader", PASSWORD, chain.user_pool_id

    session = boto3.Session(profile_name=os.environ["AWS_PROFILE"])
    client = session.client("cognito-idp")

    response = client.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )

    ci_client = boto3.client('cognito-identity')
    identityId = ci_client.get_id(
            IdentityPoolId=chain.identity_pool_id,
            Logins={
                'cognito-idp.us-east-1.amazonaws.com/{}'.format(USER_POOL_ID): response['AuthenticationResult']['IdToken']
            }
        )['IdentityId']

    credentials = ci_client.get_credentials_for_identity(
            IdentityId=identityId,
            Logins={
                'cognito-idp.us-east-1.amazonaws.com/{}'.format(USER_POOL_ID): response['AuthenticationResult']['IdToken']
            }
        )['Credentials']

    assert credentials['AccessKeyId'].startswith("ASIA")
    s3_client = session.client("s3", aws_access_key_id = credentials['AccessKeyId'],
                                aws_secret_access_key = credentials['SecretKey'],
                                aws_session_token = credentials['SessionToken'])
    names = [bucket["Name"] for bucket in s3_client.list_buckets()["Buckets"]]
    assert chain.bucket in names
    assert s3_client.get_object(Bucket=chain.bucket, Key="hello.txt")["Body"].read().decode() == "안녕 한옥"


def test_the_session_is_the_roles(server, chain, reader):
    caller = server.client("sts", reader).get_caller_identity()
    assert caller["Arn"] == f"arn:aws:sts::000000000000:assumed-role/{chain.name}/CognitoIdentityCredentials"
    assert caller["Account"] == "000000000000"


def test_reading_is_allowed(server, chain, reader):
    s3 = server.client("s3", reader)
    assert s3.head_object(Bucket=chain.bucket, Key="hello.txt")["ContentLength"] == len("안녕 한옥".encode())
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=chain.bucket)["Contents"]] == ["hello.txt"]


@pytest.mark.parametrize("operation, arguments, action, resource", [
    ("put_object", {"Key": "x", "Body": b"x"}, "s3:PutObject", "{arn}/x"),
    ("delete_object", {"Key": "hello.txt"}, "s3:DeleteObject", "{arn}/hello.txt"),
    ("delete_bucket", {}, "s3:DeleteBucket", "{arn}"),
    ("create_multipart_upload", {"Key": "x"}, "s3:PutObject", "{arn}/x"),
])
def test_what_the_role_does_not_allow_is_refused_in_s3(
        server, chain, reader, operation, arguments, action, resource):
    s3 = server.client("s3", reader)
    with pytest.raises(ClientError) as refusal:
        getattr(s3, operation)(Bucket=chain.bucket, **arguments)
    error = refusal.value.response["Error"]
    assert error["Code"] == "AccessDenied"
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    arn = resource.format(arn=f"arn:aws:s3:::{chain.bucket}")
    assert error["Message"] == (
        f"User: arn:aws:sts::000000000000:assumed-role/{chain.name}/CognitoIdentityCredentials is not authorized "
        f'to perform: {action} on resource: "{arn}" because no identity-based policy allows the {action} action')
    assert [o["Key"] for o in chain.s3.list_objects_v2(Bucket=chain.bucket)["Contents"]] == ["hello.txt"]


@pytest.mark.parametrize("operation, arguments, action, resource", [
    ("create_user", {"UserName": "mallory"}, "iam:CreateUser", "arn:aws:iam::000000000000:user/mallory"),
    ("list_users", {}, "iam:ListUsers", "arn:aws:iam::000000000000:user/"),
    ("put_role_policy", {"RoleName": "{role}", "PolicyName": "p", "PolicyDocument": json.dumps(DOCUMENT_POLICY)},
     "iam:PutRolePolicy", "role {role}"),
])
def test_iam_is_refused(server, chain, reader, operation, arguments, action, resource):
    iam = server.client("iam", reader)
    filled = {name: value.format(role=chain.name) if "{role}" in value else value
              for name, value in arguments.items()}
    with pytest.raises(ClientError) as refusal:
        getattr(iam, operation)(**filled)
    error = refusal.value.response["Error"]
    assert error["Code"] == "AccessDenied"
    assert f"is not authorized to perform: {action} on resource: " in error["Message"]
    assert f"because no identity-based policy allows the {action} action" in error["Message"]


def test_delete_objects_answers_each_key_by_itself(server, chain, reader):
    answer = server.client("s3", reader).delete_objects(
        Bucket=chain.bucket, Delete={"Objects": [{"Key": "hello.txt"}, {"Key": "none"}]})
    assert [error["Code"] for error in answer["Errors"]] == ["AccessDenied", "AccessDenied"]
    assert "Deleted" not in answer


def test_a_policy_change_is_in_force_for_the_next_request(server, chain, reader):
    s3 = server.client("s3", reader)
    deny = {"Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}]}
    chain.iam.put_role_policy(RoleName=chain.name, PolicyName="deny", PolicyDocument=json.dumps(deny))
    try:
        with pytest.raises(ClientError) as refusal:
            s3.get_object(Bucket=chain.bucket, Key="hello.txt")
        assert refusal.value.response["Error"]["Message"].endswith(
            "with an explicit deny in an identity-based policy")
    finally:
        chain.iam.delete_role_policy(RoleName=chain.name, PolicyName="deny")
    assert s3.get_object(Bucket=chain.bucket, Key="hello.txt")["ContentLength"] == 13
