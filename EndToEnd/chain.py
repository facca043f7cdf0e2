"""The building blocks of document 002, made as its author makes them."""

import json
import secrets

DOCUMENT_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["s3:Get*", "s3:List*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
            "Resource": ["*"],
        }
    ],
}

PASSWORD = "Passw0rd!한옥"


def trust_policy(identity_pool_id: str, amr: str = "authenticated") -> dict:
    """What the console writes for a role of an identity pool."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool_id},
                    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": amr},
                },
            }
        ],
    }


class Chain:
    """A user pool, an identity pool, a role and a bucket, joined."""

    def __init__(self, hanok, policy=None, allow_classic=True, allow_unauthenticated=False):
        self.hanok = hanok
        self.name = "doc" + secrets.token_hex(4)
        self.cognito = hanok.client("cognito-idp")
        self.identity = hanok.client("cognito-identity")
        self.iam = hanok.client("iam")
        self.s3 = hanok.client("s3")
        self.make_user_pool()
        self.make_identity_pool(allow_classic, allow_unauthenticated)
        self.make_role(policy or DOCUMENT_POLICY)
        self.bucket = self.name + "-bucket"
        self.s3.create_bucket(Bucket=self.bucket)
        self.s3.put_object(Bucket=self.bucket, Key="hello.txt", Body="안녕 한옥".encode())

    def make_user_pool(self):
        pool = self.cognito.create_user_pool(PoolName=self.name)["UserPool"]
        self.user_pool_id = pool["Id"]
        client = self.cognito.create_user_pool_client(
            UserPoolId=self.user_pool_id, ClientName="app", GenerateSecret=False,
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
                               "ALLOW_ADMIN_USER_PASSWORD_AUTH"])["UserPoolClient"]
        self.client_id = client["ClientId"]
        assert "ClientSecret" not in client
        self.provider = f"cognito-idp.us-east-1.amazonaws.com/{self.user_pool_id}"

    def make_identity_pool(self, allow_classic, allow_unauthenticated):
        pool = self.identity.create_identity_pool(
            IdentityPoolName=self.name, AllowUnauthenticatedIdentities=allow_unauthenticated,
            AllowClassicFlow=allow_classic,
            CognitoIdentityProviders=[{"ProviderName": self.provider, "ClientId": self.client_id}])
        self.identity_pool_id = pool["IdentityPoolId"]

    def make_role(self, policy):
        role = self.iam.create_role(
            RoleName=self.name, AssumeRolePolicyDocument=json.dumps(trust_policy(self.identity_pool_id)))
        self.role_arn = role["Role"]["Arn"]
        self.iam.put_role_policy(RoleName=self.name, PolicyName="s3", PolicyDocument=json.dumps(policy))
        self.identity.set_identity_pool_roles(
            IdentityPoolId=self.identity_pool_id, Roles={"authenticated": self.role_arn})

    def make_user(self, username="reader"):
        self.cognito.admin_create_user(
            UserPoolId=self.user_pool_id, Username=username, MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(
            UserPoolId=self.user_pool_id, Username=username, Password=PASSWORD, Permanent=True)

    def sign_in(self, username="reader") -> dict:
        return self.cognito.initiate_auth(
            ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD})["AuthenticationResult"]

    def logins(self, id_token) -> dict:
        return {self.provider: id_token}

    def identity_id(self, id_token) -> str:
        return self.identity.get_id(
            IdentityPoolId=self.identity_pool_id, Logins=self.logins(id_token))["IdentityId"]

    def credentials(self, id_token):
        found = self.identity.get_credentials_for_identity(
            IdentityId=self.identity_id(id_token), Logins=self.logins(id_token))["Credentials"]
        return found["AccessKeyId"], found["SecretKey"], found["SessionToken"]
