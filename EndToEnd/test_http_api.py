"""HTTP APIs: routes, authorizers, stages and the calls themselves, with a server on loopback behind them."""

import base64
import json
import threading
import time
import uuid

import jwt
import pytest
import requests
import yaml
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from backend import Backend
from callers import Callers, allow, denial_of, trust
from people import refusal_of

PASSWORD = "Right-horse-1"


@pytest.fixture(scope="module")
def backend():
    backend = Backend()
    yield backend
    backend.stop()


@pytest.fixture(scope="module")
def gateway(server):
    return server.client("apigatewayv2")


class Api:
    """An API with a stage `$default` that deploys by itself, and its backend."""

    def __init__(self, gateway, backend, **options):
        self.gateway, self.backend = gateway, backend
        made = gateway.create_api(Name=f"api-{uuid.uuid4().hex[:8]}", ProtocolType="HTTP", **options)
        self.id, self.url = made["ApiId"], made["ApiEndpoint"]
        gateway.create_stage(ApiId=self.id, StageName="$default", AutoDeploy=True)

    def integration(self, path="/echo", method="ANY", **options):
        return self.gateway.create_integration(
            ApiId=self.id, IntegrationType="HTTP_PROXY", IntegrationMethod=method,
            IntegrationUri=self.backend.url + path, PayloadFormatVersion="1.0", **options)["IntegrationId"]

    def route(self, key, integration=None, **options):
        target = f"integrations/{integration or self.integration()}"
        return self.gateway.create_route(ApiId=self.id, RouteKey=key, Target=target, **options)["RouteId"]

    def call(self, method, path, **options):
        return requests.request(method, self.url + path, timeout=10, **options)


@pytest.fixture
def api(gateway, backend):
    return Api(gateway, backend)


@pytest.fixture(scope="module")
def pool(server):
    """A pool with a user, and what gets its tokens."""
    cognito = server.client("cognito-idp")
    identity = cognito.create_user_pool(PoolName="apis")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=identity, ClientName="app",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=identity, Username="kim", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=identity, Username="kim", Password=PASSWORD, Permanent=True)

    def tokens():
        return cognito.initiate_auth(
            ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "kim", "PASSWORD": PASSWORD})["AuthenticationResult"]

    return identity, client, tokens


def error_of(call, **arguments):
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    error = refusal.value.response["Error"]
    return refusal.value.response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


# What is made


def test_an_api_as_aws_shows_it(gateway, server):
    made = gateway.create_api(Name="shown", ProtocolType="HTTP", Tags={"team": "a"}, Description="d")
    made.pop("ResponseMetadata")
    assert len(made["ApiId"]) == 10
    assert made["ApiEndpoint"] == f"http://localhost:{server.port}/_aws/execute-api/{made['ApiId']}"
    assert made["ApiKeySelectionExpression"] == "$request.header.x-api-key"
    assert made["RouteSelectionExpression"] == "$request.method $request.path"
    assert (made["DisableExecuteApiEndpoint"], made["Tags"]) == (False, {"team": "a"})
    shown = gateway.get_api(ApiId=made["ApiId"])
    shown.pop("ResponseMetadata")
    assert shown == made
    arn = f"arn:aws:apigateway:us-east-1::/apis/{made['ApiId']}"
    gateway.tag_resource(ResourceArn=arn, Tags={"stage": "b"})
    gateway.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert gateway.get_tags(ResourceArn=arn)["Tags"] == {"stage": "b"}
    gateway.update_api(ApiId=made["ApiId"], Name="renamed")
    assert gateway.get_api(ApiId=made["ApiId"])["Name"] == "renamed"
    gateway.delete_api(ApiId=made["ApiId"])
    assert error_of(gateway.get_api, ApiId=made["ApiId"]) == (
        404, "NotFoundException", f"Invalid API identifier specified 000000000000:{made['ApiId']}")


def test_lists_go_on_where_they_ended(api, gateway):
    integration = api.integration()
    for number in range(7):
        api.route(f"GET /r{number}", integration)
    seen, token = [], None
    while True:
        page = gateway.get_routes(ApiId=api.id, MaxResults="3", **({"NextToken": token} if token else {}))
        seen += [route["RouteKey"] for route in page["Items"]]
        token = page.get("NextToken")
        if not token:
            break
    assert sorted(seen) == [f"GET /r{number}" for number in range(7)]


