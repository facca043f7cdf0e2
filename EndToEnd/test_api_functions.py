"""Functions behind APIs: the events they get, what becomes of their answers, and functions that authorize."""

import base64
import json
import time

import pytest
import requests

import functions
from hanok import REGION

ACCOUNT = "000000000000"
ECHO = "def handler(event, context):\n    return event\n"
PROXY = (
    "import json\n"
    "def handler(event, context):\n"
    "    return {'statusCode': 200, 'headers': {'content-type': 'application/json'}, 'body': json.dumps(event)}\n")
# Answers with what the body says, as it is.
REPEAT = (
    "import base64, json\n"
    "def handler(event, context):\n"
    "    body = event.get('body') or 'null'\n"
    "    value = json.loads(base64.b64decode(body) if event.get('isBase64Encoded') else body)\n"
    "    if value == 'raise':\n"
    "        raise ValueError('no')\n"
    "    return value\n")
AUTHORIZER = (
    "def handler(event, context):\n"
    "    token = event.get('authorizationToken') or (event.get('headers') or {}).get('Authorization') or ''\n"
    "    arn = event.get('methodArn') or event.get('routeArn')\n"
    "    if token == 'unauthorized':\n"
    "        raise Exception('Unauthorized')\n"
    "    if token == 'nonsense':\n"
    "        return 'nonsense'\n"
    "    effect = 'Allow' if token == 'allow' else 'Deny'\n"
    "    return {'principalId': 'me', 'context': {'level': 5, 'name': 'kim'}, 'policyDocument': {\n"
    "        'Version': '2012-10-17',\n"
    "        'Statement': [{'Action': 'execute-api:Invoke', 'Effect': effect, 'Resource': arn}]}}\n")
SIMPLE = (
    "def handler(event, context):\n"
    "    return {'isAuthorized': event['identitySource'] == ['allow'], 'context': {'kind': event['type'], 'n': 1}}\n")


@pytest.fixture(scope="module")
def arns(server):
    role = functions.role(server, "apis")
    made = {}
    for name, source in {"echo": ECHO, "proxy": PROXY, "repeat": REPEAT, "authorizer": AUTHORIZER,
                         "simple": SIMPLE, "closed": ECHO}.items():
        made[name] = functions.python(server, name, source, role)["FunctionArn"]
        if name != "closed":
            server.client("lambda").add_permission(
                FunctionName=name, StatementId="apis", Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com", SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*")
    return made


class HttpApi:
    def __init__(self, server, stage="$default"):
        self.gateway = server.client("apigatewayv2")
        made = self.gateway.create_api(Name="functions", ProtocolType="HTTP")
        self.id, self.url = made["ApiId"], made["ApiEndpoint"] + ("" if stage == "$default" else f"/{stage}")
        self.gateway.create_stage(
            ApiId=self.id, StageName=stage, AutoDeploy=True, StageVariables={"color": "blue"})

    def route(self, key, arn, version="2.0", **options):
        integration = self.gateway.create_integration(
            ApiId=self.id, IntegrationType="AWS_PROXY", IntegrationUri=arn,
            PayloadFormatVersion=version)["IntegrationId"]
        self.gateway.create_route(
            ApiId=self.id, RouteKey=key, Target=f"integrations/{integration}", **options)

    def call(self, method, path, **options):
        return requests.request(method, self.url + path, timeout=30, **options)


@pytest.fixture(scope="module")
def api(server):
    return HttpApi(server, "dev")


