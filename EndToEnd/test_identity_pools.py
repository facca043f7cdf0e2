"""Identity pools whole: developer users, roles by rules and by token, tags of claims, guests, and linked logins."""

import json

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from chain import PASSWORD, Chain, trust_policy
from people import attributes, claims, refusal_of

OWN = "cognito-identity.amazonaws.com"
DEVELOPER = "login.example.app"


class Pools(Chain):
    """The chain of document 002, with all kinds of logins and guests, and roles made as needed."""

    def __init__(self, server, **settings):
        super().__init__(server, allow_unauthenticated=True)
        self.make_second_pool()
        self.update(DeveloperProviderName=DEVELOPER, **settings)
        self.guest_arn = self.add_role("guest", trust_policy(self.identity_pool_id, "unauthenticated"),
                                       ["s3:GetObject", "iam:ListUsers"])
        self.set_roles()

    def make_second_pool(self):
        """Another user pool whose users the identity pool takes."""
        pool = self.cognito.create_user_pool(PoolName=self.name + "-second")["UserPool"]["Id"]
        client = self.cognito.create_user_pool_client(
            UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])["UserPoolClient"]
        self.second_pool_id, self.second_client_id = pool, client["ClientId"]
        self.second_provider = f"cognito-idp.us-east-1.amazonaws.com/{pool}"

    def update(self, **settings):
        return self.identity.update_identity_pool(
            IdentityPoolId=self.identity_pool_id, IdentityPoolName=self.name, AllowUnauthenticatedIdentities=True,
            CognitoIdentityProviders=[{"ProviderName": self.provider, "ClientId": self.client_id},
                                      {"ProviderName": self.second_provider, "ClientId": self.second_client_id}],
            **settings)

    def add_role(self, suffix, trust, actions, resource="*"):
        name = f"{self.name}-{suffix}"
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        policy = {"Version": "2012-10-17",
                  "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}]}
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        return arn

    def set_roles(self, **mappings):
        self.identity.set_identity_pool_roles(
            IdentityPoolId=self.identity_pool_id,
            Roles={"authenticated": self.role_arn, "unauthenticated": self.guest_arn}, **mappings)

    def map_roles(self, mapping):
        self.set_roles(RoleMappings={f"{self.provider}:{self.client_id}": mapping})

    def add_user(self, username, pool=None, **given):
        pool = pool or self.user_pool_id
        self.cognito.admin_create_user(
            UserPoolId=pool, Username=username, MessageAction="SUPPRESS", UserAttributes=attributes(**given))
        self.cognito.admin_set_user_password(UserPoolId=pool, Username=username, Password=PASSWORD, Permanent=True)

    def second_sign_in(self, username):
        return self.cognito.initiate_auth(
            ClientId=self.second_client_id, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD})["AuthenticationResult"]["IdToken"]

    def developer_token(self, user, **more):
        return self.identity.get_open_id_token_for_developer_identity(
            IdentityPoolId=self.identity_pool_id, Logins={DEVELOPER: user, **more.pop("logins", {})}, **more)

    def keys(self, identity_id, logins=None, **more):
        arguments = {"IdentityId": identity_id, **({"Logins": logins} if logins else {}), **more}
        found = self.open_client().get_credentials_for_identity(**arguments)["Credentials"]
        return found["AccessKeyId"], found["SecretKey"], found["SessionToken"]

    def open_client(self):
        """As an app has it: without keys."""
        return self.hanok.client("cognito-identity", signature_version=UNSIGNED)

    def role_of(self, keys):
        """The name of the role that credentials are of."""
        return self.hanok.client("sts", keys).get_caller_identity()["Arn"].split("/")[1]


@pytest.fixture(scope="module")
def pools(server):
    return Pools(server)


# Developer users


def test_the_developers_backend_lets_a_user_in(server, pools):
    made = pools.developer_token("kim", TokenDuration=3600)
    said = claims(made["Token"])
    assert said["sub"] == made["IdentityId"] and said["aud"] == pools.identity_pool_id
    assert said["exp"] - said["iat"] == 3600
    assert said["amr"] == ["authenticated", DEVELOPER, f"{DEVELOPER}:{pools.identity_pool_id}:kim"]
    keys = pools.keys(made["IdentityId"], {OWN: made["Token"]})
    assert server.client("s3", keys).get_object(Bucket=pools.bucket, Key="hello.txt")["ContentLength"] == 13
    assert pools.developer_token("kim")["IdentityId"] == made["IdentityId"]
    described = pools.identity.describe_identity(IdentityId=made["IdentityId"])
    assert described["Logins"] == [DEVELOPER]