def test_what_is_refused(api, gateway):
    assert error_of(gateway.create_api, Name="w", ProtocolType="WEBSOCKET")[1] == "BadRequestException"
    status, code, message = error_of(gateway.create_route, ApiId=api.id, RouteKey="FETCH pets")
    assert (status, code) == (400, "BadRequestException") and "The provided route key is not formatted" in message
    integration = api.integration()
    api.route("GET /pets/{id}", integration)
    status, code, message = error_of(
        gateway.create_route, ApiId=api.id, RouteKey="GET /pets/{id}", Target=f"integrations/{integration}")
    assert (status, code, message) == (
        409, "ConflictException", "Route with key GET /pets/{id} already exists for this API")
    status, code, message = error_of(gateway.delete_integration, ApiId=api.id, IntegrationId=integration)
    assert (status, code) == (409, "ConflictException") and "referenced by the following Routes with Ids" in message
    status, code, message = error_of(
        gateway.create_integration, ApiId=api.id, IntegrationType="AWS_PROXY",
        IntegrationUri="arn:aws:lambda:us-east-1:000000000000:function:f")
    assert message == "PayloadFormatVersion is a required parameter for integration"


# The call


def test_routes_are_found_as_aws_finds_them(api):
    for key in ("GET /pets/dog", "GET /pets/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"):
        path = "/" + key.replace(" ", "_").replace("/", "-").replace("{", "").replace("}", "").replace("+", "p")
        api.route(key, api.integration(path))

    def taken(method, path):
        return api.call(method, path).json()["path"]

    assert taken("GET", "/pets/dog") == "/GET_-pets-dog"
    assert taken("GET", "/pets/cat") == "/GET_-pets-id"
    assert taken("GET", "/pets/cat/1") == "/GET_-pets-proxyp"
    assert taken("POST", "/pets/dog") == "/ANY_-proxyp"
    assert taken("GET", "/") == "/$default"


def test_a_server_behind_gets_the_request(api):
    api.route("ANY /a/{name}", api.integration("/b/{name}?fixed=1"))
    reply = api.call("POST", "/a/x%20y?q=1&q=2", data=b"body", headers={"X-Mine": "1", "Content-Type": "text/plain"})
    assert reply.status_code == 200 and reply.headers["X-Backend"] == "yes"
    seen = reply.json()
    assert (seen["method"], seen["path"], seen["body"]) == ("POST", "/b/x%20y", "body")
    assert seen["query"] == "fixed=1&q=1&q=2"
    assert seen["headers"]["x-mine"] == "1" and seen["headers"]["content-type"] == "text/plain"
    assert "for=127.0.0.1" in seen["headers"]["forwarded"]
    assert reply.headers["apigw-requestid"]


def test_statuses_bodies_and_failures(api):
    api.route("GET /s/{code}", api.integration("/status/{code}"))
    api.route("GET /binary", api.integration("/binary"))
    api.route("GET /slow", api.integration("/slow", TimeoutInMillis=500))
    gone = api.gateway.create_integration(
        ApiId=api.id, IntegrationType="HTTP_PROXY", IntegrationMethod="GET", IntegrationUri="http://127.0.0.1:9/",
        PayloadFormatVersion="1.0")["IntegrationId"]
    api.route("GET /gone", gone)
    assert [api.call("GET", f"/s/{code}").status_code for code in (200, 201, 404, 500)] == [200, 201, 404, 500]
    assert api.call("GET", "/binary").content == bytes(range(256))
    for path in ("/slow", "/gone"):
        reply = api.call("GET", path)
        assert (reply.status_code, reply.json()) == (503, {"message": "Service Unavailable"})
    reply = api.call("GET", "/nowhere")
    assert (reply.status_code, reply.json()) == (404, {"message": "Not Found"})
    head = api.call("HEAD", "/s/200")
    assert head.status_code == 404


def test_a_body_that_is_too_long(api):
    api.route("POST /post")
    reply = api.call("POST", "/post", data=b"x" * (10 << 20 | 1))
    assert (reply.status_code, reply.json()) == (413, {"message": "Request Entity Too Large"})


def test_hosts_and_stages(api, server, gateway):
    api.route("GET /where")
    gateway.create_deployment(ApiId=api.id)
    gateway.create_stage(ApiId=api.id, StageName="dev", AutoDeploy=True, StageVariables={"name": "v"})
    base = f"http://127.0.0.1:{server.port}"
    for host in (f"{api.id}.execute-api.us-east-1.localhost:{server.port}",
                 f"{api.id}.execute-api.us-east-1.amazonaws.com"):
        for path in ("/where", "/dev/where"):
            assert requests.get(base + path, headers={"Host": host}, timeout=10).status_code == 200, (host, path)
    for path in ("/where", "/dev/where", "/$default/where", "/%24default/where"):
        assert api.call("GET", path).status_code == 200, path
    assert requests.get(f"{base}/restapis/{api.id}/dev/_user_request_/where", timeout=10).status_code == 200
    reply = requests.get(base + "/where", headers={"Host": "nosuch0000.execute-api.us-east-1.localhost"}, timeout=10)
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})


