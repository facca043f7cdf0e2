"""Lambda as a client sees it that makes functions and runs none: versions, aliases, layers, URLs, permissions, tags."""

import base64
import hashlib
import json
import urllib.request

import botocore.exceptions
import pytest

import callers
import functions
from hanok import REGION

ACCOUNT = "000000000000"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:"
LAYER = f"arn:aws:lambda:{REGION}:{ACCOUNT}:layer:"
CODE = functions.archive({"index.py": "def handler(event, context):\n    return event\n"})
MISSING = "The resource you requested does not exist."


@pytest.fixture(scope="module")
def role(server):
    return functions.role(server, "control", {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*"})


@pytest.fixture(scope="module")
def lam(server):
    return server.client("lambda")


@pytest.fixture
def function(lam, role, request):
    name = request.node.name.replace("test_", "").replace("[", "-").replace("]", "")[:60]
    lam.create_function(FunctionName=name, Role=role, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": CODE})
    lam.get_waiter("function_active_v2").wait(FunctionName=name)
    yield name
    lam.delete_function(FunctionName=name)


def refused(call, code, message=None, status=None):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call()
    response = error.value.response
    assert response["Error"]["Code"] == code, response
    if message is not None:
        assert response["Error"]["Message"] == message
    if status is not None:
        assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    return response


def test_a_function_is_made_looked_at_and_changed(lam, role, function):
    got = lam.get_function(FunctionName=function)
    configuration = got["Configuration"]
    assert configuration["State"] == "Active" and configuration["LastUpdateStatus"] == "Successful"
    assert configuration["CodeSize"] == len(CODE)
    assert configuration["CodeSha256"] == base64.b64encode(hashlib.sha256(CODE).digest()).decode()
    assert urllib.request.urlopen(got["Code"]["Location"]).read() == CODE
    other = functions.archive({"index.py": "handler = print"})
    changed = lam.update_function_code(FunctionName=function, ZipFile=other)
    assert changed["LastUpdateStatus"] == "InProgress" and changed["RevisionId"] != configuration["RevisionId"]
    lam.get_waiter("function_updated_v2").wait(FunctionName=function)
    refused(
        lambda: lam.update_function_configuration(
            FunctionName=function, Description="x", RevisionId=configuration["RevisionId"]),
        "PreconditionFailedException", status=412)
    lam.update_function_configuration(FunctionName=function, Environment={"Variables": {"NAME": "값"}}, MemorySize=256)
    now = lam.get_function_configuration(FunctionName=function)
    assert now["Environment"] == {"Variables": {"NAME": "값"}} and now["MemorySize"] == 256
    assert ARN + function in [f["FunctionArn"] for f in lam.get_paginator("list_functions").paginate().search("Functions")]


def test_errors_are_aws_own(lam, role):
    response = refused(
        lambda: lam.get_function(FunctionName="none"), "ResourceNotFoundException",
        f"Function not found: {ARN}none", 404)
    assert response["Type"] == "User" and response["Message"] == response["Error"]["Message"]
    response = refused(
        lambda: lam.create_function(
            FunctionName="f", Role="arn:aws:iam::000000000000:role/none", Runtime="python3.12", Handler="a.b",
            Code={"ZipFile": CODE}),
        "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.", 400)
    assert response["Type"] == "User" and response["message"]
    refused(
        lambda: lam.create_function(
            FunctionName="f", Role=role, Runtime="python3.12", Handler="a.b", Code={"ZipFile": b"no archive"}),
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.", 400)


@pytest.mark.parametrize("target", ["sqs", "sns"])
def test_dead_letters_are_refused_clearly(lam, function, target):
    response = refused(
        lambda: lam.update_function_configuration(
            FunctionName=function, DeadLetterConfig={"TargetArn": f"arn:aws:{target}:{REGION}:{ACCOUNT}:q"}),
        "InvalidParameterValueException")
    assert "not served here" in response["Error"]["Message"]
    lam.update_function_configuration(FunctionName=function, DeadLetterConfig={"TargetArn": ""})


def test_versions_and_aliases(lam, function):
    for description in ("one", "two"):
        lam.publish_version(FunctionName=function, Description=description)
    alias = lam.create_alias(
        FunctionName=function, Name="live", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 0.25}})
    assert alias["AliasArn"] == ARN + function + ":live"
    assert alias["RoutingConfig"] == {"AdditionalVersionWeights": {"2": 0.25}}
    lam.create_alias(FunctionName=function, Name="plain", FunctionVersion="2")
    names = lam.get_paginator("list_aliases").paginate(FunctionName=function, PaginationConfig={"PageSize": 1})
    assert [a["Name"] for a in names.search("Aliases")] == ["live", "plain"]
    assert lam.get_function(FunctionName=function, Qualifier="live")["Configuration"]["Version"] == "1"
    refused(
        lambda: lam.create_alias(FunctionName=function, Name="live", FunctionVersion="1"),
        "ResourceConflictException", f"Alias already exists: {ARN}{function}:live", 409)
    refused(lambda: lam.delete_function(FunctionName=function, Qualifier="2"), "ResourceConflictException")
    changed = lam.update_alias(FunctionName=function, Name="live", FunctionVersion="2", RoutingConfig={})
    assert changed["FunctionVersion"] == "2" and "RoutingConfig" not in changed
    assert changed["RevisionId"] != alias["RevisionId"]
    for _ in range(2):
        lam.delete_alias(FunctionName=function, Name="plain")
    refused(
        lambda: lam.get_alias(FunctionName=function, Name="plain"), "ResourceNotFoundException",
        f"Cannot find alias arn: {ARN}{function}:plain", 404)


def test_permissions(lam, server, function):
    statement = lam.add_permission(
        FunctionName=function, StatementId="s", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::bucket", SourceAccount=ACCOUNT)["Statement"]
    assert json.loads(statement)["Condition"] == {
        "StringEquals": {"AWS:SourceAccount": ACCOUNT}, "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::bucket"}}
    policy = lam.get_policy(FunctionName=function)
    assert json.loads(policy["Policy"])["Statement"] == [json.loads(statement)]
    refused(
        lambda: lam.add_permission(
            FunctionName=function, StatementId="t", Action="lambda:InvokeFunction", Principal="*", RevisionId="other"),
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest "
        "Revision Id", 412)
    lam.remove_permission(FunctionName=function, StatementId="s", RevisionId=policy["RevisionId"])
    refused(lambda: lam.get_policy(FunctionName=function), "ResourceNotFoundException", MISSING, 404)


def test_layers(lam, role, function):
    first = lam.publish_layer_version(
        LayerName="words", Description="d", Content={"ZipFile": functions.archive({"python/words.py": "WORD = 1"})},
        CompatibleRuntimes=["python3.12"], CompatibleArchitectures=["x86_64"], LicenseInfo="MIT")
    assert first["LayerVersionArn"] == LAYER + "words:1" and first["Version"] == 1
    lam.publish_layer_version(LayerName="words", Content={"ZipFile": CODE})
    listed = lam.list_layer_versions(LayerName="words")["LayerVersions"]
    assert [v["Version"] for v in listed] == [2, 1]
    assert lam.list_layers(CompatibleRuntime="python3.12")["Layers"][0]["LatestMatchingVersion"]["Version"] == 1
    lam.update_function_configuration(FunctionName=function, Layers=[LAYER + "words:1"])
    refused(
        lambda: lam.update_function_configuration(FunctionName=function, Layers=[LAYER + "words:1", LAYER + "words:2"]),
        "InvalidParameterValueException", status=400)
    location = lam.get_layer_version_by_arn(Arn=LAYER + "words:2")["Content"]["Location"]
    assert urllib.request.urlopen(location).read() == CODE
    for _ in range(2):
        lam.delete_layer_version(LayerName="words", VersionNumber=1)
    refused(
        lambda: lam.get_layer_version(LayerName="words", VersionNumber=1), "ResourceNotFoundException", MISSING, 404)
    kept = lam.get_function_configuration(FunctionName=function)["Layers"]
    assert [layer["Arn"] for layer in kept] == [LAYER + "words:1"]
    added = lam.add_layer_version_permission(
        LayerName="words", VersionNumber=2, StatementId="all", Action="lambda:GetLayerVersion", Principal="*")
    assert json.loads(added["Statement"])["Principal"] == "*"
    assert json.loads(lam.get_layer_version_policy(LayerName="words", VersionNumber=2)["Policy"])["Id"] == "default"
    lam.remove_layer_version_permission(LayerName="words", VersionNumber=2, StatementId="all")
    lam.delete_layer_version(LayerName="words", VersionNumber=2)


def test_a_function_with_its_layers_has_a_largest_size(lam, role, function):
    zeros = functions.archive({"zeros": b"\0" * 140_000_000})
    arns = [lam.publish_layer_version(LayerName=f"big{i}", Content={"ZipFile": zeros})["LayerVersionArn"] for i in (1, 2)]
    lam.update_function_configuration(FunctionName=function, Layers=arns[:1])
    response = refused(
        lambda: lam.update_function_configuration(FunctionName=function, Layers=arns), "InvalidParameterValueException")
    assert response["Error"]["Message"].startswith(
        "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 2800")


def test_urls(lam, function):
    refused(lambda: lam.get_function_url_config(FunctionName=function), "ResourceNotFoundException", MISSING, 404)
    made = lam.create_function_url_config(
        FunctionName=function, AuthType="NONE", Cors={"AllowOrigins": ["*"], "AllowMethods": ["GET"], "MaxAge": 1})
    assert made["FunctionUrl"].endswith("/") and made["FunctionArn"] == ARN + function
    assert lam.get_function_url_config(FunctionName=function)["Cors"]["AllowOrigins"] == ["*"]
    refused(
        lambda: lam.create_function_url_config(FunctionName=function, AuthType="NONE"), "ResourceConflictException",
        f"Failed to create function url config for [functionArn = {ARN}{function}]. Error message:  FunctionUrlConfig exists "
        "for this Lambda function", 409)
    refused(
        lambda: lam.create_function_url_config(FunctionName=function, AuthType="NONE", Qualifier="1"),
        "ValidationException", status=400)
    response = refused(
        lambda: lam.update_function_url_config(FunctionName=function, InvokeMode="RESPONSE_STREAM"),
        "InvalidParameterValueException")
    assert "not served here" in response["Error"]["Message"]
    assert len(lam.list_function_url_configs(FunctionName=function)["FunctionUrlConfigs"]) == 1
    lam.delete_function_url_config(FunctionName=function)
    refused(lambda: lam.delete_function_url_config(FunctionName=function), "ResourceNotFoundException", MISSING, 404)


def test_event_invoke_configs(lam, role, function):
    lam.create_function(
        FunctionName="target", Role=role, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": CODE})
    put = lam.put_function_event_invoke_config(
        FunctionName=function, MaximumRetryAttempts=1, DestinationConfig={"OnSuccess": {"Destination": ARN + "target"}})
    assert put["FunctionArn"] == ARN + function + ":$LATEST"
    assert put["DestinationConfig"] == {"OnSuccess": {"Destination": ARN + "target"}, "OnFailure": {}}
    changed = lam.update_function_event_invoke_config(FunctionName=function, MaximumEventAgeInSeconds=60)
    assert changed["MaximumRetryAttempts"] == 1 and changed["DestinationConfig"] == put["DestinationConfig"]
    assert len(lam.list_function_event_invoke_configs(FunctionName=function)["FunctionEventInvokeConfigs"]) == 1
    refused(
        lambda: lam.put_function_event_invoke_config(
            FunctionName=function, DestinationConfig={"OnSuccess": {"Destination": ARN + function}}),
        "InvalidParameterValueException", "You can't specify the function as a destination for itself.", 400)
    lam.delete_function_event_invoke_config(FunctionName=function)
    refused(
        lambda: lam.get_function_event_invoke_config(FunctionName=function), "ResourceNotFoundException",
        f"The function {ARN}{function}:$LATEST doesn't have an EventInvokeConfig", 404)
    lam.delete_function(FunctionName="target")


def test_tags_and_who_may_by_them(lam, server, function):
    lam.tag_resource(Resource=ARN + function, Tags={"team": "a", "b": "1"})
    lam.untag_resource(Resource=ARN + function, TagKeys=["b", "none"])
    assert lam.list_tags(Resource=ARN + function)["Tags"] == {"team": "a"}
    assert lam.get_function(FunctionName=function)["Tags"] == {"team": "a"}
    _, keys = callers.Callers(server).user(callers.allow(
        "lambda:GetFunction", Condition={"StringEquals": {"aws:ResourceTag/team": "a"}}))
    assert server.client("lambda", keys).get_function(FunctionName=function)
    lam.tag_resource(Resource=ARN + function, Tags={"team": "b"})
    refused(lambda: server.client("lambda", keys).get_function(FunctionName=function), "AccessDeniedException", status=403)


def test_small_ones(lam, function):
    assert "CodeSigningConfigArn" not in lam.get_function_code_signing_config(FunctionName=function)
    assert lam.get_function_recursion_config(FunctionName=function)["RecursiveLoop"] == "Terminate"
    assert lam.put_function_recursion_config(FunctionName=function, RecursiveLoop="Allow")["RecursiveLoop"] == "Allow"
    assert lam.get_runtime_management_config(FunctionName=function)["UpdateRuntimeOn"] == "Auto"
    assert lam.list_provisioned_concurrency_configs(FunctionName=function)["ProvisionedConcurrencyConfigs"] == []
    settings = lam.get_account_settings()
    assert settings["AccountLimit"]["ConcurrentExecutions"] == 1000 and settings["AccountUsage"]["FunctionCount"] >= 1


@pytest.mark.parametrize("qualifier", ["-1", "-0", "0", "01", "9223372036854775807", "-9223372036854775808"])
def test_qualifiers_that_only_look_like_versions(server, lam, function, qualifier):
    lam.publish_version(FunctionName=function)
    for name, more in ((function, {"Qualifier": qualifier}), (f"{function}:{qualifier}", {})):
        refused(lambda: lam.get_function(FunctionName=name, **more), "ResourceNotFoundException", status=404)
        refused(lambda: lam.invoke(FunctionName=name, **more), "ResourceNotFoundException", status=404)
    # Deleting a version that is not there is no error.
    lam.delete_function(FunctionName=function, Qualifier=qualifier)
    assert server.health()["status"] == "ok"


def test_reserved_concurrency_is_of_the_account(lam, role, function):
    lam.create_function(
        FunctionName="share", Role=role, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": CODE})
    lam.put_function_concurrency(FunctionName="share", ReservedConcurrentExecutions=900)
    message = (
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below "
        "its minimum value of [40].")
    refused(
        lambda: lam.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=61),
        "InvalidParameterValueException", message)
    lam.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=60)
    lam.delete_function(FunctionName="share")


def test_texts_with_null_characters(lam, role, function):
    refused(
        lambda: lam.update_function_configuration(
            FunctionName=function, Environment={"Variables": {"NAME": "a\0PATH\0/tmp"}}),
        "InvalidParameterValueException")
    refused(
        lambda: lam.update_function_configuration(FunctionName=function, Handler="index.handler\0x"),
        "InvalidParameterValueException")
