"""What an account has in IAM beside its first users and roles, by boto3's paginators and the AWS CLI: groups, AWS's
policies, tags, providers, instance profiles, services' roles, passwords, reports, MFA devices."""

import base64
import csv
import hashlib
import hmac
import io
import json
import secrets
import struct
import time

import pytest
from botocore.exceptions import ClientError

READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


def allow(*actions, resource="*", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}]})


@pytest.fixture
def iam(server):
    return server.client("iam")


@pytest.fixture
def name():
    """One that no other test has."""
    return "t" + secrets.token_hex(4)


@pytest.fixture
def account(server):
    return server.client("sts").get_caller_identity()["Account"]


def refused(call, **arguments):
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    return refusal.value.response["Error"]["Code"], refusal.value.response["Error"]["Message"]


def user_with_key(iam, name):
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def pages(iam, operation, member, size=2, **arguments):
    paginator = iam.get_paginator(operation)
    return [item for page in paginator.paginate(PaginationConfig={"PageSize": size}, **arguments)
            for item in page[member]]


def test_a_groups_policies_are_its_members(server, iam, name):
    s3 = server.client("s3", user_with_key(iam, name))
    assert refused(s3.list_buckets)[0] == "AccessDenied"
    iam.create_group(GroupName=name, Path="/team/")
    iam.attach_group_policy(GroupName=name, PolicyArn=READ_ONLY)
    iam.put_group_policy(GroupName=name, PolicyName="more", PolicyDocument=allow("s3:CreateBucket"))
    iam.add_user_to_group(GroupName=name, UserName=name)
    s3.list_buckets()
    shown = iam.get_group_policy(GroupName=name, PolicyName="more")["PolicyDocument"]
    assert shown["Statement"][0]["Effect"] == "Allow"
    assert iam.list_group_policies(GroupName=name)["PolicyNames"] == ["more"]
    entities = iam.list_entities_for_policy(PolicyArn=READ_ONLY, EntityFilter="Group")["PolicyGroups"]
    assert name in [group["GroupName"] for group in entities]
    assert refused(iam.delete_group, GroupName=name) == (
        "DeleteConflict", "Cannot delete entity, must remove users from group first.")
    iam.update_group(GroupName=name, NewGroupName=name + "-new")
    s3.list_buckets()
    iam.remove_user_from_group(GroupName=name + "-new", UserName=name)
    assert refused(s3.list_buckets)[0] == "AccessDenied"


def test_groups_by_paginators(iam, name):
    iam.create_user(UserName=name)
    for number in range(5):
        iam.create_group(GroupName=f"{name}-{number}", Path=f"/{name}/")
        iam.add_user_to_group(GroupName=f"{name}-{number}", UserName=name)
        iam.create_user(UserName=f"{name}-{number}")
        iam.add_user_to_group(GroupName=f"{name}-0", UserName=f"{name}-{number}")
    every = [f"{name}-{number}" for number in range(5)]
    listed = pages(iam, "list_groups", "Groups", PathPrefix=f"/{name}/")
    assert [group["GroupName"] for group in listed] == every
    assert sorted(group["GroupName"] for group in pages(iam, "list_groups_for_user", "Groups", UserName=name)) == every
    members = pages(iam, "get_group", "Users", GroupName=f"{name}-0")
    assert sorted(user["UserName"] for user in members) == sorted([name, *every])


def test_groups_by_the_command_line(server, name):
    server.aws("iam", "create-user", "--user-name", name)
    server.aws("iam", "create-group", "--group-name", name)
    server.aws("iam", "add-user-to-group", "--group-name", name, "--user-name", name)
    shown = server.aws_json("iam", "get-group", "--group-name", name)
    assert [user["UserName"] for user in shown["Users"]] == [name]
    again = server.aws("iam", "create-group", "--group-name", name, check=False)
    assert again.returncode != 0 and f"Group with name {name} already exists." in again.stderr


def test_aws_policies_are_there(iam, name):
    listed = pages(iam, "list_policies", "Policies", size=7, Scope="AWS")
    arns = [policy["Arn"] for policy in listed]
    assert len(arns) == len(set(arns)) > 50
    role = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    assert role in arns and "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" in arns
    policy = iam.get_policy(PolicyArn=role)["Policy"]
    assert policy["Path"] == "/service-role/" and policy["PolicyId"].startswith("ANPA")
    version = iam.get_policy_version(PolicyArn=role, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    assert "logs:PutLogEvents" in version["Document"]["Statement"][0]["Action"]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    iam.attach_role_policy(RoleName=name, PolicyArn=role)
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary="arn:aws:iam::aws:policy/PowerUserAccess")
    assert refused(
        iam.attach_role_policy, RoleName=name,
        PolicyArn="arn:aws:iam::aws:policy/aws-service-role/CloudTrailServiceRolePolicy")[0] == "PolicyNotAttachable"


