"""Temporary credentials by boto3 and the AWS CLI: roles taken on and chained, sessions narrowed, tagged and revoked,
sessions of users, and federated users."""

import datetime
import json
import secrets
import time

import pytest

from callers import Callers, allow, denial_of, deny, document, error_of, keys_of, trust

ANYONE_HERE = {"AWS": "arn:aws:iam::000000000000:root"}


@pytest.fixture(scope="module")
def callers(server):
    return Callers(server)


@pytest.fixture(scope="module")
def bucket(server):
    name = "sts-" + secrets.token_hex(4)
    s3 = server.client("s3")
    s3.create_bucket(Bucket=name)
    for key in ("open/a.txt", "closed/b.txt", "blue/c.txt"):
        s3.put_object(Bucket=name, Key=key, Body=key.encode())
    return name


@pytest.fixture(scope="module")
def assumer(callers):
    """Keys of a user who may take on every role that trusts the account."""
    return callers.user(allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]))[1]


def tags(**values):
    return [{"Key": key, "Value": value} for key, value in values.items()]


def read(server, keys, bucket, key):
    return server.client("s3", keys).get_object(Bucket=bucket, Key=key)["Body"].read()


# AssumeRole


def test_the_reply_names_the_session(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    answer = server.client("sts", assumer).assume_role(RoleArn=role, RoleSessionName="kim@example.com")
    name = role.split("/")[-1]
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::000000000000:assumed-role/{name}/kim@example.com"
    assert answer["AssumedRoleUser"]["AssumedRoleId"].startswith("AROA")
    assert answer["AssumedRoleUser"]["AssumedRoleId"].endswith(":kim@example.com")
    assert answer["Credentials"]["AccessKeyId"].startswith("ASIA")
    left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 3500 < left.total_seconds() <= 3601
    identity = server.client("sts", keys_of(answer["Credentials"])).get_caller_identity()
    assert identity["Arn"] == answer["AssumedRoleUser"]["Arn"]
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]