def test_quick_create_can_be_called_at_once(gateway, backend):
    made = gateway.create_api(Name="quick", ProtocolType="HTTP", Target=backend.url + "/quick")
    assert requests.get(made["ApiEndpoint"] + "/anything", timeout=10).json()["path"] == "/quick"
    stage = gateway.get_stage(ApiId=made["ApiId"], StageName="$default")
    assert (stage["ApiGatewayManaged"], stage["AutoDeploy"]) == (True, True)
    assert gateway.get_routes(ApiId=made["ApiId"])["Items"][0]["RouteKey"] == "$default"


def test_a_stage_without_auto_deploy_serves_its_deployment(api, gateway):
    route = api.route("GET /one", api.integration("/first"))
    deployment = gateway.create_deployment(ApiId=api.id)["DeploymentId"]
    gateway.create_stage(ApiId=api.id, StageName="fixed", DeploymentId=deployment)
    gateway.update_route(ApiId=api.id, RouteId=route, Target=f"integrations/{api.integration('/second')}")
    assert api.call("GET", "/one").json()["path"] == "/second"
    assert api.call("GET", "/fixed/one").json()["path"] == "/first"
    newer = gateway.create_deployment(ApiId=api.id, StageName="fixed")["DeploymentId"]
    assert api.call("GET", "/fixed/one").json()["path"] == "/second"
    gateway.update_stage(ApiId=api.id, StageName="fixed", DeploymentId=deployment)
    assert api.call("GET", "/fixed/one").json()["path"] == "/first"
    assert error_of(gateway.delete_deployment, ApiId=api.id, DeploymentId=deployment)[2] == (
        "Active stages pointing to this deployment must be moved or deleted")
    gateway.delete_deployment(ApiId=api.id, DeploymentId=newer)


def test_a_stage_that_stops_following_keeps_what_it_served(api, gateway):
    route = api.route("GET /one", api.integration("/first"))
    gateway.update_stage(ApiId=api.id, StageName="$default", AutoDeploy=False)
    gateway.update_route(ApiId=api.id, RouteId=route, Target=f"integrations/{api.integration('/second')}")
    assert api.call("GET", "/one").json()["path"] == "/first"
    gateway.update_stage(ApiId=api.id, StageName="$default", AutoDeploy=True)
    assert api.call("GET", "/one").json()["path"] == "/second"


def test_a_deployment_switched_under_load_loses_no_request(api, gateway):
    route = api.route("GET /one", api.integration("/first"))
    deployments = [gateway.create_deployment(ApiId=api.id)["DeploymentId"]]
    gateway.update_route(ApiId=api.id, RouteId=route, Target=f"integrations/{api.integration('/second')}")
    deployments.append(gateway.create_deployment(ApiId=api.id)["DeploymentId"])
    gateway.create_stage(ApiId=api.id, StageName="load", DeploymentId=deployments[0])
    answers, is_over = [], threading.Event()

    def load():
        session = requests.Session()
        while not is_over.is_set():
            reply = session.get(f"{api.url}/load/one", timeout=10)
            answers.append((reply.status_code, reply.json().get("path")))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        gateway.update_stage(ApiId=api.id, StageName="load", DeploymentId=deployments[(number + 1) % 2])
    is_over.set()
    for thread in threads:
        thread.join()
    assert set(answers) == {(200, "/first"), (200, "/second")}


def test_parameters_are_mapped(api):
    integration = api.integration(
        "/map", RequestParameters={
            "append:header.x-id": "$context.requestId", "overwrite:querystring.name": "$request.path.name",
            "remove:header.x-secret": "''", "overwrite:path": "/changed/${request.path.name}"},
        ResponseParameters={"200": {"overwrite:statuscode": "202", "append:header.x-added": "$response.body.method"}})
    api.route("GET /map/{name}", integration)
    reply = api.call("GET", "/map/kim?name=x", headers={"X-Secret": "s"})
    seen = reply.json()
    assert (reply.status_code, reply.headers["x-added"]) == (202, "GET")
    assert (seen["path"], seen["query"]) == ("/changed/kim", "name=kim")
    assert seen["headers"]["x-id"] and "x-secret" not in seen["headers"]


