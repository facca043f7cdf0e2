"""Users, roles and sessions as tests of access need them, made by an account's root."""

import json
import secrets

import pytest
from botocore.exceptions import ClientError


def document(*statements) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions, resource="*", **more) -> dict:
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}


def deny(actions, resource="*", **more) -> dict:
    return {"Effect": "Deny", "Action": actions, "Resource": resource, **more}


def trust(principal, actions="sts:AssumeRole", **condition) -> dict:
    """One statement of a trust policy."""
    more = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Principal": principal, "Action": actions, **more}


def keys_of(credentials) -> tuple:
    """A reply's temporary credentials as `Hanok.client` takes them."""
    return credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]


def error_of(call, **arguments) -> dict:
    """The refusal's error, with the request's id and the answer's status beside code and sentence."""
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    answer = refusal.value.response
    return {**answer["Error"], "RequestId": answer["ResponseMetadata"].get("RequestId"),
            "Status": answer["ResponseMetadata"]["HTTPStatusCode"],
            "Headers": answer["ResponseMetadata"]["HTTPHeaders"]}


def denial_of(call, **arguments) -> dict:
    """The refusal's error, which must be AWS's for a caller who may not."""
    error = error_of(call, **arguments)
    assert error["Code"] in ("AccessDenied", "AccessDeniedException"), error
    return error


class Callers:
    """The people of one account."""

    def __init__(self, hanok, root_key=None):
        self.hanok = hanok
        self.root_key = root_key or hanok.root_key
        self.iam = hanok.client("iam", self.root_key)
        self.account = hanok.client("sts", self.root_key).get_caller_identity()["Account"]

    def user(self, *statements, name=None, tags=()) -> tuple:
        """A new user's name and keys."""
        name = name or "user-" + secrets.token_hex(4)
        self.iam.create_user(UserName=name, Tags=[{"Key": key, "Value": value} for key, value in tags])
        self.permit_user(name, *statements)
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return name, (key["AccessKeyId"], key["SecretAccessKey"])

    def permit_user(self, name, *statements, policy="permissions"):
        if statements:
            self.iam.put_user_policy(UserName=name, PolicyName=policy, PolicyDocument=document(*statements))

    def role(self, trusting, *statements, name=None, **settings) -> str:
        """A new role's ARN."""
        name = name or "role-" + secrets.token_hex(4)
        trusting = trusting if isinstance(trusting, list) else [trusting]
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(*trusting), **settings)["Role"]
        self.permit_role(name, *statements)
        return role["Arn"]

    def permit_role(self, name, *statements, policy="permissions"):
        if statements:
            self.iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=document(*statements))

    def managed_policy(self, *statements) -> str:
        return self.iam.create_policy(
            PolicyName="policy-" + secrets.token_hex(4), PolicyDocument=document(*statements))["Policy"]["Arn"]

    def assume(self, keys, role_arn, session_name="session", **more) -> tuple:
        """The keys of a new session of the role."""
        answer = self.hanok.client("sts", keys).assume_role(
            RoleArn=role_arn, RoleSessionName=session_name, **more)
        return keys_of(answer["Credentials"])

    def arn_of(self, keys) -> str:
        return self.hanok.client("sts", keys).get_caller_identity()["Arn"]
