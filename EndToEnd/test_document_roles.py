"""The roles of the four documents, their policies word for word: what they let do, and what they must not."""

import json
import secrets
import urllib.error
import urllib.request

import pytest
from botocore import UNSIGNED

from callers import Callers, allow, denial_of, document, error_of, trust
from chain import DOCUMENT_POLICY, Chain, trust_policy


@pytest.fixture(scope="module")
def callers(server):
    return Callers(server)


def other_bucket(server):
    """A bucket that no document speaks of, with one object."""
    name = "other-" + secrets.token_hex(4)
    server.client("s3").create_bucket(Bucket=name)
    server.client("s3").put_object(Bucket=name, Key="k", Body=b"not yours")
    return name


def refuses(server, keys, bucket, *operations):
    """None of the operations is let through on that bucket."""
    s3 = server.client("s3", keys)
    arguments = {
        "get_object": {"Key": "k"}, "put_object": {"Key": "x", "Body": b""}, "delete_object": {"Key": "k"},
        "list_objects_v2": {}, "list_objects": {}, "delete_bucket": {}, "get_bucket_location": {},
        "create_multipart_upload": {"Key": "x"},
        "delete_objects": {"Delete": {"Objects": [{"Key": "k"}]}}, "get_bucket_acl": {},
        "copy_object": {"Key": "copy", "CopySource": {"Bucket": bucket, "Key": "k"}},
    }
    for operation in operations:
        if operation == "delete_objects":
            answer = s3.delete_objects(Bucket=bucket, **arguments[operation])
            assert [error["Code"] for error in answer["Errors"]] == ["AccessDenied"] and "Deleted" not in answer
        else:
            denial_of(getattr(s3, operation), Bucket=bucket, **arguments[operation])


