"""Who did what: the log of JSON lines in CloudTrail's shape, and LookupEvents by boto3 and the AWS CLI."""

import datetime
import json
import pathlib
import re
import secrets
import time
import urllib.parse
import urllib.request

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from callers import Callers, allow, denial_of, error_of, keys_of, trust
from chain import PASSWORD, Chain

ANYONE_HERE = {"AWS": "arn:aws:iam::000000000000:root"}
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"


@pytest.fixture(scope="module")
def callers(server):
    return Callers(server)


@pytest.fixture(scope="module")
def trail(server):
    return server.client("cloudtrail")


def unique(word="audited"):
    return f"{word}-{secrets.token_hex(4)}"


def lines(hanok) -> list[dict]:
    """The log's events. It is written behind the answers, calls with a signature and those without by a writer each:
    one of either kind is waited for."""
    anonymous = hanok.client("cognito-idp", signature_version=UNSIGNED)
    with pytest.raises(ClientError) as refused:
        anonymous.get_user(AccessToken="no.such.token")
    last = [request_id(hanok.client("iam").list_users(MaxItems=1)), request_id(refused.value.response)]
    path = pathlib.Path(hanok.folder) / "data" / "audit.log"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if path.exists() and all(name in (text := path.read_text()) for name in last):
            return [json.loads(line) for line in text.splitlines()]
        time.sleep(0.05)
    raise TimeoutError("the log does not have the last event")


def logged(hanok, request_id) -> dict:
    return next(event for event in lines(hanok) if event["requestID"] == request_id)


def request_id(answer) -> str:
    return answer["ResponseMetadata"]["RequestId"]


def look_up(trail, key, value, **more) -> list[dict]:
    """All events of one attribute, page by page."""
    pages = trail.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], **more)
    return [event for page in pages for event in page["Events"]]


# The log


def test_an_event_has_cloudtrails_shape(server, callers):
    name = unique()
    answer = callers.iam.create_user(UserName=name, Path="/team/")
    event = logged(server, request_id(answer))
    assert event["eventVersion"] == "1.11"
    assert event["eventSource"] == "iam.amazonaws.com" and event["eventName"] == "CreateUser"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", event["eventTime"])
    assert event["awsRegion"] == "us-east-1" and event["sourceIPAddress"] == "127.0.0.1"
    assert "Boto3" in event["userAgent"]
    assert event["requestParameters"]["userName"] == name and event["requestParameters"]["path"] == "/team/"
    assert re.fullmatch(r"[0-9a-f-]{36}", event["eventID"])
    assert event["readOnly"] is False and event["managementEvent"] is True
    assert (event["eventType"], event["eventCategory"]) == ("AwsApiCall", "Management")
    assert event["recipientAccountId"] == "000000000000"
    assert "errorCode" not in event
    assert event["resources"] == [{"ARN": f"arn:aws:iam::000000000000:user/team/{name}",
                                   "accountId": "000000000000", "type": "AWS::IAM::User"}]
    assert logged(server, request_id(callers.iam.list_users()))["readOnly"] is True


def test_the_root_and_users(server, callers):
    root = logged(server, request_id(callers.iam.list_users()))["userIdentity"]
    assert root == {"type": "Root", "principalId": "000000000000", "arn": "arn:aws:iam::000000000000:root",
                    "accountId": "000000000000", "accessKeyId": server.root_key[0]}
    name, keys = callers.user(allow("iam:ListUsers"))
    user = logged(server, request_id(server.client("iam", keys).list_users()))["userIdentity"]
    assert user["type"] == "IAMUser" and user["userName"] == name and user["accessKeyId"] == keys[0]
    assert user["principalId"].startswith("AIDA") and user["arn"].endswith(f":user/{name}")


