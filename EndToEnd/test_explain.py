"""Every denial can be explained: by the page, by `hanok explain`, and by STS's DecodeAuthorizationMessage."""

import json
import os
import secrets
import subprocess
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from callers import Callers, allow, denial_of, deny, document, error_of, keys_of, trust
from chain import Chain, trust_policy

DECODE = allow("sts:DecodeAuthorizationMessage")
ANYONE_HERE = {"AWS": "arn:aws:iam::000000000000:root"}


@pytest.fixture(scope="module")
def callers(server):
    return Callers(server)


@pytest.fixture(scope="module")
def bucket(server):
    name = "explain-" + secrets.token_hex(4)
    server.client("s3").create_bucket(Bucket=name)
    server.client("s3").put_object(Bucket=name, Key="k", Body=b"data")
    return name


def ask(hanok, request_id, keys=None):
    """The page's status and its document."""
    request = AWSRequest("GET", f"{hanok.endpoint}/_hanok/explain/{request_id}")
    if keys:
        SigV4Auth(Credentials(*keys), "sts", "us-east-1").add_auth(request)
    try:
        with urllib.request.urlopen(
                urllib.request.Request(request.url, headers=dict(request.headers)), timeout=10) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def explain(hanok, denial, keys=None):
    """The one denial in the explanation of a refusal."""
    status, explanation = ask(hanok, denial["RequestId"], keys or hanok.root_key)
    assert status == 200
    assert explanation["requestId"] == denial["RequestId"] and explanation["status"] == denial["Status"]
    return explanation["denials"][0]


def run_explain(hanok, *arguments, **environment):
    return subprocess.run(
        [hanok.executable, "explain", *arguments],
        env={"PATH": os.environ["PATH"], "AWS_ENDPOINT_URL": hanok.endpoint, **environment},
        capture_output=True, text=True, timeout=30)


def read(hanok, keys, bucket):
    return hanok.client("s3", keys).get_object(Bucket=bucket, Key="k")["Body"].read()


def denied_read(hanok, keys, bucket):
    return denial_of(hanok.client("s3", keys).get_object, Bucket=bucket, Key="k")


# Who may read it


def test_the_root_and_those_who_may_decode(server, callers, bucket):
    denied = denied_read(server, callers.user()[1], bucket)
    assert explain(server, denied)["action"] == "s3:GetObject"
    assert explain(server, denied, callers.user(DECODE)[1])["resource"] == f"arn:aws:s3:::{bucket}/k"
    role = callers.role(trust(ANYONE_HERE), DECODE)
    session = callers.assume(callers.user(allow("sts:AssumeRole"))[1], role)
    assert explain(server, denied, session)["outcome"] == "implicitDeny"


def test_nobody_else(server, callers, bucket):
    name, keys = callers.user()
    denied = denied_read(server, keys, bucket)
    assert ask(server, denied["RequestId"])[0] == 403
    # Not even whose denial it was.
    assert ask(server, denied["RequestId"], keys)[0] == 403
    assert ask(server, denied["RequestId"], callers.user(allow("s3:*"), allow("iam:*"))[1])[0] == 403
    assert ask(server, denied["RequestId"], (server.root_key[0], "wrong" * 8))[0] == 403
    other = callers.user(allow("*"), deny("sts:DecodeAuthorizationMessage"))[1]
    assert ask(server, denied["RequestId"], other)[0] == 403


def test_requests_without_a_denial_have_none(server, callers, bucket):
    allowed = server.client("s3").head_object(Bucket=bucket, Key="k")["ResponseMetadata"]["RequestId"]
    for request_id in (allowed, "nonsense", "x" * 200, "..%2f..", ""):
        assert ask(server, request_id, server.root_key)[0] == 404


# By the command and by STS