def test_throttles(api, gateway):
    api.route("GET /one")
    gateway.update_stage(
        ApiId=api.id, StageName="$default",
        RouteSettings={"GET /one": {"ThrottlingRateLimit": 1.0, "ThrottlingBurstLimit": 2}})
    replies = [api.call("GET", "/one") for _ in range(4)]
    assert [reply.status_code for reply in replies[:2]] == [200, 200]
    assert (replies[3].status_code, replies[3].json()) == (429, {"message": "Too Many Requests"})
    assert error_of(
        gateway.update_stage, ApiId=api.id, StageName="$default",
        RouteSettings={"GET /other": {"ThrottlingBurstLimit": 2}})[:2] == (404, "NotFoundException")


# Who may


def test_a_pools_tokens_let_in(api, gateway, server, pool):
    identity, client, tokens = pool
    issuers = [f"http://localhost:{server.port}/{identity}", f"https://cognito-idp.us-east-1.amazonaws.com/{identity}"]
    for number, issuer in enumerate(issuers):
        authorizer = gateway.create_authorizer(
            ApiId=api.id, Name=f"a{number}", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Audience": [client], "Issuer": issuer})["AuthorizerId"]
        path = f"/post{number}"
        route = api.route(f"POST {path}")
        assert api.call("POST", path).status_code == 200
        gateway.update_route(ApiId=api.id, RouteId=route, AuthorizationType="JWT", AuthorizerId=authorizer)
        reply = api.call("POST", path)
        assert (reply.status_code, reply.json()) == (401, {"message": "Unauthorized"})
        assert reply.headers["www-authenticate"].startswith("Bearer")
        given = tokens()
        for token in (given["IdToken"], given["AccessToken"]):
            assert api.call("POST", path, headers={"Authorization": token}).status_code == 200
            assert api.call("POST", path, headers={"Authorization": f"Bearer {token}"}).status_code == 200
            assert api.call("POST", path, headers={"Authorization": token[:-6] + "AAAAAA"}).status_code == 401
        gateway.update_route(
            ApiId=api.id, RouteId=route, AuthorizationType="JWT", AuthorizerId=authorizer,
            AuthorizationScopes=["aws.cognito.signin.user.admin"])
        assert api.call("POST", path, headers={"Authorization": given["AccessToken"]}).status_code == 200
        reply = api.call("POST", path, headers={"Authorization": given["IdToken"]})
        assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})


def test_tokens_of_another_pool_or_client_do_not(api, gateway, server, pool):
    identity, _, tokens = pool
    other = server.client("cognito-idp").create_user_pool(PoolName="other")["UserPool"]["Id"]
    for number, (pool_id, audience) in enumerate([(other, "x"), (identity, "another")]):
        authorizer = gateway.create_authorizer(
            ApiId=api.id, Name=f"o{number}", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Audience": [audience], "Issuer": f"http://localhost:{server.port}/{pool_id}"})
        api.route(f"GET /o{number}", AuthorizationType="JWT", AuthorizerId=authorizer["AuthorizerId"])
        assert api.call("GET", f"/o{number}", headers={"Authorization": tokens()["IdToken"]}).status_code == 401


@pytest.fixture
def guarded(api, gateway, backend):
    authorizer = gateway.create_authorizer(
        ApiId=api.id, Name="foreign", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Audience": ["app"], "Issuer": backend.url})["AuthorizerId"]
    api.route("GET /guarded", AuthorizationType="JWT", AuthorizerId=authorizer)
    return lambda token: api.call("GET", "/guarded", headers={"Authorization": token})


def test_tokens_of_a_foreign_issuer(guarded, backend):
    now = int(time.time())
    assert guarded(backend.token()).status_code == 200
    assert guarded(backend.token(aud=None, client_id="app")).status_code == 200
    wrong = {
        "the token has expired": backend.token(exp=now - 1),
        "the token does not have a valid audience": backend.token(aud="other", client_id="app"),
    }
    for reason, token in wrong.items():
        reply = guarded(token)
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == (
            f'Bearer scope="" error="invalid_token" error_description="{reason}"')
    for token in (backend.token(nbf=now + 600), backend.token(iss="https://else.example"), backend.token(exp=None),
                  backend.token(kid="unknown"), "nonsense", "a.b.c"):
        assert guarded(token).status_code == 401


def test_the_algorithm_is_not_the_tokens_to_choose(guarded, backend):
    import hashlib
    import hmac

    from cryptography.hazmat.primitives import serialization

    def segment(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    payload = backend.token().split(".")[1].encode()
    secret = backend.keys["first"].public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = segment({"alg": "HS256", "kid": "first"})
    forged = head + b"." + payload
    mac = base64.urlsafe_b64encode(hmac.new(secret, forged, hashlib.sha256).digest()).rstrip(b"=")
    assert guarded((forged + b"." + mac).decode()).status_code == 401
    assert guarded((segment({"alg": "none", "kid": "first"}) + b"." + payload + b".").decode()).status_code == 401


def test_extensions_of_tokens_that_are_not_understood(guarded, backend):
    claims = jwt.decode(backend.token(), options={"verify_signature": False})
    for extension in ({"crit": ["exp"]}, {"crit": []}, {"crit": ["mine"], "mine": True}):
        token = jwt.api_jws.encode(
            json.dumps(claims).encode(), backend.keys["first"], algorithm="RS256",
            headers={"kid": "first", **extension})
        assert guarded(token).status_code == 401, extension


def test_a_storm_of_unknown_keys_does_not_reach_the_issuer(guarded, backend):
    assert guarded(backend.token()).status_code == 200
    before = backend.seen.count("/keys")
    for number in range(40):
        assert guarded(backend.token(kid=f"unknown-{number}")).status_code == 401
    assert backend.seen.count("/keys") - before <= 2


def test_signed_requests(api, server):
    api.route("GET /signed", AuthorizationType="AWS_IAM")

    def call(key):
        request = AWSRequest("GET", f"{api.url}/signed")
        SigV4Auth(Credentials(*key), "execute-api", "us-east-1").add_auth(request)
        return requests.get(request.url, headers=dict(request.headers), timeout=10)

    assert call(server.root_key).status_code == 200
    reply = api.call("GET", "/signed")
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})
    assert call((server.root_key[0], "wrong")).status_code == 403
    iam = server.client("iam")
    iam.create_user(UserName="caller")
    key = iam.create_access_key(UserName="caller")["AccessKey"]
    pair = (key["AccessKeyId"], key["SecretAccessKey"])
    reply = call(pair)
    assert (reply.status_code, reply.json()) == (403, {"message": "Forbidden"})
    iam.put_user_policy(UserName="caller", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "execute-api:Invoke",
            "Resource": f"arn:aws:execute-api:us-east-1:000000000000:{api.id}/$default/GET/signed"}]}))
    assert call(pair).status_code == 200


