"""hanok export and import: pools with everything in them, by fixed ids, from one server to another."""

import json
import subprocess

import pyotp
import pytest
import yaml

from chain import PASSWORD
from people import attributes, claims

SEED = """
userPools:
- pool:
    Id: us-east-1_Seed00001
    PoolName: seeded
    UsernameAttributes: [email]
    AutoVerifiedAttributes: [email]
    Policies: {PasswordPolicy: {MinimumLength: 10, RequireNumbers: true}}
    Schema:
    - {Name: team, AttributeDataType: String, Mutable: true}
  mfa: {MfaConfiguration: OPTIONAL, SoftwareTokenMfaConfiguration: {Enabled: true}}
  domains:
  - {Domain: seeded-people}
  resourceServers:
  - {Identifier: shop, Name: Shop, Scopes: [{ScopeName: read, ScopeDescription: 읽기}]}
  groups:
  - {GroupName: readers, Precedence: 3}
  clients:
  - ClientId: seededclient0000000000000
    ClientName: web
    ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
  - ClientId: seededmachine000000000000
    ClientName: machine
    ClientSecret: "notAsecretInAtest00000000000"
    AllowedOAuthFlows: [client_credentials]
    AllowedOAuthScopes: [shop/read]
    AllowedOAuthFlowsUserPoolClient: true
  users:
  - Username: kim@example.com
    Password: "Correct-horse-7"
    Attributes: {email_verified: "true", name: 김한옥, "custom:team": blue}
    Groups: [readers]
"""


def hanok(executable, *arguments, check=True):
    result = subprocess.run([executable, *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert not check or result.returncode == 0, result.stderr
    return result


def sign_in(server, name="kim@example.com", password="Correct-horse-7"):
    return server.client("cognito-idp").initiate_auth(
        ClientId="seededclient0000000000000", AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password})


@pytest.fixture
def seed(tmp_path):
    path = tmp_path / "people.yaml"
    path.write_text(SEED)
    return path


def test_a_seed_is_there_at_the_start(new_server, seed):
    server = new_server(options=["--seed", str(seed)]).start()
    said = claims(sign_in(server)["AuthenticationResult"]["IdToken"])
    assert said["iss"].endswith("/us-east-1_Seed00001") and said["cognito:groups"] == ["readers"]
    assert said["name"] == "김한옥" and said["custom:team"] == "blue" and said["email_verified"] is True
    # And again: nothing is made twice, nothing is put back.
    server.client("cognito-idp").admin_set_user_password(
        UserPoolId="us-east-1_Seed00001", Username="kim@example.com", Password=PASSWORD, Permanent=True)
    assert server.stop() == 0
    server.start()
    assert sign_in(server, password=PASSWORD)["AuthenticationResult"]
    assert "made nothing" in server.log_text()


def test_everything_moves(new_server, executable, seed, tmp_path):
    first = new_server(options=["--seed", str(seed)]).start()
    cognito = first.client("cognito-idp")
    access = sign_in(first)["AuthenticationResult"]["AccessToken"]
    secret = cognito.associate_software_token(AccessToken=access)["SecretCode"]
    token = pyotp.TOTP(secret)
    cognito.verify_software_token(AccessToken=access, UserCode=token.now())
    cognito.set_user_mfa_preference(AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True})
    cognito.admin_create_user(UserPoolId="us-east-1_Seed00001", Username="waits@example.com",
                              TemporaryPassword="Temporary-77", MessageAction="SUPPRESS",
                              UserAttributes=attributes(name="기다림"))
    before = cognito.describe_user_pool(UserPoolId="us-east-1_Seed00001")["UserPool"]
    clients = [cognito.describe_user_pool_client(UserPoolId=before["Id"], ClientId=name)["UserPoolClient"]
               for name in ("seededclient0000000000000", "seededmachine000000000000")]
    users = cognito.list_users(UserPoolId=before["Id"])["Users"]
    assert first.stop() == 0

    out = tmp_path / "moved.yaml"
    hanok(executable, "export", out, "--data", first.folder / "data")
    assert out.stat().st_mode & 0o777 == 0o600
    assert yaml.safe_load(out.read_text())["userPools"][0]["pool"]["Id"] == before["Id"]
    assert hanok(executable, "export", out, "--data", first.folder / "data", check=False).returncode != 0
    second = new_server()
    made = hanok(executable, "import", out, "--data", second.folder / "data")
    assert "2 users" in made.stdout and "1 pools" in made.stdout
    second.start()

    moved = second.client("cognito-idp")
    after = moved.describe_user_pool(UserPoolId=before["Id"])["UserPool"]
    for gone in ("LastModifiedDate", "CreationDate", "Arn"):
        before.pop(gone), after.pop(gone)
    assert after == before
    for client in clients:
        found = moved.describe_user_pool_client(
            UserPoolId=before["Id"], ClientId=client["ClientId"])["UserPoolClient"]
        for gone in ("LastModifiedDate", "CreationDate"):
            client.pop(gone), found.pop(gone)
        assert found == client
    there = moved.list_users(UserPoolId=before["Id"])["Users"]
    assert [(user["Username"], user["UserStatus"], user["Attributes"]) for user in there] == \
        [(user["Username"], user["UserStatus"], user["Attributes"]) for user in users]
    assert sign_in(second)["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert sign_in(second, "waits@example.com", "Temporary-77")["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert moved.admin_list_groups_for_user(
        UserPoolId=before["Id"], Username="kim@example.com")["Groups"][0]["GroupName"] == "readers"


@pytest.mark.parametrize("change, said", [
    ({"pool": {"Id": "nonsense", "PoolName": "x"}}, "pool.Id must be a region"),
    ({"pool": {"Id": "us-east-1_Other0001", "PoolName": "x", "MfaConfiguration": "MAYBE"}}, "mfaConfiguration"),
    ({"pool": {"Id": "us-east-1_Other0001", "PoolName": "x"}, "users": [{"Username": "a", "Password": "short"}]},
     "Password not long enough"),
    ({"pool": {"Id": "us-east-1_Other0001", "PoolName": "x"}, "clients": [{"ClientId": "UPPER"}]}, "ClientId must be"),
])
def test_a_seed_that_is_wrong_is_told_where(new_server, executable, tmp_path, change, said):
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({"userPools": [change]}))
    result = hanok(executable, "import", path, "--data", tmp_path / "data", check=False)
    assert result.returncode != 0 and "userPools[0]" in result.stderr and said in result.stderr


def test_a_running_servers_folder_is_left_alone(new_server, executable, seed):
    server = new_server().start()
    result = hanok(executable, "import", seed, "--data", server.folder / "data", check=False)
    assert result.returncode != 0 and "another server" in result.stderr