def test_the_command(server, callers, bucket):
    name, keys = callers.user(allow("s3:GetObject", f"arn:aws:s3:::{bucket}-other/*"))
    denied = denied_read(server, keys, bucket)
    root = {"AWS_ACCESS_KEY_ID": server.root_key[0], "AWS_SECRET_ACCESS_KEY": server.root_key[1]}
    said = run_explain(server, denied["RequestId"], **root)
    assert said.returncode == 0, said.stderr
    for part in ("s3 GetObject", f"user/{name}", f"arn:aws:s3:::{bucket}/k", "403 AccessDenied",
                 "no identity-based policy allows", "nearest", "does not take in", "to allow"):
        assert part in said.stdout
    whole = run_explain(server, denied["RequestId"], "--json", **root)
    assert json.loads(whole.stdout) == ask(server, denied["RequestId"], server.root_key)[1]
    by_option = run_explain(server, denied["RequestId"], "--endpoint", server.endpoint,
                            AWS_ENDPOINT_URL="http://127.0.0.1:9", **root)
    assert by_option.stdout == said.stdout
    reader = callers.user(DECODE)[1]
    assert run_explain(server, denied["RequestId"], AWS_ACCESS_KEY_ID=reader[0],
                       AWS_SECRET_ACCESS_KEY=reader[1]).stdout == said.stdout


def test_the_command_refused(server, callers, bucket):
    keys = callers.user()[1]
    denied = denied_read(server, keys, bucket)
    own = {"AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1]}
    refused = run_explain(server, denied["RequestId"], **own)
    assert refused.returncode != 0 and "sts:DecodeAuthorizationMessage" in refused.stderr
    root = {"AWS_ACCESS_KEY_ID": server.root_key[0], "AWS_SECRET_ACCESS_KEY": server.root_key[1]}
    assert "no denial of that request id" in run_explain(server, "NOTHINGOFTHAT", **root).stderr
    assert run_explain(server, "a/b", **root).returncode != 0
    dead = run_explain(server, denied["RequestId"], "--endpoint", "http://127.0.0.1:9", **root)
    assert dead.returncode != 0 and "does not answer" in dead.stderr
    no_keys = run_explain(server, denied["RequestId"], "--data", str(server.folder / "nowhere"))
    assert no_keys.returncode != 0 and "no keys" in no_keys.stderr


def test_the_message_of_a_denial_is_decoded(server, callers, bucket):
    name, keys = callers.user(allow("s3:*"), deny("s3:GetObject", Sid="NoReading"))
    denied = denied_read(server, keys, bucket)
    message = denied["Headers"]["x-hanok-authorization-message"]
    decoded = server.client("sts", callers.user(DECODE)[1]).decode_authorization_message(EncodedMessage=message)
    said = json.loads(decoded["DecodedMessage"])
    assert (said["allowed"], said["explicitDeny"]) == (False, True)
    assert said["context"]["action"] == "s3:GetObject"
    assert said["context"]["resource"] == f"arn:aws:s3:::{bucket}/k"
    assert said["context"]["principal"]["arn"].endswith("/" + name)
    assert said["matchedStatements"]["items"][0]["sid"] == "NoReading"
    keys_told = {item["key"] for item in said["context"]["conditions"]["items"]}
    assert {"aws:SourceIp", "aws:username", "aws:PrincipalArn"} <= keys_told
    assert said["explanation"] == ask(server, denied["RequestId"], server.root_key)[1]
    by_cli = server.aws_json("sts", "decode-authorization-message", "--encoded-message", message)
    assert json.loads(by_cli["DecodedMessage"]) == said


def test_messages_that_are_not_decoded(server, callers, bucket):
    keys = callers.user()[1]
    message = denied_read(server, keys, bucket)["Headers"]["x-hanok-authorization-message"]
    denial_of(server.client("sts", keys).decode_authorization_message, EncodedMessage=message)
    flipped = message[:20] + ("A" if message[20] != "A" else "B") + message[21:]
    for wrong in (flipped, "nonsense", message[:-4]):
        refused = error_of(server.client("sts").decode_authorization_message, EncodedMessage=wrong)
        assert (refused["Code"], refused["Status"]) == ("InvalidAuthorizationMessageException", 400)
    # What is allowed carries none.
    allowed = server.client("s3").head_object(Bucket=bucket, Key="k")["ResponseMetadata"]["HTTPHeaders"]
    assert "x-hanok-authorization-message" not in allowed


# What it says


def test_the_nearest_statement_and_why_it_does_not_fit(server, callers, bucket):
    keys = callers.user(
        allow("s3:Put*", Sid="Writing"), allow("s3:Get*", "arn:aws:s3:::elsewhere/*", Sid="Elsewhere"),
        allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*", Sid="Blue", Condition={
            "StringEquals": {"aws:PrincipalTag/team": ["blue", "green"]}, "Bool": {"aws:SecureTransport": "false"}}),
        tags=[("team", "red")])[1]
    said = explain(server, denied_read(server, keys, bucket))
    assert said["outcome"] == "implicitDeny"
    assert said["nearest"]["sid"] == "Blue" and said["nearest"]["statement"] == 2
    [why] = said["nearest"]["doesNotFit"]
    assert "aws:PrincipalTag/team" in why and "blue" in why and "red" in why
    [policy] = said["policies"]
    traces = {statement["sid"]: statement for statement in policy["statements"]}
    assert not traces["Writing"]["action"] and traces["Elsewhere"]["action"] and not traces["Elsewhere"]["resource"]
    met = {condition["key"]: condition["met"] for condition in traces["Blue"]["conditions"]}
    assert met == {"aws:PrincipalTag/team": False, "aws:SecureTransport": True}
    assert said["context"]["aws:PrincipalTag/team"] == ["red"]
    assert said["context"]["aws:SourceIp"] == ["127.0.0.1"]


