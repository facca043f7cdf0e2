"""REST APIs: resources, methods, authorizers, deployments and the calls themselves, with a server on loopback behind."""

import json
import threading
import time
import uuid

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from backend import Backend
from callers import Callers, allow, trust
from test_http_api import error_of

PASSWORD = "Right-horse-1"


@pytest.fixture(scope="module")
def backend():
    backend = Backend()
    yield backend
    backend.stop()


@pytest.fixture(scope="module")
def gateway(server):
    return server.client("apigateway")


class Api:
    def __init__(self, gateway, backend, server, **options):
        self.gateway, self.backend, self.server = gateway, backend, server
        made = gateway.create_rest_api(name=f"rest-{uuid.uuid4().hex[:8]}", **options)
        self.id, self.root = made["id"], made["rootResourceId"]

    def resource(self, path):
        parent = self.root
        there = {item["path"]: item["id"] for item in self.gateway.get_resources(restApiId=self.id, limit=500)["items"]}
        whole = ""
        for part in path.strip("/").split("/") if path != "/" else []:
            whole += "/" + part
            parent = there.get(whole) or self.gateway.create_resource(
                restApiId=self.id, parentId=parent, pathPart=part)["id"]
        return parent

    def method(self, path, method="GET", uri="/echo", **options):
        place = dict(restApiId=self.id, resourceId=self.resource(path), httpMethod=method)
        self.gateway.put_method(**place, **({"authorizationType": "NONE"} | options))
        self.gateway.put_integration(
            **place, type="HTTP_PROXY", integrationHttpMethod="ANY", uri=self.backend.url + uri)
        return place

    def deploy(self, stage="dev"):
        return self.gateway.create_deployment(restApiId=self.id, stageName=stage)["id"]

    def call(self, method, path, stage="dev", **options):
        url = f"{self.server.endpoint}/_aws/execute-api/{self.id}/{stage}{path}"
        return requests.request(method, url, timeout=10, **options)


@pytest.fixture
def api(gateway, backend, server):
    return Api(gateway, backend, server)


@pytest.fixture(scope="module")
def pool(server):
    cognito = server.client("cognito-idp")
    identity = cognito.create_user_pool(PoolName="rest")["UserPool"]
    cognito.create_resource_server(
        UserPoolId=identity["Id"], Identifier="com.test.test", Name="test",
        Scopes=[{"ScopeName": "test.read", "ScopeDescription": "r"}])
    domain = f"rest-{uuid.uuid4().hex[:8]}"
    cognito.create_user_pool_domain(UserPoolId=identity["Id"], Domain=domain)
    program = cognito.create_user_pool_client(
        UserPoolId=identity["Id"], ClientName="program", GenerateSecret=True, AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["com.test.test/test.read"], AllowedOAuthFlowsUserPoolClient=True)["UserPoolClient"]
    person = cognito.create_user_pool_client(
        UserPoolId=identity["Id"], ClientName="person",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=identity["Id"], Username="kim", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=identity["Id"], Username="kim", Password=PASSWORD, Permanent=True)
    access = requests.post(
        f"{server.endpoint}/_hanok/auth/{domain}/oauth2/token", auth=(program["ClientId"], program["ClientSecret"]),
        data={"grant_type": "client_credentials"}, timeout=10).json()["access_token"]
    users = cognito.initiate_auth(
        ClientId=person, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "kim", "PASSWORD": PASSWORD})["AuthenticationResult"]
    return identity["Arn"], access, users["IdToken"], users["AccessToken"]


# What is made


def test_an_api_as_aws_shows_it(gateway):
    made = gateway.create_rest_api(name="shown", description="d", binaryMediaTypes=["image/png"])
    made.pop("ResponseMetadata")
    assert set(made) == {"id", "name", "description", "createdDate", "binaryMediaTypes", "apiKeySource",
                         "endpointConfiguration", "disableExecuteApiEndpoint", "rootResourceId"}
    assert made["apiKeySource"] == "HEADER"
    assert made["endpointConfiguration"] == {"types": ["EDGE"], "ipAddressType": "ipv4"}
    shown = gateway.get_rest_api(restApiId=made["id"])
    assert shown["tags"] == {}
    changed = gateway.update_rest_api(restApiId=made["id"], patchOperations=[
        {"op": "replace", "path": "/name", "value": "renamed"},
        {"op": "add", "path": "/binaryMediaTypes/image~1jpeg"},
        {"op": "remove", "path": "/binaryMediaTypes/image~1png"}])
    assert (changed["name"], changed["binaryMediaTypes"]) == ("renamed", ["image/jpeg"])
    gateway.delete_rest_api(restApiId=made["id"])
    assert error_of(gateway.get_rest_api, restApiId=made["id"]) == (
        404, "NotFoundException", f"Invalid API identifier specified 000000000000:{made['id']}")