def test_sessions_of_roles(server, callers):
    role = callers.role(trust(ANYONE_HERE, ["sts:AssumeRole", "sts:SetSourceIdentity"]), allow("iam:ListUsers"))
    assumer = callers.user(allow("sts:*"))[1]
    session = callers.assume(assumer, role, "worker", SourceIdentity="kim")
    who = logged(server, request_id(server.client("iam", session).list_users()))["userIdentity"]
    assert who["type"] == "AssumedRole" and who["arn"].endswith("/worker") and who["accessKeyId"] == session[0]
    assert who["principalId"].startswith("AROA") and who["principalId"].endswith(":worker")
    context = who["sessionContext"]
    assert context["sessionIssuer"]["type"] == "Role" and context["sessionIssuer"]["arn"] == role
    assert context["attributes"]["mfaAuthenticated"] == "false" and context["sourceIdentity"] == "kim"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", context["attributes"]["creationDate"])
    taken = next(event for event in reversed(lines(server)) if event["eventName"] == "AssumeRole")
    assert taken["userIdentity"]["accessKeyId"] == assumer[0]
    assert taken["requestParameters"]["roleArn"] == role


def test_sessions_of_web_identities(server, callers):
    chain = Chain(server)
    chain.make_user()
    callers.permit_role(chain.name, allow("iam:ListUsers"), policy="list")
    token = chain.identity.get_open_id_token(
        IdentityId=chain.identity_id(login := chain.sign_in()["IdToken"]), Logins=chain.logins(login))["Token"]
    keys = keys_of(server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity(
        RoleArn=chain.role_arn, RoleSessionName="classic", WebIdentityToken=token)["Credentials"])
    who = logged(server, request_id(server.client("iam", keys).list_users()))["userIdentity"]
    assert who["type"] == "AssumedRole"
    assert who["sessionContext"]["webIdFederationData"]["federatedProvider"] == "cognito-identity.amazonaws.com"
    taken = next(event for event in reversed(lines(server)) if event["eventName"] == "AssumeRoleWithWebIdentity")
    assert taken["requestParameters"]["roleArn"] == chain.role_arn
    assert taken["userIdentity"]["type"] in ("WebIdentityUser", "AWSAccount")
    assert token not in json.dumps(taken)


def test_federated_users_and_users_sessions(server, callers):
    name, keys = callers.user(allow(["sts:*", "cognito-idp:ListUserPools"]))
    sts = server.client("sts", keys)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow("cognito-idp:*")]})
    guest = keys_of(sts.get_federation_token(Name="guest", Policy=policy)["Credentials"])
    answer = server.client("cognito-idp", guest).list_user_pools(MaxResults=1)
    who = logged(server, request_id(answer))["userIdentity"]
    assert who["type"] == "FederatedUser" and who["arn"].endswith(":federated-user/guest")
    session = keys_of(sts.get_session_token()["Credentials"])
    answer = server.client("cognito-idp", session).list_user_pools(MaxResults=1)
    who = logged(server, request_id(answer))["userIdentity"]
    assert who["type"] == "IAMUser" and who["userName"] == name and "attributes" in who["sessionContext"]


