"""Who may do what in a bucket: policies, ACLs, ownership and the public access block, evaluated together, for the
owner's people, other accounts, guests of an identity pool and anonymous callers; and presigned URLs."""

import json
import os
import pathlib
import signal
import urllib.parse

import pytest
from botocore import UNSIGNED
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from buckets import local_names  # noqa: F401
from buckets import (
    ALL_USERS, AUTHENTICATED_USERS, EVERYBODY, anonymous, bucket_open_to_all, bucket_with_acls, client_at, fetch,
    new_bucket, put, put_policy, read, send, send_signed, take_the_block_off, turn_acls_on, within)
from callers import Callers, allow, denial_of, deny, error_of, trust
from hanok import REGION, Hanok
from test_document_roles import Uploader

RED, BLUE = "111122223333", "444455556666"
RED_ROOT = ("AKIATEAMREDROOT00001", "team-red/secret/0123456789/0123456789/ab")
BLUE_ROOT = ("AKIATEAMBLUEROOT0001", "team-blue/secret/0123456789/0123456789/a")
ACCOUNTS = f"""
accounts:
  - id: "{RED}"
    accessKeys: [{{id: {RED_ROOT[0]}, secret: {RED_ROOT[1]}}}]
  - id: "{BLUE}"
    accessKeys: [{{id: {BLUE_ROOT[0]}, secret: {BLUE_ROOT[1]}}}]
"""
MALFORMED_ACL = "The XML you provided was not well-formed or did not validate against our published schema"


@pytest.fixture(scope="module")
def server(executable, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "hanok.yaml").write_text(ACCOUNTS)
    hanok = Hanok(executable, folder, options=["--config", str(folder / "hanok.yaml")]).start()
    yield hanok
    assert hanok.stop() == 0


@pytest.fixture(scope="module")
def s3(server):
    """Red's root: the owner of most buckets here."""
    return server.client("s3", RED_ROOT)


@pytest.fixture(scope="module")
def blue(server):
    return server.client("s3", BLUE_ROOT)


@pytest.fixture(scope="module")
def nobody(server):
    return anonymous(server)


@pytest.fixture(scope="module")
def red_people(server):
    return Callers(server, RED_ROOT)


@pytest.fixture(scope="module")
def blue_people(server):
    return Callers(server, BLUE_ROOT)


@pytest.fixture(scope="module")
def stranger(server, red_people):
    """A user of red without any permission: name and client."""
    name, keys = red_people.user()
    return name, server.client("s3", keys)


def canonical_id(s3) -> str:
    return s3.list_buckets()["Owner"]["ID"]


def allowed(call, **arguments):
    assert call(**arguments)["ResponseMetadata"]["HTTPStatusCode"] < 300


# Bucket policies


def test_a_policy_opens_what_it_names_and_nothing_else(s3, nobody):
    bucket = new_bucket(s3, "named")
    for key in ("public/a", "private/a"):
        put(s3, bucket, key)
    denial_of(nobody.get_object, Bucket=bucket, Key="public/a")
    take_the_block_off(s3, bucket)
    put_policy(s3, bucket, {"Effect": "Allow", **EVERYBODY, "Action": "s3:GetObject",
                            "Resource": within(bucket, "public/*")})
    assert read(nobody, bucket, "public/a") == b"body"
    assert denial_of(nobody.get_object, Bucket=bucket, Key="private/a")["Message"] == "Access Denied"
    denial_of(nobody.put_object, Bucket=bucket, Key="public/b", Body=b"")
    denial_of(nobody.delete_object, Bucket=bucket, Key="public/a")
    denial_of(nobody.list_objects_v2, Bucket=bucket)
    # Who may not list is not told what is missing.
    denial_of(nobody.get_object, Bucket=bucket, Key="public/none")
    assert error_of(nobody.head_object, Bucket=bucket, Key="public/none")["Status"] == 403


def test_a_missing_key_is_told_to_who_may_list(s3, nobody):
    bucket = bucket_open_to_all(s3, list_too=True)
    assert error_of(nobody.get_object, Bucket=bucket, Key="none")["Code"] == "NoSuchKey"
    assert nobody.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_anonymous_writers_and_deleters(s3, nobody):
    bucket = bucket_open_to_all(s3, ["s3:PutObject", "s3:DeleteObject"])
    put(nobody, bucket, "drop")
    assert read(s3, bucket, "drop") == b"body"
    denial_of(nobody.get_object, Bucket=bucket, Key="drop")
    gone = nobody.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "drop"}]})
    assert [entry["Key"] for entry in gone["Deleted"]] == ["drop"]


def test_in_its_account_a_policy_is_enough(s3, stranger):
    name, user = stranger
    bucket = new_bucket(s3, "enough")
    put(s3, bucket)
    denial_of(user.get_object, Bucket=bucket, Key="key")
    put_policy(s3, bucket, {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{RED}:user/{name}"},
                            "Action": "s3:GetObject", "Resource": within(bucket)})
    assert read(user, bucket) == b"body"
    # The account as principal means whom the account itself lets.
    put_policy(s3, bucket, {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{RED}:root"},
                            "Action": "s3:GetObject", "Resource": within(bucket)})
    denial_of(user.get_object, Bucket=bucket, Key="key")


def test_another_account_takes_leave_on_both_sides(server, s3, blue, blue_people):
    bucket = new_bucket(s3, "across")
    put(s3, bucket)
    _, keys = blue_people.user(allow("s3:*"))
    permitted, bare = server.client("s3", keys), server.client("s3", blue_people.user()[1])
    for client in (blue, permitted, bare):
        denial_of(client.get_object, Bucket=bucket, Key="key")
    put_policy(s3, bucket, {"Effect": "Allow", "Principal": {"AWS": BLUE}, "Action": ["s3:GetObject", "s3:PutObject"],
                            "Resource": within(bucket)})
    assert read(blue, bucket) == b"body" and read(permitted, bucket) == b"body"
    denied = denial_of(bare.get_object, Bucket=bucket, Key="key")
    assert "no identity-based policy allows the s3:GetObject action" in denied["Message"]
    denial_of(blue.list_objects_v2, Bucket=bucket)
    # With ACLs off, what others write is the bucket owner's.
    put(permitted, bucket, "theirs")
    assert read(s3, bucket, "theirs") == b"body"
    assert s3.get_object_acl(Bucket=bucket, Key="theirs")["Owner"]["ID"] == canonical_id(s3)


def test_a_role_of_another_account(server, s3, blue_people):
    bucket = new_bucket(s3, "role")
    put(s3, bucket)
    role = blue_people.role(trust({"AWS": f"arn:aws:iam::{BLUE}:root"}), allow("s3:GetObject"))
    session = server.client("s3", blue_people.assume(blue_people.user(allow("sts:*"))[1], role))
    denial_of(session.get_object, Bucket=bucket, Key="key")
    put_policy(s3, bucket, {"Effect": "Allow", "Principal": {"AWS": role}, "Action": "s3:*",
                            "Resource": [within(bucket), f"arn:aws:s3:::{bucket}"]})
    assert read(session, bucket) == b"body"
    denial_of(session.put_object, Bucket=bucket, Key="key", Body=b"")