def test_resources(api, gateway):
    pets = api.resource("/pets/{id}")
    shown = gateway.get_resource(restApiId=api.id, resourceId=pets)
    assert (shown["path"], shown["pathPart"]) == ("/pets/{id}", "{id}")
    parent = shown["parentId"]
    assert error_of(gateway.create_resource, restApiId=api.id, parentId=parent, pathPart="{other}")[2] == (
        "A sibling ({id}) of this resource already has a variable path part -- only one is allowed")
    assert error_of(gateway.create_resource, restApiId=api.id, parentId=api.root, pathPart="pets")[:2] == (
        409, "ConflictException")
    moved = gateway.update_resource(
        restApiId=api.id, resourceId=parent, patchOperations=[{"op": "replace", "path": "/pathPart", "value": "cats"}])
    assert moved["path"] == "/cats"
    assert gateway.get_resource(restApiId=api.id, resourceId=pets)["path"] == "/cats/{id}"
    gateway.delete_resource(restApiId=api.id, resourceId=parent)
    assert [item["path"] for item in gateway.get_resources(restApiId=api.id)["items"]] == ["/"]


def test_methods_and_integrations_as_aws_shows_them(api, gateway):
    place = dict(restApiId=api.id, resourceId=api.resource("/pets"), httpMethod="GET")
    method = gateway.put_method(**place, authorizationType="NONE")
    method.pop("ResponseMetadata")
    assert method == {"httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": False}
    integration = gateway.put_integration(**place, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    integration.pop("ResponseMetadata")
    assert integration == {
        "type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "passthroughBehavior": "WHEN_NO_MATCH", "timeoutInMillis": 29000, "cacheNamespace": place["resourceId"],
        "cacheKeyParameters": []}
    assert error_of(gateway.put_integration, **place, type="HTTP_PROXY", uri=api.backend.url)[2] == (
        "Enumeration value for HttpMethod must be non-empty")
    assert error_of(
        gateway.put_integration, **place, type="HTTP_PROXY", uri="nonsense", integrationHttpMethod="GET")[2] == (
        "Invalid HTTP endpoint specified for URI")
    assert error_of(
        gateway.put_integration, **place, type="AWS_PROXY", integrationHttpMethod="POST",
        uri="arn:aws:lambda:us-east-1:000000000000:function:f")[2] == (
        "AWS ARN for integration must contain path or action")
    assert error_of(
        gateway.put_integration, **place, type="MOCK", requestTemplates={"application/json": "$input.body"})[2] == (
        "A mapping template with variables or directives is not supported.")
    assert error_of(gateway.put_method, **place, authorizationType="NONE")[:2] == (409, "ConflictException")


# The call


def test_document_004s_api(api, gateway, server, pool):
    """Resource, method, authorizer with a scope, deployment and call."""
    arn, access, id_token, users_access = pool
    authorizer = gateway.create_authorizer(
        restApiId=api.id, name="cognito", type="COGNITO_USER_POOLS", providerARNs=[arn],
        identitySource="method.request.header.Authorization")
    assert authorizer["authType"] == "cognito_user_pools"
    api.method("/tests", authorizationType="COGNITO_USER_POOLS", authorizerId=authorizer["id"],
               authorizationScopes=["com.test.test/test.read"])
    api.method("/mine", authorizationType="COGNITO_USER_POOLS", authorizerId=authorizer["id"])
    api.deploy()

    def status(path, token):
        headers = {"Authorization": token} if token else {}
        reply = api.call("GET", path, headers=headers)
        if reply.status_code != 200:
            assert (reply.status_code, reply.json()) == (401, {"message": "Unauthorized"})
            assert reply.headers["x-amzn-errortype"] == "UnauthorizedException"
        return reply.status_code

    assert status("/tests", access) == 200
    assert status("/tests", f"Bearer {access}") == 200
    for token in (None, "nonsense", id_token, users_access, access[:-6] + "AAAAAA"):
        assert status("/tests", token) == 401, token
    assert status("/mine", id_token) == 200
    for token in (None, access, users_access):
        assert status("/mine", token) == 401
    host = f"{api.id}.execute-api.us-east-1.amazonaws.com"
    reply = requests.get(
        f"{server.endpoint}/dev/tests", headers={"Host": host, "Authorization": access}, timeout=10)
    assert reply.status_code == 200
    reply = requests.get(
        f"{server.endpoint}/restapis/{api.id}/dev/_user_request_/tests", headers={"Authorization": access}, timeout=10)
    assert reply.status_code == 200


def test_what_is_not_there(api):
    api.method("/pets")
    api.method("/pets/{id}")
    api.method("/files/{proxy+}", "ANY")
    api.deploy()
    for method, path in [("GET", "/nowhere"), ("POST", "/pets"), ("GET", "/files")]:
        reply = api.call(method, path)
        assert (reply.status_code, reply.json()) == (403, {"message": "Missing Authentication Token"}), path
        assert reply.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"
    for path in ("/pets", "/pets/", "/pets/1", "/files/a/b"):
        assert api.call("GET", path).status_code == 200, path
    reply = api.call("GET", "/pets", stage="prod")
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})