def test_secrets_are_hidden(server):
    chain = Chain(server)
    chain.make_user("audited-user")
    tokens = chain.sign_in("audited-user")
    anonymous = server.client("cognito-idp", signature_version=UNSIGNED)
    anonymous.get_user(AccessToken=tokens["AccessToken"])
    anonymous.change_password(AccessToken=tokens["AccessToken"], PreviousPassword=PASSWORD,
                              ProposedPassword="Another!passw0rd")
    anonymous.initiate_auth(ClientId=chain.client_id, AuthFlow="REFRESH_TOKEN_AUTH",
                            AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]})
    with_secret = chain.cognito.create_user_pool_client(
        UserPoolId=chain.user_pool_id, ClientName="secret", GenerateSecret=True)["UserPoolClient"]
    error_of(anonymous.initiate_auth, ClientId=with_secret["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
             AuthParameters={"USERNAME": "audited-user", "PASSWORD": "Wrong!passw0rd", "SECRET_HASH": "aGFzaA=="})
    events = lines(server)
    set_password = next(e for e in reversed(events) if e["eventName"] == "AdminSetUserPassword")
    assert set_password["requestParameters"]["password"] == HIDDEN
    assert set_password["requestParameters"]["userPoolId"] == chain.user_pool_id
    sign_in = next(e for e in reversed(events) if e["eventName"] == "InitiateAuth")
    assert sign_in["requestParameters"]["authParameters"] == HIDDEN
    folder = pathlib.Path(server.folder) / "data"
    text = "".join(path.read_text() for path in folder.glob("audit.log*"))
    for secret in (PASSWORD, json.dumps(PASSWORD)[1:-1], "Another!passw0rd", "Wrong!passw0rd",
                   *(tokens[kind] for kind in ("AccessToken", "IdToken", "RefreshToken")),
                   with_secret["ClientSecret"], server.root_key[1]):
        assert secret not in text
    looked_up = json.dumps(look_up(server.client("cloudtrail"), "EventSource", "cognito-idp.amazonaws.com"),
                           default=str)
    assert PASSWORD not in looked_up and tokens["AccessToken"] not in looked_up


def test_secrets_of_every_kind_are_hidden(server, callers):
    chain = Chain(server)
    pool, unchecked = chain.user_pool_id, {"parameter_validation": False}
    cognito = server.client("cognito-idp", **unchecked)
    anonymous = server.client("cognito-idp", signature_version=UNSIGNED, **unchecked)
    sts = server.client("sts", signature_version=UNSIGNED, **unchecked)
    name = callers.user()[0]
    cognito.admin_create_user(
        UserPoolId=pool, Username="new", TemporaryPassword="Leaked-Temp0rary!", MessageAction="SUPPRESS")
    challenge = anonymous.initiate_auth(ClientId=chain.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": "new", "PASSWORD": "Leaked-Temp0rary!"})
    anonymous.respond_to_auth_challenge(
        ClientId=chain.client_id, ChallengeName="NEW_PASSWORD_REQUIRED", Session=challenge["Session"],
        ChallengeResponses={"USERNAME": "new", "NEW_PASSWORD": "Leaked-N3w-one!"})
    cognito.create_identity_provider(
        UserPoolId=pool, ProviderName="Google", ProviderType="Google", ProviderDetails={
            "client_id": "id", "client_secret": "Leaked-provider", "authorize_scopes": "openid"})
    for call, arguments in [
        (cognito.admin_set_user_password, {"UserPoolId": pool, "Username": "new", "Password": "Leaked" * 60}),
        (cognito.admin_set_user_password, {"UserPoolId": pool, "Username": "new", "Password": "Leaked"}),
        (anonymous.sign_up, {"ClientId": chain.client_id, "Username": "x", "Password": "Leaked-1!",
                             "SecretHash": "LeakedHash"}),
        (anonymous.confirm_sign_up, {"ClientId": chain.client_id, "Username": "x", "ConfirmationCode": "Leaked"}),
        (anonymous.confirm_forgot_password, {"ClientId": chain.client_id, "Username": "x",
                                             "ConfirmationCode": "Leaked", "Password": "Leaked-1!"}),
        (anonymous.get_user, {"AccessToken": "Leaked.access.token"}),
        (anonymous.get_user, {"AccessToken": "Leaked access token"}),
        (anonymous.verify_software_token, {"AccessToken": "Leaked.a.b", "UserCode": "Leaked"}),
        (anonymous.revoke_token, {"Token": "Leaked", "ClientId": chain.client_id, "ClientSecret": "Leaked"}),
        (callers.iam.create_login_profile, {"UserName": name, "Password": "Leaked" * 30}),
        (sts.assume_role_with_web_identity, {"RoleArn": chain.role_arn, "RoleSessionName": "session",
                                             "WebIdentityToken": "Leaked.web.token"}),
        (chain.identity.get_open_id_token_for_developer_identity, {
            "IdentityPoolId": chain.identity_pool_id, "Logins": {chain.provider: "Leaked.id.token"}}),
    ]:
        error_of(call, **arguments)
    names = {event["eventName"] for event in lines(server)}
    assert {"RespondToAuthChallenge", "CreateIdentityProvider", "GetOpenIdTokenForDeveloperIdentity"} <= names
    folder = pathlib.Path(server.folder)
    for path in [*(folder / "data").glob("*.log*"), folder / "server.log"]:
        text = path.read_text()
        assert "Leaked" not in text and challenge["Session"] not in text, path


def test_denied_and_failed_calls(server, callers):
    name, keys = callers.user()
    denied = denial_of(server.client("iam", keys).create_user, UserName="never-made")
    event = logged(server, denied["RequestId"])
    assert event["errorCode"] == "AccessDenied" and event["errorMessage"] == denied["Message"]
    assert event["userIdentity"]["userName"] == name
    assert event["responseElements"] is None
    missing = error_of(callers.iam.get_user, UserName="nobody-here")
    assert logged(server, missing["RequestId"])["errorCode"] == missing["Code"] + "Exception"


def test_uses_of_data_are_not_in_it(server, callers):
    bucket = unique()
    s3 = server.client("s3")
    made = s3.create_bucket(Bucket=bucket)
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    got = s3.get_object(Bucket=bucket, Key="k")
    listed = s3.list_objects_v2(Bucket=bucket)
    denied = denial_of(server.client("s3", callers.user()[1]).get_object, Bucket=bucket, Key="k")
    asked = s3.get_bucket_location(Bucket=bucket)
    found = {event["requestID"] for event in lines(server)}
    assert {request_id(made), request_id(asked)} <= found
    assert not {request_id(put), request_id(got), request_id(listed), denied["RequestId"]} & found
    event = logged(server, request_id(made))
    assert event["eventSource"] == "s3.amazonaws.com" and event["eventName"] == "CreateBucket"
    assert event["requestParameters"]["bucketName"] == bucket
    assert event["resources"][0]["ARN"] == f"arn:aws:s3:::{bucket}"


def test_the_log_is_for_its_owner_alone(server):
    lines(server)
    assert (pathlib.Path(server.folder) / "data" / "audit.log").stat().st_mode & 0o077 == 0


def test_the_log_rotates(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text("audit:\n  rotateMegabytes: 1\n  keep: 2\n")
    hanok = new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()
    iam = hanok.client("iam")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        allow("s3:GetObject", [f"arn:aws:s3:::{'b' * 50}/{number:04d}/*" for number in range(120)])]})
    iam.create_user(UserName="writer")
    folder = pathlib.Path(hanok.folder) / "data"

    def logs():
        return sorted(path for path in folder.iterdir() if path.name.startswith("audit.log"))

    # Each event carries its policy; four files' worth, of which two old ones are kept.
    for number in range(500):
        iam.simulate_custom_policy(PolicyInputList=[policy], ActionNames=["s3:GetObject"])
        if number % 25 == 24:
            time.sleep(0.3)
    time.sleep(1.5)
    assert 2 <= len(logs()) <= 3
    for path in logs():
        assert path.stat().st_size < 3 << 20
        assert path.stat().st_mode & 0o077 == 0
        for line in path.read_text().splitlines():
            assert json.loads(line)["eventVersion"]
    # What was rotated away can still be looked up.
    assert look_up(hanok.client("cloudtrail"), "EventName", "CreateUser")


