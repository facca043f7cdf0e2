"""What a pool holds beside its users, by boto3's paginators and the AWS CLI: groups, attributes, resource servers,
domains, identity providers, branding, imports."""

import html
import json
import re
import time
import urllib.error
import urllib.request

import pytest

from chain import PASSWORD, Chain
from people import mailed_code, outbox, refusal_of


@pytest.fixture(scope="module")
def chain(server):
    return Chain(server)


@pytest.fixture
def cognito(chain):
    return chain.cognito


@pytest.fixture
def pool(cognito):
    return cognito.create_user_pool(PoolName="directory", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]


def make_user(cognito, pool, name, **attributes):
    cognito.admin_create_user(
        UserPoolId=pool, Username=name, MessageAction="SUPPRESS",
        UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()])
    cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password=PASSWORD, Permanent=True)


def make_client(cognito, pool, **more):
    made = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], **more)
    return made["UserPoolClient"]


def access_token(cognito, client, name):
    signed_in = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
                                      AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD})
    return signed_in["AuthenticationResult"]["AccessToken"]


def pages(cognito, operation, member, **arguments):
    return [item for page in cognito.get_paginator(operation).paginate(**arguments) for item in page[member]]


def test_groups_by_paginators(cognito, pool):
    for number in range(25):
        cognito.create_group(UserPoolId=pool, GroupName=f"group{number}", Precedence=number)
    for number in range(12):
        make_user(cognito, pool, f"user{number}")
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=f"user{number}", GroupName="group0")
    for number in range(25):
        cognito.admin_add_user_to_group(UserPoolId=pool, Username="user0", GroupName=f"group{number}")
    size = {"PaginationConfig": {"PageSize": 5}}
    every = {f"group{number}" for number in range(25)}
    groups = pages(cognito, "list_groups", "Groups", UserPoolId=pool, **size)
    assert len(groups) == 25 and {group["GroupName"] for group in groups} == every
    mine = pages(cognito, "admin_list_groups_for_user", "Groups", UserPoolId=pool, Username="user0", **size)
    assert len(mine) == 25 and {group["GroupName"] for group in mine} == every
    users = pages(cognito, "list_users_in_group", "Users", UserPoolId=pool, GroupName="group0", **size)
    assert sorted(user["Username"] for user in users) == sorted(f"user{number}" for number in range(12))
    cognito.delete_group(UserPoolId=pool, GroupName="group0")
    assert refusal_of(cognito.get_group, UserPoolId=pool, GroupName="group0") == (
        "ResourceNotFoundException", "Group not found.")


def test_groups_by_the_command_line(server, pool):
    server.aws("cognito-idp", "create-group", "--user-pool-id", pool, "--group-name", "readers",
               "--description", "They read", "--precedence", "7")
    shown = server.aws_json("cognito-idp", "get-group", "--user-pool-id", pool, "--group-name", "readers")["Group"]
    assert (shown["Description"], shown["Precedence"]) == ("They read", 7)
    again = server.aws("cognito-idp", "create-group", "--user-pool-id", pool, "--group-name", "readers", check=False)
    assert again.returncode != 0 and "A group with the name already exists." in again.stderr


def test_a_user_changes_and_verifies_an_address(server, cognito, pool):
    client = make_client(cognito, pool)["ClientId"]
    make_user(cognito, pool, "ann", email="old@example.com", email_verified="true")
    token = access_token(cognito, client, "ann")
    sent = cognito.update_user_attributes(
        AccessToken=token, UserAttributes=[{"Name": "email", "Value": "changed@example.com"}])
    assert [item["AttributeName"] for item in sent["CodeDeliveryDetailsList"]] == ["email"]
    code = mailed_code(server, "changed@example.com")
    assert refusal_of(cognito.verify_user_attribute, AccessToken=token, AttributeName="email",
                      Code="000000" if code != "000000" else "111111")[0] == "CodeMismatchException"
    cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=code)
    attributes = {item["Name"]: item["Value"] for item in cognito.get_user(AccessToken=token)["UserAttributes"]}
    assert (attributes["email"], attributes["email_verified"]) == ("changed@example.com", "true")
    cognito.admin_reset_user_password(UserPoolId=pool, Username="ann")
    cognito.confirm_forgot_password(ClientId=client, Username="ann", Password=PASSWORD + "2",
                                    ConfirmationCode=mailed_code(server, "changed@example.com"))