def test_tags_of_policies_count(server, iam, name):
    arn = iam.create_policy(PolicyName=name, PolicyDocument=allow("s3:*"),
                            Tags=[{"Key": "Team", "Value": "one"}])["Policy"]["Arn"]
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "Stage", "Value": "test"}])
    tags = pages(iam, "list_policy_tags", "Tags", size=1, PolicyArn=arn)
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"Team": "one", "Stage": "test"}
    key = user_with_key(iam, name)
    iam.put_user_policy(UserName=name, PolicyName="mine", PolicyDocument=allow(
        "iam:GetPolicy", Condition={"StringEquals": {"aws:ResourceTag/Team": "one"}}))
    own = server.client("iam", key)
    own.get_policy(PolicyArn=arn)
    iam.untag_policy(PolicyArn=arn, TagKeys=["Team"])
    assert refused(own.get_policy, PolicyArn=arn)[0] == "AccessDenied"


def test_openid_connect_providers(server, iam, name, account):
    url = f"https://{name}.example.com/realms/main"
    arn = iam.create_open_id_connect_provider(Url=url, ClientIDList=["app"], ThumbprintList=["ab" * 20],
                                              Tags=[{"Key": "Team", "Value": "one"}])["OpenIDConnectProviderArn"]
    assert arn == f"arn:aws:iam::{account}:oidc-provider/{name}.example.com/realms/main"
    assert refused(iam.create_open_id_connect_provider, Url=url) == (
        "EntityAlreadyExists", f"Provider with url {url} already exists.")
    assert refused(iam.create_open_id_connect_provider, Url="http://id.example.com") == (
        "ValidationError", "Invalid Open ID Connect Provider URL")
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="web")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="app")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["cd" * 20])
    shown = server.aws_json("iam", "get-open-id-connect-provider", "--open-id-connect-provider-arn", arn)
    assert (shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]) == (
        url.removeprefix("https://"), ["web"], ["cd" * 20])
    assert arn in [item["Arn"] for item in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    for _ in range(2):
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert refused(iam.get_open_id_connect_provider, OpenIDConnectProviderArn=arn)[0] == "NoSuchEntity"


def test_instance_profiles(iam, name):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName=name, Tags=[{"Key": "Team", "Value": "one"}])
    iam.get_waiter("instance_profile_exists").wait(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    profile = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == [name] and profile["Tags"][0]["Key"] == "Team"
    of_role = pages(iam, "list_instance_profiles_for_role", "InstanceProfiles", RoleName=name)
    assert [item["InstanceProfileName"] for item in of_role] == [name]
    conflict = ("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.")
    assert refused(iam.delete_role, RoleName=name) == conflict
    assert refused(iam.delete_instance_profile, InstanceProfileName=name) == conflict
    iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=name)
    iam.delete_role(RoleName=name)
    iam.delete_instance_profile(InstanceProfileName=name)


def test_service_linked_roles(iam):
    role = iam.create_service_linked_role(AWSServiceName="ops.apigateway.amazonaws.com")["Role"]
    assert role["RoleName"] == "AWSServiceRoleForAPIGateway"
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "ops.apigateway.amazonaws.com"}
    assert refused(iam.delete_role, RoleName=role["RoleName"]) == (
        "UnmodifiableEntity", "Cannot perform the operation on the protected role 'AWSServiceRoleForAPIGateway' - "
        "this role is only modifiable by AWS")
    assert refused(iam.create_service_linked_role, AWSServiceName="ops.apigateway.amazonaws.com")[0] == "InvalidInput"
    task = iam.delete_service_linked_role(RoleName=role["RoleName"])["DeletionTaskId"]
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
    assert refused(iam.get_role, RoleName=role["RoleName"])[0] == "NoSuchEntity"


def test_an_alias(iam, name):
    iam.create_account_alias(AccountAlias=name)
    assert pages(iam, "list_account_aliases", "AccountAliases") == [name]
    assert refused(iam.create_account_alias, AccountAlias="Two--dashes")[0] == "ValidationError"
    iam.delete_account_alias(AccountAlias=name)
    assert iam.list_account_aliases()["AccountAliases"] == []


def test_the_summary_counts(iam, name):
    before = iam.get_account_summary()["SummaryMap"]
    iam.create_user(UserName=name)
    after = iam.get_account_summary()["SummaryMap"]
    assert after["Users"] == before["Users"] + 1 and after["UsersQuota"] == 5000


