"""Indexes made and deleted on tables with data, keys of several attributes, and what an index gives."""

import threading

import pytest

from callers import error_of
from hanok import REGION
from tables import everything, index, new_table, texts, until


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb")


def table(dynamodb, name):
    return dynamodb.describe_table(TableName=name)["Table"]


def test_an_index_is_filled_while_writes_go_on(dynamodb):
    new_table(dynamodb, "filled")
    for start in range(0, 2000, 25):
        dynamodb.batch_write_item(RequestItems={"filled": [
            {"PutRequest": {"Item": {"id": {"S": f"{n:05}"}, "kind": {"S": f"k{n % 7}"}, "n": {"N": str(n)}}}}
            for n in range(start, start + 25)]})
    stop = threading.Event()
    written = []

    def write():
        n = 0
        while not stop.is_set():
            dynamodb.put_item(TableName="filled", Item={
                "id": {"S": f"{n * 37 % 2000:05}"}, "kind": {"S": f"w{n % 3}"}, "n": {"N": str(n)}})
            if n % 5 == 0:
                dynamodb.delete_item(TableName="filled", Key={"id": {"S": f"{n * 91 % 2000:05}"}})
            written.append(n)
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        answer = dynamodb.update_table(
            TableName="filled", AttributeDefinitions=texts("kind"),
            GlobalSecondaryIndexUpdates=[{"Create": index("by-kind", "kind")}])["TableDescription"]
        assert answer["TableStatus"] == "UPDATING"
        assert answer["GlobalSecondaryIndexes"][0]["IndexStatus"] == "CREATING"
        until(lambda: table(dynamodb, "filled")["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE")
    finally:
        stop.set()
        writer.join()
    assert written
    items = {item["id"]["S"]: item for item in everything(dynamodb, "filled")}
    found = {item["id"]["S"]: item for item in everything(dynamodb, "filled", IndexName="by-kind")}
    assert found == items
    described = table(dynamodb, "filled")
    assert described["ItemCount"] == len(items)
    assert described["GlobalSecondaryIndexes"][0]["ItemCount"] == len(items)
    assert {"AttributeName": "kind", "AttributeType": "S"} in described["AttributeDefinitions"]


def test_a_deleted_index_is_gone_and_can_be_made_anew(dynamodb):
    new_table(dynamodb, "renewed", definitions=texts("kind"), GlobalSecondaryIndexes=[index("one", "kind")])
    dynamodb.put_item(TableName="renewed", Item={"id": {"S": "a"}, "kind": {"S": "x"}})
    answer = dynamodb.update_table(
        TableName="renewed", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "one"}}])["TableDescription"]
    assert answer["GlobalSecondaryIndexes"] == [{"IndexName": "one", "IndexStatus": "DELETING"}]
    assert "GlobalSecondaryIndexes" not in table(dynamodb, "renewed")
    error = error_of(dynamodb.scan, TableName="renewed", IndexName="one")
    assert error["Message"] == "The table does not have the specified index: one"
    dynamodb.update_table(TableName="renewed", AttributeDefinitions=texts("kind"),
                          GlobalSecondaryIndexUpdates=[{"Create": index("one", "kind", projection="KEYS_ONLY")}])
    until(lambda: table(dynamodb, "renewed")["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE")
    assert everything(dynamodb, "renewed", IndexName="one") == [{"id": {"S": "a"}, "kind": {"S": "x"}}]


def test_items_that_could_be_no_key_of_an_index_are_left_out(dynamodb):
    new_table(dynamodb, "misfits")
    dynamodb.put_item(TableName="misfits", Item={"id": {"S": "number"}, "kind": {"N": "1"}})
    dynamodb.put_item(TableName="misfits", Item={"id": {"S": "empty"}, "kind": {"S": ""}})
    dynamodb.put_item(TableName="misfits", Item={"id": {"S": "fits"}, "kind": {"S": "k"}})
    dynamodb.update_table(TableName="misfits", AttributeDefinitions=texts("kind"),
                          GlobalSecondaryIndexUpdates=[{"Create": index("by-kind", "kind")}])
    until(lambda: table(dynamodb, "misfits")["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE")
    assert [item["id"]["S"] for item in everything(dynamodb, "misfits", IndexName="by-kind")] == ["fits"]
    error = error_of(dynamodb.put_item, TableName="misfits", Item={"id": {"S": "x"}, "kind": {"N": "1"}})
    assert error["Code"] == "ValidationException"
    assert "Type mismatch for Index Key kind Expected: S Actual: N IndexName: by-kind" in error["Message"]


def test_one_index_at_a_time(dynamodb):
    new_table(dynamodb, "single")
    error = error_of(dynamodb.update_table, TableName="single", AttributeDefinitions=texts("a", "b"),
                     GlobalSecondaryIndexUpdates=[{"Create": index("a-index", "a")}, {"Create": index("b-index", "b")}])
    assert error["Code"] == "LimitExceededException"
    assert "Only 1 online index can be created or deleted simultaneously per table" in error["Message"]
    assert error_of(dynamodb.update_table, TableName="single")["Message"].startswith(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates")
    error = error_of(dynamodb.update_table, TableName="single",
                     GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "nothing"}}])
    assert error["Code"] == "ResourceNotFoundException"