def test_the_event_of_format_2(api, arns, server):
    api.route("ANY /two/{name}", arns["echo"])
    reply = api.call(
        "POST", "/two/kim?a=1&a=2&b=%20", data=b"text",
        headers={"Content-Type": "text/plain", "X-Mine": "1", "Cookie": "c1=1; c2=2"})
    assert reply.status_code == 200 and reply.headers["content-type"] == "application/json"
    event = reply.json()
    assert (event["version"], event["routeKey"], event["rawPath"]) == ("2.0", "ANY /two/{name}", "/dev/two/kim")
    assert (event["rawQueryString"], event["queryStringParameters"]) == ("a=1&a=2&b=%20", {"a": "1,2", "b": " "})
    assert event["cookies"] == ["c1=1", "c2=2"] and "cookie" not in event["headers"]
    assert event["headers"]["x-mine"] == "1" and event["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert event["pathParameters"] == {"name": "kim"} and event["stageVariables"] == {"color": "blue"}
    assert (event["body"], event["isBase64Encoded"]) == ("text", False)
    context = event["requestContext"]
    assert set(context) == {"accountId", "apiId", "domainName", "domainPrefix", "http", "requestId", "routeKey",
                            "stage", "time", "timeEpoch"}
    assert (context["accountId"], context["apiId"], context["stage"]) == (ACCOUNT, api.id, "dev")
    assert context["domainName"] == f"{api.id}.execute-api.{REGION}.amazonaws.com"
    assert context["http"] | {"userAgent": ""} == {
        "method": "POST", "path": "/dev/two/kim", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": ""}
    binary = api.call("POST", "/two/x", data=b"\x00\xff", headers={"Content-Type": "image/png"}).json()
    assert (binary["body"], binary["isBase64Encoded"]) == (base64.b64encode(b"\x00\xff").decode(), True)
    form = api.call("POST", "/two/x", data={"a": "b"}).json()
    assert form["isBase64Encoded"] is True and base64.b64decode(form["body"]) == b"a=b"
    assert "body" not in api.call("GET", "/two/x").json()


def test_the_event_of_format_1(api, arns):
    api.route("GET /one/{name}", arns["proxy"], "1.0")
    event = api.call("GET", "/one/kim?a=1&a=2").json()
    assert (event["version"], event["resource"], event["httpMethod"]) == ("1.0", "/one/{name}", "GET")
    assert event["queryStringParameters"] == {"a": "2"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert event["pathParameters"] == {"name": "kim"} and event["body"] is None
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
    assert event["requestContext"]["resourcePath"] == "/one/{name}"


@pytest.mark.parametrize("returned, status, kind, body", [
    (None, 200, "application/json", "null"),
    ({"hello": 1}, 200, "application/json", '{"hello": 1}'),
    ("hello", 200, "application/json", "hello"),
    ([1, 2], 200, "application/json", "[1, 2]"),
    ({"statusCode": 201, "body": "made"}, 201, "text/plain;charset=UTF-8", "made"),
    ({"statusCode": 200, "body": base64.b64encode(b"bytes").decode(), "isBase64Encoded": True,
      "headers": {"Content-Type": "image/png"}}, 200, "image/png", "bytes"),
    ({"statusCode": "nonsense"}, 500, "application/json", '{"message":"Internal Server Error"}'),
    ("raise", 500, "application/json", '{"message":"Internal Server Error"}')])
def test_answers_of_format_2(server, arns, returned, status, kind, body):
    api = server.__dict__.setdefault("repeating", None) or HttpApi(server)
    if server.repeating is None:
        server.repeating = api
        api.route("POST /repeat", arns["repeat"])
        api.route("POST /repeat1", arns["repeat"], "1.0")
    reply = api.call("POST", "/repeat", json=returned)
    assert (reply.status_code, reply.headers["content-type"]) == (status, kind)
    assert reply.text.replace(" ", "") == body.replace(" ", "")


def test_cookies_and_answers_of_format_1(server, arns):
    api = server.repeating
    reply = api.call("POST", "/repeat", json={"statusCode": 200, "cookies": ["a=1", "b=2"], "body": ""})
    assert reply.raw.headers.getlist("set-cookie") == ["a=1", "b=2"]
    reply = api.call("POST", "/repeat1", json={"statusCode": 202, "multiValueHeaders": {"x-m": ["1", "2"]}, "body": "b"})
    assert (reply.status_code, reply.headers["x-m"], reply.text) == (202, "1, 2", "b")
    for nonsense in (None, {"hello": 1}, "text"):
        reply = api.call("POST", "/repeat1", json=nonsense)
        assert (reply.status_code, reply.json()) == (500, {"message": "Internal Server Error"})


def test_a_function_that_does_not_let_the_api_in(api, arns):
    api.route("GET /closed", arns["closed"])
    reply = api.call("GET", "/closed")
    assert (reply.status_code, reply.json()) == (500, {"message": "Internal Server Error"})


def test_a_function_that_takes_longer_than_its_integration(server, api, arns):
    role = functions.role(server, "slow-apis")
    arn = functions.python(
        server, "slow", "import time\ndef handler(event, context):\n    time.sleep(6)\n", role)["FunctionArn"]
    server.client("lambda").add_permission(
        FunctionName="slow", StatementId="apis", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
    integration = api.gateway.create_integration(
        ApiId=api.id, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0",
        TimeoutInMillis=500)["IntegrationId"]
    api.gateway.create_route(ApiId=api.id, RouteKey="GET /slow", Target=f"integrations/{integration}")
    started = time.monotonic()
    reply = api.call("GET", "/slow")
    assert (reply.status_code, reply.json()) == (503, {"message": "Service Unavailable"})
    assert time.monotonic() - started < 6


def test_quick_create_with_a_function(server, arns):
    made = server.client("apigatewayv2").create_api(Name="quick", ProtocolType="HTTP", Target=arns["echo"])
    event = requests.get(made["ApiEndpoint"] + "/any/path", timeout=30).json()
    assert (event["routeKey"], event["rawPath"]) == ("$default", "/any/path")


def test_simple_authorizers(api, arns):
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arns['simple']}/invocations"
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id, Name="simple", AuthorizerType="REQUEST", AuthorizerUri=uri,
        AuthorizerPayloadFormatVersion="2.0", EnableSimpleResponses=True, AuthorizerResultTtlInSeconds=60,
        IdentitySource=["$request.header.Authorization"])["AuthorizerId"]
    api.route("GET /simple", arns["echo"], AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    event = api.call("GET", "/simple", headers={"Authorization": "allow"}).json()
    assert event["requestContext"]["authorizer"] == {"lambda": {"kind": "REQUEST", "n": 1}}
    reply = api.call("GET", "/simple", headers={"Authorization": "deny"})
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})
    reply = api.call("GET", "/simple")
    assert (reply.status_code, reply.json()) == (401, {"message": "Unauthorized"})


# REST APIs


class RestApi:
    def __init__(self, server):
        self.server, self.gateway = server, server.client("apigateway")
        made = self.gateway.create_rest_api(name="functions")
        self.id, self.root = made["id"], made["rootResourceId"]

    def method(self, path, arn, method="ANY", **options):
        parent = self.root
        for part in path.strip("/").split("/"):
            parent = self.gateway.create_resource(restApiId=self.id, parentId=parent, pathPart=part)["id"]
        place = dict(restApiId=self.id, resourceId=parent, httpMethod=method)
        self.gateway.put_method(**place, **({"authorizationType": "NONE"} | options))
        self.gateway.put_integration(
            **place, type="AWS_PROXY", integrationHttpMethod="POST",
            uri=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations")
        return place

    def deploy(self):
        self.gateway.create_deployment(restApiId=self.id, stageName="dev", variables={"color": "blue"})

    def call(self, method, path, **options):
        url = f"{self.server.endpoint}/_aws/execute-api/{self.id}/dev{path}"
        return requests.request(method, url, timeout=30, **options)


@pytest.fixture
def rest(server):
    return RestApi(server)


def test_the_event_of_a_rest_api(rest, arns):
    rest.method("/rest/{proxy+}", arns["proxy"])
    rest.deploy()
    event = rest.call(
        "POST", "/rest/a%2Bb/c/?x=1&x=2&plus=a+b", data="text", headers={"tEsT-HEADeR": "aValUE"}).json()
    assert set(event) == {"resource", "path", "httpMethod", "headers", "multiValueHeaders", "queryStringParameters",
                          "multiValueQueryStringParameters", "pathParameters", "stageVariables", "requestContext",
                          "body", "isBase64Encoded"}
    assert (event["resource"], event["path"]) == ("/rest/{proxy+}", "/rest/a%2Bb/c/")
    assert event["pathParameters"] == {"proxy": "a%2Bb/c"}
    assert event["queryStringParameters"] == {"x": "2", "plus": "a b"}
    assert event["multiValueQueryStringParameters"] == {"x": ["1", "2"], "plus": ["a b"]}
    assert event["headers"]["tEsT-HEADeR"] == "aValUE" and event["multiValueHeaders"]["tEsT-HEADeR"] == ["aValUE"]
    assert (event["body"], event["isBase64Encoded"]) == ("text", False)
    assert event["stageVariables"] == {"color": "blue"}
    context = event["requestContext"]
    assert set(context) == {
        "accountId", "apiId", "deploymentId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod",
        "identity", "path", "protocol", "requestId", "requestTime", "requestTimeEpoch", "resourceId", "resourcePath",
        "stage"}
    assert (context["path"], context["resourcePath"]) == ("/dev/rest/a%2Bb/c/", "/rest/{proxy+}")


@pytest.mark.parametrize("returned, status, body", [
    ({"statusCode": 200}, 200, ""),
    ({"statusCode": "201", "body": "b"}, 201, "b"),
    ({"headers": {"a": "b"}}, 200, ""),
    ({"statusCode": 200, "wrongValue": "v"}, 502, '{"message": "Internal server error"}'),
    ({}, 502, '{"message": "Internal server error"}'),
    (None, 502, '{"message": "Internal server error"}'),
    ("just a string", 502, '{"message": "Internal server error"}'),
    ({"statusCode": 200, "multiValueHeaders": {"a": "b"}}, 502, '{"message": "Internal server error"}'),
    ({"statusCode": 200, "body": "dGVzdA==", "isBase64Encoded": True}, 200, "dGVzdA=="),
    ("raise", 502, '{"message": "Internal server error"}')])
def test_answers_to_a_rest_api(server, arns, returned, status, body):
    rest = server.__dict__.get("rest_repeating")
    if rest is None:
        rest = server.rest_repeating = RestApi(server)
        rest.method("/repeat", arns["repeat"])
        rest.deploy()
    reply = rest.call("POST", "/repeat", json=returned)
    assert reply.status_code == status
    assert reply.text.replace(" ", "") == body.replace(" ", "")


def test_bytes_of_a_rest_api(server, arns):
    rest = RestApi(server)
    rest.gateway.update_rest_api(restApiId=rest.id, patchOperations=[{"op": "add", "path": "/binaryMediaTypes/*~1*"}])
    rest.method("/repeat", arns["repeat"])
    rest.deploy()
    reply = rest.call("POST", "/repeat", json={"statusCode": 200, "body": "AP8=", "isBase64Encoded": True})
    assert reply.content == b"\x00\xff"


@pytest.mark.parametrize("kind", ["TOKEN", "REQUEST"])
def test_lambda_authorizers(rest, arns, kind):
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arns['authorizer']}/invocations"
    authorizer = rest.gateway.create_authorizer(
        restApiId=rest.id, name="a", type=kind, authorizerUri=uri,
        identitySource="method.request.header.Authorization")["id"]
    rest.method("/guarded", arns["proxy"], authorizationType="CUSTOM", authorizerId=authorizer)
    rest.deploy()

    def call(token):
        return rest.call("GET", "/guarded", headers={"Authorization": token} if token else {})

    event = call("allow").json()
    assert event["requestContext"]["authorizer"] == {
        "level": "5", "name": "kim", "principalId": "me", "integrationLatency": 0}
    reply = call("deny")
    assert (reply.status_code, reply.json()) == (
        403, {"Message": "User is not authorized to access this resource with an explicit deny"})
    for token in (None, "unauthorized"):
        assert (call(token).status_code, call(token).json()) == (401, {"message": "Unauthorized"})
    assert (call("nonsense").status_code, call("nonsense").json()) == (500, {"message": None})


@pytest.mark.parametrize("kind", ["TOKEN", "REQUEST"])
def test_authorizers_are_tried_out(rest, arns, kind):
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arns['authorizer']}/invocations"
    authorizer = rest.gateway.create_authorizer(
        restApiId=rest.id, name="a", type=kind, authorizerUri=uri,
        identitySource="method.request.header.Authorization")["id"]

    def tried(token):
        headers = {"Authorization": token} if token else {}
        return rest.gateway.test_invoke_authorizer(restApiId=rest.id, authorizerId=authorizer, headers=headers)

    answer = tried("allow")
    assert (answer["clientStatus"], answer["principalId"]) == (200, "me") and answer["latency"] >= 0
    statement = json.loads(answer["policy"])["Statement"][0]
    assert statement["Effect"] == "Allow" and "/test-invoke-stage/GET/" in statement["Resource"]
    assert answer["log"].startswith("Execution log for request")
    for token, status in (("unauthorized", 401), (None, 401), ("nonsense", 500)):
        assert tried(token)["clientStatus"] == status
    with pytest.raises(rest.gateway.exceptions.NotFoundException):
        rest.gateway.test_invoke_authorizer(restApiId=rest.id, authorizerId="absent")