def test_a_server_behind_gets_the_request(api, gateway):
    place = api.method("/a/{name}", "ANY", "/b/{name}", requestParameters={"method.request.path.name": True})
    gateway.update_integration(**place, patchOperations=[
        {"op": "add", "path": "/requestParameters/integration.request.path.name", "value": "method.request.path.name"},
        {"op": "add", "path": "/requestParameters/integration.request.header.x-stage", "value": "context.stage"},
        {"op": "add", "path": "/requestParameters/integration.request.header.x-fixed", "value": "'fixed'"}])
    api.deploy()
    reply = api.call("POST", "/a/kim?q=1", data="body", headers={"Content-Type": "text/plain"})
    seen = reply.json()
    assert (seen["method"], seen["path"], seen["query"], seen["body"]) == ("POST", "/b/kim", "q=1", "body")
    assert (seen["headers"]["x-stage"], seen["headers"]["x-fixed"]) == ("dev", "fixed")
    assert seen["headers"]["x-amzn-apigateway-api-id"] == api.id
    assert reply.headers["x-amzn-requestid"] and reply.headers["x-amz-apigw-id"]


def test_failures_of_the_server_behind(api, gateway):
    place = api.method("/slow", uri="/slow")
    gateway.update_integration(
        **place, patchOperations=[{"op": "replace", "path": "/timeoutInMillis", "value": "300"}])
    place = api.method("/gone")
    gateway.update_integration(
        **place, patchOperations=[{"op": "replace", "path": "/uri", "value": "http://127.0.0.1:9/"}])
    api.deploy()
    reply = api.call("GET", "/slow")
    assert (reply.status_code, reply.json()) == (504, {"message": "Endpoint request timed out"})
    reply = api.call("GET", "/gone")
    assert (reply.status_code, reply.json()) == (504, {"message": "Network error communicating with endpoint"})


def test_a_mock_answers_preflights(api, gateway):
    place = dict(restApiId=api.id, resourceId=api.resource("/pets"), httpMethod="OPTIONS")
    header = "method.response.header.Access-Control-Allow-Origin"
    gateway.put_method(**place, authorizationType="NONE")
    gateway.put_method_response(**place, statusCode="200", responseParameters={header: False})
    gateway.put_integration(**place, type="MOCK", requestTemplates={"application/json": "{statusCode: 200}"})
    gateway.put_integration_response(**place, statusCode="200", responseParameters={header: "'*'"})
    api.deploy()
    reply = api.call("OPTIONS", "/pets", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"})
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (200, "*")


def test_gateway_responses(api, gateway):
    api.method("/pets")
    gateway.put_gateway_response(
        restApiId=api.id, responseType="MISSING_AUTHENTICATION_TOKEN", statusCode="404",
        responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
        responseTemplates={"application/json": '{"error":$context.error.messageString,"path":"$context.path"}'})
    api.deploy()
    reply = api.call("GET", "/nowhere")
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (404, "*")
    assert reply.json() == {"error": "Missing Authentication Token", "path": "/dev/nowhere"}
    shown = gateway.get_gateway_response(restApiId=api.id, responseType="UNAUTHORIZED")
    assert (shown["statusCode"], shown["defaultResponse"]) == ("401", True)
    assert len(gateway.get_gateway_responses(restApiId=api.id)["items"]) == 21


def test_deployments_have_a_history(api, gateway):
    place = api.method("/one", uri="/first")
    first = api.deploy()
    gateway.update_integration(
        **place, patchOperations=[{"op": "replace", "path": "/uri", "value": api.backend.url + "/second"}])
    assert api.call("GET", "/one").json()["path"] == "/first"
    second = api.deploy()
    assert api.call("GET", "/one").json()["path"] == "/second"
    assert {item["id"] for item in gateway.get_deployments(restApiId=api.id)["items"]} == {first, second}
    gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=[
        {"op": "replace", "path": "/deploymentId", "value": first}])
    assert api.call("GET", "/one").json()["path"] == "/first"
    assert error_of(gateway.delete_deployment, restApiId=api.id, deploymentId=first)[2] == (
        "Active stages pointing to this deployment must be moved or deleted")
    gateway.delete_deployment(restApiId=api.id, deploymentId=second)