def test_the_developers_token_goes_to_sts(server, pools):
    made = pools.developer_token("sts-user")
    answer = server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity(
        RoleArn=pools.role_arn, RoleSessionName="developer", WebIdentityToken=made["Token"])
    assert answer["SubjectFromWebIdentityToken"] == made["IdentityId"]
    renewed = pools.open_client().get_open_id_token(IdentityId=made["IdentityId"], Logins={OWN: made["Token"]})
    assert claims(renewed["Token"])["amr"] == claims(made["Token"])["amr"]
    assert claims(renewed["Token"])["exp"] <= claims(made["Token"])["exp"]


def test_developer_users_are_looked_up_merged_and_unlinked(pools):
    identity, pool = pools.identity, pools.identity_pool_id
    one, two = (pools.developer_token(user)["IdentityId"] for user in ("merge-one", "merge-two"))
    assert one != two
    found = identity.lookup_developer_identity(
        IdentityPoolId=pool, DeveloperUserIdentifier="merge-one", MaxResults=10)
    assert (found["IdentityId"], found["DeveloperUserIdentifierList"]) == (one, ["merge-one"])
    assert refusal_of(identity.lookup_developer_identity, IdentityPoolId=pool, IdentityId=two,
                      DeveloperUserIdentifier="merge-one")[0] == "ResourceConflictException"
    assert refusal_of(pools.identity.get_open_id_token_for_developer_identity, IdentityPoolId=pool, IdentityId=two,
                      Logins={DEVELOPER: "merge-one"})[0] == "DeveloperUserAlreadyRegisteredException"
    merged = identity.merge_developer_identities(
        IdentityPoolId=pool, DeveloperProviderName=DEVELOPER, SourceUserIdentifier="merge-one",
        DestinationUserIdentifier="merge-two")
    assert merged["IdentityId"] == two
    both = identity.lookup_developer_identity(IdentityPoolId=pool, IdentityId=two)
    assert sorted(both["DeveloperUserIdentifierList"]) == ["merge-one", "merge-two"]
    shown = [entry["IdentityId"] for entry in identity.list_identities(
        IdentityPoolId=pool, MaxResults=60, HideDisabled=True)["Identities"]]
    assert two in shown and one not in shown
    identity.unlink_developer_identity(
        IdentityPoolId=pool, IdentityId=two, DeveloperProviderName=DEVELOPER, DeveloperUserIdentifier="merge-one")
    assert pools.developer_token("merge-one")["IdentityId"] not in (one, two)
    assert pools.developer_token("merge-two")["IdentityId"] == two


def test_only_signed_calls_vouch_for_a_user(server, pools):
    made = pools.developer_token("vouched")
    assert refusal_of(pools.open_client().get_credentials_for_identity, IdentityId=made["IdentityId"],
                      Logins={DEVELOPER: "vouched"})[0] == "InvalidParameterException"
    assert refusal_of(pools.open_client().get_id, IdentityPoolId=pools.identity_pool_id,
                      Logins={OWN: made["Token"]}) == (
        "NotAuthorizedException", "Invalid login token. Can't pass in a Cognito token.")
    guest = pools.keys(pools.open_client().get_id(IdentityPoolId=pools.identity_pool_id)["IdentityId"])
    with pytest.raises(ClientError) as refusal:
        server.client("cognito-identity", guest).get_open_id_token_for_developer_identity(
            IdentityPoolId=pools.identity_pool_id, Logins={DEVELOPER: "vouched"})
    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"


# Roles


def test_roles_by_rules(server):
    pools = Pools(server)
    trust = trust_policy(pools.identity_pool_id)
    editors = pools.add_role("editors", trust, ["s3:PutObject", "s3:GetObject"])
    pools.map_roles({
        "Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [
            {"Claim": "email", "MatchType": "Equals", "Value": "boss@example.com", "RoleARN": pools.role_arn},
            {"Claim": "email", "MatchType": "Contains", "Value": "@example.com", "RoleARN": editors}]}})
    for username, email, role in [("boss", "boss@example.com", pools.name),
                                  ("editor", "editor@example.com", f"{pools.name}-editors")]:
        pools.add_user(username, email=email, email_verified="true")
        assert pools.role_of(pools.credentials(pools.sign_in(username)["IdToken"])) == role
    pools.add_user("stranger", email="stranger@example.net", email_verified="true")
    token = pools.sign_in("stranger")["IdToken"]
    stranger = pools.identity_id(token)
    assert refusal_of(pools.open_client().get_credentials_for_identity, IdentityId=stranger,
                      Logins=pools.logins(token)) == (
        "NotAuthorizedException", f"The ambiguous role mapping rules for: {pools.provider} denied this request.")
    assert refusal_of(pools.open_client().get_open_id_token, IdentityId=stranger, Logins=pools.logins(token)) == (
        "InvalidParameterException", "Basic (classic) flow is not enabled, please use enhanced flow.")