def test_a_machines_scopes_and_a_pools_domain(server, cognito, pool):
    server.aws("cognito-idp", "create-user-pool-domain", "--domain", "my-directory", "--user-pool-id", pool)
    described = server.aws_json("cognito-idp", "describe-user-pool-domain", "--domain", "my-directory")
    assert described["DomainDescription"]["UserPoolId"] == pool
    assert cognito.describe_user_pool(UserPoolId=pool)["UserPool"]["Domain"] == "my-directory"
    assert refusal_of(cognito.delete_user_pool, UserPoolId=pool) == (
        "InvalidParameterException",
        "User pool cannot be deleted. It has a domain configured that should be deleted first.")
    for number in range(12):
        cognito.create_resource_server(
            UserPoolId=pool, Identifier=f"https://api{number}.example.com", Name=f"API {number}",
            Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}])
    servers = pages(cognito, "list_resource_servers", "ResourceServers", UserPoolId=pool,
                    PaginationConfig={"PageSize": 5})
    assert len({item["Identifier"] for item in servers}) == len(servers) == 12
    oauth = dict(GenerateSecret=True, AllowedOAuthFlows=["client_credentials"], AllowedOAuthFlowsUserPoolClient=True)
    make_client(cognito, pool, AllowedOAuthScopes=["https://api3.example.com/read"], **oauth)
    assert refusal_of(make_client, cognito=cognito, pool=pool, AllowedOAuthScopes=["https://api3.example.com/write"],
                      **oauth)[0] == "ScopeDoesNotExistException"
    cognito.delete_user_pool_domain(Domain="my-directory", UserPoolId=pool)
    empty = cognito.describe_user_pool_domain(Domain="my-directory")["DomainDescription"]
    assert empty == {}
    cognito.delete_user_pool(UserPoolId=pool)


def test_identity_providers(cognito, pool):
    details = {"client_id": "abc", "client_secret": "not to be told", "authorize_scopes": "openid email",
               "oidc_issuer": "https://id.example.com", "attributes_request_method": "GET"}
    for number in range(7):
        cognito.create_identity_provider(
            UserPoolId=pool, ProviderName=f"Example{number}", ProviderType="OIDC", ProviderDetails=details,
            AttributeMapping={"email": "email"}, IdpIdentifiers=[f"example{number}.com"])
    listed = pages(cognito, "list_identity_providers", "Providers", UserPoolId=pool, PaginationConfig={"PageSize": 3})
    assert [item["ProviderName"] for item in listed] == [f"Example{number}" for number in range(7)]
    found = cognito.get_identity_provider_by_identifier(UserPoolId=pool, IdpIdentifier="example3.com")
    assert found["IdentityProvider"]["ProviderName"] == "Example3"
    make_user(cognito, pool, "ann")
    cognito.admin_link_provider_for_user(
        UserPoolId=pool, DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": "ann"},
        SourceUser={"ProviderName": "Example3", "ProviderAttributeName": "Cognito_Subject",
                    "ProviderAttributeValue": "42"})
    attributes = cognito.admin_get_user(UserPoolId=pool, Username="ann")["UserAttributes"]
    identities = json.loads(next(item["Value"] for item in attributes if item["Name"] == "identities"))
    assert [(item["userId"], item["providerName"], item["primary"]) for item in identities] == [
        ("42", "Example3", False)]
    assert refusal_of(
        cognito.create_identity_provider, UserPoolId=pool, ProviderName="Office", ProviderType="SAML",
        ProviderDetails={"MetadataURL": "https://id.example.com/saml"}) == (
            "InvalidParameterException", "SAML is not supported.")