def test_deny_wins(server, s3, red_people):
    bucket = new_bucket(s3, "denied")
    put(s3, bucket)
    user = server.client("s3", red_people.user(allow("*"))[1])
    assert read(user, bucket) == b"body"
    put_policy(s3, bucket,
               {"Effect": "Allow", "Principal": {"AWS": RED}, "Action": "s3:*", "Resource": within(bucket)},
               {"Effect": "Deny", **EVERYBODY, "Action": "s3:GetObject", "Resource": within(bucket)})
    denied = denial_of(user.get_object, Bucket=bucket, Key="key")
    assert "with an explicit deny in a resource-based policy" in denied["Message"]
    denial_of(s3.get_object, Bucket=bucket, Key="key")
    put(user, bucket, "other")


def test_the_owners_root_is_never_locked_out(server, s3, red_people):
    bucket = new_bucket(s3, "locked")
    put_policy(s3, bucket, {"Effect": "Deny", **EVERYBODY, "Action": "s3:*",
                            "Resource": [within(bucket), f"arn:aws:s3:::{bucket}"]})
    admin = server.client("s3", red_people.user(allow("*"))[1])
    denial_of(admin.delete_bucket_policy, Bucket=bucket)
    denial_of(s3.list_objects_v2, Bucket=bucket)
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    s3.delete_bucket_policy(Bucket=bucket)
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


