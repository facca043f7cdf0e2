"""Settings from options, environment and file; several accounts, each with what is its own."""

import subprocess

import pytest
from botocore.exceptions import ClientError

ACCOUNTS = """
region: ap-northeast-2
accounts:
  - id: "111122223333"
    name: team-a
    email: a@example.com
    accessKeys:
      - {id: AKIATEAMAROOT0000001, secret: team-a/secret/0123456789/0123456789/abcd}
      - {id: AKIATEAMAROOT0000002, secret: team-a/second/0123456789/0123456789/abcd}
  - id: "444455556666"
    accessKeys:
      - {id: AKIATEAMBROOT0000001, secret: team-b/secret/0123456789/0123456789/abcd}
"""


@pytest.fixture
def hanok(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text(ACCOUNTS)
    return new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()


TEAM_A = ("AKIATEAMAROOT0000001", "team-a/secret/0123456789/0123456789/abcd")
TEAM_A_SECOND = ("AKIATEAMAROOT0000002", "team-a/second/0123456789/0123456789/abcd")
TEAM_B = ("AKIATEAMBROOT0000001", "team-b/secret/0123456789/0123456789/abcd")


def test_each_account_has_what_is_its_own(hanok):
    for key, account in ((TEAM_A, "111122223333"), (TEAM_A_SECOND, "111122223333"), (TEAM_B, "444455556666"),
                         (hanok.root_key, "000000000000")):
        assert hanok.client("sts", key).get_caller_identity()["Account"] == account
    mine, theirs = hanok.client("s3", TEAM_A), hanok.client("s3", TEAM_B)
    mine.create_bucket(Bucket="team-a-bucket")
    mine.put_object(Bucket="team-a-bucket", Key="k", Body=b"mine")
    assert theirs.list_buckets()["Buckets"] == []
    for call in (lambda: theirs.get_object(Bucket="team-a-bucket", Key="k"),
                 lambda: theirs.list_objects_v2(Bucket="team-a-bucket"),
                 lambda: theirs.put_object(Bucket="team-a-bucket", Key="k", Body=b"theirs"),
                 lambda: theirs.delete_bucket(Bucket="team-a-bucket")):
        with pytest.raises(ClientError) as refusal:
            call()
        assert refusal.value.response["Error"]["Code"] == "AccessDenied"
    with pytest.raises(ClientError) as refusal:
        theirs.create_bucket(Bucket="team-a-bucket")
    assert refusal.value.response["Error"]["Code"] == "BucketAlreadyExists"
    hanok.client("iam", TEAM_A).create_user(UserName="same-name")
    hanok.client("iam", TEAM_B).create_user(UserName="same-name")
    pool = hanok.client("cognito-idp", TEAM_A).create_user_pool(PoolName="a")["UserPool"]
    assert ":111122223333:" in pool["Arn"]
    with pytest.raises(ClientError) as refusal:
        hanok.client("cognito-idp", TEAM_B).describe_user_pool(UserPoolId=pool["Id"])
    assert refusal.value.response["Error"]["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize("text, complaint", [
    ("prot: 4566\n", "does not exist: prot"),
    ("port: many\n", "port is not a number"),
    ("accounts:\n  - id: 12\n", "twelve digits"),
    (": : :\n", "not YAML"),
])
def test_settings_that_make_no_sense_are_refused(executable, tmp_path, text, complaint):
    (tmp_path / "bad.yaml").write_text(text)
    result = subprocess.run([executable, "serve", "--config", tmp_path / "bad.yaml", "--data", tmp_path / "d"],
                            capture_output=True, text=True, timeout=20)
    assert result.returncode != 0 and complaint in result.stderr


def test_the_issuer_can_be_awss_own(new_server):
    hanok = new_server(environment={
        "HANOK_ISSUER": "https://cognito-idp.{region}.amazonaws.com/{poolId}"}).start()
    from chain import Chain
    chain = Chain(hanok)
    chain.make_user()
    import json
    import urllib.request
    with urllib.request.urlopen(f"{hanok.endpoint}/{chain.user_pool_id}/.well-known/openid-configuration") as reply:
        issuer = json.load(reply)["issuer"]
    assert issuer == f"https://cognito-idp.us-east-1.amazonaws.com/{chain.user_pool_id}"
    assert chain.credentials(chain.sign_in()["IdToken"])[0].startswith("ASIA")