def test_an_authorizer_of_a_pool_is_tried_out(server, rest):
    cognito = server.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="tried")["UserPool"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool["Id"], ClientName="app", ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool["Id"], Username="kim", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool["Id"], Username="kim", Password="Right-horse-1", Permanent=True)
    token = cognito.initiate_auth(
        ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "kim", "PASSWORD": "Right-horse-1"})["AuthenticationResult"]["IdToken"]
    authorizer = rest.gateway.create_authorizer(
        restApiId=rest.id, name="p", type="COGNITO_USER_POOLS", providerARNs=[pool["Arn"]],
        identitySource="method.request.header.Authorization")["id"]

    def tried(token):
        return rest.gateway.test_invoke_authorizer(
            restApiId=rest.id, authorizerId=authorizer, headers={"Authorization": token})

    answer = tried(token)
    assert answer["clientStatus"] == 200 and answer["claims"]["aud"] == client
    assert tried("x.y.z")["clientStatus"] == 401


def test_api_keys_and_plans(rest, arns):
    rest.method("/keyed", arns["proxy"], apiKeyRequired=True)
    rest.deploy()
    gateway = rest.gateway
    reply = rest.call("GET", "/keyed")
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})
    key = gateway.create_api_key(name="k", enabled=True)
    assert set(key) - {"ResponseMetadata"} == {
        "id", "value", "name", "enabled", "createdDate", "lastUpdatedDate", "stageKeys"}
    headers = {"x-api-key": key["value"]}
    assert rest.call("GET", "/keyed", headers=headers).status_code == 403
    plan = gateway.create_usage_plan(
        name="p", apiStages=[{"apiId": rest.id, "stage": "dev"}], quota={"limit": 3, "period": "DAY"})["id"]
    made = gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    assert (made["value"], made["type"], made["name"]) == (key["value"], "API_KEY", "k")
    event = rest.call("GET", "/keyed", headers=headers).json()
    assert event["requestContext"]["identity"]["apiKeyId"] == key["id"]
    assert [rest.call("GET", "/keyed", headers=headers).status_code for _ in range(3)] == [200, 200, 429]
    reply = rest.call("GET", "/keyed", headers=headers)
    assert (reply.status_code, reply.json()) == (429, {"message": "Limit Exceeded"})
    today = __import__("datetime").datetime.now(__import__("datetime").timezone.utc).date().isoformat()
    assert gateway.get_usage(usagePlanId=plan, startDate=today, endDate=today)["items"] == {key["id"]: [[3, 0]]}
    gateway.update_usage(usagePlanId=plan, keyId=key["id"], patchOperations=[
        {"op": "replace", "path": "/remaining", "value": "1"}])
    assert [rest.call("GET", "/keyed", headers=headers).status_code for _ in range(2)] == [200, 429]
    for remaining in ("-1", "-9223372036854775808", "9223372036854775807"):
        with pytest.raises(gateway.exceptions.BadRequestException):
            gateway.update_usage(usagePlanId=plan, keyId=key["id"], patchOperations=[
                {"op": "replace", "path": "/remaining", "value": remaining}])
    gateway.update_api_key(apiKey=key["id"], patchOperations=[{"op": "replace", "path": "/enabled", "value": "false"}])
    assert rest.call("GET", "/keyed", headers=headers).status_code == 403