def test_the_log_can_be_elsewhere_or_nowhere(new_server, tmp_path):
    (tmp_path / "off.yaml").write_text("audit:\n  log: \"off\"\n")
    silent = new_server(options=["--config", str(tmp_path / "off.yaml")]).start()
    silent.client("iam").create_user(UserName="quiet")
    assert look_up(silent.client("cloudtrail"), "ResourceName", "quiet")
    assert not (pathlib.Path(silent.folder) / "data" / "audit.log").exists()
    (tmp_path / "there.yaml").write_text(f"audit:\n  log: {tmp_path}/elsewhere.log\n")
    there = new_server(options=["--config", str(tmp_path / "there.yaml")]).start()
    there.client("iam").create_user(UserName="loud")
    assert look_up(there.client("cloudtrail"), "ResourceName", "loud")
    assert there.stop() == 0
    assert "loud" in (tmp_path / "elsewhere.log").read_text()


# LookupEvents


def test_an_event_that_is_looked_up(server, callers, trail):
    name, keys = callers.user(allow("iam:*"))
    made = unique()
    answer = server.client("iam", keys).create_user(UserName=made)
    [event] = look_up(trail, "ResourceName", made)
    assert event["EventName"] == "CreateUser" and event["EventSource"] == "iam.amazonaws.com"
    assert event["Username"] == name and event["AccessKeyId"] == keys[0] and event["ReadOnly"] == "false"
    assert event["Resources"] == [{"ResourceType": "AWS::IAM::User", "ResourceName": made}]
    age = datetime.datetime.now(datetime.timezone.utc) - event["EventTime"]
    assert abs(age.total_seconds()) < 60
    whole = json.loads(event["CloudTrailEvent"])
    assert whole["eventID"] == event["EventId"] and whole["requestID"] == request_id(answer)
    assert whole == logged(server, request_id(answer))