def test_an_explicit_deny_names_policy_and_sid(server, callers, bucket):
    name, keys = callers.user(allow("s3:*"))
    callers.permit_user(name, allow("s3:List*"), deny("s3:Get*", Sid="NotYet"), policy="restrictions")
    said = explain(server, denied_read(server, keys, bucket))
    assert said["outcome"] == "explicitDeny"
    assert said["decidedBy"] == {
        "type": "identity-based policy", "policy": "restrictions", "sid": "NotYet", "statement": 1}
    assert said["toAllow"] == [{"removeOrNarrow": said["decidedBy"]}]
    callers.permit_user(name, allow("s3:List*"), policy="restrictions")
    assert read(server, keys, bucket) == b"data"


def test_a_managed_policy_is_named_by_its_arn(server, callers, bucket):
    name, keys = callers.user(allow("s3:*"))
    arn = callers.managed_policy(deny("s3:GetObject"))
    callers.iam.attach_user_policy(UserName=name, PolicyArn=arn)
    assert explain(server, denied_read(server, keys, bucket))["decidedBy"]["policy"] == arn


def test_what_would_allow_it_does(server, callers, bucket):
    name, keys = callers.user()
    client = {service: server.client(service, keys) for service in ("s3", "iam", "cognito-idp")}
    pool = server.client("cognito-idp").create_user_pool(PoolName="explained")["UserPool"]["Id"]
    for call, arguments in [
        (client["s3"].get_object, {"Bucket": bucket, "Key": "k"}),
        (client["s3"].list_objects_v2, {"Bucket": bucket}), (client["s3"].list_buckets, {}),
        (client["iam"].get_user, {"UserName": name}), (client["iam"].list_roles, {}),
        (client["cognito-idp"].describe_user_pool, {"UserPoolId": pool}),
        (client["cognito-idp"].list_user_pools, {"MaxResults": 1}),
    ]:
        denied = denial_of(call, **arguments)
        [remedy] = explain(server, denied)["toAllow"]
        assert remedy["in"] == f"an identity-based policy of arn:aws:iam::000000000000:user/{name}"
        callers.permit_user(name, remedy["add"], policy="remedy")
        call(**arguments)
        callers.iam.delete_user_policy(UserName=name, PolicyName="remedy")
        denial_of(call, **arguments)


def test_a_boundary_in_the_way(server, callers, bucket):
    name, keys = callers.user(allow("s3:*"))
    boundary = callers.managed_policy(allow("s3:ListBucket"), allow("s3:GetObject", "arn:aws:s3:::other/*"))
    callers.iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
    said = explain(server, denied_read(server, keys, bucket))
    assert said["reason"].endswith("because no permissions boundary allows the s3:GetObject action")
    assert said["nearest"]["type"] == "permissions boundary" and said["nearest"]["policy"] == boundary
    [remedy] = said["toAllow"]
    assert remedy["in"] == f"the permissions boundary of arn:aws:iam::000000000000:user/{name}"
    callers.iam.create_policy_version(
        PolicyArn=boundary, PolicyDocument=document(remedy["add"]), SetAsDefault=True)
    assert read(server, keys, bucket) == b"data"