def swagger(arn):
    """What chalice writes."""
    integration = {
        "responses": {"default": {"statusCode": "200"}}, "passthroughBehavior": "when_no_match", "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations",
        "contentHandling": "CONVERT_TO_TEXT", "type": "aws_proxy"}
    preflight = {
        "consumes": ["application/json"], "produces": ["application/json"],
        "responses": {"200": {"description": "200 response", "headers": {
            "Access-Control-Allow-Origin": {"type": "string"}}}},
        "x-amazon-apigateway-integration": {
            "responses": {"default": {"statusCode": "200", "responseParameters": {
                "method.response.header.Access-Control-Allow-Origin": "'*'"}}},
            "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
            "passthroughBehavior": "when_no_match", "type": "mock", "contentHandling": "CONVERT_TO_TEXT"}}
    return {
        "swagger": "2.0", "info": {"version": "1.0", "title": "chalice"}, "schemes": ["https"],
        "x-amazon-apigateway-binary-media-types": ["application/octet-stream"],
        "definitions": {"Empty": {"type": "object", "title": "Empty Schema"}},
        "paths": {
            "/": {"get": {"produces": ["application/json"], "responses": {"200": {
                "description": "200 response", "schema": {"$ref": "#/definitions/Empty"}}},
                "x-amazon-apigateway-integration": integration}},
            "/users/{name}": {
                "get": {"responses": {}, "x-amazon-apigateway-integration": integration, "parameters": [
                    {"name": "name", "in": "path", "required": True, "type": "string"}]},
                "options": preflight}}}