def test_by_every_attribute(server, callers, trail):
    name, keys = callers.user(allow("iam:*"))
    made = unique()
    iam = server.client("iam", keys)
    iam.create_user(UserName=made)
    iam.list_user_tags(UserName=made)
    iam.tag_user(UserName=made, Tags=[{"Key": "a", "Value": "b"}])
    mine = [event["EventName"] for event in look_up(trail, "Username", name)]
    assert mine == ["TagUser", "ListUserTags", "CreateUser"]
    assert [event["EventName"] for event in look_up(trail, "AccessKeyId", keys[0])] == mine
    assert [event["EventName"] for event in look_up(trail, "ResourceName", made)] == mine
    [one] = [event for event in look_up(trail, "EventName", "ListUserTags") if event["Username"] == name]
    assert [event["EventId"] for event in look_up(trail, "EventId", one["EventId"])] == [one["EventId"]]
    for key, value in (("EventSource", "iam.amazonaws.com"), ("ResourceType", "AWS::IAM::User")):
        assert {event["EventName"] for event in look_up(trail, key, value) if event.get("Username") == name} == {*mine}
    read_only = {event["EventName"] for event in look_up(trail, "ReadOnly", "true") if event.get("Username") == name}
    changing = {event["EventName"] for event in look_up(trail, "ReadOnly", "false") if event.get("Username") == name}
    assert (read_only, changing) == ({"ListUserTags"}, {"CreateUser", "TagUser"})
    assert look_up(trail, "EventName", "NoSuchEvent") == []
    # Values are compared whole, and regard case.
    assert look_up(trail, "Username", name.upper()) == [] and look_up(trail, "Username", name[:-1]) == []


def test_by_time(server, callers, trail):
    name, keys = callers.user(allow("iam:*"))
    iam = server.client("iam", keys)
    iam.list_users()
    time.sleep(1.2)
    between = datetime.datetime.now(datetime.timezone.utc)
    time.sleep(1.2)
    iam.list_roles()

    def found(**more):
        return [event["EventName"] for event in look_up(trail, "Username", name, **more)]

    hour = datetime.timedelta(hours=1)
    assert found(StartTime=between) == ["ListRoles"] and found(EndTime=between) == ["ListUsers"]
    assert found(StartTime=between - hour, EndTime=between + hour) == ["ListRoles", "ListUsers"]
    assert found(StartTime=between + hour) == [] and found(EndTime=between - hour) == []
    refused = error_of(trail.lookup_events, StartTime=between, EndTime=between - hour)
    assert (refused["Code"], refused["Status"]) == ("InvalidTimeRangeException", 400)


def test_page_by_page(server, callers, trail):
    name, keys = callers.user(allow("iam:*"))
    iam = server.client("iam", keys)
    for number in range(12):
        iam.list_users(PathPrefix=f"/{number}/")
    asked = {"LookupAttributes": [{"AttributeKey": "Username", "AttributeValue": name}], "MaxResults": 5}
    pages, token = [], None
    while token or not pages:
        page = trail.lookup_events(**asked, **({"NextToken": token} if token else {}))
        pages.append(page["Events"])
        token = page.get("NextToken")
    assert [len(page) for page in pages] == [5, 5, 2]
    order = [json.loads(event["CloudTrailEvent"])["requestParameters"]["pathPrefix"]
             for page in pages for event in page]
    assert order == [f"/{number}/" for number in reversed(range(12))]
    first = trail.lookup_events(**asked)
    other = [{"AttributeKey": "Username", "AttributeValue": "root"}]
    for wrong in ({**asked, "NextToken": "nonsense"},
                  {**asked, "LookupAttributes": other, "NextToken": first["NextToken"]},
                  {**asked, "NextToken": first["NextToken"][:-4] + "AAAA"}):
        refused = error_of(trail.lookup_events, **wrong)
        assert (refused["Code"], refused["Status"]) == ("InvalidNextTokenException", 400)
    assert len(trail.lookup_events()["Events"]) <= 50
    unchecked = server.client("cloudtrail", parameter_validation=False)
    for number in (0, 51):
        refused = error_of(unchecked.lookup_events, MaxResults=number)
        assert refused["Code"] in ("InvalidMaxResultsException", "ValidationException")
        assert refused["Status"] == 400