def test_a_deployment_switched_under_load_loses_no_request(api, gateway):
    place = api.method("/one", uri="/first")
    deployments = [api.deploy()]
    gateway.update_integration(
        **place, patchOperations=[{"op": "replace", "path": "/uri", "value": api.backend.url + "/second"}])
    deployments.append(api.deploy())
    answers, is_over = [], threading.Event()

    def load():
        session = requests.Session()
        url = f"{api.server.endpoint}/_aws/execute-api/{api.id}/dev/one"
        while not is_over.is_set():
            reply = session.get(url, timeout=10)
            answers.append((reply.status_code, reply.json().get("path")))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=[
            {"op": "replace", "path": "/deploymentId", "value": deployments[number % 2]}])
    is_over.set()
    for thread in threads:
        thread.join()
    assert set(answers) == {(200, "/first"), (200, "/second")}


def test_stages_as_aws_shows_and_changes_them(api, gateway):
    api.method("/pets")
    deployment = gateway.create_deployment(restApiId=api.id)["id"]
    stage = gateway.create_stage(restApiId=api.id, stageName="s1", deploymentId=deployment, variables={"a": "b"})
    stage.pop("ResponseMetadata")
    assert set(stage) == {"deploymentId", "stageName", "cacheClusterEnabled", "cacheClusterStatus", "methodSettings",
                          "variables", "tracingEnabled", "createdDate", "lastUpdatedDate"}
    changed = gateway.update_stage(restApiId=api.id, stageName="s1", patchOperations=[
        {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": "123"},
        {"op": "replace", "path": "/variables/c", "value": "d"}])
    assert changed["methodSettings"]["*/*"]["throttlingBurstLimit"] == 123
    assert changed["variables"] == {"a": "b", "c": "d"}
    message = error_of(gateway.update_stage, restApiId=api.id, stageName="s1", patchOperations=[
        {"op": "replace", "path": "/documentation_version", "value": "x"}])[2]
    assert message.startswith("Invalid method setting path: /documentation_version. Must be one of: [/deploymentId,")
    assert error_of(gateway.update_stage, restApiId=api.id, stageName="s1", patchOperations=[
        {"op": "remove", "path": "/~1pets/GET"}])[2].startswith("Cannot remove method setting")
    assert error_of(gateway.create_stage, restApiId=api.id, stageName="s2", deploymentId="nosuch")[2] == (
        "Deployment id does not exist")


def test_throttles(api, gateway):
    api.method("/one")
    api.deploy()
    gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=[
        {"op": "replace", "path": "/~1one/GET/throttling/burstLimit", "value": "1"},
        {"op": "replace", "path": "/~1one/GET/throttling/rateLimit", "value": "1"}])
    statuses = [api.call("GET", "/one").status_code for _ in range(3)]
    assert statuses[0] == 200 and statuses[2] == 429
    assert api.call("GET", "/one").json() == {"message": "Too Many Requests"}


# Who may


def sign(url, key, method="GET"):
    request = AWSRequest(method, url)
    SigV4Auth(Credentials(*key), "execute-api", "us-east-1").add_auth(request)
    return requests.request(method, request.url, headers=dict(request.headers), timeout=10)