def test_an_openapi_document_becomes_an_api(server, arns):
    gateway = server.client("apigateway")
    made = gateway.import_rest_api(
        body=json.dumps(swagger(arns["proxy"])), parameters={"endpointConfigurationTypes": "REGIONAL"})
    assert (made["name"], made["endpointConfiguration"]["types"]) == ("chalice", ["REGIONAL"])
    gateway.create_deployment(restApiId=made["id"], stageName="api")
    url = f"{server.endpoint}/_aws/execute-api/{made['id']}/api"
    assert requests.get(url + "/users/kim", timeout=30).json()["pathParameters"] == {"name": "kim"}
    assert requests.get(url + "/", timeout=30).json()["resource"] == "/"
    assert requests.options(url + "/users/kim", timeout=30).headers["access-control-allow-origin"] == "*"
    export = gateway.get_export(
        restApiId=made["id"], stageName="api", exportType="swagger", parameters={"extensions": "integrations"})
    assert export["contentDisposition"] == 'attachment; filename="swagger_1.0.json"'
    document = json.loads(export["body"].read())
    assert document["basePath"] == "/api" and set(document["paths"]) == {"/", "/users/{name}"}
    assert document["paths"]["/"]["get"]["x-amazon-apigateway-integration"]["type"] == "aws_proxy"
    changed = swagger(arns["proxy"])
    changed["paths"] = {"/new": changed["paths"]["/"]}
    gateway.put_rest_api(restApiId=made["id"], mode="overwrite", body=json.dumps(changed))
    assert {item["path"] for item in gateway.get_resources(restApiId=made["id"])["items"]} == {"/", "/new"}
    assert requests.get(url + "/users/kim", timeout=30).status_code == 200
    gateway.create_deployment(restApiId=made["id"], stageName="api")
    assert requests.get(url + "/users/kim", timeout=30).status_code == 403
    assert requests.get(url + "/new", timeout=30).status_code == 200


