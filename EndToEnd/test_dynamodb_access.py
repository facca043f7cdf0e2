"""Who may do what with tables: DynamoDB's own condition keys, and policies of tables."""

import json

import pytest

from callers import Callers, allow, denial_of, deny, error_of
from tables import index, new_table, texts


@pytest.fixture(scope="module")
def dynamodb(server):
    client = server.client("dynamodb")
    new_table(client, "scores", sort=("game", "S"), definitions=texts("team"),
              GlobalSecondaryIndexes=[index("by-team", "team")])
    for user in ("ann", "bob"):
        for game in ("chess", "go"):
            client.put_item(TableName="scores", Item={
                "id": {"S": user}, "game": {"S": game}, "score": {"N": "1"}, "secret": {"S": "s"}, "team": {"S": user}})
    return client


@pytest.fixture(scope="module")
def callers(server, dynamodb):
    return Callers(server)


@pytest.fixture(scope="module")
def arn(dynamodb):
    return dynamodb.describe_table(TableName="scores")["Table"]["TableArn"]


ANN = {"id": {"S": "ann"}, "game": {"S": "go"}}
BOB = {"id": {"S": "bob"}, "game": {"S": "go"}}


def client(server, callers, *statements):
    return server.client("dynamodb", callers.user(*statements)[1])


def query(user, **more):
    return {"TableName": "scores", "KeyConditionExpression": "id = :u", "ExpressionAttributeValues": {":u": {"S": user}},
            **more}


def test_leading_keys(server, callers, arn):
    """"Limit access to only specific partitions" of the developer guide."""
    ann = client(server, callers, allow(
        ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query",
         "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem"], arn,
        Condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann"]}}))
    assert ann.get_item(TableName="scores", Key=ANN)["Item"]["score"] == {"N": "1"}
    denial_of(ann.get_item, TableName="scores", Key=BOB)
    assert ann.query(**query("ann"))["Count"] == 2
    denial_of(ann.query, **query("bob"))
    denial_of(ann.put_item, TableName="scores", Item=BOB)
    denial_of(ann.delete_item, TableName="scores", Key=BOB)
    denial_of(ann.update_item, TableName="scores", Key=BOB, UpdateExpression="REMOVE secret")
    ann.batch_get_item(RequestItems={"scores": {"Keys": [ANN]}})
    denial_of(ann.batch_get_item, RequestItems={"scores": {"Keys": [ANN, BOB]}})
    denial_of(ann.batch_write_item, RequestItems={"scores": [{"DeleteRequest": {"Key": BOB}}]})
    denial_of(ann.transact_get_items, TransactItems=[{"Get": {"TableName": "scores", "Key": key}} for key in (ANN, BOB)])
    denial_of(ann.transact_write_items, TransactItems=[
        {"Update": {"TableName": "scores", "Key": ANN, "UpdateExpression": "SET score = :s",
                    "ExpressionAttributeValues": {":s": {"N": "9"}}}},
        {"ConditionCheck": {"TableName": "scores", "Key": BOB, "ConditionExpression": "attribute_exists(id)"}}])
    denial_of(ann.scan, TableName="scores")


def test_attributes(server, callers, arn):
    """"Limit access to specific attributes": a request must ask for them by name."""
    reader = client(server, callers, allow(
        ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem", "dynamodb:BatchGetItem"], arn,
        Condition={
            "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "game", "score"]},
            "StringEqualsIfExists": {
                "dynamodb:Select": "SPECIFIC_ATTRIBUTES", "dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"]}}))
    assert reader.get_item(TableName="scores", Key=ANN, ProjectionExpression="score")["Item"] == {"score": {"N": "1"}}
    assert reader.query(**query("ann", ProjectionExpression="#g", ExpressionAttributeNames={"#g": "game"}))["Count"] == 2
    denial_of(reader.get_item, TableName="scores", Key=ANN)
    denial_of(reader.get_item, TableName="scores", Key=ANN, ProjectionExpression="score, secret")
    denial_of(reader.get_item, TableName="scores", Key=ANN, AttributesToGet=["secret"])
    denial_of(reader.query, **query("ann"))
    denial_of(reader.query, **query("ann", ProjectionExpression="score", FilterExpression="attribute_exists(secret)"))
    denial_of(reader.scan, TableName="scores")
    denial_of(reader.scan, TableName="scores", ProjectionExpression="#s", ExpressionAttributeNames={"#s": "secret"})
    denial_of(reader.batch_get_item, RequestItems={"scores": {"Keys": [ANN]}})
    change = {"TableName": "scores", "Key": ANN, "UpdateExpression": "SET score = :s",
              "ExpressionAttributeValues": {":s": {"N": "2"}}}
    reader.update_item(**change, ReturnValues="UPDATED_NEW")
    denial_of(reader.update_item, **change, ReturnValues="ALL_NEW")
    denial_of(reader.update_item, TableName="scores", Key=ANN, UpdateExpression="SET score = secret")
    denial_of(reader.update_item, TableName="scores", Key=ANN, UpdateExpression="REMOVE secret")