def test_browsers_of_other_origins(gateway, backend):
    api = Api(gateway, backend, CorsConfiguration={
        "AllowOrigins": ["https://app.example"], "AllowMethods": ["GET", "POST"], "AllowHeaders": ["authorization"],
        "MaxAge": 60, "ExposeHeaders": ["x-backend"]})
    api.route("GET /one", AuthorizationType="AWS_IAM")
    api.route("GET /open")
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    reply = api.call("OPTIONS", "/one", headers=asked)
    assert (reply.status_code, reply.content) == (204, b"")
    assert reply.headers["access-control-allow-origin"] == "https://app.example"
    assert reply.headers["access-control-allow-methods"] == "GET,POST"
    assert reply.headers["access-control-allow-headers"] == "authorization"
    assert reply.headers["access-control-max-age"] == "60"
    reply = api.call("OPTIONS", "/one", headers=asked | {"Origin": "https://else.example"})
    assert reply.status_code == 204 and "access-control-allow-origin" not in reply.headers
    reply = api.call("GET", "/one", headers={"Origin": "https://app.example"})
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (403, "https://app.example")
    reply = api.call("GET", "/open", headers={"Origin": "https://app.example"})
    assert reply.headers["access-control-allow-origin"] == "https://app.example"
    assert reply.headers["access-control-expose-headers"] == "x-backend"
    assert "access-control-allow-origin" not in api.call("GET", "/open").headers


def test_permissions_of_the_management_api(server, gateway, api):
    iam = server.client("iam")
    iam.create_user(UserName="manager")
    key = iam.create_access_key(UserName="manager")["AccessKey"]
    theirs = server.client("apigatewayv2", (key["AccessKeyId"], key["SecretAccessKey"]))
    with pytest.raises(ClientError) as refusal:
        theirs.get_api(ApiId=api.id)
    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"
    assert f"apigateway:GET on resource: arn:aws:apigateway:us-east-1::/apis/{api.id}" in str(refusal.value)
    iam.put_user_policy(UserName="manager", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "apigateway:GET",
            "Resource": f"arn:aws:apigateway:us-east-1::/apis/{api.id}"}]}))
    assert theirs.get_api(ApiId=api.id)["ApiId"] == api.id


def test_refusals_have_their_codes(gateway):
    assert refusal_of(gateway.create_api, Name="", ProtocolType="HTTP")[0] == "BadRequestException"