def test_document_003s_api(server, arns):
    """Steps 7 to 9: an API with a route, a JWT authorizer of the pool, and the call with the token."""
    cognito = server.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="Demo-Cognito-Userpool")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="DemoAppClient", ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="kim", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="kim", Password="Right-horse-1", Permanent=True)
    token = cognito.initiate_auth(
        ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "kim", "PASSWORD": "Right-horse-1"})["AuthenticationResult"]["IdToken"]
    api = HttpApi(server)
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id, Name="DemoCognito-Grant", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={
            "Audience": [client], "Issuer": f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"})["AuthorizerId"]
    api.route("POST /post", arns["echo"], AuthorizationType="JWT", AuthorizerId=authorizer)
    body = {"title": "t", "contents": "c"}
    reply = api.call("POST", "/post", json=body, headers={"Authorization": token})
    assert reply.status_code == 200
    event = reply.json()
    assert json.loads(event["body"]) == body
    jwt = event["requestContext"]["authorizer"]["jwt"]
    assert jwt["claims"]["aud"] == client and jwt["claims"]["exp"].isdigit() and jwt["scopes"] is None
    reply = api.call("POST", "/post", json=body)
    assert (reply.status_code, reply.json()) == (401, {"message": "Unauthorized"})


def test_headers_of_the_connection_are_the_servers(server, api, arns):
    own = {"Date": "never", "Upgrade": "h2c", "TE": "trailers", "Trailer": "x", "Connection": "close", "x-mine": "1"}
    rest = RestApi(server)
    rest.method("/repeat", arns["repeat"])
    rest.deploy()
    api.route("POST /headers", arns["repeat"])
    for reply in (rest.call("POST", "/repeat", json={"statusCode": 200, "headers": own}),
                  api.call("POST", "/headers", json={"statusCode": 200, "headers": own})):
        assert reply.status_code == 200 and reply.headers["x-mine"] == "1"
        assert len(reply.raw.headers.getlist("date")) == 1 and reply.headers["date"] != "never"
        assert not {"upgrade", "te", "trailer"} & {name.lower() for name in reply.headers}