def test_signed_requests(api, server):
    api.method("/signed", authorizationType="AWS_IAM")
    api.deploy()
    url = f"{server.endpoint}/_aws/execute-api/{api.id}/dev/signed"
    assert sign(url, server.root_key).status_code == 200
    reply = requests.get(url, timeout=10)
    assert (reply.status_code, reply.json()) == (403, {"message": "Missing Authentication Token"})
    iam = server.client("iam")
    iam.create_user(UserName="rest")
    key = iam.create_access_key(UserName="rest")["AccessKey"]
    reply = sign(url, (key["AccessKeyId"], key["SecretAccessKey"]))
    assert reply.status_code == 403
    assert reply.json()["Message"].startswith(
        "User: arn:aws:iam::000000000000:user/rest is not authorized to perform: execute-api:Invoke on resource: "
        f"arn:aws:execute-api:us-east-1:********0000:{api.id}/dev/GET/signed")
    reply = sign(url, (server.root_key[0], "wrong"))
    assert reply.status_code == 403 and "signature we calculated does not match" in reply.json()["message"]


def test_the_apis_own_policy(api, gateway):
    api.method("/one")
    api.method("/two")
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
        {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*/GET/two"}]}
    gateway.update_rest_api(restApiId=api.id, patchOperations=[
        {"op": "replace", "path": "/policy", "value": json.dumps(policy)}])
    api.deploy()
    assert api.call("GET", "/one").status_code == 200
    reply = api.call("GET", "/two")
    assert reply.status_code == 403
    assert reply.json()["Message"].startswith("User: anonymous is not authorized to perform: execute-api:Invoke")
    assert "explicit deny" in reply.json()["Message"]
    assert error_of(gateway.update_rest_api, restApiId=api.id, patchOperations=[
        {"op": "replace", "path": "/policy", "value": "{"}])[1] == "BadRequestException"


def test_required_parameters(api, gateway):
    validator = gateway.create_request_validator(
        restApiId=api.id, name="v", validateRequestParameters=True)["id"]
    api.method("/one", requestParameters={"method.request.querystring.page": True}, requestValidatorId=validator)
    api.deploy()
    reply = api.call("GET", "/one")
    assert (reply.status_code, reply.json()) == (400, {"message": "Missing required request parameters: [page]"})
    assert api.call("GET", "/one?page=1").status_code == 200


def test_tags(api, gateway):
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{api.id}"
    gateway.tag_resource(resourceArn=arn, tags={"a": "b", "c": "d"})
    gateway.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert gateway.get_tags(resourceArn=arn)["tags"] == {"c": "d"}
    assert gateway.get_rest_api(restApiId=api.id)["tags"] == {"c": "d"}


def test_lists_go_on_where_they_ended(api, gateway):
    for number in range(5):
        api.resource(f"/r{number}")
    seen, position = [], None
    while True:
        page = gateway.get_resources(restApiId=api.id, limit=2, **({"position": position} if position else {}))
        seen += [item["path"] for item in page["items"]]
        position = page.get("position")
        if not position:
            break
    assert sorted(seen) == ["/", "/r0", "/r1", "/r2", "/r3", "/r4"]


def test_nobody_else_sees_an_api(api, server):
    iam = server.client("iam")
    iam.create_user(UserName="outsider")
    key = iam.create_access_key(UserName="outsider")["AccessKey"]
    theirs = server.client("apigateway", (key["AccessKeyId"], key["SecretAccessKey"]))
    with pytest.raises(ClientError) as refusal:
        theirs.get_rest_api(restApiId=api.id)
    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"


def test_time_is_told_in_whole_seconds(api, gateway):
    assert abs(gateway.get_rest_api(restApiId=api.id)["createdDate"].timestamp() - time.time()) < 60


def test_a_method_is_tried_out(api, gateway):
    place = api.method("/try/{name}", "GET", "/echo", authorizationType="AWS_IAM")
    tried = gateway.test_invoke_method(**place, pathWithQueryString="/try/kim?a=1", headers={"x-mine": "1"})
    assert tried["status"] == 200 and json.loads(tried["body"])["headers"]["x-mine"] == "1"
    assert "Method completed with status: 200" in tried["log"] and tried["latency"] >= 0


def test_custom_domains(api, gateway, server):
    api.method("/one")
    api.deploy()
    name = f"{api.id}.example.com"
    gateway.create_domain_name(
        domainName=name, regionalCertificateArn="arn:aws:acm:us-east-1:000000000000:certificate/c",
        endpointConfiguration={"types": ["REGIONAL"]})
    gateway.create_base_path_mapping(domainName=name, restApiId=api.id, stage="dev", basePath="v1")
    gateway.create_base_path_mapping(domainName=name, restApiId=api.id)
    for path, status in (("/v1/one", 200), ("/dev/one", 200), ("/one", 403)):
        assert requests.get(server.endpoint + path, headers={"Host": name}, timeout=10).status_code == status, path
    assert {item["basePath"] for item in gateway.get_base_path_mappings(domainName=name)["items"]} == {"(none)", "v1"}
    gateway.delete_base_path_mapping(domainName=name, basePath="v1")
    assert requests.get(server.endpoint + "/v1/one", headers={"Host": name}, timeout=10).status_code == 403


def test_authorization_that_a_document_only_names(api, gateway):
    """A type that is none, or an authorizer that is not there, is refused and does not leave the method open."""
    for auth in ({"type": "CUSTOM"}, {"type": "cognito_user_pools"}, {"type": "whatever"}):
        document = json.dumps({
            "swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/": {"get": {
                "responses": {}, "x-amazon-apigateway-auth": auth, "x-amazon-apigateway-integration": {
                    "type": "mock", "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
                    "responses": {"default": {"statusCode": "200"}}}}}}})
        assert error_of(gateway.import_rest_api, body=document)[1] == "BadRequestException"