def test_what_is_refused(server, trail):
    two = [{"AttributeKey": "EventName", "AttributeValue": "A"}, {"AttributeKey": "Username", "AttributeValue": "b"}]
    refused = error_of(trail.lookup_events, LookupAttributes=two)
    assert (refused["Code"], refused["Status"]) == ("InvalidLookupAttributesException", 400)
    unknown = [{"AttributeKey": "Colour", "AttributeValue": "red"}]
    assert error_of(trail.lookup_events, LookupAttributes=unknown)["Status"] == 400
    assert trail.lookup_events(EventCategory="insight")["Events"] == []


def test_it_takes_the_right(server, callers):
    name, keys = callers.user(allow("iam:*"), allow("s3:*"))
    assert denial_of(server.client("cloudtrail", keys).lookup_events)["Status"] == 400
    callers.permit_user(name, allow("cloudtrail:LookupEvents"), policy="look")
    assert server.client("cloudtrail", keys).lookup_events(MaxResults=1)["Events"]


def test_awss_sentence_for_those_without_the_right(server, callers):
    """It names no resource, since the action is on none."""
    name, keys = callers.user()
    assert denial_of(server.client("cloudtrail", keys).lookup_events)["Message"] == (
        f"User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: cloudtrail:LookupEvents "
        "because no identity-based policy allows the cloudtrail:LookupEvents action")


def test_events_are_of_their_region(server, trail):
    seoul = server.client("cognito-idp", region="ap-northeast-2")
    pool = seoul.create_user_pool(PoolName="seoul")["UserPool"]["Id"]
    assert look_up(trail, "ResourceName", pool) == []
    seoul.describe_user_pool(UserPoolId=pool)
    there = look_up(server.client("cloudtrail", region="ap-northeast-2"), "ResourceName", pool)
    assert [event["EventName"] for event in there] == ["DescribeUserPool"]
    assert look_up(trail, "ResourceName", pool) == []


def test_events_of_iam_are_of_us_east_1(server, trail):
    """A global service's events are told there, wherever the call was made from."""
    made = unique()
    server.client("iam", region="ap-northeast-2").create_user(UserName=made)
    [event] = look_up(trail, "ResourceName", made)
    assert json.loads(event["CloudTrailEvent"])["awsRegion"] == "us-east-1"


def test_the_aws_cli(server, callers):
    made = unique()
    server.aws("iam", "create-user", "--user-name", made)
    found = server.aws_json("cloudtrail", "lookup-events", "--lookup-attributes",
                            f"AttributeKey=ResourceName,AttributeValue={made}")["Events"]
    assert [event["EventName"] for event in found] == ["CreateUser"]
    assert "aws-cli" in json.loads(found[0]["CloudTrailEvent"])["userAgent"]
    some = server.aws_json("cloudtrail", "lookup-events", "--max-items", "3", "--page-size", "2")
    assert len(some["Events"]) == 3 and some["NextToken"]
    name, keys = callers.user()
    refused = server.aws("cloudtrail", "lookup-events", check=False,
                         AWS_ACCESS_KEY_ID=keys[0], AWS_SECRET_ACCESS_KEY=keys[1])
    assert refused.returncode != 0 and "AccessDeniedException" in refused.stderr


# Other accounts, and restarts

SETTINGS = """
accounts:
  - id: "111122223333"
    accessKeys:
      - {id: AKIATEAMAROOT0000001, secret: team-a/secret/0123456789/0123456789/abcd}
"""
TEAM_A = ("AKIATEAMAROOT0000001", "team-a/secret/0123456789/0123456789/abcd")