def test_a_session_policy_in_the_way(server, callers, bucket):
    role = callers.role(trust(ANYONE_HERE), allow("s3:*"))
    assumer = callers.user(allow("sts:AssumeRole"))[1]
    narrow = allow("s3:ListBucket")
    session = callers.assume(assumer, role, Policy=document(narrow))
    said = explain(server, denied_read(server, session, bucket))
    assert said["reason"].endswith("because no session policy allows the s3:GetObject action")
    assert said["caller"]["role"] == role
    assert said["caller"]["cameBy"]["assumedBy"] == callers.arn_of(assumer)
    [remedy] = said["toAllow"]
    assert remedy["in"] == "the session policies, given when the session was made"
    session = callers.assume(assumer, role, Policy=document(narrow, remedy["add"]))
    assert read(server, session, bucket) == b"data"


def test_several_types_at_once(server, callers, bucket):
    name, keys = callers.user(deny("s3:GetObject", Sid="Closed"))
    boundary = callers.managed_policy(allow("iam:*"))
    callers.iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
    said = explain(server, denied_read(server, keys, bucket))
    assert said["toAllow"][0]["removeOrNarrow"]["sid"] == "Closed"
    assert [remedy["in"].split(" of ")[0] for remedy in said["toAllow"][1:]] == [
        "an identity-based policy", "the permissions boundary"]
    callers.permit_user(name, said["toAllow"][1]["add"])
    callers.iam.create_policy_version(
        PolicyArn=boundary, PolicyDocument=document(said["toAllow"][2]["add"]), SetAsDefault=True)
    assert read(server, keys, bucket) == b"data"


def test_a_role_that_may_not_be_taken_on(server, callers):
    name, keys = callers.user(allow("sts:AssumeRole"))
    role = callers.role(trust(ANYONE_HERE, StringEquals={"sts:ExternalId": "right"}))
    denied = denial_of(server.client("sts", keys).assume_role, RoleArn=role, RoleSessionName="session",
                       ExternalId="wrong")
    said = explain(server, denied)
    assert (said["action"], said["resource"]) == ("sts:AssumeRole", role)
    assert said["nearest"]["type"] == "role trust policy"
    assert "sts:ExternalId" in said["nearest"]["doesNotFit"][0] and "right" in said["nearest"]["doesNotFit"][0]
    [remedy] = said["toAllow"]
    assert remedy["in"] == f"the trust policy of {role}"
    callers.iam.update_assume_role_policy(
        RoleName=role.split("/")[-1], PolicyDocument=document(remedy["add"]))
    assert callers.assume(keys, role)


def test_the_chain_of_an_identity_pool(server, callers):
    """A role whose trust policy does not fit: which condition, and with what value."""
    chain = Chain(server)
    chain.make_user()
    token = chain.sign_in()["IdToken"]
    identity = chain.identity_id(token)
    callers.iam.update_assume_role_policy(
        RoleName=chain.name, PolicyDocument=json.dumps(trust_policy(chain.identity_pool_id, "unauthenticated")))
    refused = error_of(server.client("cognito-identity", signature_version=UNSIGNED).get_credentials_for_identity,
                       IdentityId=identity, Logins=chain.logins(token))
    assert refused["Code"] == "InvalidIdentityPoolConfigurationException"
    status, explanation = ask(server, refused["RequestId"], server.root_key)
    assert status == 200
    links = {link["link"]: link for link in explanation["chain"]}
    assert links["login"]["passed"] and links["identity pool"]["passed"] and links["role mapping"]["passed"]
    assert links["login"]["detail"]["provider"] == chain.provider
    broken = links["trust policy"]
    assert not broken["passed"]
    [why] = broken["detail"]["nearest"]["doesNotFit"]
    assert "cognito-identity.amazonaws.com:amr" in why and "unauthenticated" in why and '"authenticated"' in why
    assert broken["detail"]["context"]["cognito-identity.amazonaws.com:aud"] == [chain.identity_pool_id]
    assert token not in json.dumps(explanation)
    said = run_explain(server, refused["RequestId"], AWS_ACCESS_KEY_ID=server.root_key[0],
                       AWS_SECRET_ACCESS_KEY=server.root_key[1]).stdout
    assert "✓ login" in said and "✗ trust policy" in said