def test_roles_by_token(server):
    pools = Pools(server)
    trust = trust_policy(pools.identity_pool_id)
    roles = {name: pools.add_role(name, trust, ["s3:GetObject"]) for name in ("writers", "readers", "others")}
    for precedence, group in enumerate(("writers", "readers")):
        pools.cognito.create_group(
            UserPoolId=pools.user_pool_id, GroupName=group, Precedence=precedence, RoleArn=roles[group])
    pools.map_roles({"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"})
    pools.add_user("member")
    for group in ("writers", "readers"):
        pools.cognito.admin_add_user_to_group(
            UserPoolId=pools.user_pool_id, Username="member", GroupName=group)
    token = pools.sign_in("member")["IdToken"]
    member, logins = pools.identity_id(token), pools.logins(token)
    assert pools.role_of(pools.keys(member, logins)) == f"{pools.name}-writers"
    assert pools.role_of(pools.keys(member, logins, CustomRoleArn=roles["readers"])) == f"{pools.name}-readers"
    assert refusal_of(pools.open_client().get_credentials_for_identity, IdentityId=member, Logins=logins,
                      CustomRoleArn=roles["others"])[0] == "NotAuthorizedException"
    pools.add_user("loner")
    assert pools.role_of(pools.credentials(pools.sign_in("loner")["IdToken"])) == pools.name


def test_a_mapping_for_a_provider_that_the_pool_does_not_take(pools):
    assert refusal_of(
        pools.identity.set_identity_pool_roles, IdentityPoolId=pools.identity_pool_id, Roles={},
        RoleMappings={"graph.facebook.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}) == (
        "InvalidParameterException",
        "(graph.facebook.com) is not a valid RoleMapping ProviderName or is not a configured provider.")


# Tags


def test_a_claim_opens_its_folder(server):
    pools = Pools(server)
    trust = trust_policy(pools.identity_pool_id)
    trust["Statement"][0]["Action"] = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
    tagged = pools.add_role("tagged", trust, ["s3:PutObject", "s3:GetObject"],
                            f"arn:aws:s3:::{pools.bucket}/${{aws:PrincipalTag/team}}/*")
    set_map = pools.identity.set_principal_tag_attribute_map(
        IdentityPoolId=pools.identity_pool_id, IdentityProviderName=pools.provider, UseDefaults=False,
        PrincipalTags={"team": "nickname"})
    assert set_map["PrincipalTags"] == {"team": "nickname"}
    pools.add_user("kim", nickname="blue")
    token = pools.sign_in("kim")["IdToken"]
    kim, logins = pools.identity_id(token), pools.logins(token)
    # The pool's first role does not let sessions be tagged.
    assert refusal_of(pools.open_client().get_credentials_for_identity, IdentityId=kim, Logins=logins)[0] == (
        "InvalidIdentityPoolConfigurationException")
    pools.role_arn = tagged
    pools.set_roles()
    s3 = server.client("s3", pools.keys(kim, logins))
    s3.put_object(Bucket=pools.bucket, Key="blue/note.txt", Body=b"ours")
    assert s3.get_object(Bucket=pools.bucket, Key="blue/note.txt")["Body"].read() == b"ours"
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=pools.bucket, Key="red/note.txt", Body=b"theirs")
    classic = pools.open_client().get_open_id_token(IdentityId=kim, Logins=logins)
    assert claims(classic["Token"])["https://aws.amazon.com/tags"] == {"principal_tags": {"team": ["blue"]}}


def test_awss_own_tags(pools):
    given = {"IdentityPoolId": pools.identity_pool_id, "IdentityProviderName": pools.second_provider}
    pools.identity.set_principal_tag_attribute_map(**given, UseDefaults=True)
    found = pools.identity.get_principal_tag_attribute_map(**given)
    assert found["UseDefaults"] and found["PrincipalTags"] == {"client": "aud", "username": "sub"}
    pools.identity.set_principal_tag_attribute_map(**given, UseDefaults=False)
    assert not pools.identity.get_principal_tag_attribute_map(**given)["UseDefaults"]


# Guests