def test_indexes_are_resources_of_their_own(server, callers, arn):
    by_team = {"TableName": "scores", "IndexName": "by-team", "KeyConditionExpression": "team = :t",
               "ExpressionAttributeValues": {":t": {"S": "ann"}}}
    table_only = client(server, callers, allow("dynamodb:Query", arn))
    error = denial_of(table_only.query, **by_team)
    assert f"dynamodb:Query on resource: {arn}/index/by-team" in error["Message"]
    index_only = client(server, callers, allow("dynamodb:Query", arn + "/index/*"))
    assert index_only.query(**by_team)["Count"] == 2
    denial_of(index_only.query, **query("ann"))
    own_team = client(server, callers, allow("dynamodb:Query", arn + "/index/by-team", Condition={
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann"]}}))
    assert own_team.query(**by_team)["Count"] == 2
    denial_of(own_team.query, **{**by_team, "ExpressionAttributeValues": {":t": {"S": "bob"}}})


def test_transactions_by_their_operation(server, callers, arn):
    only_in_transactions = client(server, callers, allow("dynamodb:UpdateItem", arn, Condition={
        "ForAnyValue:StringEquals": {"dynamodb:EnclosingOperation": ["TransactWriteItems"]}}))
    update = {"TableName": "scores", "Key": ANN, "UpdateExpression": "SET score = :s",
              "ExpressionAttributeValues": {":s": {"N": "3"}}}
    denial_of(only_in_transactions.update_item, **update)
    only_in_transactions.transact_write_items(TransactItems=[{"Update": update}])


def test_a_tables_tags(server, callers, dynamodb, arn):
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "open", "Value": "yes"}])
    by_tag = client(server, callers, allow(
        "dynamodb:GetItem", "*", Condition={"StringEquals": {"aws:ResourceTag/open": "yes"}}))
    by_tag.get_item(TableName="scores", Key=ANN)
    dynamodb.untag_resource(ResourceArn=arn, TagKeys=["open"])
    denial_of(by_tag.get_item, TableName="scores", Key=ANN)


def test_a_tables_own_policy(server, callers, dynamodb, arn):
    name, keys = callers.user()
    user_arn = f"arn:aws:iam::{callers.account}:user/{name}"
    somebody = server.client("dynamodb", keys)
    denial_of(somebody.get_item, TableName="scores", Key=ANN)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": user_arn}, "Action": "dynamodb:GetItem", "Resource": arn}]})
    assert error_of(dynamodb.get_resource_policy, ResourceArn=arn)["Code"] == "PolicyNotFoundException"
    revision = dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy)["RevisionId"]
    assert somebody.get_item(TableName="scores", Key=ANN)["Item"]["id"] == {"S": "ann"}
    denial_of(somebody.put_item, TableName="scores", Item=ANN)
    found = dynamodb.get_resource_policy(ResourceArn=arn)
    assert (json.loads(found["Policy"]), found["RevisionId"]) == (json.loads(policy), revision)
    assert error_of(dynamodb.put_resource_policy, ResourceArn=arn, Policy=policy.replace("GetItem", "PutItem"),
                    ExpectedRevisionId="1")["Code"] == "PolicyNotFoundException"
    refused = json.dumps({"Version": "2012-10-17", "Statement": [deny("dynamodb:GetItem", arn) | {"Principal": "*"}]})
    dynamodb.put_resource_policy(ResourceArn=arn, Policy=refused, ExpectedRevisionId=revision)
    denial_of(client(server, callers, allow("dynamodb:*")).get_item, TableName="scores", Key=ANN)
    dynamodb.delete_resource_policy(ResourceArn=arn)
    denial_of(somebody.get_item, TableName="scores", Key=ANN)
    assert error_of(dynamodb.put_resource_policy, ResourceArn=arn, Policy="{}")["Code"] == "ValidationException"


def test_tags_of_a_new_table_need_to_be_allowed(server, callers, arn):
    maker = client(server, callers, allow("dynamodb:CreateTable"))
    made = {"AttributeDefinitions": texts("id"), "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST"}
    denial_of(maker.create_table, TableName="tagged", Tags=[{"Key": "a", "Value": "b"}], **made)
    maker.create_table(TableName="untagged", **made)
    picky = client(server, callers, allow(["dynamodb:CreateTable", "dynamodb:TagResource"], Condition={
        "StringEquals": {"aws:RequestTag/team": "blue"}}))
    denial_of(picky.create_table, TableName="tagged", Tags=[{"Key": "team", "Value": "red"}], **made)
    picky.create_table(TableName="tagged", Tags=[{"Key": "team", "Value": "blue"}], **made)