def test_how_a_pools_session_came_to_be(server):
    chain = Chain(server)
    chain.make_user()
    token = chain.sign_in()["IdToken"]
    keys = chain.credentials(token)
    denied = denial_of(server.client("s3", keys).put_object, Bucket=chain.bucket, Key="x", Body=b"")
    said = explain(server, denied)
    assert said["caller"]["cameBy"]["identityPool"] == chain.identity_pool_id
    assert said["caller"]["cameBy"]["identity"] == chain.identity_id(token)
    assert said["caller"]["cameBy"]["login"] == chain.provider
    assert said["context"]["cognito-identity.amazonaws.com:sub"] == [chain.identity_id(token)]


def test_a_denied_login_is_explained(server):
    chain = Chain(server)
    chain.make_user()
    token = chain.sign_in()["IdToken"]
    identity = chain.identity_id(token)
    forged = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
    refused = error_of(server.client("cognito-identity", signature_version=UNSIGNED).get_credentials_for_identity,
                       IdentityId=identity, Logins=chain.logins(forged))
    explanation = ask(server, refused["RequestId"], server.root_key)[1]
    assert [(link["link"], link["passed"]) for link in explanation["chain"]] == [("login", False)]
    assert forged not in json.dumps(explanation)


def test_those_who_did_not_sign(server, bucket):
    refused = error_of(server.client("s3", signature_version=UNSIGNED).get_object, Bucket=bucket, Key="k")
    assert refused["Status"] == 403
    said = explain(server, refused)
    assert "anonymous" in said["reason"] and said["action"] == "s3:GetObject"
    assert said["toAllow"][0]["add"]["Principal"] == "*"
    # The answer itself tells a stranger nothing.
    assert refused["Message"] == "Access Denied"


def test_no_secret_is_told(server, callers, bucket):
    role = callers.role(trust(ANYONE_HERE))
    assumer = callers.user(allow("sts:AssumeRole"))[1]
    session = callers.assume(assumer, role)
    s3 = server.client("s3", session, signature_version="s3v4")
    told = [denied_read(server, session, bucket)["RequestId"]]
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(url, timeout=10)
    told.append(refusal.value.headers["x-amz-request-id"])
    told.append(denial_of(server.client("iam", assumer).create_login_profile, UserName="somebody",
                          Password="Passw0rd!never-told")["RequestId"])
    signature = parse_qs(urlsplit(url).query)["X-Amz-Signature"][0]
    for request_id in told:
        status, explanation = ask(server, request_id, server.root_key)
        assert status == 200
        text = json.dumps(explanation)
        for secret in (session[1], session[2], assumer[1], signature, "never-told", server.root_key[1]):
            assert secret not in text and json.dumps(secret)[1:-1] not in text


# What is kept