def test_custom_domains(api, gateway, server):
    api.route("GET /one")
    name = f"{api.id}.example.com"
    made = gateway.create_domain_name(DomainName=name, DomainNameConfigurations=[
        {"CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/c", "EndpointType": "REGIONAL"}])
    assert made["DomainNameConfigurations"][0]["DomainNameStatus"] == "AVAILABLE"
    mapping = gateway.create_api_mapping(ApiId=api.id, DomainName=name, Stage="$default", ApiMappingKey="v1/api")

    def status(path):
        return requests.get(server.endpoint + path, headers={"Host": name}, timeout=10).status_code

    assert (status("/v1/api/one"), status("/one")) == (200, 403)
    assert error_of(gateway.delete_api, ApiId=api.id)[1] == "BadRequestException"
    gateway.update_api_mapping(
        ApiId=api.id, DomainName=name, ApiMappingId=mapping["ApiMappingId"], ApiMappingKey="", Stage="$default")
    assert (status("/v1/api/one"), status("/one")) == (404, 200)
    gateway.delete_domain_name(DomainName=name)
    assert error_of(gateway.get_domain_name, DomainName=name)[1] == "NotFoundException"


def test_access_logs(api, gateway, server):
    logs = server.client("logs")
    group = f"/apis/{api.id}"
    logs.create_log_group(logGroupName=group)
    logs.put_resource_policy(policyName="delivery", policyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}]}))
    api.route("GET /one")
    gateway.update_stage(ApiId=api.id, StageName="$default", AccessLogSettings={
        "DestinationArn": f"arn:aws:logs:us-east-1:000000000000:log-group:{group}",
        "Format": '{"id":"$context.requestId","route":"$context.routeKey","status":$context.status}'})
    identity = api.call("GET", "/one").headers["apigw-requestid"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        events = logs.filter_log_events(logGroupName=group)["events"]
        if events:
            break
        time.sleep(0.2)
    assert json.loads(events[0]["message"]) == {"id": identity, "route": "GET /one", "status": 200}


def test_a_key_that_its_issuer_begins_to_use(guarded, backend):
    assert guarded(backend.token()).status_code == 200
    backend.new_key("second")
    time.sleep(1.1)
    statuses = [guarded(backend.token(key)).status_code for key in ("second", "first", "second")]
    assert statuses == [200, 200, 200]
    assert guarded(backend.token("second", kid="first")).status_code == 401


@pytest.mark.parametrize("name", [
    "127.0.0.1", "10.0.0.1", "api.localhost", "sts.us-east-1.amazonaws.com", "auth.amazoncognito.com", "x.lambda-url.on.aws"])
def test_hosts_that_are_no_custom_domains(gateway, server, name):
    refusal = refusal_of(gateway.create_domain_name, DomainName=name, DomainNameConfigurations=[
        {"CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/c", "EndpointType": "REGIONAL"}])
    assert refusal[0] == "BadRequestException"
    refusal = refusal_of(server.client("apigateway").create_domain_name, domainName=name)
    assert refusal[0] == "BadRequestException"
    assert server.health()["status"] == "ok"


def test_roles_are_the_callers_to_pass(server, gateway, api):
    """Whoever may make APIs may not thereby use every role that trusts API Gateway."""
    people = Callers(server)
    role = people.role(trust({"Service": "apigateway.amazonaws.com"}))
    arn = f"arn:aws:lambda:us-east-1:{people.account}:function:any"
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    name, keys = people.user(allow("apigateway:*"))
    http, rest = server.client("apigatewayv2", keys), server.client("apigateway", keys)
    rest_id = rest.create_rest_api(name="passing")
    place = dict(restApiId=rest_id["id"], resourceId=rest_id["rootResourceId"], httpMethod="GET")
    rest.put_method(**place, authorizationType="NONE")
    integration = dict(ApiId=api.id, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0")
    document = json.dumps({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/": {"get": {
            "responses": {}, "x-amazon-apigateway-integration": {
                "type": "aws_proxy", "httpMethod": "POST", "uri": uri, "credentials": role}}}}})
    passing = [
        lambda: http.create_integration(**integration, CredentialsArn=role),
        lambda: http.create_authorizer(
            ApiId=api.id, Name="a", AuthorizerType="REQUEST", AuthorizerUri=uri, AuthorizerPayloadFormatVersion="2.0",
            IdentitySource=["$request.header.a"], AuthorizerCredentialsArn=role),
        lambda: http.create_api(Name="quick", ProtocolType="HTTP", Target=arn, CredentialsArn=role),
        lambda: rest.put_integration(
            **place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri, credentials=role),
        lambda: rest.update_integration(
            **place, patchOperations=[{"op": "replace", "path": "/credentials", "value": role}]),
        lambda: rest.import_rest_api(body=document),
        lambda: rest.update_account(
            patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}]),
    ]
    for call in passing:
        assert f"iam:PassRole on resource: {role}" in denial_of(call)["Message"]
    # As whoever signed the request: that is no role.
    http.create_integration(**integration, CredentialsArn="arn:aws:iam::*:user/*")
    people.permit_user(name, allow("iam:PassRole", role), policy="passing")
    for call in passing:
        call()
    other = "arn:aws:iam::999999999999:role/theirs"
    people.permit_user(name, allow("iam:PassRole"), policy="passing")
    denial_of(http.create_integration, **integration, CredentialsArn=other)