def test_two_secrets_and_branding(cognito, pool):
    client = make_client(cognito, pool, GenerateSecret=True)["ClientId"]
    added = cognito.add_user_pool_client_secret(UserPoolId=pool, ClientId=client)["ClientSecretDescriptor"]
    listed = cognito.list_user_pool_client_secrets(UserPoolId=pool, ClientId=client)["ClientSecrets"]
    assert len(listed) == 2 and all("ClientSecretValue" not in item for item in listed)
    cognito.delete_user_pool_client_secret(UserPoolId=pool, ClientId=client, ClientSecretId=listed[0]["ClientSecretId"])
    shown = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]
    assert shown["ClientSecret"] == added["ClientSecretValue"]
    style = cognito.create_managed_login_branding(
        UserPoolId=pool, ClientId=client, Settings={"categories": {"form": {"displayGraphics": True}}},
        Assets=[{"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "SVG", "Bytes": b"<svg/>"}])
    described = cognito.describe_managed_login_branding(
        UserPoolId=pool, ManagedLoginBrandingId=style["ManagedLoginBranding"]["ManagedLoginBrandingId"])
    assert described["ManagedLoginBranding"]["Settings"] == {"categories": {"form": {"displayGraphics": True}}}
    assert described["ManagedLoginBranding"]["Assets"][0]["Bytes"] == b"<svg/>"


def test_users_are_imported_from_a_file(cognito, pool):
    header = cognito.get_csv_header(UserPoolId=pool)["CSVHeader"]
    job = cognito.create_user_import_job(
        UserPoolId=pool, JobName="people", CloudWatchLogsRoleArn="arn:aws:iam::000000000000:role/import")["UserImportJob"]
    rows = [",".join(header)]
    for number in range(250):
        values = {"cognito:username": f"user{number}", "cognito:mfa_enabled": "false",
                  "email": f"user{number}@example.com", "email_verified": "true"}
        rows.append(",".join(values.get(name, "") for name in header))
    put = urllib.request.Request(job["PreSignedUrl"], method="PUT", data="\n".join(rows).encode())
    with urllib.request.urlopen(put) as reply:
        assert reply.status == 200
    cognito.start_user_import_job(UserPoolId=pool, JobId=job["JobId"])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job = cognito.describe_user_import_job(UserPoolId=pool, JobId=job["JobId"])["UserImportJob"]
        if "CompletionDate" in job:
            break
        time.sleep(0.05)
    assert (job["Status"], job["ImportedUsers"], job["FailedUsers"]) == ("Succeeded", 250, 0)
    users = pages(cognito, "list_users", "Users", UserPoolId=pool, PaginationConfig={"PageSize": 60})
    assert len({user["Username"] for user in users}) == len(users) == 250
    assert {user["UserStatus"] for user in users} == {"RESET_REQUIRED"}


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f645400000"
    "000049454e44ae426082".replace(" ", ""))


def test_a_look_and_its_image(server, cognito, pool):
    client = make_client(cognito, pool)["ClientId"]
    cognito.create_user_pool_domain(UserPoolId=pool, Domain="my-look")
    look = cognito.set_ui_customization(
        UserPoolId=pool, ImageFile=PNG, CSS=".banner-customizable { background-color: #224 }")["UICustomization"]
    shown = cognito.get_ui_customization(UserPoolId=pool, ClientId=client)["UICustomization"]
    assert shown["ImageUrl"] == look["ImageUrl"] and shown["CSS"] == look["CSS"]
    with urllib.request.urlopen(look["ImageUrl"]) as reply:
        assert reply.headers["Content-Type"] == "image/png" and reply.read() == PNG
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    cognito.delete_user_pool_domain(UserPoolId=pool, Domain="my-look")


def test_a_registration_is_confirmed_by_its_link(server, cognito):
    pool = cognito.create_user_pool(
        PoolName="links", AutoVerifiedAttributes=["email"],
        VerificationMessageTemplate={"DefaultEmailOption": "CONFIRM_WITH_LINK",
                                     "EmailMessageByLink": "눌러 주세요: {##여기##}"})["UserPool"]["Id"]
    client = make_client(cognito, pool)["ClientId"]
    cognito.create_user_pool_domain(UserPoolId=pool, Domain="my-links")
    cognito.sign_up(ClientId=client, Username="lin", Password=PASSWORD,
                    UserAttributes=[{"Name": "email", "Value": "lin@example.com"}])
    body = outbox(server, "lin@example.com")[0]["body"]
    link = html.unescape(re.search(r'눌러 주세요: <a href="([^"]+)">여기</a>', body).group(1))
    with urllib.request.urlopen(link) as reply:
        assert reply.status == 200
    assert cognito.admin_get_user(UserPoolId=pool, Username="lin")["UserStatus"] == "CONFIRMED"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(link)
    assert access_token(cognito, client, "lin")


def test_an_imports_address_is_for_its_file_only(cognito, pool):
    job = cognito.create_user_import_job(
        UserPoolId=pool, JobName="people", CloudWatchLogsRoleArn="arn:aws:iam::000000000000:role/import")["UserImportJob"]
    for address, method in [(job["PreSignedUrl"] + "A", "PUT"), (job["PreSignedUrl"].split("?")[0], "PUT"),
                            (job["PreSignedUrl"], "POST")]:
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(urllib.request.Request(address, method=method, data=b"x"))
        assert refusal.value.code in (403, 405)
