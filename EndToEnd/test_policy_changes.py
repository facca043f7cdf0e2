"""A change of who may do what is in force for the next request on every connection."""

import json

import pytest
from botocore.exceptions import ClientError

CONNECTIONS = 8


def policy(effect, action="s3:GetObject"):
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": effect, "Action": action, "Resource": "*"}})


ALLOW, DENY = policy("Allow"), policy("Deny")


class Reader:
    """Clients of one caller, each with a connection of its own that stays open."""

    def __init__(self, server, keys):
        self.clients = [server.client("s3", keys) for _ in range(CONNECTIONS)]

    def expect(self, allowed):
        for client in self.clients:
            if allowed:
                assert client.get_object(Bucket="changes", Key="k")["Body"].read() == b"x"
            else:
                with pytest.raises(ClientError) as refusal:
                    client.get_object(Bucket="changes", Key="k")
                assert refusal.value.response["Error"]["Code"] == "AccessDenied"


@pytest.fixture(scope="module")
def iam(server):
    s3 = server.client("s3")
    s3.create_bucket(Bucket="changes")
    s3.put_object(Bucket="changes", Key="k", Body=b"x")
    return server.client("iam")


@pytest.fixture
def reader(server, iam, request):
    """A user named after the test, without policies."""
    name = request.node.name.replace("test_", "")[:60]
    iam.create_user(UserName=name)
    made = iam.create_access_key(UserName=name)["AccessKey"]
    found = Reader(server, (made["AccessKeyId"], made["SecretAccessKey"]))
    found.name, found.key_id = name, made["AccessKeyId"]
    found.expect(False)
    return found


def test_an_inline_policy(iam, reader):
    for _ in range(3):
        iam.put_user_policy(UserName=reader.name, PolicyName="p", PolicyDocument=ALLOW)
        reader.expect(True)
        iam.put_user_policy(UserName=reader.name, PolicyName="p", PolicyDocument=DENY)
        reader.expect(False)
    iam.delete_user_policy(UserName=reader.name, PolicyName="p")
    reader.expect(False)


def test_a_version_of_a_managed_policy(iam, reader):
    arn = iam.create_policy(PolicyName="reading", PolicyDocument=ALLOW)["Policy"]["Arn"]
    iam.attach_user_policy(UserName=reader.name, PolicyArn=arn)
    reader.expect(True)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=DENY, SetAsDefault=True)
    reader.expect(False)
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    reader.expect(True)
    iam.detach_user_policy(UserName=reader.name, PolicyArn=arn)
    reader.expect(False)


def test_a_group_and_its_policy(iam, reader):
    iam.create_group(GroupName="readers")
    iam.put_group_policy(GroupName="readers", PolicyName="p", PolicyDocument=ALLOW)
    iam.add_user_to_group(GroupName="readers", UserName=reader.name)
    reader.expect(True)
    iam.put_group_policy(GroupName="readers", PolicyName="p", PolicyDocument=policy("Allow", "s3:PutObject"))
    reader.expect(False)
    iam.put_group_policy(GroupName="readers", PolicyName="p", PolicyDocument=ALLOW)
    reader.expect(True)
    iam.remove_user_from_group(GroupName="readers", UserName=reader.name)
    reader.expect(False)


def test_a_boundary(iam, reader):
    iam.put_user_policy(UserName=reader.name, PolicyName="p", PolicyDocument=ALLOW)
    reader.expect(True)
    iam.put_user_permissions_boundary(
        UserName=reader.name, PermissionsBoundary="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    reader.expect(False)
    iam.delete_user_permissions_boundary(UserName=reader.name)
    reader.expect(True)


def test_a_tag_that_a_condition_asks_for(iam, reader):
    document = json.loads(ALLOW)
    document["Statement"]["Condition"] = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
    iam.put_user_policy(UserName=reader.name, PolicyName="p", PolicyDocument=json.dumps(document))
    reader.expect(False)
    iam.tag_user(UserName=reader.name, Tags=[{"Key": "team", "Value": "blue"}])
    reader.expect(True)
    iam.untag_user(UserName=reader.name, TagKeys=["team"])
    reader.expect(False)


def test_a_key_that_is_put_out_of_use(iam, reader):
    iam.put_user_policy(UserName=reader.name, PolicyName="p", PolicyDocument=ALLOW)
    reader.expect(True)
    iam.update_access_key(UserName=reader.name, AccessKeyId=reader.key_id, Status="Inactive")
    for client in reader.clients:
        with pytest.raises(ClientError) as refusal:
            client.get_object(Bucket="changes", Key="k")
        assert refusal.value.response["Error"]["Code"] == "InvalidAccessKeyId"


def test_a_roles_policy_and_sessions_made_before(server, iam):
    trust = json.dumps({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}})
    role = iam.create_role(RoleName="changing", AssumeRolePolicyDocument=trust)["Role"]
    iam.create_user(UserName="assumer")
    iam.put_user_policy(UserName="assumer", PolicyName="p", PolicyDocument=policy("Allow", "sts:AssumeRole"))
    made = iam.create_access_key(UserName="assumer")["AccessKey"]
    keys = server.client("sts", (made["AccessKeyId"], made["SecretAccessKey"])).assume_role(
        RoleArn=role["Arn"], RoleSessionName="work")["Credentials"]
    reader = Reader(server, (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]))
    reader.expect(False)
    iam.put_role_policy(RoleName="changing", PolicyName="p", PolicyDocument=ALLOW)
    reader.expect(True)
    iam.delete_role_policy(RoleName="changing", PolicyName="p")
    reader.expect(False)
    iam.put_role_policy(RoleName="changing", PolicyName="p", PolicyDocument=ALLOW)
    iam.delete_role_policy(RoleName="changing", PolicyName="p")
    iam.delete_role(RoleName="changing")
    iam.create_role(RoleName="changing", AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="changing", PolicyName="p", PolicyDocument=ALLOW)
    reader.expect(False)
