"""OpenAPI documents as people write them: in YAML."""

import json
import time

import pytest
import requests
import yaml

from backend import Backend
from test_http_api import error_of, imported


@pytest.fixture(scope="module")
def backend():
    backend = Backend()
    yield backend
    backend.stop()


REST = """\
# An API with what YAML has beside JSON.
swagger: 2.0
info:
  title: "Pets: all"
  version: 1.10
  description: >-
    Two lines
    of *text*, *one*, and **more** &c.
paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, type: string}
      responses:
        200:
          description: ok
      x-amazon-apigateway-integration: &one
        type: mock
        requestTemplates:
          application/json: '{"statusCode": 200}'
        responses:
          default:
            statusCode: 200
            responseParameters:
              method.response.header.x-pet: "'yes'"
            responseTemplates:
              application/json: |
                {"name": "no",
                 "n": 010}
              text/plain: '*one'
  /twice:
    get: {responses: {}, x-amazon-apigateway-integration: *one}
"""


def test_a_rest_api_of_yaml_and_yaml_of_it(server):
    gateway = server.client("apigateway")
    made = gateway.import_rest_api(body=REST.replace(
        "        200:\n          description: ok\n",
        "        200:\n          description: ok\n          headers: {x-pet: {type: string}}\n"))
    assert (made["name"], made["version"]) == ("Pets: all", "1.10")
    assert made["description"] == "Two lines of *text*, *one*, and **more** &c."
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    reply = requests.get(f"{server.endpoint}/_aws/execute-api/{made['id']}/dev/pets/1", timeout=30)
    assert (reply.status_code, reply.headers["x-pet"]) == (200, "yes")
    assert reply.text == '{"name": "no",\n "n": 010}\n'
    answers = [gateway.get_integration_response(
        restApiId=made["id"], resourceId=resource["id"], httpMethod="GET", statusCode="200")["responseTemplates"]
        for resource in gateway.get_resources(restApiId=made["id"])["items"] if "resourceMethods" in resource]
    assert [answer["text/plain"] for answer in answers] == ["*one", "*one"] and answers[0] == answers[1]

    def export(accepts, kind="oas30"):
        return gateway.get_export(restApiId=made["id"], stageName="dev", exportType=kind, accepts=accepts,
                                  parameters={"extensions": "integrations"})

    as_yaml = export("application/yaml")
    assert as_yaml["contentDisposition"] == 'attachment; filename="oas30_1.10.yaml"'
    text = as_yaml["body"].read()
    assert yaml.safe_load(text) == json.loads(export("application/json")["body"].read())
    again = gateway.import_rest_api(body=text)
    gateway.create_deployment(restApiId=again["id"], stageName="dev")
    reply = requests.get(f"{server.endpoint}/_aws/execute-api/{again['id']}/dev/pets/1", timeout=30)
    assert (reply.status_code, reply.headers["x-pet"]) == (200, "yes")
    assert error_of(lambda: export("text/plain"))[1] == "BadRequestException"


def test_an_http_api_of_yaml_is_that_of_json(server, backend):
    gateway = server.client("apigatewayv2")
    uri = ("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
           "arn:aws:lambda:us-east-1:000000000000:function:asked/invocations")
    document = imported(backend, uri, backend.url)

    def exported(body):
        api = gateway.import_api(Body=body)["ApiId"]
        found = json.loads(gateway.export_api(ApiId=api, Specification="OAS30", OutputType="JSON")["body"].read())
        del found["servers"]
        return found

    wanted = exported(json.dumps(document))
    assert wanted["info"]["title"] == "imported"
    # What is there twice is written once and named by an alias.
    blocks = yaml.safe_dump(document, default_flow_style=False, sort_keys=False)
    assert "*id001" in blocks
    assert exported(blocks) == wanted
    assert exported("--- " + yaml.safe_dump(document, default_flow_style=True, sort_keys=False)) == wanted


@pytest.mark.parametrize("text", [
    "openapi: 3.0.1\n", "- a\n- b\n", "openapi: [3.0.1\n", "a: 1\na: 2\n", "\tx: 1\n", "just text", "",
    "openapi: 3.0.1\n---\nopenapi: 3.0.1\n", "x: " + "[" * 900 + "]" * 900, "x: " + "[" * 400_000,
    "? [a, b]\n: c\n", "x: *nothing\n", "\0", "x: \"\\ud800\"\n",
], ids=range(14))
def test_what_is_no_document(server, text):
    gateway = server.client("apigatewayv2")
    assert error_of(gateway.import_api, Body=text)[1:] == ("BadRequestException", "Invalid OpenAPI input.")


@pytest.mark.parametrize("text", [
    "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)),
    "".join(f"- &a{n + 1} [*a{n}]\n" if n else "- &a1 [x]\n" for n in range(50_000)),
    "a: &x [*x]\n", "a: *x\nb: &x 1\n", "a: &x [1]\n*x : 2\n",
], ids=["laughs", "chain", "inside itself", "not yet there", "key"])
def test_aliases_that_stand_for_too_much(server, text):
    gateway = server.client("apigatewayv2")
    began = time.monotonic()
    assert error_of(gateway.import_api, Body=text)[1:] == ("BadRequestException", "Invalid OpenAPI input.")
    assert time.monotonic() - began < 20
    assert server.health()["status"] == "ok"
