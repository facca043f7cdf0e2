"""Steps 3 to 10 of the article about a serverless architecture with Cognito, and its clean-up: a table, a role, a
function, an HTTP API with a JWT authorizer, and posts by those who are signed in. All by the AWS CLI and curl, in the
article's order and with its names, mistakes included."""

import json
import subprocess

import pytest

import functions
from hanok import REGION
from hosted import PASSWORD, Visitor, arrived, claims, mailed_code
from test_document_003 import link  # noqa: F401  (steps 1 and 2)

# As the article has it: `json` is not imported, and the table is spelled otherwise than in step 3.
VERBATIM = '''import boto3

def lambda_handler(event, context):
    client = boto3.resource('dynamodb')    
    
    table_name="Demo-DynamoDB"
    table=client.Table(table_name)
    
    response=table.scan(Select='COUNT')
    item_count=response['Count']
    
    data=json.loads(event['body'])
    title=data['title']
    contents=data['contents']

    if item_count==0:
        data={"id":1,"title":title,"contents":contents}
        table.put_item(Item=data)
    else:
        data={"id":item_count+1,"title":title,"contents":contents}
        table.put_item(Item=data)
'''
CORRECTED = ("import json\n" + VERBATIM).replace("Demo-DynamoDB", "Demo-DyanmoDB")
TABLE = "Demo-DyanmoDB"
FUNCTION = "Demo-Post-Lambda"


@pytest.fixture(scope="module")
def token(server, link):  # noqa: F811
    """Steps 2 and 9: signed up, confirmed, signed in; the id token of the address."""
    address, _ = link
    visitor = Visitor(server)
    page = visitor.visit(address.replace("/login?", "/signup?"))
    page = visitor.fill(page, username="lee@example.com", password=PASSWORD)
    visitor.fill(page, code=mailed_code(server, "lee@example.com"))
    again = Visitor(server)
    return arrived(again.fill(again.visit(address), username="lee@example.com", password=PASSWORD))["id_token"]


@pytest.fixture(scope="module")
def road(server, link, tmp_path_factory):  # noqa: F811
    """Steps 3 to 8."""
    def cli(*arguments):
        return server.aws_json(*arguments)

    folder = tmp_path_factory.mktemp("code")
    cli("dynamodb", "create-table", "--table-name", TABLE, "--attribute-definitions", "AttributeName=id,AttributeType=N",
        "--key-schema", "AttributeName=id,KeyType=HASH", "--provisioned-throughput",
        "ReadCapacityUnits=5,WriteCapacityUnits=5")
    role = cli("iam", "create-role", "--role-name", "Demo-IAM-Lambda", "--assume-role-policy-document",
               json.dumps(functions.TRUST))["Role"]["Arn"]
    for policy in ("AmazonDynamoDBFullAccess", "CloudWatchFullAccess"):
        cli("iam", "attach-role-policy", "--role-name", "Demo-IAM-Lambda", "--policy-arn",
            f"arn:aws:iam::aws:policy/{policy}")
    (folder / "verbatim.zip").write_bytes(functions.archive({"lambda_function.py": VERBATIM}))
    (folder / "corrected.zip").write_bytes(functions.archive({"lambda_function.py": CORRECTED}))
    function = cli("lambda", "create-function", "--function-name", FUNCTION, "--runtime", "python3.11", "--role", role,
                   "--handler", "lambda_function.lambda_handler", "--timeout", "20", "--memory-size", "256",
                   "--zip-file", f"fileb://{folder}/verbatim.zip")["FunctionArn"]
    server.aws("lambda", "wait", "function-active-v2", "--function-name", FUNCTION)
    api = cli("apigatewayv2", "create-api", "--name", "Demo-APIGateway", "--protocol-type", "HTTP")
    identity = api["ApiId"]
    cli("apigatewayv2", "create-stage", "--api-id", identity, "--stage-name", "$default", "--auto-deploy")
    integration = cli("apigatewayv2", "create-integration", "--api-id", identity, "--integration-type", "AWS_PROXY",
                      "--integration-uri", function, "--payload-format-version", "2.0")["IntegrationId"]
    route = cli("apigatewayv2", "create-route", "--api-id", identity, "--route-key", "POST /post", "--target",
                f"integrations/{integration}")["RouteId"]
    # Step 8. The issuer as the article writes it.
    pool = pool_of(server)
    authorizer = cli(
        "apigatewayv2", "create-authorizer", "--api-id", identity, "--authorizer-type", "JWT", "--name",
        "DemoCognito-Grant", "--identity-source", "$request.header.Authorization", "--jwt-configuration",
        f"Audience={link[1]},Issuer=https://cognito-idp.{REGION}.amazonaws.com/{pool}")["AuthorizerId"]
    cli("apigatewayv2", "update-route", "--api-id", identity, "--route-id", route, "--authorization-type", "JWT",
        "--authorizer-id", authorizer)
    return {"api": identity, "endpoint": api["ApiEndpoint"], "folder": folder, "pool": pool, "function": function}