@pytest.fixture
def two(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text(SETTINGS)
    return new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()


def test_other_accounts_do_not_see_them(two):
    two.client("iam", TEAM_A).create_user(UserName="of-team-a")
    two.client("iam").create_user(UserName="of-the-first")
    theirs, first = two.client("cloudtrail", TEAM_A), two.client("cloudtrail")
    assert len(look_up(theirs, "ResourceName", "of-team-a")) == 1
    assert look_up(first, "ResourceName", "of-team-a") == []
    assert look_up(theirs, "ResourceName", "of-the-first") == []
    [event] = look_up(theirs, "EventName", "CreateUser")
    assert json.loads(event["CloudTrailEvent"])["recipientAccountId"] == "111122223333"
    assert look_up(first, "EventId", event["EventId"]) == []
    token = theirs.lookup_events(MaxResults=1).get("NextToken")
    assert token and error_of(first.lookup_events, MaxResults=1, NextToken=token)["Code"] == (
        "InvalidNextTokenException")


def test_an_account_hears_of_the_sign_ins_to_its_user_pools(two):
    pools = two.client("cognito-idp", TEAM_A)
    pool = pools.create_user_pool(PoolName="of-team-a")["UserPool"]["Id"]
    client = pools.create_user_pool_client(
        UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])["UserPoolClient"]["ClientId"]
    error_of(two.client("cognito-idp").initiate_auth, ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
             AuthParameters={"USERNAME": "nobody", "PASSWORD": "Never-1-told"})
    assert len(look_up(two.client("cloudtrail", TEAM_A), "EventName", "InitiateAuth")) == 1
    assert look_up(two.client("cloudtrail"), "EventName", "InitiateAuth") == []


def test_they_outlive_a_restart(two):
    two.client("iam").create_user(UserName="before")
    before = look_up(two.client("cloudtrail"), "EventName", "CreateUser")
    two.client("iam").create_user(UserName="just-before")
    assert two.stop() == 0
    two.start()
    after = look_up(two.client("cloudtrail"), "EventName", "CreateUser")
    assert [event["Resources"][0]["ResourceName"] for event in after] == ["just-before", "before"]
    assert after[1] == before[0]
    names = [event["eventName"] for event in lines(two)]
    assert names.count("CreateUser") == 2


def test_a_presigned_request_leaves_no_signature(server):
    session = server.client("sts").get_session_token()["Credentials"]
    sts = server.client("sts", keys_of(session))
    url = sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")
    with urllib.request.urlopen(url, timeout=10) as reply:
        assert b"GetCallerIdentityResult" in reply.read()
    found = [event for event in lines(server) if event["userIdentity"].get("accessKeyId") == session["AccessKeyId"]]
    assert [event["eventName"] for event in found] == ["GetCallerIdentity"]
    assert not found[0]["requestParameters"]
    text = json.dumps(found)
    assert session["SessionToken"] not in text
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["X-Amz-Signature"][0] not in text


def test_a_region_that_is_none_hides_nothing(server, trail):
    made = server.client("cognito-idp", region="zz-hidden-1").create_user_pool(PoolName=unique())["UserPool"]["Id"]
    described = server.client("cognito-idp", region="zz-hidden-1").describe_user_pool(UserPoolId=made)
    assert request_id(described) in [
        json.loads(event["CloudTrailEvent"])["requestID"] for event in look_up(trail, "EventName", "DescribeUserPool")]


def test_a_role_knows_when_it_was_last_used(server, callers):
    role = callers.role(trust(ANYONE_HERE), allow("s3:ListAllMyBuckets"))
    iam, name = server.client("iam"), role.rsplit("/", 1)[1]
    assert "LastUsedDate" not in iam.get_role(RoleName=name)["Role"]["RoleLastUsed"]
    session = callers.assume(callers.user(allow("sts:AssumeRole"))[1], role)
    server.client("s3", session).list_buckets()
    used = iam.get_role(RoleName=name)["Role"]["RoleLastUsed"]
    assert used["Region"] == "us-east-1" and used["LastUsedDate"].year >= 2025
    details = iam.get_account_authorization_details(Filter=["Role"], MaxItems=1000)["RoleDetailList"]
    assert next(one for one in details if one["RoleName"] == name)["RoleLastUsed"] == used