def test_headers_of_several_lines_are_none(api, backend):
    integration = api.integration(
        RequestParameters={"append:header.x-a": "$request.querystring.q"},
        ResponseParameters={"200": {"append:header.x-b": "$request.querystring.q"}})
    api.route("GET /mapped", integration)
    assert api.call("GET", "/mapped?q=fine").headers["x-b"] == "fine"
    reply = api.call("GET", "/mapped?q=a%0d%0aset-cookie:%20evil=1")
    assert reply.status_code == 200 and "x-b" not in reply.headers and "set-cookie" not in reply.headers


def imported(backend, role_uri, issuer):
    """A document with what AWS's extensions say of an HTTP API."""
    proxy = {"type": "http_proxy", "httpMethod": "ANY", "uri": backend.url + "/echo", "payloadFormatVersion": "1.0"}
    return {
        "openapi": "3.0.1", "info": {"title": "imported", "version": "2", "description": "d"},
        "tags": [{"name": "team", "x-amazon-apigateway-tag-value": "a"}],
        "servers": [{"url": "https://x/{basePath}", "variables": {"basePath": {"default": "v1/pets"}}}],
        "paths": {
            "/one/{id}": {"get": {
                "operationId": "GetOne", "responses": {}, "security": [{"tokens": ["read"]}],
                "x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/proxy"}}},
            "/any/{rest+}": {"x-amazon-apigateway-any-method": {
                "responses": {}, "x-amazon-apigateway-integration": proxy | {
                    "requestParameters": {"append:header.x-a": "1"},
                    "responseParameters": {"200": {"overwrite:statuscode": "202"}}}}},
            "/signed": {"post": {
                "responses": {}, "x-amazon-apigateway-auth": {"type": "AWS_IAM"},
                "x-amazon-apigateway-integration": proxy}},
            "/asked": {"get": {
                "responses": {}, "security": [{"function": []}], "x-amazon-apigateway-integration": proxy}},
            "/$default": {"x-amazon-apigateway-any-method": {
                "isDefaultRoute": True, "responses": {}, "x-amazon-apigateway-integration": proxy}}},
        "components": {
            "x-amazon-apigateway-integrations": {"proxy": proxy},
            "securitySchemes": {
                "tokens": {"type": "oauth2", "flows": {}, "x-amazon-apigateway-authorizer": {
                    "type": "jwt", "identitySource": "$request.header.Authorization",
                    "jwtConfiguration": {"issuer": issuer, "audience": ["app"]}}},
                "function": {"type": "apiKey", "name": "Authorization", "in": "header",
                             "x-amazon-apigateway-authorizer": {
                                 "type": "request", "identitySource": "$request.header.Authorization",
                                 "authorizerUri": role_uri, "authorizerPayloadFormatVersion": "2.0",
                                 "authorizerResultTtlInSeconds": 60, "enableSimpleResponses": True}}}},
        "x-amazon-apigateway-cors": {"allowOrigins": ["https://a.example"], "allowMethods": ["GET"], "maxAge": 5}}