SETTINGS = """
explain:
  keep: 20
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
def small(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text(SETTINGS)
    return new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()


def test_the_oldest_go(small):
    keys = Callers(small, TEAM_A).user()[1]
    s3 = small.client("s3", keys)
    ids = [denial_of(s3.list_buckets)["RequestId"] for _ in range(60)]
    known = [ask(small, request_id, TEAM_A)[0] for request_id in ids]
    assert known[0] == 404 and known[-1] == 200
    assert 20 <= known.count(200) <= 40
    assert known == sorted(known, reverse=True)


def test_they_outlive_a_restart(small):
    keys = Callers(small, TEAM_A).user()[1]
    denied = denial_of(small.client("s3", keys).list_buckets)
    before = ask(small, denied["RequestId"], TEAM_A)
    assert before[0] == 200
    assert small.stop() == 0
    small.start()
    assert ask(small, denied["RequestId"], TEAM_A) == before
    message = denied["Headers"]["x-hanok-authorization-message"]
    assert small.client("sts", TEAM_A).decode_authorization_message(EncodedMessage=message)["DecodedMessage"]


def test_other_accounts_see_nothing(small):
    name, keys = Callers(small, TEAM_A).user(allow("iam:ListUsers", Sid="SecretOfTeamA"))
    denied = denial_of(small.client("s3", keys).list_buckets)
    assert ask(small, denied["RequestId"], TEAM_A)[0] == 200
    for stranger in (TEAM_B, small.root_key, Callers(small, TEAM_B).user(DECODE)[1]):
        assert ask(small, denied["RequestId"], stranger)[0] == 404
    refused = error_of(small.client("sts", TEAM_B).decode_authorization_message,
                       EncodedMessage=denied["Headers"]["x-hanok-authorization-message"])
    assert refused["Code"] == "InvalidAuthorizationMessageException"
    # A bucket's owner does not see what policies a stranger has.
    small.client("s3", TEAM_B).create_bucket(Bucket="explain-of-team-b")
    denied = denial_of(small.client("s3", keys).list_objects_v2, Bucket="explain-of-team-b")
    status, explanation = ask(small, denied["RequestId"], TEAM_B)
    assert status == 404 or "SecretOfTeamA" not in json.dumps(explanation)
    assert ask(small, denied["RequestId"], TEAM_A)[0] == 200


@pytest.fixture
def contract(small):
    """A role of team A for team B, and somebody of team B who is refused."""
    a, b = Callers(small, TEAM_A), Callers(small, TEAM_B)
    role = a.role(trust({"AWS": "444455556666"}, StringEquals={"sts:ExternalId": "secret-of-team-a"}),
                  Tags=[{"Key": "project", "Value": "tag-of-team-a"}])
    keys = b.user(allow("sts:AssumeRole", Sid="SecretOfTeamB"))[1]

    def refused(role_arn):
        return denial_of(small.client("sts", keys).assume_role, RoleArn=role_arn, RoleSessionName="session",
                         ExternalId="wrong")["RequestId"]

    return role, refused


def test_each_side_sees_its_own_policies(small, contract):
    role, refused = contract
    request_id = refused(role)
    theirs = json.dumps(ask(small, request_id, TEAM_B)[1])
    assert "SecretOfTeamB" in theirs and "secret-of-team-a" not in theirs
    ours = json.dumps(ask(small, request_id, TEAM_A)[1])
    assert "secret-of-team-a" in ours and "SecretOfTeamB" not in ours
    assert ask(small, request_id, small.root_key)[0] == 404


def test_the_tags_of_the_other_sides_resource_are_not_told(small, contract):
    role, refused = contract
    assert "tag-of-team-a" not in json.dumps(ask(small, refused(role), TEAM_B)[1])


def test_whether_the_other_side_has_such_a_role_is_not_told(small, contract):
    """The refusal does not tell; nor may its explanation."""
    role, refused = contract
    there, missing = (ask(small, refused(arn), TEAM_B)[1] for arn in (role, role + "-missing"))
    assert "no such role" not in json.dumps(missing)
    assert [denial["outcome"] for denial in missing["denials"]] == [denial["outcome"] for denial in there["denials"]]


def test_what_conditions_found_is_told_to_the_side_it_is_of(small):
    """The owner of a role does not learn who came, nor does who came learn what the role is tagged."""
    a, b = Callers(small, TEAM_A), Callers(small, TEAM_B)
    role = a.role(
        trust({"AWS": "444455556666"}, StringEquals={
            "aws:PrincipalTag/team": "wanted", "aws:SourceIp": "192.0.2.1", "sts:RoleSessionName": "other"}),
        Tags=[{"Key": "project", "Value": "apollo"}])
    keys = b.user(allow("sts:AssumeRole", Condition={"StringEquals": {"aws:ResourceTag/project": "zeus"}}),
                  tags=[{"Key": "team", "Value": "salary-123456"}])[1]
    request_id = denial_of(small.client("sts", keys).assume_role, RoleArn=role, RoleSessionName="session")["RequestId"]
    theirs, ours = (json.dumps(ask(small, request_id, team)[1]) for team in (TEAM_B, TEAM_A))
    assert "zeus" in theirs and "apollo" not in theirs
    assert "wanted" in ours and not [found for found in ("salary-123456", "127.0.0.1", "\"session\"") if found in ours]