def test_a_listing_begins_nowhere_else(server, callers, dynamodb):
    client_of_streams = server.client("dynamodbstreams")
    for name in ("aaa-streamed", "zzz-streamed"):
        new_table(dynamodb, name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    first = client_of_streams.list_streams(TableName="aaa-streamed")["Streams"][0]["StreamArn"]
    found = client_of_streams.list_streams(TableName="zzz-streamed", ExclusiveStartStreamArn=first)["Streams"]
    assert {stream["TableName"] for stream in found} == {"zzz-streamed"}
    strange = first.split("/stream/")[0].replace(callers.account, "111122223333") + "/backup/01700000000000-00000000"
    assert error_of(dynamodb.list_backups, ExclusiveStartBackupArn=strange)["Code"] == "BackupNotFoundException"


def test_regions_are_the_requests(server, callers, arn):
    """A policy about regions sees the region that a request is signed for, so ARNs of others are not taken there."""
    _, keys = callers.user(allow("dynamodb:*", Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}))
    denial_of(server.client("dynamodb", keys).get_item, TableName="scores", Key=ANN)
    elsewhere = server.client("dynamodb", keys, region="eu-west-1")
    assert error_of(elsewhere.get_item, TableName=arn, Key=ANN)["Code"] in (
        "ResourceNotFoundException", "ValidationException")
    assert error_of(elsewhere.list_tags_of_resource, ResourceArn=arn)["Code"] == "ValidationException"
    assert error_of(elsewhere.delete_table, TableName=arn)["Code"] in (
        "ResourceNotFoundException", "ValidationException")


def test_an_item_told_on_failure_is_told(server, callers, arn):
    updater = client(server, callers, allow("dynamodb:UpdateItem", arn, Condition={
        "StringEqualsIfExists": {"dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"]}}))
    change = {"TableName": "scores", "Key": ANN, "UpdateExpression": "SET score = :s",
              "ExpressionAttributeValues": {":s": {"N": "2"}}}
    updater.update_item(**change)
    denial_of(updater.update_item, **change, ReturnValuesOnConditionCheckFailure="ALL_OLD",
              ConditionExpression="attribute_exists(nothing)")
    denial_of(updater.transact_write_items, TransactItems=[{"Update": {
        **change, "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        "ConditionExpression": "attribute_exists(nothing)"}}])


ACCOUNTS = """
accounts:
  - id: "111122223333"
    accessKeys:
      - {id: AKIATEAMAROOT0000001, secret: team-a/secret/0123456789/0123456789/abcd}
"""
TEAM_A = ("AKIATEAMAROOT0000001", "team-a/secret/0123456789/0123456789/abcd")


def test_other_accounts_come_in_by_the_tables_policy_alone(new_server, tmp_path):
    (tmp_path / "hanok.yaml").write_text(ACCOUNTS)
    hanok = new_server(options=["--config", str(tmp_path / "hanok.yaml")]).start()
    ours, theirs = hanok.client("dynamodb"), hanok.client("dynamodb", TEAM_A)
    arn = new_table(ours, "shared")["TableArn"]
    new_table(theirs, "shared")
    ours.put_item(TableName="shared", Item={"id": {"S": "ours"}})
    assert theirs.scan(TableName="shared")["Count"] == 0
    denial_of(theirs.get_item, TableName=arn, Key={"id": {"S": "ours"}})
    denial_of(theirs.describe_table, TableName=arn)
    denial_of(theirs.delete_table, TableName=arn)
    denial_of(theirs.transact_get_items, TransactItems=[{"Get": {"TableName": arn, "Key": {"id": {"S": "ours"}}}}])
    denial_of(theirs.execute_statement, Statement=f'SELECT * FROM "{arn}" WHERE id = \'ours\'')
    ours.put_resource_policy(ResourceArn=arn, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "dynamodb:GetItem", "Resource": arn}]}))
    assert theirs.get_item(TableName=arn, Key={"id": {"S": "ours"}})["Item"] == {"id": {"S": "ours"}}
    denial_of(theirs.put_item, TableName=arn, Item={"id": {"S": "theirs"}})
    # Their own policies have to allow it too.
    callers = Callers(hanok, TEAM_A)
    _, keys = callers.user()
    denial_of(hanok.client("dynamodb", keys).get_item, TableName=arn, Key={"id": {"S": "ours"}})
    _, keys = callers.user(allow("dynamodb:GetItem", arn))
    assert "Item" in hanok.client("dynamodb", keys).get_item(TableName=arn, Key={"id": {"S": "ours"}})
