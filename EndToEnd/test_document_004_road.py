"""The article about API Gateway and OAuth2 scopes, whole: a REST API with `GET /tests` under a Cognito authorizer and the
scope `com.test.test/test.read`, deployed to `dev`, called with the token of a program. By the AWS CLI and curl."""

import json
import subprocess

import pytest

import functions
from test_document_004 import REGION, ask, client  # noqa: F401  (steps 3 to 7)

FUNCTION = '''import json

def lambda_handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"code": "00000", "message": "success"})}
'''


@pytest.fixture(scope="module")
def road(server, client, tmp_path_factory):  # noqa: F811
    """The function that the article takes for granted, then its steps 1, 2, 8, 9 and 10."""
    def cli(*arguments):
        return server.aws_json(*arguments, AWS_DEFAULT_REGION=REGION)

    folder = tmp_path_factory.mktemp("code")
    (folder / "function.zip").write_bytes(functions.archive({"lambda_function.py": FUNCTION}))
    role = functions.role(server, "tests")
    function = cli("lambda", "create-function", "--function-name", "tests", "--runtime", "python3.12", "--role", role,
                   "--handler", "lambda_function.lambda_handler", "--timeout", "20", "--zip-file",
                   f"fileb://{folder}/function.zip")["FunctionArn"]
    api = cli("apigateway", "create-rest-api", "--name", "test")["id"]
    root = cli("apigateway", "get-resources", "--rest-api-id", api)["items"][0]["id"]
    resource = cli("apigateway", "create-resource", "--rest-api-id", api, "--parent-id", root, "--path-part", "tests")["id"]
    place = ("--rest-api-id", api, "--resource-id", resource, "--http-method", "GET")
    cli("apigateway", "put-method", *place, "--authorization-type", "NONE")
    cli("apigateway", "put-integration", *place, "--type", "AWS_PROXY", "--integration-http-method", "POST", "--uri",
        f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations")
    server.aws("lambda", "add-permission", "--function-name", "tests", "--statement-id", "api", "--action",
               "lambda:InvokeFunction", "--principal", "apigateway.amazonaws.com", "--source-arn",
               f"arn:aws:execute-api:{REGION}:000000000000:{api}/*/GET/tests", AWS_DEFAULT_REGION=REGION)
    # Step 8.
    authorizer = cli("apigateway", "create-authorizer", "--rest-api-id", api, "--name", "cognito", "--type",
                     "COGNITO_USER_POOLS", "--provider-arns",
                     f"arn:aws:cognito-idp:{REGION}:000000000000:userpool/{client[0]}", "--identity-source",
                     "method.request.header.Authorization")["id"]
    # Step 9.
    cli("apigateway", "update-method", *place, "--patch-operations",
        "op=replace,path=/authorizationType,value=COGNITO_USER_POOLS",
        f"op=replace,path=/authorizerId,value={authorizer}",
        "op=add,path=/authorizationScopes,value=com.test.test/test.read")
    # Step 10.
    cli("apigateway", "create-deployment", "--rest-api-id", api, "--stage-name", "dev")
    return api


def call(server, api, token=None, path="/dev/tests"):
    """Step 11, at the host that the article calls."""
    command = ["curl", "-sS", "-i", f"http://127.0.0.1:{server.port}{path}", "-H",
               f"Host: {api}.execute-api.{REGION}.amazonaws.com"]
    if token:
        command += ["-H", f"Authorization: {token}"]
    head, _, body = subprocess.run(command, capture_output=True, text=True, check=True).stdout.partition("\n\n")
    lines = head.replace("\r", "").splitlines()
    return int(lines[0].split()[1]), json.loads(body), {line.partition(": ")[0].lower(): line.partition(": ")[2] for line in lines[1:]}


def test_the_token_of_the_article_is_let_in(server, client, road):  # noqa: F811
    token = ask(server, client[1], client[2]).json()["access_token"]
    for header in (token, f"Bearer {token}"):
        status, body, headers = call(server, road, header)
        assert (status, body) == (200, {"code": "00000", "message": "success"})
        assert "x-amzn-requestid" in headers and "x-amz-apigw-id" in headers


def test_others_are_not(server, client, road):  # noqa: F811
    token = ask(server, client[1], client[2]).json()["access_token"]
    for wrong in (None, "nonsense", token[:-8] + "AAAAAAAA"):
        status, body, headers = call(server, road, wrong)
        assert (status, body) == (401, {"message": "Unauthorized"}), wrong
        assert headers["x-amzn-errortype"] == "UnauthorizedException"
    status, body, headers = call(server, road, token, "/dev/nothing")
    assert (status, body) == (403, {"message": "Missing Authentication Token"})
    assert headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


def test_the_same_by_the_paths_of_this_server(server, client, road):  # noqa: F811
    token = ask(server, client[1], client[2]).json()["access_token"]
    for path in (f"/_aws/execute-api/{road}/dev/tests", f"/restapis/{road}/dev/_user_request_/tests"):
        answer = subprocess.run(
            ["curl", "-sS", f"http://127.0.0.1:{server.port}{path}", "-H", f"Authorization: {token}"],
            capture_output=True, text=True, check=True).stdout
        assert json.loads(answer) == {"code": "00000", "message": "success"}


def test_a_token_without_the_scope(server, client, road):  # noqa: F811
    def aws(*arguments):
        return server.aws_json("cognito-idp", *arguments, AWS_DEFAULT_REGION=REGION)

    aws("update-resource-server", "--user-pool-id", client[0], "--identifier", "com.test.test", "--name", "test",
        "--scopes", "ScopeName=test.read,ScopeDescription=read", "ScopeName=test.write,ScopeDescription=write")
    made = aws("create-user-pool-client", "--user-pool-id", client[0], "--client-name", "writer", "--generate-secret",
               "--supported-identity-providers", "COGNITO", "--allowed-o-auth-flows", "client_credentials",
               "--allowed-o-auth-scopes", "com.test.test/test.write",
               "--allowed-o-auth-flows-user-pool-client")["UserPoolClient"]
    token = ask(server, made["ClientId"], made["ClientSecret"]).json()["access_token"]
    status, body, _ = call(server, road, token)
    assert (status, body) == (401, {"message": "Unauthorized"})