def test_methods_that_are_none_have_no_throttle_of_their_own(api):
    api.method("/any", method="ANY")
    api.deploy()
    assert api.call("GET", "/any").status_code == 200
    for method in ("TRACE", "PROPFIND", "LOCK"):
        reply = api.call(method, "/any")
        assert (reply.status_code, reply.json()) == (403, {"message": "Missing Authentication Token"})


def test_access_logs_are_written_as_the_accounts_role(api, gateway, server):
    people = Callers(server)
    group = f"/rest/{api.id}"
    server.client("logs").create_log_group(logGroupName=group)
    api.method("/one")
    api.deploy()
    settings = [
        {"op": "replace", "path": "/accessLogSettings/destinationArn",
         "value": f"arn:aws:logs:us-east-1:{people.account}:log-group:{group}"},
        {"op": "replace", "path": "/accessLogSettings/format", "value": "$context.requestId $context.status"}]
    missing = "CloudWatch Logs role ARN must be set in account settings to enable logging"
    gateway.update_account(patchOperations=[{"op": "remove", "path": "/cloudwatchRoleArn"}])
    for change in (settings, [{"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"}]):
        assert error_of(gateway.update_stage, restApiId=api.id, stageName="dev", patchOperations=change) == (
            400, "BadRequestException", missing)
    role = people.role(
        trust({"Service": "apigateway.amazonaws.com"}), allow(["logs:CreateLogStream", "logs:PutLogEvents"]))
    untrusting = people.role(trust({"Service": "lambda.amazonaws.com"}))
    assert error_of(gateway.update_account, patchOperations=[
        {"op": "replace", "path": "/cloudwatchRoleArn", "value": untrusting}])[1] == "BadRequestException"
    gateway.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}])
    gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=settings)
    identity = api.call("GET", "/one").headers["x-amzn-requestid"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        events = server.client("logs").filter_log_events(logGroupName=group)["events"]
        if events:
            break
        time.sleep(0.1)
    assert events[0]["message"] == f"{identity} 200"
    gateway.update_account(patchOperations=[{"op": "remove", "path": "/cloudwatchRoleArn"}])


def test_limits_below_zero_are_none(api, gateway):
    """As Terraform writes settings of methods."""
    api.method("/one")
    api.deploy()
    gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=[
        {"op": "replace", "path": f"/*/*/throttling/{name}", "value": "-1"} for name in ("rateLimit", "burstLimit")])
    assert [api.call("GET", "/one").status_code for _ in range(3)] == [200, 200, 200]


def test_paths_and_statuses_without_end(api, gateway):
    assert error_of(gateway.create_resource, restApiId=api.id, parentId=api.root, pathPart="a" * 3000)[1] == \
        "BadRequestException"
    assert error_of(
        gateway.put_gateway_response, restApiId=api.id, responseType="DEFAULT_4XX", statusCode="101")[1] == \
        "BadRequestException"