def test_passwords_and_their_policy(server, iam, name):
    key = user_with_key(iam, name)
    own = server.client("iam", key)
    try:
        iam.update_account_password_policy(
            MinimumPasswordLength=10, RequireSymbols=True, AllowUsersToChangePassword=True, PasswordReusePrevention=2)
        policy = iam.get_account_password_policy()["PasswordPolicy"]
        assert policy["MinimumPasswordLength"] == 10 and policy["ExpirePasswords"] is False
        assert refused(iam.create_login_profile, UserName=name, Password="short")[0] == "PasswordPolicyViolation"
        made = iam.create_login_profile(UserName=name, Password="Correct-horse-1", PasswordResetRequired=True)
        assert made["LoginProfile"]["PasswordResetRequired"] is True
        assert refused(own.change_password, OldPassword="Wrong-horse-1", NewPassword="Correct-horse-2")[0] == (
            "AccessDenied")
        own.change_password(OldPassword="Correct-horse-1", NewPassword="Correct-horse-2")
        assert refused(own.change_password, OldPassword="Correct-horse-2", NewPassword="Correct-horse-1")[0] == (
            "PasswordPolicyViolation")
        assert iam.get_login_profile(UserName=name)["LoginProfile"]["PasswordResetRequired"] is False
        assert refused(iam.change_password, OldPassword="Correct-horse-2", NewPassword="Correct-horse-3")[0] == (
            "InvalidUserType")
        iam.delete_login_profile(UserName=name)
        assert refused(iam.get_login_profile, UserName=name) == (
            "NoSuchEntity", f"Login Profile for User {name} cannot be found.")
    finally:
        iam.delete_account_password_policy()
    assert refused(iam.get_account_password_policy)[0] == "NoSuchEntity"


def test_a_credential_report(iam, name):
    user_with_key(iam, name)
    deadline = time.monotonic() + 60
    while iam.generate_credential_report()["State"] != "COMPLETE" and time.monotonic() < deadline:
        time.sleep(0.05)
    report = iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    rows = {row["user"]: row for row in csv.DictReader(io.StringIO(report["Content"].decode()))}
    assert rows["<root_account>"]["password_enabled"] == "not_supported"
    # A report younger than four hours is answered again: the user may be newer than it.
    if name in rows:
        assert (rows[name]["access_key_1_active"], rows[name]["access_key_2_active"]) == ("true", "false")
        assert rows[name]["mfa_active"] == "false"


def test_details_of_the_account(iam, name):
    iam.create_user(UserName=name)
    iam.create_group(GroupName=name)
    iam.add_user_to_group(GroupName=name, UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=allow("s3:GetObject"))
    iam.attach_user_policy(UserName=name, PolicyArn=READ_ONLY)
    users = pages(iam, "get_account_authorization_details", "UserDetailList", size=3, Filter=["User"])
    found = next(user for user in users if user["UserName"] == name)
    assert found["GroupList"] == [name] and found["UserPolicyList"][0]["PolicyName"] == "inline"
    assert found["UserPolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"] == ["s3:GetObject"]
    policies = pages(iam, "get_account_authorization_details", "Policies", size=3, Filter=["AWSManagedPolicy"])
    assert READ_ONLY in [policy["Arn"] for policy in policies]
    whole = pages(iam, "get_account_authorization_details", "UserDetailList", size=1)
    assert sorted(user["UserId"] for user in whole) == sorted(user["UserId"] for user in users)


def test_the_last_use_of_a_key(server, iam, name):
    key, secret = user_with_key(iam, name)
    shown = iam.get_access_key_last_used(AccessKeyId=key)
    assert shown["UserName"] == name and shown["AccessKeyLastUsed"]["ServiceName"] == "N/A"
    server.client("sts", (key, secret)).get_caller_identity()
    used = iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    assert used["ServiceName"] == "sts" and "LastUsedDate" in used
    assert refused(iam.get_access_key_last_used, AccessKeyId="AKIAIOSFODNN7EXAMPLE")[0] == "NoSuchEntity"


def code_at(seed: bytes, step: int) -> str:
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_virtual_mfa_device(iam, name, account):
    iam.create_user(UserName=name)
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    serial = device["SerialNumber"]
    assert serial == f"arn:aws:iam::{account}:mfa/{name}"
    step = int(time.time()) // 30
    first, second = (code_at(device["Base32StringSeed"], step + more) for more in (-1, 0))
    shown = dict(UserName=name, SerialNumber=serial)
    assert refused(iam.enable_mfa_device, AuthenticationCode1=second, AuthenticationCode2=first, **shown) == (
        "InvalidAuthenticationCode", "Authentication code for device is not valid.")
    iam.enable_mfa_device(AuthenticationCode1=first, AuthenticationCode2=second, **shown)
    assert [item["SerialNumber"] for item in pages(iam, "list_mfa_devices", "MFADevices", UserName=name)] == [serial]
    assigned = pages(iam, "list_virtual_mfa_devices", "VirtualMFADevices", AssignmentStatus="Assigned")
    assert serial in [item["SerialNumber"] for item in assigned]
    assert all("Base32StringSeed" not in item for item in assigned)
    assert refused(iam.delete_virtual_mfa_device, SerialNumber=serial)[0] == "DeleteConflict"
    iam.deactivate_mfa_device(**shown)
    iam.delete_virtual_mfa_device(SerialNumber=serial)


def test_names_have_few_characters(iam):
    assert refused(iam.create_role, RoleName="a b", AssumeRolePolicyDocument="{}") == (
        "ValidationError", "The specified value for roleName is invalid. It must contain only alphanumeric characters "
        "and/or the following: +=,.@_-")
    code, message = refused(iam.create_user, UserName="x" * 64 + "/")
    assert code == "ValidationError" and message.startswith("1 validation error detected: Value 'xxxx")