def test_keys_of_several_attributes(dynamodb):
    new_table(
        dynamodb, "matches", definitions=texts("tournament", "region", "round", "bracket"),
        GlobalSecondaryIndexes=[index("by-round", ["tournament", "region"], ["round", "bracket"])])
    for number, (region, round_, bracket) in enumerate(
            [("kr", "final", "upper"), ("kr", "semi", "upper"), ("kr", "semi", "lower"), ("us", "semi", "upper")]):
        dynamodb.put_item(TableName="matches", Item={
            "id": {"S": str(number)}, "tournament": {"S": "winter"}, "region": {"S": region}, "round": {"S": round_},
            "bracket": {"S": bracket}})

    def ask(condition, **values):
        return [item["id"]["S"] for item in dynamodb.query(
            TableName="matches", IndexName="by-round", KeyConditionExpression=condition,
            ExpressionAttributeNames={"#r": "region"} | ({"#d": "round"} if "#d" in condition else {}),
            ExpressionAttributeValues={":" + name: {"S": value} for name, value in values.items()})["Items"]]

    assert ask("tournament = :t AND #r = :r", t="winter", r="kr") == ["0", "2", "1"]
    assert ask("tournament = :t AND #r = :r AND #d = :d", t="winter", r="kr", d="semi") == ["2", "1"]
    assert ask("tournament = :t AND #r = :r AND #d = :d AND begins_with(bracket, :b)",
               t="winter", r="kr", d="semi", b="up") == ["1"]
    error = error_of(dynamodb.query, TableName="matches", IndexName="by-round", KeyConditionExpression="tournament = :t",
                     ExpressionAttributeValues={":t": {"S": "winter"}})
    assert error["Code"] == "ValidationException"


def test_what_an_index_can_give(dynamodb):
    new_table(dynamodb, "given", definitions=texts("kind"),
              GlobalSecondaryIndexes=[index("by-kind", "kind", projection="KEYS_ONLY")])
    dynamodb.put_item(TableName="given", Item={"id": {"S": "a"}, "kind": {"S": "k"}, "more": {"S": "m"}})
    asked = {"TableName": "given", "IndexName": "by-kind", "KeyConditionExpression": "kind = :k",
             "ExpressionAttributeValues": {":k": {"S": "k"}}}
    assert dynamodb.query(**asked)["Items"] == [{"id": {"S": "a"}, "kind": {"S": "k"}}]
    error = error_of(dynamodb.query, **asked, Select="ALL_ATTRIBUTES")
    assert error["Message"] == (
        "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary "
        "index by-kind because its projection type is not ALL")
    error = error_of(dynamodb.query, **asked, ProjectionExpression="more")
    assert error["Message"] == (
        "One or more parameter values were invalid: Global secondary index by-kind does not project [more]")
    error = error_of(dynamodb.query, **asked, ConsistentRead=True)
    assert error["Message"] == "Consistent reads are not supported on global secondary indexes"


def test_billing_and_protection(dynamodb):
    made = dynamodb.create_table(
        TableName="billed", AttributeDefinitions=texts("id"), KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}, DeletionProtectionEnabled=True,
        TableClass="STANDARD_INFREQUENT_ACCESS")["TableDescription"]
    assert made["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    assert made["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    error = error_of(dynamodb.update_table, TableName="billed",
                     ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5})
    assert error["Message"].startswith("The provisioned throughput for the table will not change.")
    dynamodb.update_table(TableName="billed", ProvisionedThroughput={"ReadCapacityUnits": 7, "WriteCapacityUnits": 4})
    units = table(dynamodb, "billed")["ProvisionedThroughput"]
    assert (units["ReadCapacityUnits"], units["WriteCapacityUnits"], units["NumberOfDecreasesToday"]) == (7, 4, 1)
    error = error_of(dynamodb.delete_table, TableName="billed")
    assert error["Code"] == "ValidationException"
    assert "protected against deletion" in error["Message"]
    dynamodb.update_table(TableName="billed", BillingMode="PAY_PER_REQUEST", DeletionProtectionEnabled=False,
                          TableClass="STANDARD")
    found = table(dynamodb, "billed")
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert found["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    assert found["WarmThroughput"] == {
        "ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"}
    dynamodb.delete_table(TableName="billed")


@pytest.mark.parametrize("more", [
    {"SSESpecification": {"Enabled": True}}, {"GlobalTableSourceArn": f"arn:aws:dynamodb:{REGION}:123456789012:table/x"},
], ids=["encryption", "global-table"])
def test_what_is_not_behind_it_is_refused(dynamodb, more):
    error = error_of(
        dynamodb.create_table, TableName="refused", AttributeDefinitions=texts("id"),
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST", **more)
    assert error["Code"] == "ValidationException"
    assert "refused" not in dynamodb.list_tables()["TableNames"]
