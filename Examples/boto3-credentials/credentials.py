"""A user's password becomes tokens, the tokens temporary credentials, and the credentials a list of buckets."""

import os

import boto3

region = os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
pool, client_id, identity_pool = (os.environ[name] for name in ("POOL", "CLIENT", "IDENTITIES"))

cognito = boto3.client("cognito-idp", region_name=region)
response = cognito.initiate_auth(
    ClientId=client_id,
    AuthFlow="USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": os.environ["USERNAME"], "PASSWORD": os.environ["PASSWORD"]},
)

ci_client = boto3.client("cognito-identity", region_name=region)
logins = {f"cognito-idp.{region}.amazonaws.com/{pool}": response["AuthenticationResult"]["IdToken"]}
identity_id = ci_client.get_id(IdentityPoolId=identity_pool, Logins=logins)["IdentityId"]
credentials = ci_client.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]
print("AccessKeyId:", credentials["AccessKeyId"], "until", credentials["Expiration"])

s3_client = boto3.client(
    "s3",
    region_name=region,
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretKey"],
    aws_session_token=credentials["SessionToken"],
)
print([bucket["Name"] for bucket in s3_client.list_buckets()["Buckets"]])
