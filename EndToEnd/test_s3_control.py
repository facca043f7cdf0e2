"""S3 Control by boto3 and the AWS CLI: where its requests are sent to, tags of buckets by their ARN, as Terraform reads
and writes them, the account's public access block by the CLI, and its errors. What the block does is in
test_s3_access."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

from buckets import local_names  # noqa: F401
from buckets import client_at, new_bucket, send, send_signed
from callers import Callers, allow, denial_of, deny, error_of, trust

ACCOUNT = "000000000000"
BLOCK = "/v20180820/configuration/publicAccessBlock"
HOSTS = [
    f"{ACCOUNT}.localhost:PORT", f"{ACCOUNT}.127.0.0.1:PORT", f"{ACCOUNT}.s3-control.us-east-1.amazonaws.com",
    f"{ACCOUNT}.s3-control.dualstack.us-east-1.amazonaws.com", "s3-control.us-east-1.amazonaws.com", "localhost:PORT",
]
MALFORMED = "The XML you provided was not well-formed or did not validate against our published schema"
CHARACTERS = (
    "This request contains a tag key or value that isn't valid. Valid characters include the following: "
    "[a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters.")
RESERVED = (
    "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from "
    "your tag keys and try again.")
DUPLICATE = "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again."
MISSING = "The specified resource doesn't exist."


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3):
    return new_bucket(s3, "control")


@pytest.fixture
def control(server, local_names):  # noqa: F811
    return control_of(server)


@pytest.fixture(scope="module")
def people(server):
    return Callers(server)


def control_of(server, keys=None, **config):
    return client_at(server, "localhost", "s3control", keys, parameter_validation=False, **config)


def arn_of(bucket) -> str:
    return f"arn:aws:s3:::{bucket}"


def tag_list(**tags) -> list[dict]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def tags_of(control, bucket) -> list[dict]:
    return control.list_tags_for_resource(AccountId=ACCOUNT, ResourceArn=arn_of(bucket))["Tags"]


def status_of(answer) -> int:
    return answer["ResponseMetadata"]["HTTPStatusCode"]


# Addresses and documents


@pytest.mark.parametrize("host", HOSTS)
def test_where_requests_are_sent(server, host):
    reply = send_signed(
        server, "GET", BLOCK, headers={"x-amz-account-id": ACCOUNT}, host=host.replace("PORT", str(server.port)))
    assert reply.status == 404 and reply.headers["content-type"] == "application/xml"
    root = ElementTree.fromstring(reply.body)
    assert (root.tag, [part.tag for part in root]) == ("ErrorResponse", ["Error", "RequestId", "HostId"])
    assert {member.tag: member.text for member in root[0]} == {
        "Code": "NoSuchPublicAccessBlockConfiguration",
        "Message": "The public access block configuration was not found", "AccountId": ACCOUNT}
    assert root[1].text == reply.headers["x-amz-request-id"] and root[2].text == reply.headers["x-amz-id-2"]


def test_without_an_account_the_path_is_an_objects(server):
    reply = send_signed(server, "GET", BLOCK)
    assert (reply.status, reply.error["Code"], reply.error["BucketName"]) == (404, "NoSuchBucket", "v20180820")


def test_nobody_is_heard_without_a_signature(server):
    reply = send(server, "GET", BLOCK, headers={"x-amz-account-id": ACCOUNT})
    assert reply.status == 403 and b"<Code>AccessDenied</Code><Message>Access Denied</Message>" in reply.body
    reply = send_signed(server, "GET", BLOCK, headers={"x-amz-account-id": ACCOUNT},
                        keys=(server.root_key[0], "wrong"))
    assert reply.status == 403 and b"<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code>" in reply.body


def test_what_is_not_served(control):
    error = error_of(control.list_jobs, AccountId=ACCOUNT)
    assert (error["Code"], error["Status"]) == ("NotImplemented", 501)


# The account's block


def test_settings_that_are_left_out_are_off(control):
    answer = control.put_public_access_block(
        AccountId=ACCOUNT, PublicAccessBlockConfiguration={"IgnorePublicAcls": False})
    assert status_of(answer) == 200
    try:
        block = control.get_public_access_block(AccountId=ACCOUNT)["PublicAccessBlockConfiguration"]
        assert block == dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), False)
    finally:
        assert status_of(control.delete_public_access_block(AccountId=ACCOUNT)) == 204


def test_the_block_of_a_bucket_is_another(control, s3, bucket):
    control.delete_public_access_block(AccountId=ACCOUNT)
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicAcls"] is True
    assert error_of(control.get_public_access_block, AccountId=ACCOUNT)["Status"] == 404


@pytest.mark.parametrize("account", ["111122223333", "not-an-account"])
def test_accounts_speak_for_themselves(control, bucket, account):
    for call, more in (
            (control.get_public_access_block, {}), (control.delete_public_access_block, {}),
            (control.put_public_access_block, {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}),
            (control.list_tags_for_resource, {"ResourceArn": arn_of(bucket)})):
        error = denial_of(call, AccountId=account, **more)
        assert (error["Message"], error["Status"]) == ("Access Denied", 403)


# Tags


def test_tags_come_and_go(control, s3, bucket):
    assert tags_of(control, bucket) == []
    arguments = {"AccountId": ACCOUNT, "ResourceArn": arn_of(bucket)}
    assert status_of(control.tag_resource(Tags=tag_list(key1="value1", key2="value2"), **arguments)) == 204
    assert tags_of(control, bucket) == tag_list(key1="value1", key2="value2")
    assert status_of(control.tag_resource(Tags=tag_list(key2="changed", key3=""), **arguments)) == 204
    assert tags_of(control, bucket) == tag_list(key1="value1", key2="changed", key3="")
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags_of(control, bucket)
    for _ in range(2):
        assert status_of(control.untag_resource(TagKeys=["key3", "key1", "other"], **arguments)) == 204
        assert tags_of(control, bucket) == tag_list(key2="changed")
    control.untag_resource(TagKeys=["key2"], **arguments)
    assert tags_of(control, bucket) == []
    assert error_of(s3.get_bucket_tagging, Bucket=bucket)["Code"] == "NoSuchTagSet"


def test_tags_that_s3_put(control, s3, bucket):
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tag_list(team="red", 도시="서울 1")})
    assert tags_of(control, bucket) == tag_list(team="red", 도시="서울 1")
    control.tag_resource(AccountId=ACCOUNT, ResourceArn=arn_of(bucket), Tags=tag_list(도시="부산"))
    control.untag_resource(AccountId=ACCOUNT, ResourceArn=arn_of(bucket), TagKeys=["team"])
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tag_list(도시="부산")


@pytest.mark.parametrize("tags, code, sentence", [
    ([{"Value": "v"}], "MalformedXML", MALFORMED), ([{"Key": "k"}], "MalformedXML", MALFORMED),
    (tag_list(**{"aws:prefix": "v"}), "InvalidTag", RESERVED),
    ([*tag_list(k="v"), *tag_list(k="w")], "InvalidTag", DUPLICATE),
    (tag_list(k="%*&"), "InvalidTag", CHARACTERS), (tag_list(**{"%*&": "v"}), "InvalidTag", CHARACTERS),
    (tag_list(**{"k" * 129: "v"}), "InvalidTag", CHARACTERS), (tag_list(k="v" * 257), "InvalidTag", CHARACTERS),
])
def test_tags_that_are_none(control, bucket, tags, code, sentence):
    error = error_of(control.tag_resource, AccountId=ACCOUNT, ResourceArn=arn_of(bucket), Tags=tags)
    assert (error["Code"], error["Message"], error["Status"]) == (code, sentence, 400)
    assert tags_of(control, bucket) == []


def test_fifty_tags_at_most(control, bucket):
    arguments = {"AccountId": ACCOUNT, "ResourceArn": arn_of(bucket)}
    control.tag_resource(Tags=tag_list(**{f"key{number}": "v" for number in range(50)}), **arguments)
    control.tag_resource(Tags=tag_list(key7="w"), **arguments)
    for more in (tag_list(another="v"), tag_list(**{f"more{number}": "v" for number in range(51)})):
        assert error_of(control.tag_resource, Tags=more, **arguments)["Status"] == 400
    assert len(tags_of(control, bucket)) == 50


@pytest.mark.parametrize("resource", [
    "arn:aws:s3:::no-such-bucket-here", "arn:aws:s3:::BUCKET/key", "arn:aws:s3:us-east-1:000000000000:storage-lens/x",
])
def test_resources_that_are_not(control, bucket, resource):
    arguments = {"AccountId": ACCOUNT, "ResourceArn": resource.replace("BUCKET", bucket)}
    for call, more in ((control.list_tags_for_resource, {}), (control.tag_resource, {"Tags": tag_list(k="v")}),
                       (control.untag_resource, {"TagKeys": ["k"]})):
        error = error_of(call, **arguments, **more)
        assert (error["Code"], error["Message"], error["Status"]) == ("NoSuchResource", MISSING, 404)


# Who may


def test_each_asks_for_its_action(server, people, bucket, local_names):  # noqa: F811
    name, keys = people.user()
    user, arguments = control_of(server, keys), {"AccountId": ACCOUNT, "ResourceArn": arn_of(bucket)}
    for call, action, more in (
            (user.list_tags_for_resource, "s3:ListTagsForResource", {}),
            (user.tag_resource, "s3:TagResource", {"Tags": tag_list(k="v")}),
            (user.untag_resource, "s3:UntagResource", {"TagKeys": ["k"]})):
        denied = denial_of(call, **arguments, **more)
        assert denied["Message"] == (
            f"User: {people.arn_of(keys)} is not authorized to perform: {action} on resource: "
            f"\"{arn_of(bucket)}\" because no identity-based policy allows the {action} action")
        people.permit_user(name, allow(action, arn_of(bucket)))
        assert status_of(call(**arguments, **more)) < 300


def test_policies_see_the_tags(server, people, bucket, local_names):  # noqa: F811
    arguments = {"AccountId": ACCOUNT, "ResourceArn": arn_of(bucket)}
    user = control_of(server, people.user(
        allow(["s3:TagResource", "s3:UntagResource"], arn_of(bucket),
              Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}),
        deny("s3:TagResource", Condition={"StringEquals": {"aws:RequestTag/team": "root"}}))[1])
    user.tag_resource(Tags=tag_list(team="red", cost="1"), **arguments)
    denial_of(user.tag_resource, Tags=tag_list(team="red", other="1"), **arguments)
    denial_of(user.tag_resource, Tags=tag_list(team="root"), **arguments)
    denial_of(user.untag_resource, TagKeys=["other"], **arguments)
    user.untag_resource(TagKeys=["cost"], **arguments)
    assert tags_of(control_of(server), bucket) == tag_list(team="red")


def test_the_buckets_policy_counts(server, people, s3, bucket, local_names):  # noqa: F811
    keys = people.user()[1]
    user, arguments = control_of(server, keys), {"AccountId": ACCOUNT, "ResourceArn": arn_of(bucket)}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {**allow(["s3:ListTagsForResource", "s3:TagResource"], arn_of(bucket)),
         "Principal": {"AWS": people.arn_of(keys)}},
        {**deny("s3:TagResource", arn_of(bucket)), "Principal": "*",
         "Condition": {"StringEquals": {"aws:RequestTag/env": "live"}}}]}))
    user.tag_resource(Tags=tag_list(env="test"), **arguments)
    assert tags_of(user, bucket) == tag_list(env="test")
    for client in (user, control_of(server)):
        denied = denial_of(client.tag_resource, Tags=tag_list(env="live"), **arguments)
        assert "with an explicit deny in a resource-based policy" in denied["Message"]


def test_a_session_needs_its_token(server, people, bucket, local_names):  # noqa: F811
    arn = people.role(trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), allow("s3:ListTagsForResource"))
    keys = people.assume(people.user(allow("sts:AssumeRole"))[1], arn)
    assert tags_of(control_of(server, keys), bucket) == []
    error = error_of(control_of(server, keys[:2]).list_tags_for_resource, AccountId=ACCOUNT,
                     ResourceArn=arn_of(bucket))
    assert (error["Code"], error["Status"]) == ("InvalidAccessKeyId", 403)


# The AWS CLI


@pytest.fixture
def cli(server):
    """The CLI as against AWS, whose names need no DNS where the server is the proxy."""

    def run(*arguments, check=True):
        return server.aws(
            "s3control", *arguments, "--output", "json", check=check, HTTP_PROXY=server.endpoint,
            AWS_ENDPOINT_URL="http://s3-control.us-east-1.amazonaws.com")

    return run


def test_the_block_by_the_cli(cli):
    account = ("--account-id", ACCOUNT)
    cli("put-public-access-block", *account, "--public-access-block-configuration",
        "BlockPublicAcls=false,RestrictPublicBuckets=true")
    try:
        block = json.loads(cli("get-public-access-block", *account).stdout)["PublicAccessBlockConfiguration"]
        assert (block["BlockPublicAcls"], block["RestrictPublicBuckets"]) == (False, True)
    finally:
        cli("delete-public-access-block", *account)
    missing = cli("get-public-access-block", *account, check=False)
    assert missing.returncode != 0 and "(NoSuchPublicAccessBlockConfiguration)" in missing.stderr


def test_tags_by_the_cli(cli, bucket):
    resource = ("--account-id", ACCOUNT, "--resource-arn", arn_of(bucket))
    cli("tag-resource", *resource, "--tags", "Key=team,Value=red", "Key=cost,Value=1")
    cli("untag-resource", *resource, "--tag-keys", "cost", "other")
    assert json.loads(cli("list-tags-for-resource", *resource).stdout) == {"Tags": tag_list(team="red")}
    missing = cli("list-tags-for-resource", "--account-id", ACCOUNT, "--resource-arn", "arn:aws:s3:::none-here",
                  check=False)
    assert "(NoSuchResource)" in missing.stderr and MISSING in missing.stderr
