"""Functions that other services run: triggers of user pools, notifications of buckets."""

import json

import botocore.exceptions
import pytest

import functions
from hanok import REGION
from people import outbox

ACCOUNT = "000000000000"


@pytest.fixture(scope="module")
def role(server):
    return functions.role(server, "triggers")


def permit(server, name, principal, source):
    server.client("lambda").add_permission(
        FunctionName=name, StatementId=principal.split(".")[0], Action="lambda:InvokeFunction", Principal=principal,
        SourceArn=source)


def test_triggers_of_a_user_pool(server, role):
    source = (
        "def handler(event, context):\n"
        "    print(event['triggerSource'], event['userName'])\n"
        "    if event['triggerSource'] == 'PreSignUp_SignUp':\n"
        "        if event['request']['userAttributes']['email'].endswith('@blocked.example'):\n"
        "            raise Exception('not from there')\n"
        "        event['response']['autoConfirmUser'] = True\n"
        "        event['response']['autoVerifyEmail'] = True\n"
        "    if event['triggerSource'].startswith('TokenGeneration'):\n"
        "        event['response']['claimsOverrideDetails'] = {'claimsToAddOrOverride': {'house': 'hanok'}}\n"
        "    return event\n")
    arn = functions.python(server, "pool-trigger", source, role)["FunctionArn"]
    pools = server.client("cognito-idp")
    pool = pools.create_user_pool(
        PoolName="triggered", LambdaConfig={"PreSignUp": arn, "PreTokenGeneration": arn})["UserPool"]
    client = pools.create_user_pool_client(
        UserPoolId=pool["Id"], ClientName="c", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    )["UserPoolClient"]["ClientId"]

    def sign_up(name, email):
        return pools.sign_up(ClientId=client, Username=name, Password="Correct-horse-7",
                             UserAttributes=[{"Name": "email", "Value": email}])

    # Without permission the trigger is refused, and with it the sign-up.
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        sign_up("kim", "kim@example.com")
    assert refusal.value.response["Error"]["Code"] in ("UnexpectedLambdaException", "AccessDeniedException",
                                                       "InvalidLambdaResponseException")
    permit(server, "pool-trigger", "cognito-idp.amazonaws.com", pool["Arn"])
    assert sign_up("kim", "kim@example.com")["UserConfirmed"] is True
    with pytest.raises(pools.exceptions.UserLambdaValidationException) as refusal:
        sign_up("lee", "lee@blocked.example")
    assert refusal.value.response["Error"]["Message"] == "PreSignUp failed with error not from there."
    tokens = pools.initiate_auth(
        ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "kim", "PASSWORD": "Correct-horse-7"})["AuthenticationResult"]
    from people import claims
    assert claims(tokens["IdToken"])["house"] == "hanok"
    functions.log(server, "pool-trigger", "TokenGeneration_Authentication kim")
    assert outbox(server, "kim@example.com") == []


def test_notifications_of_a_bucket(server, role):
    source = (
        "import urllib.parse\n"
        "def handler(event, context):\n"
        "    for record in event['Records']:\n"
        "        key = urllib.parse.unquote_plus(record['s3']['object']['key'])\n"
        "        print('told', record['eventName'], record['s3']['bucket']['name'], key, record['s3']['object'].get('size'))\n")
    arn = functions.python(server, "bucket-listener", source, role)["FunctionArn"]
    s3 = server.client("s3")
    s3.create_bucket(Bucket="told")
    wanted = {"LambdaFunctionConfigurations": [
        {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"],
         "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".jpg"}]}}}]}
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        s3.put_bucket_notification_configuration(Bucket="told", NotificationConfiguration=wanted)
    assert refusal.value.response["Error"]["Message"].startswith("Unable to validate the following destination configurations")
    permit(server, "bucket-listener", "s3.amazonaws.com", "arn:aws:s3:::told")
    s3.put_bucket_notification_configuration(Bucket="told", NotificationConfiguration=wanted)
    s3.put_object(Bucket="told", Key="사진 1.jpg", Body=b"12345")
    s3.put_object(Bucket="told", Key="other.txt", Body=b"1")
    messages = functions.log(server, "bucket-listener", "told ObjectCreated:Put told 사진 1.jpg 5")
    assert not any("other.txt" in message for message in messages)
    assert json.dumps(messages)


def test_another_pools_permission_does_not_do(server, role):
    arn = functions.python(server, "guarded-trigger", "def handler(event, context):\n    return event\n", role)["FunctionArn"]
    permit(server, "guarded-trigger", "cognito-idp.amazonaws.com", f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/other")
    pools = server.client("cognito-idp")
    pool = pools.create_user_pool(PoolName="other", LambdaConfig={"PreSignUp": arn})["UserPool"]
    client = pools.create_user_pool_client(UserPoolId=pool["Id"], ClientName="c")["UserPoolClient"]["ClientId"]
    with pytest.raises(botocore.exceptions.ClientError):
        pools.sign_up(ClientId=client, Username="kim", Password="Correct-horse-7")
    assert pools.list_users(UserPoolId=pool["Id"])["Users"] == []