def test_guests_are_scoped_down_in_the_enhanced_flow_only(server, pools):
    guest = pools.open_client().get_id(IdentityPoolId=pools.identity_pool_id)["IdentityId"]
    enhanced = pools.keys(guest)
    assert server.client("s3", enhanced).get_object(Bucket=pools.bucket, Key="hello.txt")["ContentLength"] == 13
    with pytest.raises(ClientError) as refusal:
        server.client("iam", enhanced).list_users()
    assert refusal.value.response["Error"]["Code"] == "AccessDenied"
    assert "no session policy allows the iam:ListUsers action" in refusal.value.response["Error"]["Message"]

    token = pools.open_client().get_open_id_token(IdentityId=guest)["Token"]
    assert claims(token)["amr"] == ["unauthenticated"]
    assert claims(token)["exp"] - claims(token)["iat"] == 600
    keys = server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity(
        RoleArn=pools.guest_arn, RoleSessionName="guest", WebIdentityToken=token)["Credentials"]
    classic = keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
    server.client("iam", classic).list_users()
    # The token does not make a member of a guest.
    scoped = pools.keys(guest, {OWN: token})
    with pytest.raises(ClientError, match="AccessDenied"):
        server.client("iam", scoped).list_users()


# Linked logins


def test_logins_are_linked_and_unlinked(server):
    pools = Pools(server)
    pools.add_user("kim")
    pools.add_user("kim-too", pool=pools.second_pool_id)
    first, second = pools.sign_in("kim")["IdToken"], pools.second_sign_in("kim-too")
    both = {pools.provider: first, pools.second_provider: second}
    app = pools.open_client()
    guest = app.get_id(IdentityPoolId=pools.identity_pool_id)["IdentityId"]
    pools.keys(guest, {pools.provider: first})
    assert pools.identity_id(first) == guest
    pools.keys(guest, both)
    assert app.get_id(
        IdentityPoolId=pools.identity_pool_id, Logins={pools.second_provider: second})["IdentityId"] == guest
    assert pools.identity.describe_identity(IdentityId=guest)["Logins"] == sorted(both)

    assert refusal_of(app.unlink_identity, IdentityId=guest, Logins={},
                      LoginsToRemove=[pools.provider])[0] == "NotAuthorizedException"
    app.unlink_identity(IdentityId=guest, Logins=both, LoginsToRemove=[pools.second_provider])
    assert pools.identity.describe_identity(IdentityId=guest)["Logins"] == [pools.provider]
    other = app.get_id(
        IdentityPoolId=pools.identity_pool_id, Logins={pools.second_provider: second})["IdentityId"]
    assert other != guest
    assert refusal_of(app.get_credentials_for_identity, IdentityId=guest, Logins=both)[0] == (
        "ResourceConflictException")
    app.unlink_identity(IdentityId=guest, Logins={pools.provider: first}, LoginsToRemove=[pools.provider])
    assert refusal_of(app.get_credentials_for_identity, IdentityId=guest, Logins={pools.provider: first}) == (
        "NotAuthorizedException", f"Access to Identity '{guest}' is forbidden.")


def test_a_guest_who_is_known_becomes_who_they_are(server):
    pools = Pools(server)
    pools.add_user("kim")
    token = pools.sign_in("kim")["IdToken"]
    kim = pools.identity_id(token)
    guest = pools.open_client().get_id(IdentityPoolId=pools.identity_pool_id)["IdentityId"]
    answer = pools.open_client().get_credentials_for_identity(IdentityId=guest, Logins=pools.logins(token))
    assert answer["IdentityId"] == kim != guest


def test_a_backends_user_and_a_pools_user_are_one(pools):
    pools.add_user("lee")
    token = pools.sign_in("lee")["IdToken"]
    lee = pools.identity_id(token)
    linked = pools.developer_token("backend-lee", IdentityId=lee, logins=pools.logins(token))
    assert linked["IdentityId"] == lee
    assert pools.developer_token("backend-lee")["IdentityId"] == lee
    assert pools.identity.describe_identity(IdentityId=lee)["Logins"] == sorted([DEVELOPER, pools.provider])


# Permissions


def test_a_developers_key_is_for_one_pool(server, pools):
    other = Pools(server)
    user = "backend-" + pools.name
    pools.iam.create_user(UserName=user)
    arn = f"arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{pools.identity_pool_id}"
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "cognito-identity:GetOpenIdTokenForDeveloperIdentity", "Resource": arn}]}
    pools.iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=json.dumps(policy))
    key = pools.iam.create_access_key(UserName=user)["AccessKey"]
    backend = server.client("cognito-identity", (key["AccessKeyId"], key["SecretAccessKey"]))
    made = backend.get_open_id_token_for_developer_identity(
        IdentityPoolId=pools.identity_pool_id, Logins={DEVELOPER: "lee"})
    assert made["IdentityId"] == pools.developer_token("lee")["IdentityId"]
    assert refusal_of(backend.get_open_id_token_for_developer_identity, IdentityPoolId=other.identity_pool_id,
                      Logins={DEVELOPER: "lee"})[0] == "AccessDeniedException"
    assert refusal_of(backend.describe_identity, IdentityId=made["IdentityId"])[0] == "AccessDeniedException"