def refuses_everything_else(server, keys, callers):
    """Neither users and roles, nor pools, nor further sessions."""
    iam, sts = server.client("iam", keys), server.client("sts", keys)
    cognito, identity = server.client("cognito-idp", keys), server.client("cognito-identity", keys)
    role = callers.role(trust({"AWS": "arn:aws:iam::000000000000:root"}))
    for call, arguments in [
        (iam.list_users, {}), (iam.create_user, {"UserName": "mallory"}),
        (iam.create_access_key, {"UserName": "mallory"}),
        (iam.attach_role_policy, {"RoleName": role.split("/")[-1],
                                  "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        (sts.assume_role, {"RoleArn": role, "RoleSessionName": "session"}),
        (sts.get_federation_token, {"Name": "guest"}), (sts.get_session_token, {}),
        (cognito.list_user_pools, {"MaxResults": 1}), (cognito.create_user_pool, {"PoolName": "mine"}),
        (identity.list_identity_pools, {"MaxResults": 1}),
        (server.client("cloudtrail", keys).lookup_events, {}),
    ]:
        denial_of(call, **arguments)


# Document 001: files from a browser, without a login

UPLOADER_POLICY = """
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["mobileanalytics:PutEvents", "cognito-sync:*"],
      "Resource": ["*"]
    },
    {
      "Effect": "Allow",
      "Action": [
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
        "s3:PutObjectAcl"
      ],
      "Resource": ["arn:aws:s3:::BUCKETNAME", "arn:aws:s3:::BUCKETNAME/*"]
    }
  ]
}
"""


class Uploader:
    """An identity pool with guests, its Unauth_Role and the bucket of document 001."""

    def __init__(self, server, callers):
        self.server = server
        self.name = "uploader-" + secrets.token_hex(4)
        self.bucket = self.name
        server.client("s3").create_bucket(Bucket=self.bucket)
        self.identity = server.client("cognito-identity")
        self.pool = self.identity.create_identity_pool(
            IdentityPoolName=self.name, AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
        role = callers.iam.create_role(
            RoleName=self.name, AssumeRolePolicyDocument=json.dumps(trust_policy(self.pool, "unauthenticated")))
        callers.iam.put_role_policy(
            RoleName=self.name, PolicyName="oneClick_Cognito",
            PolicyDocument=UPLOADER_POLICY.replace("BUCKETNAME", self.bucket))
        self.role = role["Role"]["Arn"]
        self.identity.set_identity_pool_roles(IdentityPoolId=self.pool, Roles={"unauthenticated": self.role})

    def guest(self):
        """As the page does it: no keys, no login."""
        identity = self.server.client("cognito-identity", signature_version=UNSIGNED)
        found = identity.get_credentials_for_identity(
            IdentityId=identity.get_id(IdentityPoolId=self.pool)["IdentityId"])["Credentials"]
        return found["AccessKeyId"], found["SecretKey"], found["SessionToken"]


@pytest.fixture(scope="module")
def uploader(server, callers):
    return Uploader(server, callers)


def test_001_a_guest_keeps_albums(server, uploader):
    s3 = server.client("s3", uploader.guest())
    error = error_of(s3.head_object, Bucket=uploader.bucket, Key="album/")
    assert error["Status"] == 404
    s3.put_object(Bucket=uploader.bucket, Key="album/")
    s3.put_object(Bucket=uploader.bucket, Key="album/1.jpeg", Body=b"photo")
    listed = s3.list_objects(Bucket=uploader.bucket, Delimiter="/")
    assert [prefix["Prefix"] for prefix in listed["CommonPrefixes"]] == ["album/"]
    assert s3.get_object(Bucket=uploader.bucket, Key="album/1.jpeg")["Body"].read() == b"photo"
    upload = s3.create_multipart_upload(Bucket=uploader.bucket, Key="album/big")["UploadId"]
    part = s3.upload_part(Bucket=uploader.bucket, Key="album/big", UploadId=upload, PartNumber=1, Body=b"x")
    s3.complete_multipart_upload(Bucket=uploader.bucket, Key="album/big", UploadId=upload, MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    s3.delete_object(Bucket=uploader.bucket, Key="album/big")
    gone = s3.delete_objects(Bucket=uploader.bucket, Delete={
        "Objects": [{"Key": "album/"}, {"Key": "album/1.jpeg"}], "Quiet": True})
    assert "Errors" not in gone
    assert s3.list_objects_v2(Bucket=uploader.bucket)["KeyCount"] == 0


def test_001_a_guest_reaches_nothing_else(server, callers, uploader):
    keys = uploader.guest()
    refuses(server, keys, other_bucket(server), "get_object", "put_object", "delete_object", "list_objects_v2",
            "delete_bucket", "create_multipart_upload", "delete_objects")
    refuses(server, keys, uploader.bucket, "delete_bucket", "get_bucket_location",
            "get_bucket_acl")
    denial_of(server.client("s3", keys).list_buckets)
    denial_of(server.client("s3", keys).create_bucket, Bucket="of-a-guest-" + secrets.token_hex(4))
    refuses_everything_else(server, keys, callers)


def test_001_copies_take_rights_on_both_sides(server, uploader):
    other = other_bucket(server)
    s3 = server.client("s3", uploader.guest())
    s3.put_object(Bucket=uploader.bucket, Key="mine", Body=b"mine")
    s3.copy_object(Bucket=uploader.bucket, Key="copy", CopySource={"Bucket": uploader.bucket, "Key": "mine"})
    denial_of(s3.copy_object, Bucket=uploader.bucket, Key="stolen", CopySource={"Bucket": other, "Key": "k"})
    denial_of(s3.copy_object, Bucket=other, Key="planted", CopySource={"Bucket": uploader.bucket, "Key": "mine"})


def test_001_the_policy_allows_an_acl_but_the_bucket_has_none(server, callers, uploader):
    """The document's section 4: `public-read` takes a bucket with its ACLs on."""
    s3 = server.client("s3", uploader.guest())
    refused = error_of(s3.put_object, Bucket=uploader.bucket, Key="open", Body=b"x", ACL="public-read")
    assert (refused["Code"], refused["Status"]) == ("AccessControlListNotSupported", 400)
    error_of(s3.head_object, Bucket=uploader.bucket, Key="open")
    narrower = json.loads(UPLOADER_POLICY.replace("BUCKETNAME", uploader.bucket))
    narrower["Statement"][1]["Action"].remove("s3:PutObjectAcl")
    callers.iam.put_role_policy(
        RoleName=uploader.name, PolicyName="oneClick_Cognito", PolicyDocument=json.dumps(narrower))
    denied = denial_of(s3.put_object, Bucket=uploader.bucket, Key="open", Body=b"x", ACL="public-read")
    assert "s3:PutObjectAcl" in denied["Message"]
    s3.put_object(Bucket=uploader.bucket, Key="closed", Body=b"x")
    callers.iam.put_role_policy(RoleName=uploader.name, PolicyName="oneClick_Cognito",
                                PolicyDocument=UPLOADER_POLICY.replace("BUCKETNAME", uploader.bucket))


def test_001_nobody_reads_by_the_public_url(server, uploader):
    """The document's section 3: both the browser and wget see 403."""
    server.client("s3", uploader.guest()).put_object(Bucket=uploader.bucket, Key="test/1.jpeg", Body=b"photo")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{server.endpoint}/{uploader.bucket}/test/1.jpeg", timeout=10)
    assert refusal.value.code == 403


def test_001_guests_are_scoped_down_whatever_their_role(server, callers):
    """The enhanced flow narrows guests to a list of services: not even a careless role opens IAM to them."""
    careless = Uploader(server, callers)
    callers.iam.put_role_policy(
        RoleName=careless.name, PolicyName="everything", PolicyDocument=document(allow("*")))
    keys = careless.guest()
    assert server.client("s3", keys).list_buckets()["Buckets"]
    for call in (server.client("iam", keys).list_users, server.client("sts", keys).get_federation_token):
        denial_of(call, **({"Name": "guest"} if "federation" in call.__name__ else {}))


def test_001_nobody_takes_on_the_guests_role_by_other_ways(server, callers, uploader):
    assumer = callers.user(allow("sts:*"))[1]
    denial_of(server.client("sts", assumer).assume_role, RoleArn=uploader.role, RoleSessionName="session")


# Document 002: reading everything after a login


@pytest.fixture(scope="module")
def readers(server):
    chain = Chain(server)
    chain.make_user()
    return chain


def reader_keys(server, readers, flow):
    token = readers.sign_in()["IdToken"]
    if flow == "enhanced":
        return readers.credentials(token)
    open_id = readers.identity.get_open_id_token(
        IdentityId=readers.identity_id(token), Logins=readers.logins(token))["Token"]
    found = server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity(
        RoleArn=readers.role_arn, RoleSessionName="classic", WebIdentityToken=open_id)["Credentials"]
    return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]


@pytest.mark.parametrize("flow", ["enhanced", "classic"])
def test_002_reads_everything_and_writes_nothing(server, callers, readers, flow):
    keys = reader_keys(server, readers, flow)
    other = other_bucket(server)
    s3 = server.client("s3", keys)
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert readers.bucket in names and other in names
    assert s3.get_object(Bucket=other, Key="k")["Body"].read() == b"not yours"
    assert s3.list_objects_v2(Bucket=other)["KeyCount"] == 1
    assert s3.get_bucket_location(Bucket=other)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert s3.get_bucket_acl(Bucket=other)["Grants"]
    refuses(server, keys, other, "put_object", "delete_object", "delete_bucket", "create_multipart_upload",
            "delete_objects", "copy_object")
    denial_of(s3.create_bucket, Bucket="of-a-reader-" + secrets.token_hex(4))
    refuses_everything_else(server, keys, callers)
    assert server.client("s3").list_objects_v2(Bucket=other)["KeyCount"] == 1


def test_002_guests_are_refused(server, readers):
    identity = server.client("cognito-identity", signature_version=UNSIGNED)
    refused = error_of(identity.get_id, IdentityPoolId=readers.identity_pool_id)
    assert refused["Code"] == "NotAuthorizedException"
    known = readers.identity_id(readers.sign_in()["IdToken"])
    for call in (identity.get_credentials_for_identity, identity.get_open_id_token):
        assert error_of(call, IdentityId=known)["Status"] == 400


def test_002_the_role_is_the_pools_alone(server, callers, readers):
    assumer = callers.user(allow("sts:*"))[1]
    denial_of(server.client("sts", assumer).assume_role, RoleArn=readers.role_arn, RoleSessionName="session")
    # A user pool's token is not the identity pool's: STS does not take it for this role.
    token = readers.sign_in()["IdToken"]
    error_of(server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity,
             RoleArn=readers.role_arn, RoleSessionName="session", WebIdentityToken=token)
    # Another identity pool over the same users is another audience.
    other = Chain(server)
    other.identity.update_identity_pool(
        IdentityPoolId=other.identity_pool_id, IdentityPoolName=other.name, AllowUnauthenticatedIdentities=False,
        AllowClassicFlow=True,
        CognitoIdentityProviders=[{"ProviderName": readers.provider, "ClientId": readers.client_id}])
    identity = other.identity.get_id(
        IdentityPoolId=other.identity_pool_id, Logins=readers.logins(token))["IdentityId"]
    open_id = other.identity.get_open_id_token(IdentityId=identity, Logins=readers.logins(token))["Token"]
    denial_of(server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity,
              RoleArn=readers.role_arn, RoleSessionName="session", WebIdentityToken=open_id)


def test_002_the_policy_is_evaluated_as_written(callers, readers):
    def decisions(*actions):
        answer = callers.iam.simulate_principal_policy(
            PolicySourceArn=readers.role_arn, ActionNames=list(actions), ResourceArns=["arn:aws:s3:::any/key"])
        return {result["EvalActionName"]: result["EvalDecision"] for result in answer["EvaluationResults"]}

    assert set(decisions("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3-object-lambda:GetObject",
                         "s3-object-lambda:ListBucket").values()) == {"allowed"}
    assert set(decisions("s3:PutObject", "s3:DeleteObject", "s3:RestoreObject", "s3-object-lambda:PutObject",
                         "iam:GetUser", "dynamodb:GetItem").values()) == {"implicitDeny"}


# Document 000: each user with keys of its own, for files of its own


class Files:
    """Document 000's application for several users, each with a folder told by what the pool knows of them."""

    def __init__(self, server, tags=False):
        self.server = server
        self.chain = Chain(server)
        folder = "${aws:PrincipalTag/username}" if tags else "${cognito-identity.amazonaws.com:sub}"
        self.bucket = self.chain.bucket
        bucket = f"arn:aws:s3:::{self.bucket}"
        self.statements = [
            allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], f"{bucket}/{folder}/*"),
            allow("s3:ListBucket", bucket, Condition={"StringLike": {"s3:prefix": [f"{folder}/*"]}}),
        ]
        self.permit(*self.statements)
        if tags:
            trusting = trust_policy(self.chain.identity_pool_id)
            trusting["Statement"][0]["Action"] = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
            self.chain.iam.update_assume_role_policy(
                RoleName=self.chain.name, PolicyDocument=json.dumps(trusting))
            self.chain.identity.set_principal_tag_attribute_map(
                IdentityPoolId=self.chain.identity_pool_id, IdentityProviderName=self.chain.provider,
                UseDefaults=False, PrincipalTags={"username": "cognito:username"})
        for user in ("kim", "lee"):
            self.chain.make_user(user)

    def permit(self, *statements):
        self.chain.iam.put_role_policy(
            RoleName=self.chain.name, PolicyName="s3", PolicyDocument=document(*statements))

    def s3(self, user, **config):
        return self.server.client("s3", self.chain.credentials(self.chain.sign_in(user)["IdToken"]), **config)

    def identity(self, user):
        return self.chain.identity_id(self.chain.sign_in(user)["IdToken"])


@pytest.fixture(scope="module", params=["sub", "tag"])
def files(request, server):
    files = Files(server, tags=request.param == "tag")
    files.folders = {user: user if request.param == "tag" else files.identity(user) for user in ("kim", "lee")}
    return files


def test_000_a_user_has_a_folder(files):
    s3, folder = files.s3("kim"), files.folders["kim"]
    s3.put_object(Bucket=files.bucket, Key=f"{folder}/report.txt", Body=b"mine")
    assert s3.get_object(Bucket=files.bucket, Key=f"{folder}/report.txt")["Body"].read() == b"mine"
    listed = s3.list_objects_v2(Bucket=files.bucket, Prefix=f"{folder}/")
    assert [item["Key"] for item in listed["Contents"]] == [f"{folder}/report.txt"]
    s3.delete_object(Bucket=files.bucket, Key=f"{folder}/report.txt")


def test_000_and_no_other_users(files):
    lee, kims = files.s3("lee"), files.folders["kim"]
    files.s3("kim").put_object(Bucket=files.bucket, Key=f"{kims}/secret.txt", Body=b"mine")
    key = {"Bucket": files.bucket, "Key": f"{kims}/secret.txt"}
    denial_of(lee.get_object, **key)
    denial_of(lee.put_object, **key, Body=b"planted")
    denial_of(lee.delete_object, **key)
    denial_of(lee.list_objects_v2, Bucket=files.bucket, Prefix=f"{kims}/")
    denial_of(lee.copy_object, Bucket=files.bucket, Key=f"{files.folders['lee']}/stolen", CopySource=key)
    assert error_of(lee.head_object, **key)["Status"] == 403
    assert files.s3("kim").get_object(**key)["Body"].read() == b"mine"


def test_000_nor_the_bucket(files):
    kim, own = files.s3("kim"), files.folders["kim"]
    denial_of(kim.list_objects_v2, Bucket=files.bucket)
    denial_of(kim.list_objects_v2, Bucket=files.bucket, Prefix="")
    denial_of(kim.list_objects_v2, Bucket=files.bucket, Prefix=own)
    denial_of(kim.list_objects_v2, Bucket=files.bucket, Prefix=f"../{own}/")
    variable = "${cognito-identity.amazonaws.com:sub}"
    for key in ("hello.txt", own, f"{own}x/k", f"x/{own}/k", f"/{own}/k", "*/k", f"{variable}/k"):
        denial_of(kim.put_object, Bucket=files.bucket, Key=key, Body=b"")
    denial_of(kim.delete_bucket, Bucket=files.bucket)
    denial_of(kim.list_buckets)


def test_000_a_link_dies_with_the_right(files):
    """A presigned URL may what its signer may at the time it is used."""
    folder = files.folders["kim"]
    for version in ("s3v4", "s3"):
        kim = files.s3("kim", signature_version=version)
        kim.put_object(Bucket=files.bucket, Key=f"{folder}/shared.txt", Body=b"shared")
        link = kim.generate_presigned_url(
            "get_object", Params={"Bucket": files.bucket, "Key": f"{folder}/shared.txt"}, ExpiresIn=3600)
        foreign = kim.generate_presigned_url(
            "get_object", Params={"Bucket": files.bucket, "Key": "hello.txt"}, ExpiresIn=3600)
        with urllib.request.urlopen(link, timeout=10) as reply:
            assert reply.read() == b"shared"
        files.permit(allow("s3:ListBucket", f"arn:aws:s3:::{files.bucket}"))
        for url in (link, foreign):
            with pytest.raises(urllib.error.HTTPError) as refusal:
                urllib.request.urlopen(url, timeout=10)
            assert refusal.value.code == 403 and b"<Code>AccessDenied</Code>" in refusal.value.read()
        files.permit(*files.statements)
        with urllib.request.urlopen(link, timeout=10) as reply:
            assert reply.read() == b"shared"


# Document 003: the function's role

FUNCTION_ROLE = "Demo-IAM-Lambda"


@pytest.fixture(scope="module")
def function_role(callers):
    arn = callers.role(trust({"Service": "lambda.amazonaws.com"}), name=FUNCTION_ROLE)
    for policy in ("AmazonDynamoDBFullAccess", "CloudWatchFullAccess"):
        callers.iam.attach_role_policy(RoleName=FUNCTION_ROLE, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    return arn


def test_003_nobody_but_the_service_takes_it_on(server, callers, function_role):
    name, keys = callers.user(allow("*"))
    denied = denial_of(server.client("sts", keys).assume_role, RoleArn=function_role, RoleSessionName="session")
    assert denied["Message"] == (
        f"User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: sts:AssumeRole "
        f"on resource: {function_role}")
    role = callers.role(trust({"AWS": "arn:aws:iam::000000000000:root"}), allow("*"))
    session = callers.assume(keys, role)
    denial_of(server.client("sts", session).assume_role, RoleArn=function_role, RoleSessionName="session")
    denial_of(server.client("sts").assume_role, RoleArn=function_role, RoleSessionName="session")
    chain = Chain(server)
    chain.make_user()
    token = chain.sign_in()["IdToken"]
    open_id = chain.identity.get_open_id_token(
        IdentityId=chain.identity_id(token), Logins=chain.logins(token))["Token"]
    denial_of(server.client("sts", signature_version=UNSIGNED).assume_role_with_web_identity,
              RoleArn=function_role, RoleSessionName="session", WebIdentityToken=open_id)
    # Nor does an identity pool give it out.
    chain.identity.set_identity_pool_roles(
        IdentityPoolId=chain.identity_pool_id, Roles={"authenticated": function_role})
    refused = error_of(chain.identity.get_credentials_for_identity, IdentityId=chain.identity_id(token),
                       Logins=chain.logins(token))
    assert refused["Code"] == "InvalidIdentityPoolConfigurationException"


def test_003_what_the_function_may(callers, function_role):
    def decision(action, resource="*"):
        answer = callers.iam.simulate_principal_policy(
            PolicySourceArn=function_role, ActionNames=[action], ResourceArns=[resource])
        return answer["EvaluationResults"][0]["EvalDecision"]

    table = "arn:aws:dynamodb:us-east-1:000000000000:table/Demo-DynamoDB"
    logs = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/Demo-Post-Lambda:log-stream:a"
    for action, resource in (("dynamodb:Scan", table), ("dynamodb:PutItem", table), ("dynamodb:DeleteTable", table),
                             ("logs:CreateLogGroup", logs), ("logs:CreateLogStream", logs),
                             ("logs:PutLogEvents", logs), ("cloudwatch:PutMetricData", "*")):
        assert decision(action, resource) == "allowed", action
    for action, resource in (("s3:GetObject", "arn:aws:s3:::b/k"), ("iam:CreateUser", "*"),
                             ("iam:CreateAccessKey", "*"), ("sts:AssumeRole", function_role),
                             ("cognito-idp:AdminSetUserPassword", "*"), ("s3:ListAllMyBuckets", "*")):
        assert decision(action, resource) == "implicitDeny", action


def test_003_the_role_as_the_cli_shows_it(server, function_role):
    shown = server.aws_json("iam", "get-role", "--role-name", FUNCTION_ROLE)["Role"]
    assert shown["Arn"] == function_role
    assert shown["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}
    attached = server.aws_json("iam", "list-attached-role-policies", "--role-name", FUNCTION_ROLE)
    assert sorted(policy["PolicyName"] for policy in attached["AttachedPolicies"]) == [
        "AmazonDynamoDBFullAccess", "CloudWatchFullAccess"]