CONDITIONS = {
    "an address": ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, ("get_object", {}), None),
    "another address": ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, None, ("get_object", {})),
    "not over TLS": ({"Bool": {"aws:SecureTransport": "true"}}, None, ("get_object", {})),
    "an account": ({"StringEquals": {"aws:PrincipalAccount": RED}}, ("get_object", {}), None),
    "another account": ({"StringEquals": {"aws:PrincipalAccount": BLUE}}, None, ("get_object", {})),
    "the resource's account": ({"StringEquals": {"s3:ResourceAccount": RED}}, ("get_object", {}), None),
    "a prefix": ({"StringEquals": {"s3:prefix": "home/"}},
                 ("list_objects_v2", {"Prefix": "home/"}), ("list_objects_v2", {"Prefix": "other/"})),
    "no prefix": ({"StringEquals": {"s3:prefix": ["home/", ""], "s3:delimiter": "/"}},
                  ("list_objects", {"Prefix": "", "Delimiter": "/"}), ("list_objects", {"Prefix": ""})),
    "a page's size": ({"NumericLessThanEquals": {"s3:max-keys": "10"}},
                      ("list_objects_v2", {"MaxKeys": 10}), ("list_objects_v2", {"MaxKeys": 11})),
    "versions by prefix": ({"StringLike": {"s3:prefix": "home/*"}},
                           ("list_object_versions", {"Prefix": "home/a"}), ("list_object_versions", {})),
    "a tag of the object": ({"StringEquals": {"s3:ExistingObjectTag/class": "public"}},
                            ("get_object", {}), ("get_object", {"Key": "secret"})),
    "a tag asked for": ({"StringEquals": {"s3:RequestObjectTag/class": "public"}},
                        ("put_object", {"Tagging": "class=public"}), ("put_object", {"Tagging": "class=secret"})),
    "no other tags": ({"ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["class"]}},
                      ("put_object", {"Tagging": "class=x"}), ("put_object", {"Tagging": "class=x&other=y"})),
    "tags set later": ({"StringEquals": {"s3:RequestObjectTag/class": "public"}},
                       ("put_object_tagging", {"Tagging": {"TagSet": [{"Key": "class", "Value": "public"}]}}),
                       ("put_object_tagging", {"Tagging": {"TagSet": [{"Key": "class", "Value": "secret"}]}})),
    "encryption": ({"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}},
                   ("put_object", {"ServerSideEncryption": "AES256"}), ("put_object", {})),
    "a storage class": ({"StringEquals": {"s3:x-amz-storage-class": "STANDARD_IA"}},
                        ("put_object", {"StorageClass": "STANDARD_IA"}),
                        ("put_object", {"StorageClass": "ONEZONE_IA"})),
    "never overwriting": ({"Null": {"s3:if-none-match": "false"}},
                          ("put_object", {"Key": "new", "IfNoneMatch": "*"}), ("put_object", {"Key": "new"})),
    "a canned ACL": ({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
                     ("put_object", {"ACL": "bucket-owner-full-control"}), ("put_object", {})),
    "a way to sign": ({"StringEquals": {"s3:authType": "REST-HEADER"}}, ("get_object", {}), None),
    "another way to sign": ({"StringEquals": {"s3:authType": "REST-QUERY-STRING"}}, None, ("get_object", {})),
    "a signature's version": ({"StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}, ("get_object", {}), None),
    "a source": ({"StringEquals": {"s3:x-amz-copy-source": "BUCKET/key"}},
                 ("copy_object", {"Key": "copy", "CopySource": "BUCKET/key"}),
                 ("copy_object", {"Key": "copy", "CopySource": "BUCKET/secret"})),
    "metadata replaced": ({"StringEquals": {"s3:x-amz-metadata-directive": "REPLACE"}},
                          ("copy_object", {"Key": "copy", "CopySource": "BUCKET/key", "MetadataDirective": "REPLACE"}),
                          ("copy_object", {"Key": "copy", "CopySource": "BUCKET/key"})),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions(s3, stranger, condition):
    """The stranger's only right is the policy's: what fits the condition is let through, what does not is not."""
    name, user = stranger
    bucket = new_bucket(s3, "condition")
    copies = condition in ("a source", "metadata replaced")
    for key, tags in (("key", "class=public"), ("secret", "class=secret")):
        put(s3, bucket, key, Tagging="" if copies else tags)

    def filled(value):
        return json.loads(json.dumps(value).replace("BUCKET", bucket))

    wanted, fits, fails = filled(CONDITIONS[condition])
    principal = {"Principal": {"AWS": f"arn:aws:iam::{RED}:user/{name}"}}
    is_about_bucket = (fits or fails)[0].startswith("list")
    actions = {"list_object_versions": "s3:ListBucketVersions"}.get((fits or fails)[0], "s3:ListBucket") \
        if is_about_bucket else ["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl"]
    statement = {"Effect": "Allow", **principal, "Action": actions, "Condition": wanted,
                 "Resource": f"arn:aws:s3:::{bucket}" if is_about_bucket else within(bucket)}
    source = {"Effect": "Allow", **principal, "Action": "s3:GetObject", "Resource": within(bucket)}
    put_policy(s3, bucket, *([statement | {"Action": "s3:PutObject"}, source] if copies else [statement]))

    def arguments(more):
        return {"Bucket": bucket} | ({} if is_about_bucket else {"Key": "key"}) | more

    if fits:
        allowed(getattr(user, fits[0]), **arguments(fits[1]))
    if fails:
        denial_of(getattr(user, fails[0]), **arguments(fails[1]))


def test_variables_in_a_bucket_policy(server, s3, red_people):
    bucket = new_bucket(s3, "homes")
    put_policy(s3, bucket, {
        "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": within(bucket, "home/${aws:username}/*"),
        "Condition": {"StringEquals": {"aws:PrincipalAccount": RED}}})
    name, keys = red_people.user()
    user = server.client("s3", keys)
    put(user, bucket, f"home/{name}/a")
    denial_of(user.put_object, Bucket=bucket, Key="home/other/a", Body=b"")


# The public access block


def test_a_public_policy_is_blocked_from_the_start(s3):
    bucket = new_bucket(s3, "block")
    public = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", **EVERYBODY, "Action": "s3:GetObject", "Resource": within(bucket)}]})
    denied = denial_of(s3.put_bucket_policy, Bucket=bucket, Policy=public)
    assert "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access" in \
        denied["Message"]
    assert error_of(s3.get_bucket_policy, Bucket=bucket)["Code"] == "NoSuchBucketPolicy"
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    allowed(s3.put_bucket_policy, Bucket=bucket, Policy=public)


def test_a_restricted_public_bucket_is_its_accounts_own(server, s3, blue, nobody, stranger):
    bucket = bucket_open_to_all(s3)
    put(s3, bucket)
    for client in (blue, nobody, stranger[1]):
        assert read(client, bucket) == b"body"
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    for client in (blue, nobody):
        denial_of(client.get_object, Bucket=bucket, Key="key")
    assert read(stranger[1], bucket) == b"body"
    take_the_block_off(s3, bucket)
    assert read(nobody, bucket) == b"body"


@pytest.mark.parametrize("statement, is_public", [
    ({}, True),
    ({"Effect": "Deny"}, False),
    ({"Principal": {"AWS": "*"}}, True),
    ({"Principal": {"AWS": f"arn:aws:iam::{BLUE}:root"}}, False),
    ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, False),
    ({"Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}, False),
    ({"Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}}, True),
    ({"Condition": {"StringEquals": {"aws:PrincipalAccount": BLUE}}}, False),
    ({"Condition": {"StringLike": {"aws:PrincipalArn": "*"}}}, True),
    ({"Condition": {"StringEquals": {"s3:ExistingObjectTag/class": "public"}}}, True),
    ({"Condition": {"StringLike": {"aws:Referer": "https://example.com/*"}}}, True),
], ids=lambda value: json.dumps(value)[:70])
def test_what_is_public(s3, statement, is_public):
    bucket = new_bucket(s3, "status")
    take_the_block_off(s3, bucket)
    put_policy(s3, bucket, {"Effect": "Allow", **EVERYBODY, "Action": "s3:GetObject", "Resource": within(bucket)}
               | statement)
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": is_public}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
    written = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    if is_public:
        denial_of(s3.put_bucket_policy, Bucket=bucket, Policy=written)
    else:
        allowed(s3.put_bucket_policy, Bucket=bucket, Policy=written)


def test_public_acls_are_blocked_or_ignored(s3, nobody):
    bucket = bucket_with_acls(s3)
    put(s3, bucket, ACL="public-read")
    assert read(nobody, bucket) == b"body"
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    assert read(nobody, bucket) == b"body"
    for call, action, arguments in (
            (s3.put_object, "PutObject", {"Key": "b", "ACL": "public-read"}),
            (s3.put_object, "PutObject", {"Key": "b", "GrantRead": f'uri="{ALL_USERS}"'}),
            (s3.copy_object, "CopyObject", {"Key": "b", "ACL": "public-read", "CopySource": f"{bucket}/key"}),
            (s3.put_object_acl, "PutObjectAcl", {"Key": "key", "ACL": "public-read-write"}),
            (s3.create_multipart_upload, "CreateMultipartUpload", {"Key": "b", "ACL": "public-read"}),
            (s3.put_bucket_acl, "PutBucketAcl", {"ACL": "authenticated-read"})):
        sentence = denial_of(call, Bucket=bucket, **arguments)["Message"]
        resource = within(bucket, arguments["Key"]) if "Key" in arguments else f"arn:aws:s3:::{bucket}"
        assert sentence.startswith("User: arn:aws:iam::") and sentence.endswith(
            f' is not authorized to perform: s3:{action} on resource: "{resource}" because public ACLs are prevented '
            "by the BlockPublicAcls setting in S3 Block Public Access."), sentence
    allowed(s3.put_object_acl, Bucket=bucket, Key="key", ACL="private")
    take_the_block_off(s3, bucket)
    s3.put_object_acl(Bucket=bucket, Key="key", ACL="public-read")
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"IgnorePublicAcls": True})
    denial_of(nobody.get_object, Bucket=bucket, Key="key")
    allowed(s3.put_object, Bucket=bucket, Key="b", Body=b"", ACL="public-read")
    assert len(s3.get_object_acl(Bucket=bucket, Key="key")["Grants"]) == 2
    take_the_block_off(s3, bucket)
    assert read(nobody, bucket) == b"body"


def test_the_block_of_an_account(server, local_names):  # noqa: F811
    """It stands over every bucket of the account, and over no other's."""
    control = client_at(server, "localhost", "s3control", BLUE_ROOT)
    blue, nobody = server.client("s3", BLUE_ROOT), anonymous(server)
    error = error_of(control.get_public_access_block, AccountId=BLUE)
    assert (error["Code"], error["Status"], error["AccountId"]) == (
        "NoSuchPublicAccessBlockConfiguration", 404, BLUE)
    assert error["Message"] == "The public access block configuration was not found"
    error = error_of(control.put_public_access_block, AccountId=BLUE, PublicAccessBlockConfiguration={})
    assert (error["Code"], error["Message"]) == ("InvalidRequest", "Must specify at least one configuration.")
    bucket = bucket_open_to_all(blue)
    put(blue, bucket)
    assert read(nobody, bucket) == b"body"
    everything = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
                  "RestrictPublicBuckets": True}
    control.put_public_access_block(AccountId=BLUE, PublicAccessBlockConfiguration=everything)
    try:
        assert control.get_public_access_block(AccountId=BLUE)["PublicAccessBlockConfiguration"] == everything
        denial_of(nobody.get_object, Bucket=bucket, Key="key")
        denial_of(blue.put_bucket_policy, Bucket=bucket, Policy=blue.get_bucket_policy(Bucket=bucket)["Policy"])
        red = server.client("s3", RED_ROOT)
        theirs = bucket_open_to_all(red)
        put(red, theirs)
        assert read(nobody, theirs) == b"body"
    finally:
        for _ in range(2):
            deleted = control.delete_public_access_block(AccountId=BLUE)
            assert deleted["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert read(nobody, bucket) == b"body"


def test_the_block_of_an_account_has_its_permissions(server, blue_people, local_names):  # noqa: F811
    user = client_at(server, "localhost", "s3control", blue_people.user()[1])
    for call, action, more in [
        (user.get_public_access_block, "s3:GetAccountPublicAccessBlock", {}),
        (user.delete_public_access_block, "s3:PutAccountPublicAccessBlock", {}),
        (user.put_public_access_block, "s3:PutAccountPublicAccessBlock",
         {"PublicAccessBlockConfiguration": {"BlockPublicAcls": False}}),
    ]:
        assert action in denial_of(call, AccountId=BLUE, **more)["Message"]
    root = client_at(server, "localhost", "s3control", BLUE_ROOT)
    denial_of(root.get_public_access_block, AccountId=RED)


# ACLs

OWNER = ("owner", "FULL_CONTROL")
CANNED = {
    "private": [OWNER], "public-read": [OWNER, (ALL_USERS, "READ")],
    "public-read-write": [OWNER, (ALL_USERS, "READ"), (ALL_USERS, "WRITE")],
    "authenticated-read": [OWNER, (AUTHENTICATED_USERS, "READ")],
    "bucket-owner-full-control": [OWNER], "bucket-owner-read": [OWNER],
    "log-delivery-write": [OWNER, ("http://acs.amazonaws.com/groups/s3/LogDelivery", "WRITE"),
                           ("http://acs.amazonaws.com/groups/s3/LogDelivery", "READ_ACP")],
}


def grants(answer, owner) -> list[tuple]:
    assert answer["Owner"]["ID"] == owner
    named = [grant["Grantee"].get("ID") or grant["Grantee"]["URI"] for grant in answer["Grants"]]
    return [("owner" if name == owner else name, grant["Permission"]) for name, grant in zip(named, answer["Grants"])]


@pytest.mark.parametrize("canned", CANNED)
def test_canned_acls(s3, canned):
    bucket, owner = bucket_with_acls(s3, ownership="ObjectWriter"), canonical_id(s3)
    if canned != "log-delivery-write":
        put(s3, bucket, ACL=canned)
        assert grants(s3.get_object_acl(Bucket=bucket, Key="key"), owner) == CANNED[canned]
        s3.put_object_acl(Bucket=bucket, Key="key", ACL="private")
        assert grants(s3.get_object_acl(Bucket=bucket, Key="key"), owner) == [OWNER]
    if not canned.startswith("bucket-owner"):
        s3.put_bucket_acl(Bucket=bucket, ACL=canned)
        assert grants(s3.get_bucket_acl(Bucket=bucket), owner) == CANNED[canned]


def test_acls_let_everybody_or_who_signs(s3, blue, nobody):
    bucket = bucket_with_acls(s3)
    put(s3, bucket, "all", ACL="public-read")
    put(s3, bucket, "signed", ACL="authenticated-read")
    assert read(nobody, bucket, "all") == b"body" and read(blue, bucket, "signed") == b"body"
    denial_of(nobody.get_object, Bucket=bucket, Key="signed")
    denial_of(nobody.get_object_acl, Bucket=bucket, Key="all")
    denial_of(nobody.list_objects, Bucket=bucket)
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read-write")
    assert len(nobody.list_objects(Bucket=bucket)["Contents"]) == 2
    allowed(nobody.put_object, Bucket=bucket, Key="dropped", Body=b"")
    denial_of(nobody.get_bucket_acl, Bucket=bucket)
    denial_of(nobody.delete_bucket, Bucket=bucket)


@pytest.mark.parametrize("permission, can", [
    ("READ", {"get_object"}), ("READ_ACP", {"get_object_acl"}), ("WRITE_ACP", {"put_object_acl"}),
    ("FULL_CONTROL", {"get_object", "get_object_acl", "put_object_acl"}),
])
def test_a_grant_to_another_account(s3, blue, permission, can):
    bucket, theirs = bucket_with_acls(s3, ownership="ObjectWriter"), canonical_id(blue)
    header = {"READ": "GrantRead", "READ_ACP": "GrantReadACP", "WRITE_ACP": "GrantWriteACP",
              "FULL_CONTROL": "GrantFullControl"}[permission]
    put(s3, bucket, **{header: f"id={theirs}"})
    answer = s3.get_object_acl(Bucket=bucket, Key="key")
    assert [(grant["Grantee"]["ID"], grant["Grantee"]["Type"], grant["Permission"]) for grant in answer["Grants"]] == [
        (theirs, "CanonicalUser", permission)]
    kept = {name: answer[name] for name in ("Owner", "Grants")}
    for operation, more in (("get_object", {}), ("get_object_acl", {}),
                            ("put_object_acl", {"AccessControlPolicy": kept})):
        call = getattr(blue, operation)
        (allowed if operation in can else denial_of)(call, Bucket=bucket, Key="key", **more)
    denial_of(blue.delete_object, Bucket=bucket, Key="key")


def test_a_grant_to_a_user_of_another_account_takes_its_own_leave(server, s3, blue, blue_people):
    bucket = bucket_with_acls(s3)
    put(s3, bucket, GrantRead=f"id={canonical_id(blue)}")
    denial_of(server.client("s3", blue_people.user()[1]).get_object, Bucket=bucket, Key="key")
    assert read(server.client("s3", blue_people.user(allow("s3:GetObject"))[1]), bucket) == b"body"


def test_grants_on_a_bucket(s3, blue):
    bucket, theirs = bucket_with_acls(s3, ownership="ObjectWriter"), canonical_id(blue)
    owner = s3.get_bucket_acl(Bucket=bucket)["Owner"]
    wanted = [{"Grantee": {"Type": "CanonicalUser", "ID": owner["ID"]}, "Permission": "FULL_CONTROL"},
              {"Grantee": {"Type": "CanonicalUser", "ID": theirs}, "Permission": "WRITE"}]
    s3.put_bucket_acl(Bucket=bucket, AccessControlPolicy={"Owner": {"ID": owner["ID"]}, "Grants": wanted})
    allowed(blue.put_object, Bucket=bucket, Key="theirs", Body=b"theirs")
    denial_of(blue.list_objects, Bucket=bucket)
    # The writer owns what it wrote: the bucket's owner may delete it, not read it.
    assert read(blue, bucket, "theirs") == b"theirs"
    denial_of(s3.get_object, Bucket=bucket, Key="theirs")
    blue.put_object_acl(Bucket=bucket, Key="theirs", ACL="bucket-owner-read")
    assert read(s3, bucket, "theirs") == b"theirs"
    allowed(s3.delete_object, Bucket=bucket, Key="theirs")


def bucket_that_lets_write(s3, blue, **settings) -> str:
    """Blue may write by its list."""
    bucket = new_bucket(s3, "writable", ObjectOwnership="ObjectWriter", **settings)
    s3.put_bucket_acl(Bucket=bucket, GrantWrite=f"id={canonical_id(blue)}", GrantFullControl=f"id={canonical_id(s3)}")
    return bucket


@pytest.mark.parametrize("more, action", [
    ({"Tagging": "a=b"}, "s3:PutObjectTagging"),
    ({"ObjectLockLegalHoldStatus": "ON"}, "s3:PutObjectLegalHold"),
    ({"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": "2099-01-01T00:00:00Z"}, "s3:PutObjectRetention"),
])
def test_a_grant_to_write_is_none_to_tag_or_lock(s3, blue, more, action):
    bucket = bucket_that_lets_write(s3, blue, ObjectLockEnabledForBucket=True)
    put(s3, bucket, "source")
    assert f"perform: {action} " in denial_of(
        blue.put_object, Bucket=bucket, Key="key", Body=b"", ChecksumAlgorithm="CRC32", **more)["Message"]
    assert f"perform: {action} " in denial_of(
        blue.create_multipart_upload, Bucket=bucket, Key="key", **more)["Message"]
    # A list of its own it may give to what it makes.
    put(blue, bucket, ACL="bucket-owner-full-control")
    assert read(s3, bucket) == b"body"


def test_an_upload_is_its_initiators(server, s3, blue, red_people):
    bucket = bucket_that_lets_write(s3, blue)
    writer, other = (server.client("s3", red_people.user(allow("s3:PutObject"))[1]) for _ in range(2))

    def begin(client) -> dict:
        return {"Bucket": bucket, "Key": "key",
                "UploadId": client.create_multipart_upload(Bucket=bucket, Key="key")["UploadId"]}

    for initiator, strangers in ((writer, (other, blue)), (blue, (other, writer)), (s3, (other, writer, blue))):
        where = begin(initiator)
        initiator.upload_part(**where, PartNumber=1, Body=b"x")
        for stranger in strangers:
            denial_of(stranger.list_parts, **where)
            denial_of(stranger.abort_multipart_upload, **where)
        assert len(initiator.list_parts(**where)["Parts"]) == 1
        initiator.abort_multipart_upload(**where)
    # The bucket's owner and the initiator's account may, too, and whom a policy lets.
    s3.abort_multipart_upload(**begin(blue))
    s3.abort_multipart_upload(**begin(writer))
    server.client("s3", red_people.user(allow("s3:AbortMultipartUpload"))[1]).abort_multipart_upload(**begin(blue))
    # A denial goes before.
    where = begin(writer)
    put_policy(s3, bucket, {"Effect": "Deny", **EVERYBODY, "Action": "s3:AbortMultipartUpload",
                            "Resource": within(bucket)})
    denial_of(writer.abort_multipart_upload, **where)


def test_what_everybody_may_write_nobody_may_end(s3, nobody):
    bucket = bucket_with_acls(s3)
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read-write")
    where = {"Bucket": bucket, "Key": "key"}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    denial_of(nobody.abort_multipart_upload, **where)
    denial_of(nobody.list_parts, **where)


def test_a_bucket_policy_does_not_reach_what_others_own(s3, blue, nobody):
    bucket = bucket_with_acls(s3, ownership="ObjectWriter")
    s3.put_bucket_acl(Bucket=bucket, GrantWrite=f"id={canonical_id(blue)}",
                      GrantFullControl=f"id={canonical_id(s3)}")
    put_policy(s3, bucket, {"Effect": "Allow", **EVERYBODY, "Action": "s3:GetObject", "Resource": within(bucket)})
    put(s3, bucket, "ours")
    put(blue, bucket, "theirs")
    assert read(nobody, bucket, "ours") == b"body"
    denial_of(nobody.get_object, Bucket=bucket, Key="theirs")


def test_the_bucket_owner_is_preferred(s3, blue):
    bucket = bucket_with_acls(s3, ownership="BucketOwnerPreferred")
    s3.put_bucket_acl(Bucket=bucket, GrantWrite=f"id={canonical_id(blue)}",
                      GrantFullControl=f"id={canonical_id(s3)}")
    put(blue, bucket, "own")
    put(blue, bucket, "given", ACL="bucket-owner-full-control")
    denial_of(s3.get_object, Bucket=bucket, Key="own")
    assert read(s3, bucket, "given") == b"body"
    assert s3.get_object_acl(Bucket=bucket, Key="given")["Owner"]["ID"] == canonical_id(s3)
    owners = {entry["Key"]: entry["Owner"]["ID"] for entry in s3.list_objects(Bucket=bucket)["Contents"]}
    assert owners == {"given": canonical_id(s3), "own": canonical_id(blue)}
    # Once ACLs are off, all of it is the owner's.
    s3.put_bucket_acl(Bucket=bucket, ACL="private")
    turn_acls_on(s3, bucket, "BucketOwnerEnforced")
    assert read(s3, bucket, "own") == b"body"
    denial_of(blue.get_object, Bucket=bucket, Key="own")


def test_acls_that_are_off_count_for_nothing(s3, nobody):
    bucket = bucket_with_acls(s3)
    put(s3, bucket, ACL="public-read")
    assert read(nobody, bucket) == b"body"
    turn_acls_on(s3, bucket, "BucketOwnerEnforced")
    denial_of(nobody.get_object, Bucket=bucket, Key="key")
    assert grants(s3.get_object_acl(Bucket=bucket, Key="key"), canonical_id(s3)) == [OWNER]
    for more in ({"ACL": "public-read"}, {"GrantRead": f'uri="{ALL_USERS}"'}):
        error = error_of(s3.put_object, Bucket=bucket, Key="new", Body=b"", **more)
        assert (error["Code"], error["Message"], error["Status"]) == (
            "AccessControlListNotSupported", "The bucket does not allow ACLs", 400)
    allowed(s3.put_object, Bucket=bucket, Key="new", Body=b"", ACL="bucket-owner-full-control")
    error = error_of(s3.put_object_acl, Bucket=bucket, Key="key", ACL="public-read")
    assert error["Code"] == "AccessControlListNotSupported"
    # On again, they are as they were.
    turn_acls_on(s3, bucket)
    assert read(nobody, bucket) == b"body"


def test_a_bucket_made_with_a_public_acl(s3, nobody):
    error = error_of(s3.create_bucket, Bucket="public-from-the-start", ACL="public-read")
    assert (error["Code"], error["Status"]) == ("InvalidBucketAclWithObjectOwnership", 400)
    assert error["Message"] == "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
    assert error_of(s3.head_bucket, Bucket="public-from-the-start")["Status"] == 404


GROUP = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/FakeGroup"}
WRONG = {"Type": "CanonicalUser", "ID": "wrong-id"}
ACL_ERRORS = {
    "an unknown ACL": ({"ACL": "fake-acl"}, "InvalidArgument", None, "x-amz-acl"),
    "an unknown group": ({"GrantRead": f'uri="{GROUP["URI"]}"'}, "InvalidArgument", "Invalid group uri", "uri"),
    "an unknown kind": ({"GrantWriteACP": 'fakekey="1234"'}, "InvalidArgument", "Argument format not recognized",
                        "x-amz-grant-write-acp"),
    "an unknown id": ({"GrantRead": "id=wrong-id"}, "InvalidArgument", "Invalid id", "id"),
    "both ways": ({"ACL": "private", "GrantRead": f'uri="{ALL_USERS}"'}, "InvalidRequest",
                  "Specifying both Canned ACLs and Header Grants is not allowed", None),
    "header and document": ({"ACL": "private", "AccessControlPolicy": {"Owner": {"ID": "OWNER"}, "Grants": []}},
                            "UnexpectedContent", "This request does not support content", None),
    "nothing": ({}, "MissingSecurityHeader", "Your request was missing a required header", None),
    "an empty document": ({"AccessControlPolicy": {}}, "MalformedACLError", MALFORMED_ACL, None),
    "no owner": ({"AccessControlPolicy": {"Grants": [{"Grantee": GROUP, "Permission": "READ"}]}},
                 "MalformedACLError", MALFORMED_ACL, None),
    "an unknown group in the document": (
        {"AccessControlPolicy": {"Owner": {"ID": "OWNER"}, "Grants": [{"Grantee": GROUP, "Permission": "READ"}]}},
        "InvalidArgument", "Invalid group uri", "Group/URI"),
    "an unknown id in the document": (
        {"AccessControlPolicy": {"Owner": {"ID": "OWNER"}, "Grants": [{"Grantee": WRONG, "Permission": "READ"}]}},
        "InvalidArgument", "Invalid id", "CanonicalUser/ID"),
    "an unknown permission": (
        {"AccessControlPolicy": {"Owner": {"ID": "OWNER"}, "Grants": [
            {"Grantee": {"Type": "Group", "URI": ALL_USERS}, "Permission": "LOOK"}]}},
        "MalformedACLError", MALFORMED_ACL, None),
}


@pytest.fixture(scope="module")
def acl_bucket(s3):
    bucket = bucket_with_acls(s3)
    put(s3, bucket)
    return bucket


@pytest.mark.parametrize("of", ["bucket", "object"])
@pytest.mark.parametrize("case", ACL_ERRORS)
def test_bad_acls_are_refused(s3, acl_bucket, case, of):
    arguments, code, sentence, name = ACL_ERRORS[case]
    arguments = json.loads(json.dumps(arguments).replace("OWNER", canonical_id(s3)))
    call, more = (s3.put_bucket_acl, {}) if of == "bucket" else (s3.put_object_acl, {"Key": "key"})
    error = error_of(call, Bucket=acl_bucket, **more, **arguments)
    assert (error["Code"], error["Status"]) == (code, 400)
    assert sentence is None or error["Message"] == sentence
    assert name is None or error["ArgumentName"] == name


def test_an_acl_takes_its_permission(server, acl_bucket, red_people):
    writer = server.client("s3", red_people.user(allow("s3:PutObject"))[1])
    for call in (writer.put_object, writer.create_multipart_upload):
        denied = denial_of(call, Bucket=acl_bucket, Key="new", ACL="public-read")
        assert "s3:PutObjectAcl" in denied["Message"]
    allowed(writer.put_object, Bucket=acl_bucket, Key="new", Body=b"")
    tagger = denial_of(writer.put_object, Bucket=acl_bucket, Key="new", Body=b"", Tagging="a=b")
    assert "s3:PutObjectTagging" in tagger["Message"]


# Document 001's section 4


def test_public_read_of_a_guest_works_once_ownership_and_block_are_changed(server):
    owner, nobody = Callers(server), anonymous(server)
    uploader = Uploader(server, owner)
    s3, guest = server.client("s3"), server.client("s3", uploader.guest())
    bucket = uploader.bucket
    error = error_of(guest.put_object, Bucket=bucket, Key="p.jpg", Body=b"photo", ACL="public-read")
    assert (error["Code"], error["Message"]) == ("AccessControlListNotSupported", "The bucket does not allow ACLs")
    turn_acls_on(s3, bucket)
    denial_of(guest.put_object, Bucket=bucket, Key="p.jpg", Body=b"photo", ACL="public-read")
    take_the_block_off(s3, bucket)
    put(guest, bucket, "p.jpg", b"photo", ACL="public-read")
    assert read(nobody, bucket, "p.jpg") == b"photo"
    put(guest, bucket, "q.jpg", b"photo")
    denial_of(nobody.get_object, Bucket=bucket, Key="q.jpg")
    allowed(guest.put_object_acl, Bucket=bucket, Key="q.jpg", ACL="public-read")
    assert read(nobody, bucket, "q.jpg") == b"photo"
    denial_of(guest.get_object_acl, Bucket=bucket, Key="q.jpg")
    denial_of(guest.put_bucket_acl, Bucket=bucket, ACL="public-read")


def test_a_bucket_policy_speaks_of_guests(server):
    owner = Callers(server)
    uploader = Uploader(server, owner)
    s3 = server.client("s3")
    other = new_bucket(s3, "for-guests")
    put(s3, other)
    guest = server.client("s3", uploader.guest())
    denial_of(guest.get_object, Bucket=other, Key="key")
    put_policy(s3, other, {"Effect": "Allow", "Principal": {"AWS": uploader.role}, "Action": "s3:GetObject",
                           "Resource": within(other)})
    assert read(guest, other) == b"body"
    put_policy(s3, uploader.bucket, {
        "Effect": "Deny", **EVERYBODY, "Action": "s3:DeleteObject", "Resource": within(uploader.bucket),
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": uploader.pool}}})
    put(guest, uploader.bucket)
    denial_of(guest.delete_object, Bucket=uploader.bucket, Key="key")
    allowed(s3.delete_object, Bucket=uploader.bucket, Key="key")


# The owner that is expected


@pytest.mark.parametrize("operation, more", [
    ("get_object", {"Key": "key"}), ("head_object", {"Key": "key"}), ("put_object", {"Key": "new"}),
    ("delete_object", {"Key": "key"}), ("list_objects_v2", {}), ("head_bucket", {}), ("get_bucket_location", {}),
    ("get_bucket_versioning", {}), ("create_multipart_upload", {"Key": "new"}), ("get_object_tagging", {"Key": "key"}),
    ("delete_objects", {"Delete": {"Objects": [{"Key": "key"}]}}), ("delete_bucket", {}),
    ("get_bucket_ownership_controls", {}), ("get_bucket_acl", {}),
    ("copy_object", {"Key": "copy", "CopySource": "BUCKET/key"}),
])
def test_the_expected_owner(s3, acl_bucket, operation, more):
    more = json.loads(json.dumps(more).replace("BUCKET", acl_bucket))
    error = error_of(getattr(s3, operation), Bucket=acl_bucket, ExpectedBucketOwner=BLUE, **more)
    assert error["Status"] == 403 and (operation.startswith("head") or error["Code"] == "AccessDenied")
    if operation != "delete_bucket" and not operation.startswith("delete_object"):
        allowed(getattr(s3, operation), Bucket=acl_bucket, ExpectedBucketOwner=RED, **more)


def test_the_expected_owner_is_an_account(s3, acl_bucket):
    for value in ("0000", "0000000000020", "abcd", "aa000000000$"):
        error = error_of(s3.get_bucket_acl, Bucket=acl_bucket, ExpectedBucketOwner=value)
        assert (error["Code"], error["Status"]) == ("InvalidBucketOwnerAWSAccountID", 400)
        assert error["Message"] == (
            f"The value of the expected bucket owner parameter must be an AWS Account ID... [{value}]")


def test_the_expected_owner_of_a_source(s3, acl_bucket):
    source = {"CopySource": {"Bucket": acl_bucket, "Key": "key"}}
    denial_of(s3.copy_object, Bucket=acl_bucket, Key="copy", **source, ExpectedSourceBucketOwner=BLUE)
    allowed(s3.copy_object, Bucket=acl_bucket, Key="copy", **source, ExpectedSourceBucketOwner=RED)
    # Source and target are one bucket here, and each expectation counts.
    denial_of(s3.copy_object, Bucket=acl_bucket, Key="copy", **source, ExpectedSourceBucketOwner=RED,
              ExpectedBucketOwner=BLUE)


# Presigned URLs


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_a_presigned_url_may_what_its_signer_may_now(server, s3, red_people, version):
    bucket = new_bucket(s3, "signed")
    put(s3, bucket)
    name, keys = red_people.user(allow(["s3:GetObject", "s3:PutObject"], within(bucket)))
    user = server.client("s3", keys, signature_version=version)

    def url(operation="get_object", key="key"):
        return user.generate_presigned_url(operation, Params={"Bucket": bucket, "Key": key}, ExpiresIn=3600)

    link = url()
    assert ("X-Amz-Signature" in link) == (version == "s3v4")
    assert fetch(server, link).body == b"body"
    assert fetch(server, url("put_object"), "PUT", b"by url").status == 200
    assert fetch(server, link).body == b"by url"
    assert fetch(server, url("delete_object"), "DELETE").error["Code"] == "AccessDenied"
    # One for reading does not write, and not even its maker's other keys.
    assert fetch(server, link, "PUT", b"x").error["Code"] == "SignatureDoesNotMatch"
    assert fetch(server, link.replace("/key", "/other")).error["Code"] == "SignatureDoesNotMatch"
    put_policy(s3, bucket, {"Effect": "Deny", **EVERYBODY, "Action": "s3:GetObject", "Resource": within(bucket)})
    refused = fetch(server, link)
    assert (refused.status, refused.error["Code"]) == (403, "AccessDenied")
    s3.delete_bucket_policy(Bucket=bucket)
    red_people.permit_user(name, deny("s3:*"), policy="deny")
    assert fetch(server, link).status == 403
    red_people.iam.delete_user_policy(UserName=name, PolicyName="deny")
    assert fetch(server, link).status == 200
    red_people.iam.update_access_key(UserName=name, AccessKeyId=keys[0], Status="Inactive")
    assert (fetch(server, link).status, fetch(server, link).error["Code"]) == (403, "InvalidAccessKeyId")


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_a_presigned_url_of_a_session_ends_with_its_role(server, s3, red_people, version):
    bucket = new_bucket(s3, "session")
    put(s3, bucket)
    role = red_people.role(trust({"AWS": f"arn:aws:iam::{RED}:root"}), allow("s3:GetObject"))
    keys = red_people.assume(red_people.user(allow("sts:AssumeRole"))[1], role)
    link = server.client("s3", keys, signature_version=version).generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "key"}, ExpiresIn=3600)
    assert fetch(server, link).body == b"body"
    token = urllib.parse.quote(keys[2], safe="")
    broken = fetch(server, link.replace(token, token[:-8] + "AAAAAAAA"))
    assert broken.status in (400, 403) and broken.error["Code"] in ("InvalidToken", "SignatureDoesNotMatch")
    red_people.permit_role(role.split("/")[-1], deny("s3:*"), policy="revoked")
    assert (fetch(server, link).status, fetch(server, link).error["Code"]) == (403, "AccessDenied")


def test_a_presigned_url_ends_with_its_session(new_server):
    """The server comes back with its clock moved past the session's end, but not past the URL's own."""
    hanok = new_server().start()
    s3, people = hanok.client("s3"), Callers(hanok)
    bucket = new_bucket(s3, "ends")
    put(s3, bucket)
    role = people.role(trust({"AWS": f"arn:aws:iam::{people.account}:root"}), allow("s3:GetObject"))
    keys = people.assume(people.user(allow("sts:AssumeRole"))[1], role, DurationSeconds=900)
    links = [hanok.client("s3", keys, signature_version=version).generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "key"}, ExpiresIn=7200) for version in ("s3v4", "s3")]
    assert [fetch(hanok, link).body for link in links] == [b"body", b"body"]
    assert hanok.stop() == 0
    later = new_server(folder=hanok.folder, wrapper=["faketime", "--exclude-monotonic", "-f", "+1000s"])
    later.port = hanok.port
    later.start()
    try:
        for link in links:
            refused = fetch(later, link)
            assert (refused.status, refused.error["Code"]) == (400, "ExpiredToken")
    finally:
        # faketime waits for the server, and ends with it.
        children = pathlib.Path(f"/proc/{later.process.pid}/task/{later.process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGTERM)
        later.process.wait(timeout=20)


@pytest.mark.parametrize("method, more", [
    ("GET", "attributes"), ("GET", "retention"), ("GET", "legal-hold"), ("PUT", "retention"), ("PUT", "legal-hold"),
    ("PUT", "tagging"), ("GET", "acl"), ("GET", "%72etention"),
])
def test_a_presigned_url_is_for_one_operation(server, s3, method, more):
    """What Version 2 does not sign makes no other operation of it."""
    bucket = new_bucket(s3, "signed", ObjectLockEnabledForBucket=True)
    put(s3, bucket, ChecksumAlgorithm="CRC32")
    for version in ("s3", "s3v4"):
        link = server.client("s3", RED_ROOT, signature_version=version).generate_presigned_url(
            {"GET": "get_object", "PUT": "put_object"}[method], Params={"Bucket": bucket, "Key": "key"})
        refused = fetch(server, f"{link}&{more}", method)
        if version == "s3v4" or more in ("tagging", "acl"):
            assert (refused.status, refused.error["Code"]) == (403, "SignatureDoesNotMatch")
        else:
            assert (refused.status, refused.error["Code"]) == (400, "InvalidArgument")
            assert refused.error["Message"] == "Unsupported Authorization Type"


def test_headers_of_a_presigned_url(server, s3):
    """What was not signed may not be said, what was signed must be."""
    bucket = new_bucket(s3, "headers")
    client = server.client("s3", RED_ROOT, signature_version="s3v4")
    link = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k", "Metadata": {"a": "b"}})
    assert fetch(server, link, "PUT", b"x").error["Code"] == "SignatureDoesNotMatch"
    refused = fetch(server, link, "PUT", b"x", {"x-amz-meta-a": "b", "x-amz-meta-wrong": "c"})
    assert (refused.status, refused.error["Code"]) == (403, "AccessDenied")
    assert refused.error["Message"] == "There were headers present in the request which were not signed"
    assert refused.error["HeadersNotSigned"] == "x-amz-meta-wrong"
    assert fetch(server, link, "PUT", b"x", {"x-amz-meta-a": "b"}).status == 200
    assert s3.head_object(Bucket=bucket, Key="k")["Metadata"] == {"a": "b"}


def presigned(server, method, path, keys=RED_ROOT) -> str:
    """A presigned URL of a path whose query may hold more than the signature."""
    request = AWSRequest(method, f"{server.endpoint}{path}")
    S3SigV4QueryAuth(Credentials(*keys), "s3", REGION, expires=60).add_auth(request)
    return request.url


def test_headers_in_the_query_of_a_presigned_url(server, s3, red_people):
    """Where AWS's SDK for JavaScript puts them: the operation and the policies see them as headers."""
    bucket = new_bucket(s3, "hoisted")
    query = "x-amz-meta-colour=red&x-amz-tagging=a%3Db&x-amz-server-side-encryption=AES256&x-amz-storage-class=STANDARD_IA"
    link = presigned(server, "PUT", f"/{bucket}/k?{query}")
    assert fetch(server, link, "PUT", b"x").status == 200
    head = s3.head_object(Bucket=bucket, Key="k")
    assert head["Metadata"] == {"colour": "red"}
    assert (head["ServerSideEncryption"], head["StorageClass"], head["TagCount"]) == ("AES256", "STANDARD_IA", 1)
    differs = fetch(server, link, "PUT", b"x", {"x-amz-storage-class": "STANDARD"})
    assert differs.status in (400, 403)

    _, keys = red_people.user(
        allow("s3:PutObject", within(bucket)),
        deny("s3:PutObject", within(bucket), Condition={"StringEquals": {"s3:x-amz-storage-class": "GLACIER"}}))
    assert fetch(server, presigned(server, "PUT", f"/{bucket}/u", keys), "PUT", b"x").status == 200
    cold = presigned(server, "PUT", f"/{bucket}/u?x-amz-storage-class=GLACIER", keys)
    assert fetch(server, cold, "PUT", b"x").status == 403


@pytest.mark.parametrize("version, without, code, status", [
    ("s3v4", "X-Amz-Signature", "AuthorizationQueryParametersError", 400), ("s3", "Signature", "AccessDenied", 403),
    ("s3", "Expires", "AccessDenied", 403),
])
def test_a_presigned_url_without_a_part(server, s3, version, without, code, status):
    link = server.client("s3", RED_ROOT, signature_version=version).generate_presigned_url(
        "get_object", Params={"Bucket": "any-bucket", "Key": "k"})
    parts = urllib.parse.urlsplit(link)
    query = [pair for pair in parts.query.split("&") if not pair.startswith(f"{without}=")]
    assert len(query) == len(parts.query.split("&")) - 1
    refused = fetch(server, link.replace(parts.query, "&".join(query)))
    assert (refused.status, refused.error["Code"]) == (status, code)
    if version == "s3":
        assert refused.error["Message"] == (
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters")


def test_response_headers_are_overridden_by_who_signs(server, s3):
    bucket = bucket_open_to_all(s3)
    put(s3, bucket)
    wanted = {"ResponseContentType": "text/x", "ResponseContentDisposition": 'attachment; filename="a.txt"',
              "ResponseCacheControl": "no-cache", "ResponseContentLanguage": "ko", "ResponseContentEncoding": "x"}
    link = server.client("s3", RED_ROOT, signature_version="s3v4").generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "key", **wanted})
    reply = fetch(server, link)
    assert [reply.headers[name] for name in ("content-type", "content-disposition", "cache-control",
                                             "content-language", "content-encoding")] == list(wanted.values())
    refused = send(server, "GET", f"/{bucket}/key?response-content-type=text/x")
    assert (refused.status, refused.error["Code"]) == (400, "InvalidRequest")
    assert refused.error["Message"] == "Request specific response headers cannot be used for anonymous GET requests."


# Wrong signatures


def test_wrong_signatures(server, s3):
    bucket = new_bucket(s3, "wrong")
    unknown = send_signed(server, "GET", f"/{bucket}", keys=("AKIANOSUCHKEY0000000", "secret"))
    assert (unknown.status, unknown.error["Code"]) == (403, "InvalidAccessKeyId")
    assert unknown.error["Message"] == "The AWS Access Key Id you provided does not exist in our records."
    assert unknown.error["AWSAccessKeyId"] == "AKIANOSUCHKEY0000000"
    wrong = send_signed(server, "GET", f"/{bucket}", keys=(RED_ROOT[0], "secret"))
    assert (wrong.status, wrong.error["Code"]) == (403, "SignatureDoesNotMatch")
    assert {"StringToSign", "SignatureProvided", "CanonicalRequest", "AWSAccessKeyId"} <= set(wrong.error)
    basic = send(server, "GET", f"/{bucket}", headers={"Authorization": "Basic a2ltOmtpbQ=="})
    assert (basic.status, basic.error["Code"]) == (400, "InvalidArgument")


# Buckets as before 2023


def test_new_buckets_as_they_were(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text("s3:\n  newBuckets: legacy\n")
    hanok = new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()
    s3, nobody = hanok.client("s3"), anonymous(hanok)
    s3.create_bucket(Bucket="as-before", ACL="public-read")
    assert error_of(s3.get_public_access_block, Bucket="as-before")["Code"] == "NoSuchPublicAccessBlockConfiguration"
    assert error_of(s3.get_bucket_ownership_controls, Bucket="as-before")["Code"] == "OwnershipControlsNotFoundError"
    put(s3, "as-before", ACL="public-read")
    put(s3, "as-before", "private")
    assert read(nobody, "as-before") == b"body"
    assert len(nobody.list_objects(Bucket="as-before")["Contents"]) == 2
    denial_of(nobody.get_object, Bucket="as-before", Key="private")
    # The setting is for new buckets: without it, they keep theirs and new ones are as today.
    assert hanok.stop() == 0
    hanok = new_server(folder=hanok.folder).start()
    assert read(anonymous(hanok), "as-before") == b"body"
    assert all(hanok.client("s3").get_public_access_block(Bucket=new_bucket(hanok.client("s3")))[
        "PublicAccessBlockConfiguration"].values())


def test_unsigned_clients_see_no_buckets(server):
    denial_of(server.client("s3", signature_version=UNSIGNED).list_buckets)