def test_a_document_becomes_an_http_api_and_again_a_document(server, gateway, backend):
    uri = ("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
           "arn:aws:lambda:us-east-1:000000000000:function:asked/invocations")
    document = imported(backend, uri, backend.url)
    made = gateway.import_api(Body=json.dumps(document))
    assert (made["Name"], made["Version"], made["Description"], made["ProtocolType"]) == ("imported", "2", "d", "HTTP")
    assert made["Tags"] == {"team": "a"} and made["CorsConfiguration"]["AllowOrigins"] == ["https://a.example"]
    api = made["ApiId"]
    routes = {route["RouteKey"]: route for route in gateway.get_routes(ApiId=api)["Items"]}
    assert set(routes) == {"GET /one/{id}", "ANY /any/{rest+}", "POST /signed", "GET /asked", "$default"}
    one = routes["GET /one/{id}"]
    assert (one["AuthorizationType"], one["AuthorizationScopes"], one["OperationName"]) == ("JWT", ["read"], "GetOne")
    assert routes["POST /signed"]["AuthorizationType"] == "AWS_IAM"
    assert routes["GET /asked"]["AuthorizationType"] == "CUSTOM"
    gateway.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)

    def status(method, path, **headers):
        return requests.request(method, made["ApiEndpoint"] + path, headers=headers, timeout=10).status_code

    assert status("GET", "/one/1") == 401
    assert status("GET", "/one/1", Authorization=backend.token()) == 200
    assert (status("PUT", "/any/a/b"), status("POST", "/signed"), status("GET", "/else")) == (202, 403, 200)

    exported = json.loads(gateway.export_api(
        ApiId=api, Specification="OAS30", OutputType="JSON", StageName="$default")["body"].read())
    assert exported["openapi"] == "3.0.1" and exported["x-amazon-apigateway-importexport-version"] == "1.0"
    assert exported["info"] == {"title": "imported", "description": "d", "version": "2"}
    assert exported["paths"]["/$default"]["x-amazon-apigateway-any-method"]["isDefaultRoute"] is True
    parameters = exported["paths"]["/any/{rest+}"]["x-amazon-apigateway-any-method"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["rest+"]
    as_yaml = gateway.export_api(ApiId=api, Specification="OAS30", OutputType="YAML", StageName="$default")
    assert yaml.safe_load(as_yaml["body"].read()) == exported
    plain = gateway.export_api(ApiId=api, Specification="OAS30", OutputType="JSON", IncludeExtensions=False)
    assert b"x-amazon" not in plain["body"].read()

    # What was written is read as what it was.
    again = gateway.import_api(Body=json.dumps(exported))["ApiId"]
    second = json.loads(gateway.export_api(ApiId=again, Specification="OAS30", OutputType="JSON")["body"].read())
    for name in ("info", "paths", "components", "tags", "x-amazon-apigateway-cors"):
        assert second[name] == exported[name], name

    authorizers = {item["Name"]: item["AuthorizerId"] for item in gateway.get_authorizers(ApiId=api)["Items"]}
    document["paths"] = {"/new": document["paths"]["/one/{id}"]}
    del document["x-amazon-apigateway-cors"]
    changed = gateway.reimport_api(ApiId=api, Body=json.dumps(document), Basepath="split")
    assert "CorsConfiguration" not in changed
    assert [route["RouteKey"] for route in gateway.get_routes(ApiId=api)["Items"]] == ["GET /pets/new"]
    kept = {item["Name"]: item["AuthorizerId"] for item in gateway.get_authorizers(ApiId=api)["Items"]}
    assert kept == authorizers
    assert (status("GET", "/pets/new"), status("GET", "/one/1")) == (401, 404)


def test_documents_that_are_refused(gateway, api):
    def message(document):
        body = document if isinstance(document, str) else json.dumps(document)
        return error_of(gateway.import_api, Body=body)[1:]

    head = {"openapi": "3.0.1", "info": {"title": "t", "version": "1"}}
    assert message("{}") == message({"swagger": "2.0", "info": {"title": "t"}}) == (
        "BadRequestException", "Invalid OpenAPI input.")
    # A scheme that nothing is known of does not leave a route open.
    assert message(head | {"paths": {"/a": {"get": {"responses": {}, "security": [{"unknown": []}]}}}})[0] == \
        "BadRequestException"
    assert message(head | {"paths": {"/a": {"get": {"x-amazon-apigateway-auth": {"type": "JWT"}}}}})[0] == \
        "BadRequestException"
    schemas = head | {"components": {"schemas": {"Pet": {"type": "object"}}}, "paths": {}}
    assert gateway.import_api(Body=json.dumps(schemas))["Warnings"]
    assert error_of(gateway.import_api, Body=json.dumps(schemas), FailOnWarnings=True)[1] == "BadRequestException"
    for changes in ({"Specification": "OAS31"}, {"OutputType": "XML"}, {"ExportVersion": "2.0"}):
        arguments = {"ApiId": api.id, "Specification": "OAS30", "OutputType": "JSON"} | changes
        assert error_of(gateway.export_api, **arguments)[1] == "BadRequestException"
    route = api.route("GET /one")
    assert error_of(
        gateway.delete_route_request_parameter, ApiId=api.id, RouteId=route, RequestParameterKey="x")[1] == \
        "NotFoundException"