def pool_of(server):
    pools = server.aws_json("cognito-idp", "list-user-pools", "--max-results", "10")["UserPools"]
    return next(pool["Id"] for pool in pools if pool["Name"] == "Demo-Cognito-Userpool")


def post(road, token=None, body='{"title":"첫 글","contents":"안녕하세요"}'):
    """What Postman sends in step 9."""
    command = ["curl", "-sS", "-i", "-X", "POST", road["endpoint"] + "/post", "-d", body, "-H",
               "Content-Type: application/json"]
    if token:
        command += ["-H", f"Authorization: {token}"]
    head, _, answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.partition("\n\n")
    lines = head.replace("\r", "").splitlines()
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    return int(lines[0].split()[1]), headers, answer.strip()


def test_who_is_not_signed_in_is_refused(road, token):
    body = {"message": "Unauthorized"}
    for wrong in (None, "nonsense", token[:-6] + "AAAAAA", "Bearer"):
        status, headers, answer = post(road, wrong)
        assert (status, json.loads(answer)) == (401, body), wrong
        assert headers["www-authenticate"].startswith("Bearer")


def test_without_permission_the_function_is_not_reached(server, road, token):
    status, _, answer = post(road, token)
    assert (status, json.loads(answer)) == (500, {"message": "Internal Server Error"})


def test_verbatim_its_mistakes_show_in_the_log(server, road, token):
    """The console gives the API permission when the integration is made; by the CLI it is a step of its own."""
    server.aws("lambda", "add-permission", "--function-name", FUNCTION, "--statement-id", "api", "--action",
               "lambda:InvokeFunction", "--principal", "apigateway.amazonaws.com", "--source-arn",
               f"arn:aws:execute-api:{REGION}:000000000000:{road['api']}/*/*/post")
    status, _, answer = post(road, token)
    assert (status, json.loads(answer)) == (500, {"message": "Internal Server Error"})
    messages = functions.log(server, FUNCTION, "[ERROR]")
    assert any("[ERROR] ResourceNotFoundException" in message and "Requested resource not found" in message
               for message in messages), messages
    # With the table spelled alike, the missing import is the next.
    source = VERBATIM.replace("Demo-DynamoDB", TABLE)
    (road["folder"] / "next.zip").write_bytes(functions.archive({"lambda_function.py": source}))
    server.aws("lambda", "update-function-code", "--function-name", FUNCTION, "--zip-file",
               f"fileb://{road['folder']}/next.zip")
    assert post(road, token)[0] == 500
    messages = functions.log(server, FUNCTION, "[ERROR] NameError: name 'json' is not defined")
    tail = server.aws("logs", "filter-log-events", "--log-group-name", f"/aws/lambda/{FUNCTION}", "--filter-pattern",
                      '"NameError"', "--query", "events[].message", "--output", "text").stdout
    assert "name 'json' is not defined" in tail


def test_corrected_the_posts_are_in_the_table(server, road, token):
    server.aws("lambda", "update-function-code", "--function-name", FUNCTION, "--zip-file",
               f"fileb://{road['folder']}/corrected.zip")
    status, headers, answer = post(road, token)
    assert (status, answer) == (200, "null"), answer
    assert headers["content-type"] == "application/json" and "apigw-requestid" in headers
    assert post(road, f"Bearer {token}", '{"title":"둘째","contents":"또"}')[0] == 200
    # Step 10.
    items = server.aws_json("dynamodb", "scan", "--table-name", TABLE)["Items"]
    assert sorted((item["id"]["N"], item["title"]["S"], item["contents"]["S"]) for item in items) == [
        ("1", "첫 글", "안녕하세요"), ("2", "둘째", "또")]


def test_clean_up_in_the_articles_order(server, road, token):
    server.aws("dynamodb", "delete-table", "--table-name", TABLE)
    assert post(road, token)[0] == 500
    server.aws("lambda", "delete-function", "--function-name", FUNCTION)
    assert post(road, token)[0] == 500
    server.aws("apigatewayv2", "delete-api", "--api-id", road["api"])
    assert post(road, token)[0] in (403, 404)
    # A pool with a domain stays until the domain is gone.
    refused = server.aws("cognito-idp", "delete-user-pool", "--user-pool-id", road["pool"], check=False)
    assert "InvalidParameterException" in refused.stderr
    assert "User pool cannot be deleted. It has a domain configured that should be deleted first." in refused.stderr
    server.aws("cognito-idp", "delete-user-pool-domain", "--user-pool-id", road["pool"], "--domain", "kim-demo-domain")
    server.aws("cognito-idp", "delete-user-pool", "--user-pool-id", road["pool"])
    # The role is in use no more; its policies go first.
    refused = server.aws("iam", "delete-role", "--role-name", "Demo-IAM-Lambda", check=False)
    assert "DeleteConflict" in refused.stderr
    for policy in ("AmazonDynamoDBFullAccess", "CloudWatchFullAccess"):
        server.aws("iam", "detach-role-policy", "--role-name", "Demo-IAM-Lambda", "--policy-arn",
                   f"arn:aws:iam::aws:policy/{policy}")
    server.aws("iam", "delete-role", "--role-name", "Demo-IAM-Lambda")