def test_a_session_policy_narrows(server, callers, assumer, bucket):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*", [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]))
    narrow = document(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/open/*"), allow("iam:*"))
    answer = server.client("sts", assumer).assume_role(RoleArn=role, RoleSessionName="narrow", Policy=narrow)
    assert 0 < answer["PackedPolicySize"] <= 100
    keys = keys_of(answer["Credentials"])
    assert read(server, keys, bucket, "open/a.txt") == b"open/a.txt"
    s3 = server.client("s3", keys)
    refused = denial_of(s3.get_object, Bucket=bucket, Key="closed/b.txt")
    assert refused["Message"].endswith("because no session policy allows the s3:GetObject action")
    denial_of(s3.put_object, Bucket=bucket, Key="open/new.txt", Body=b"")
    # It gives nothing that the role does not have.
    refused = denial_of(server.client("iam", keys).list_users)
    assert refused["Message"].endswith("because no identity-based policy allows the iam:ListUsers action")


def test_managed_session_policies_narrow(server, callers, assumer, bucket):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    get_open = callers.managed_policy(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/open/*"))
    list_it = callers.managed_policy(allow("s3:ListBucket"))
    keys = callers.assume(assumer, role, PolicyArns=[{"arn": get_open}, {"arn": list_it}])
    assert read(server, keys, bucket, "open/a.txt") == b"open/a.txt"
    assert server.client("s3", keys).list_objects_v2(Bucket=bucket)["KeyCount"] >= 3
    denial_of(server.client("s3", keys).get_object, Bucket=bucket, Key="closed/b.txt")
    beside = callers.assume(assumer, role, PolicyArns=[{"arn": get_open}],
                            Policy=document(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/closed/*")))
    assert read(server, beside, bucket, "open/a.txt") and read(server, beside, bucket, "closed/b.txt")
    denial_of(server.client("s3", beside).list_objects_v2, Bucket=bucket)


def test_session_policies_that_are_none(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE))
    sts = server.client("sts", assumer)
    for policy in ("nonsense", '{"Version":"2012-10-17"}', document({"Effect": "Allow", "Action": "s3:*"}),
                   document({**allow("s3:*"), "Principal": "*"})):
        refused = error_of(sts.assume_role, RoleArn=role, RoleSessionName="session", Policy=policy)
        assert (refused["Code"], refused["Status"]) == ("MalformedPolicyDocument", 400)
    missing = "arn:aws:iam::000000000000:policy/no-such-policy"
    refused = error_of(
        sts.assume_role, RoleArn=role, RoleSessionName="session", PolicyArns=[{"arn": missing}])
    assert refused["Status"] == 400


def test_the_trust_policy_must_let_in(server, callers):
    name, keys = callers.user(allow("sts:AssumeRole"))
    mine = callers.role(trust({"AWS": callers.arn_of(keys)}))
    others = callers.role(trust({"AWS": callers.arn_of(callers.user()[1])}))
    assert callers.arn_of(callers.assume(keys, mine)).endswith("/session")
    refused = denial_of(server.client("sts", keys).assume_role, RoleArn=others, RoleSessionName="session")
    assert refused["Status"] == 403
    assert refused["Message"] == (
        f"User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: sts:AssumeRole "
        f"on resource: {others}")
    missing = others + "-missing"
    unknown = denial_of(server.client("sts", keys).assume_role, RoleArn=missing, RoleSessionName="session")
    assert unknown["Message"] == refused["Message"].replace(others, missing)


def test_trusting_the_account_takes_the_callers_own_policy_too(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE))
    without = callers.user()[1]
    refused = denial_of(server.client("sts", without).assume_role, RoleArn=role, RoleSessionName="session")
    assert "sts:AssumeRole" in refused["Message"]
    assert callers.arn_of(callers.assume(assumer, role))
    denied = callers.user(allow("sts:*"), deny("sts:AssumeRole", role))[1]
    refused = denial_of(server.client("sts", denied).assume_role, RoleArn=role, RoleSessionName="session")
    assert "explicit deny" in refused["Message"]


def test_the_root_takes_on_no_role(server, callers):
    role = callers.role(trust(ANYONE_HERE))
    refused = denial_of(server.client("sts").assume_role, RoleArn=role, RoleSessionName="session")
    assert refused["Message"] == "Roles may not be assumed by root accounts."


def test_an_external_id(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE, StringEquals={"sts:ExternalId": "the-secret-of-two"}))
    sts = server.client("sts", assumer)
    assert callers.assume(assumer, role, ExternalId="the-secret-of-two")
    denial_of(sts.assume_role, RoleArn=role, RoleSessionName="session")
    denial_of(sts.assume_role, RoleArn=role, RoleSessionName="session", ExternalId="another")


def test_the_name_of_a_session_may_be_prescribed(server, callers):
    name, keys = callers.user(allow("sts:AssumeRole"))
    role = callers.role(trust(ANYONE_HERE, StringLike={"sts:RoleSessionName": "${aws:username}"}))
    assert callers.arn_of(callers.assume(keys, role, name)).endswith("/" + name)
    denial_of(server.client("sts", keys).assume_role, RoleArn=role, RoleSessionName="somebody")


# Tags


def test_tags_open_folders(server, callers, assumer, bucket):
    folder = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/${{aws:PrincipalTag/team}}/*")
    role = callers.role(trust(ANYONE_HERE, ["sts:AssumeRole", "sts:TagSession"]), folder)
    blue = callers.assume(assumer, role, Tags=tags(team="blue"))
    assert read(server, blue, bucket, "blue/c.txt") == b"blue/c.txt"
    denial_of(server.client("s3", blue).get_object, Bucket=bucket, Key="open/a.txt")
    denial_of(server.client("s3", callers.assume(assumer, role)).get_object, Bucket=bucket, Key="blue/c.txt")


def test_tags_need_leave(server, callers, assumer):
    untagged = callers.role(trust(ANYONE_HERE))
    refused = denial_of(server.client("sts", assumer).assume_role, RoleArn=untagged, RoleSessionName="session",
                        Tags=tags(team="blue"))
    assert "sts:TagSession" in refused["Message"]
    only_teams = callers.role(
        trust(ANYONE_HERE, ["sts:AssumeRole", "sts:TagSession"],
              **{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "StringLike": {"aws:RequestTag/team": "b*"}}))
    assert callers.assume(assumer, only_teams, Tags=tags(team="blue"))
    for wrong in (tags(team="red"), tags(team="blue", owner="kim")):
        denial_of(server.client("sts", assumer).assume_role, RoleArn=only_teams, RoleSessionName="session",
                  Tags=wrong)


def test_tags_that_are_none(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE, ["sts:AssumeRole", "sts:TagSession"]))
    sts = server.client("sts", assumer)
    for arguments in ({"Tags": [{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": "b"}]},
                      {"Tags": tags(team="a"), "TransitiveTagKeys": ["other"]}):
        refused = error_of(sts.assume_role, RoleArn=role, RoleSessionName="session", **arguments)
        assert (refused["Code"], refused["Status"]) == ("InvalidParameterValue", 400)
    many = [{"Key": f"k{number}", "Value": "v"} for number in range(51)]
    refused = error_of(sts.assume_role, RoleArn=role, RoleSessionName="session", Tags=many)
    assert refused["Status"] == 400


def test_transitive_tags_go_through_a_chain(server, callers, assumer, bucket):
    tagging = ["sts:AssumeRole", "sts:TagSession"]
    folder = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/${{aws:PrincipalTag/team}}/*")
    last = callers.role(trust(ANYONE_HERE, tagging), folder)
    first = callers.role(trust(ANYONE_HERE, tagging), allow(tagging))
    session = callers.assume(assumer, first, Tags=tags(team="blue", floor="3"), TransitiveTagKeys=["team"])
    chained = callers.assume(session, last)
    assert read(server, chained, bucket, "blue/c.txt") == b"blue/c.txt"
    refused = error_of(server.client("sts", session).assume_role, RoleArn=last, RoleSessionName="session",
                       Tags=tags(Team="open"))
    assert (refused["Code"], refused["Status"]) == ("InvalidParameterValue", 400)
    # What is not transitive may be set anew, and is not handed on.
    by_floor = callers.role(trust(ANYONE_HERE, tagging), allow("s3:GetObject", Condition={
        "StringEquals": {"aws:PrincipalTag/floor": "3"}}))
    denial_of(server.client("s3", callers.assume(session, by_floor)).get_object, Bucket=bucket, Key="open/a.txt")
    again = callers.assume(session, by_floor, Tags=tags(floor="3"))
    assert read(server, again, bucket, "open/a.txt")
    # Handed-on tags need the next role's leave as new ones do.
    untagged = callers.role(trust(ANYONE_HERE))
    denial_of(server.client("sts", session).assume_role, RoleArn=untagged, RoleSessionName="session")


# Source identity


def test_a_source_identity_goes_on(server, callers, assumer):
    leave = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    last = callers.role(trust(ANYONE_HERE, leave), allow("iam:ListUsers", Condition={
        "StringEquals": {"aws:SourceIdentity": "kim"}}))
    first = callers.role(trust(ANYONE_HERE, leave), allow(leave))
    answer = server.client("sts", assumer).assume_role(
        RoleArn=first, RoleSessionName="one", SourceIdentity="kim")
    assert answer["SourceIdentity"] == "kim"
    session = keys_of(answer["Credentials"])
    chained = server.client("sts", session).assume_role(RoleArn=last, RoleSessionName="two")
    assert chained["SourceIdentity"] == "kim"
    assert server.client("iam", keys_of(chained["Credentials"])).list_users()["Users"]
    denial_of(server.client("sts", session).assume_role, RoleArn=last, RoleSessionName="two",
              SourceIdentity="somebody")
    unnamed = callers.assume(assumer, last)
    denial_of(server.client("iam", unnamed).list_users)
    without_leave = callers.role(trust(ANYONE_HERE))
    refused = denial_of(server.client("sts", session).assume_role, RoleArn=without_leave, RoleSessionName="two")
    assert "sts:SetSourceIdentity" in refused["Message"]


# How long


def test_durations(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE), MaxSessionDuration=7200)
    sts = server.client("sts", assumer)
    for seconds in (900, 7200):
        answer = sts.assume_role(RoleArn=role, RoleSessionName="session", DurationSeconds=seconds)
        left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
        assert seconds - 60 < left.total_seconds() <= seconds + 1
    refused = error_of(sts.assume_role, RoleArn=role, RoleSessionName="session", DurationSeconds=7201)
    assert (refused["Code"], refused["Status"]) == ("ValidationError", 400)
    assert refused["Message"] == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    for seconds in (43_201, 899):
        refused = error_of(server.client("sts", assumer, parameter_validation=False).assume_role,
                           RoleArn=role, RoleSessionName="session", DurationSeconds=seconds)
        assert (refused["Code"], refused["Status"]) == ("ValidationError", 400)
    for wrong in ({"RoleSessionName": "x"}, {"RoleSessionName": "with space"}):
        refused = error_of(server.client("sts", assumer, parameter_validation=False).assume_role,
                           **{"RoleArn": role, "RoleSessionName": "session", **wrong})
        assert (refused["Code"], refused["Status"]) == ("ValidationError", 400)


def test_a_chained_role_lasts_an_hour_at_most(server, callers, assumer):
    last = callers.role(trust(ANYONE_HERE), MaxSessionDuration=43_200)
    first = callers.role(trust(ANYONE_HERE), allow("sts:AssumeRole"), MaxSessionDuration=43_200)
    session = callers.assume(assumer, first, DurationSeconds=43_200)
    sts = server.client("sts", session)
    answer = sts.assume_role(RoleArn=last, RoleSessionName="chained", DurationSeconds=3600)
    left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert left.total_seconds() <= 3601
    refused = error_of(sts.assume_role, RoleArn=last, RoleSessionName="chained", DurationSeconds=3601)
    assert refused["Code"] == "ValidationError"
    assert refused["Message"] == (
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")


def test_sessions_are_revoked_as_the_console_does(server, callers, assumer, bucket):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    old = callers.assume(assumer, role)
    assert read(server, old, bucket, "open/a.txt")
    time.sleep(1.1)
    now = datetime.datetime.now(datetime.timezone.utc)
    callers.iam.put_role_policy(
        RoleName=role.split("/")[-1], PolicyName="AWSRevokeOlderSessions", PolicyDocument=document(
            deny(["*"], ["*"], Condition={"DateLessThan": {
                "aws:TokenIssueTime": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"}})))
    refused = denial_of(server.client("s3", old).get_object, Bucket=bucket, Key="open/a.txt")
    assert refused["Message"].endswith("with an explicit deny in an identity-based policy")
    time.sleep(1.1)
    assert read(server, callers.assume(assumer, role), bucket, "open/a.txt")
    denial_of(server.client("s3", old).get_object, Bucket=bucket, Key="open/a.txt")


def test_sessions_of_a_deleted_role_may_nothing(server, callers, assumer, bucket):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    name = role.split("/")[-1]
    session = callers.assume(assumer, role)
    callers.iam.delete_role_policy(RoleName=name, PolicyName="permissions")
    callers.iam.delete_role(RoleName=name)
    error_of(server.client("s3", session).get_object, Bucket=bucket, Key="open/a.txt")
    callers.role(trust(ANYONE_HERE), allow("s3:*"), name=name)
    # One made anew under the same name is another role.
    error_of(server.client("s3", session).get_object, Bucket=bucket, Key="open/a.txt")


# Sessions of users


def test_a_users_session(server, callers, bucket):
    name, keys = callers.user(allow(["s3:*", "iam:*", "sts:*"]))
    answer = server.client("sts", keys).get_session_token(DurationSeconds=900)
    session = keys_of(answer["Credentials"])
    identity = server.client("sts", session).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::000000000000:user/{name}"
    assert read(server, session, bucket, "open/a.txt") == b"open/a.txt"
    # Without a code of a multi-factor device neither IAM nor STS, but for taking on roles and asking who one is.
    iam = server.client("iam", session)
    for call in (iam.list_users, iam.get_user):
        assert error_of(call)["Code"] == "InvalidClientTokenId"
    role = callers.role(trust(ANYONE_HERE))
    assert callers.assume(session, role)
    callers.iam.delete_user_policy(UserName=name, PolicyName="permissions")
    denial_of(server.client("s3", session).get_object, Bucket=bucket, Key="open/a.txt")


def test_sessions_make_no_further_sessions(server, callers, assumer):
    """The permission does not help: it takes the keys of a user."""
    user = keys_of(server.client("sts", callers.user(allow("sts:*"))[1]).get_session_token()["Credentials"])
    role = callers.assume(assumer, callers.role(trust(ANYONE_HERE), allow("sts:*")))
    for session in (user, role):
        sts = server.client("sts", session)
        assert denial_of(sts.get_session_token)["Message"] == "Cannot call GetSessionToken with session credentials"
        assert denial_of(sts.get_federation_token, Name="guest")["Message"] == (
            "Cannot call GetFederationToken with session credentials")


def test_durations_of_a_users_session(server, callers):
    keys = callers.user()[1]
    sts = server.client("sts", keys, parameter_validation=False)
    left = (sts.get_session_token()["Credentials"]["Expiration"]
            - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
    assert 43_100 < left <= 43_201
    assert sts.get_session_token(DurationSeconds=129_600)
    for seconds in (899, 129_601):
        assert error_of(sts.get_session_token, DurationSeconds=seconds)["Code"] == "ValidationError"
    root = server.client("sts").get_session_token(DurationSeconds=7200)["Credentials"]["Expiration"]
    assert (root - datetime.datetime.now(datetime.timezone.utc)).total_seconds() <= 3601


def test_a_session_key_does_not_sign_alone(server, callers, assumer):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    key, secret, token = callers.assume(assumer, role)
    assert error_of(server.client("sts", (key, secret)).get_caller_identity)["Code"] == "InvalidClientTokenId"
    assert error_of(server.client("s3", (key, secret)).list_buckets)["Code"] == "InvalidAccessKeyId"
    flipped = token[:-8] + ("A" if token[-8] != "A" else "B") + token[-7:]
    assert error_of(server.client("sts", (key, secret, flipped)).get_caller_identity)["Status"] == 403
    other = callers.assume(assumer, role)
    assert error_of(server.client("sts", (key, secret, other[2])).get_caller_identity)["Status"] == 403


# Federated users


def test_a_federated_user(server, callers, bucket):
    name, keys = callers.user(allow(["s3:*", "iam:*", "sts:*"]))
    policy = document(allow(["s3:GetObject", "iam:*", "sts:*"]))
    answer = server.client("sts", keys).get_federation_token(Name="guest", Policy=policy, DurationSeconds=900)
    assert answer["FederatedUser"] == {
        "FederatedUserId": "000000000000:guest", "Arn": "arn:aws:sts::000000000000:federated-user/guest"}
    assert answer["PackedPolicySize"] > 0
    guest = keys_of(answer["Credentials"])
    identity = server.client("sts", guest).get_caller_identity()
    assert (identity["Arn"], identity["UserId"]) == (
        "arn:aws:sts::000000000000:federated-user/guest", "000000000000:guest")
    assert read(server, guest, bucket, "open/a.txt") == b"open/a.txt"
    denial_of(server.client("s3", guest).put_object, Bucket=bucket, Key="x", Body=b"")
    # Neither IAM nor STS, whatever the policies say.
    assert error_of(server.client("iam", guest).list_users)["Code"] == "InvalidClientTokenId"
    sts = server.client("sts", guest)
    role = callers.role(trust({"AWS": [callers.arn_of(keys), identity["Arn"]]}))
    for call, arguments in ((sts.assume_role, {"RoleArn": role, "RoleSessionName": "session"}),
                            (sts.get_federation_token, {"Name": "another"}), (sts.get_session_token, {}),
                            (sts.get_access_key_info, {"AccessKeyId": keys[0]})):
        assert error_of(call, **arguments)["Status"] == 403
    # What the user loses the guest loses.
    callers.iam.put_user_policy(UserName=name, PolicyName="permissions", PolicyDocument=document(allow("sts:*")))
    denial_of(server.client("s3", guest).get_object, Bucket=bucket, Key="open/a.txt")


def test_without_a_policy_a_federated_user_may_nothing(server, callers, bucket):
    keys = callers.user(allow(["s3:*", "sts:GetFederationToken"]))[1]
    guest = keys_of(server.client("sts", keys).get_federation_token(Name="nobody")["Credentials"])
    denial_of(server.client("s3", guest).get_object, Bucket=bucket, Key="open/a.txt")


def test_tags_of_a_federated_user(server, callers, bucket):
    leave = ["sts:GetFederationToken", "sts:TagSession"]
    folder = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/${{aws:PrincipalTag/team}}/*")
    keys = callers.user(allow(leave), folder, tags=[("team", "open")])[1]
    sts = server.client("sts", keys)
    policy = document(allow("s3:*"))
    tagged = keys_of(sts.get_federation_token(Name="guest", Policy=policy, Tags=tags(team="blue"))["Credentials"])
    assert read(server, tagged, bucket, "blue/c.txt") == b"blue/c.txt"
    denial_of(server.client("s3", tagged).get_object, Bucket=bucket, Key="open/a.txt")
    # Without tags of its own it has the user's.
    plain = keys_of(sts.get_federation_token(Name="guest", Policy=policy)["Credentials"])
    assert read(server, plain, bucket, "open/a.txt") == b"open/a.txt"
    without_leave = callers.user(allow("sts:GetFederationToken"))[1]
    denial_of(server.client("sts", without_leave).get_federation_token, Name="guest", Tags=tags(team="blue"))


def test_federation_needs_leave_and_keys_of_a_user(server, callers, assumer):
    denial_of(server.client("sts", callers.user()[1]).get_federation_token, Name="guest")
    role = callers.role(trust(ANYONE_HERE), allow("sts:*"))
    denial_of(server.client("sts", callers.assume(assumer, role)).get_federation_token, Name="guest")
    assert server.client("sts").get_federation_token(Name="root-guest", Policy=document(allow("s3:*")))


# What keys tell


def test_access_key_info(server, callers, assumer):
    name, keys = callers.user(allow("sts:GetAccessKeyInfo"))
    sts = server.client("sts", keys)
    assert sts.get_access_key_info(AccessKeyId=keys[0])["Account"] == "000000000000"
    session = callers.assume(assumer, callers.role(trust(ANYONE_HERE)))
    assert sts.get_access_key_info(AccessKeyId=session[0])["Account"] == "000000000000"
    assert error_of(sts.get_access_key_info, AccessKeyId="AKIA!nonsense!nonsense")["Status"] == 400
    denial_of(server.client("sts", callers.user()[1]).get_access_key_info, AccessKeyId=keys[0])


def test_everyone_may_ask_who_he_is(server, callers):
    name, keys = callers.user(deny("*"))
    assert server.client("sts", keys).get_caller_identity()["Arn"].endswith("/" + name)


# Across accounts

ACCOUNTS = """
accounts:
  - id: "111122223333"
    accessKeys:
      - {id: AKIATEAMAROOT0000001, secret: team-a/secret/0123456789/0123456789/abcd}
  - id: "444455556666"
    accessKeys:
      - {id: AKIATEAMBROOT0000001, secret: team-b/secret/0123456789/0123456789/abcd}
"""
TEAM_A = ("AKIATEAMAROOT0000001", "team-a/secret/0123456789/0123456789/abcd")
TEAM_B = ("AKIATEAMBROOT0000001", "team-b/secret/0123456789/0123456789/abcd")


@pytest.fixture
def teams(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text(ACCOUNTS)
    hanok = new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()
    return hanok, Callers(hanok, TEAM_A), Callers(hanok, TEAM_B)


def test_a_role_for_another_account(teams):
    hanok, a, b = teams
    hanok.client("s3", TEAM_A).create_bucket(Bucket="team-a-files")
    hanok.client("s3", TEAM_A).put_object(Bucket="team-a-files", Key="k", Body=b"ours")
    role = a.role(trust({"AWS": "444455556666"}, StringEquals={"sts:ExternalId": "contract-7"}),
                  allow("s3:GetObject", "arn:aws:s3:::team-a-files/*"))
    kim = b.user(allow("sts:AssumeRole", role))[1]
    session = b.assume(kim, role, ExternalId="contract-7")
    assert b.arn_of(session) == f"arn:aws:sts::111122223333:assumed-role/{role.split('/')[-1]}/session"
    assert hanok.client("s3", session).get_object(Bucket="team-a-files", Key="k")["Body"].read() == b"ours"
    denial_of(hanok.client("s3", session).put_object, Bucket="team-a-files", Key="k", Body=b"")
    denial_of(hanok.client("s3", kim).get_object, Bucket="team-a-files", Key="k")
    # Both sides must want it: the trust of the one, the policy of the other.
    sts = hanok.client("sts", kim)
    denial_of(sts.assume_role, RoleArn=role, RoleSessionName="session")
    lee = b.user()[1]
    denial_of(hanok.client("sts", lee).assume_role, RoleArn=role, RoleSessionName="session",
              ExternalId="contract-7")
    closed = a.role(trust({"AWS": "arn:aws:iam::111122223333:root"}))
    b.permit_user(b.arn_of(kim).split("/")[-1], allow("sts:AssumeRole"))
    denial_of(sts.assume_role, RoleArn=closed, RoleSessionName="session")
    # Across accounts a trust policy that names the user does not do alone.
    named = a.role(trust({"AWS": b.arn_of(lee)}))
    denial_of(hanok.client("sts", lee).assume_role, RoleArn=named, RoleSessionName="session")
    b.permit_user(b.arn_of(lee).split("/")[-1], allow("sts:AssumeRole", named))
    assert b.assume(lee, named)


# The AWS CLI


def test_the_cli_takes_on_a_role(server, callers, assumer, tmp_path):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    own = {"AWS_ACCESS_KEY_ID": assumer[0], "AWS_SECRET_ACCESS_KEY": assumer[1]}
    answer = server.aws_json("sts", "assume-role", "--role-arn", role, "--role-session-name", "cli",
                             "--duration-seconds", "900", "--policy", document(allow("s3:ListAllMyBuckets")), **own)
    session = {"AWS_ACCESS_KEY_ID": answer["Credentials"]["AccessKeyId"],
               "AWS_SECRET_ACCESS_KEY": answer["Credentials"]["SecretAccessKey"],
               "AWS_SESSION_TOKEN": answer["Credentials"]["SessionToken"]}
    assert server.aws_json("sts", "get-caller-identity", **session)["Arn"].endswith("/cli")
    assert server.aws("s3", "ls", **session).returncode == 0
    refused = server.aws("s3", "mb", "s3://never-made", check=False, **session)
    assert refused.returncode != 0 and "AccessDenied" in refused.stderr
    # A profile with a role: the CLI takes it on by itself.
    config = tmp_path / "config"
    config.write_text(
        f"[profile base]\naws_access_key_id = {assumer[0]}\naws_secret_access_key = {assumer[1]}\n"
        f"[profile worker]\nrole_arn = {role}\nsource_profile = base\nrole_session_name = by-profile\n")
    said = server.aws("sts", "get-caller-identity", "--output", "json", "--profile", "worker",
                      AWS_CONFIG_FILE=str(config))
    assert json.loads(said.stdout)["Arn"].endswith("/by-profile")


def test_the_cli_asks_for_a_session(server, callers):
    name, keys = callers.user(allow(["s3:ListAllMyBuckets", "sts:GetFederationToken"]))
    own = {"AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1]}
    session = server.aws_json("sts", "get-session-token", "--duration-seconds", "900", **own)["Credentials"]
    assert session["AccessKeyId"].startswith("ASIA")
    guest = server.aws_json("sts", "get-federation-token", "--name", "cli-guest", "--policy",
                            document(allow("s3:ListAllMyBuckets")), **own)
    assert guest["FederatedUser"]["Arn"] == "arn:aws:sts::000000000000:federated-user/cli-guest"
