"""DynamoDB by boto3 and the AWS CLI: document 003's table first, then items, indexes, batches and transactions."""

import decimal
import gzip
import json
import urllib.request
import zlib

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from callers import Callers, allow, denial_of, error_of
from hanok import REGION
from tables import new_table


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb")


@pytest.fixture(scope="module")
def resource(server):
    key, secret = server.root_key
    return boto3.resource(
        "dynamodb", endpoint_url=server.endpoint, region_name=REGION, aws_access_key_id=key,
        aws_secret_access_key=secret)


def test_the_documents_table(dynamodb, resource):
    """`count = table.scan(Select='COUNT')`, then put_item with the next number, as the document's function does."""
    dynamodb.create_table(
        TableName="post-table", AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5})
    table = resource.Table("post-table")
    table.wait_until_exists()
    for number in range(3):
        count = table.scan(Select="COUNT")["Count"]
        assert count == number
        table.put_item(Item={"id": count + 1, "title": f"글 {number}", "body": "본문"})
    assert table.get_item(Key={"id": 2})["Item"] == {"id": decimal.Decimal(2), "title": "글 1", "body": "본문"}
    assert sorted(item["id"] for item in table.scan()["Items"]) == [1, 2, 3]
    assert dynamodb.describe_table(TableName="post-table")["Table"]["ItemCount"] == 3


def test_a_table_from_its_making_to_its_end(dynamodb):
    made = new_table(dynamodb, "life", Tags=[{"Key": "team", "Value": "blue"}])
    assert made["TableStatus"] == "CREATING"
    found = dynamodb.describe_table(TableName="life")["Table"]
    assert found["TableStatus"] == "ACTIVE"
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert found["TableArn"].endswith(":table/life")
    error = error_of(
        dynamodb.create_table, TableName="life", AttributeDefinitions=found["AttributeDefinitions"],
        KeySchema=found["KeySchema"], BillingMode="PAY_PER_REQUEST")
    assert (error["Code"], error["Message"]) == ("ResourceInUseException", "Table already exists: life")
    assert "life" in dynamodb.list_tables()["TableNames"]
    assert dynamodb.list_tags_of_resource(ResourceArn=found["TableArn"])["Tags"] == [{"Key": "team", "Value": "blue"}]
    dynamodb.put_item(TableName="life", Item={"id": {"S": "a"}})
    assert dynamodb.delete_table(TableName="life")["TableDescription"]["TableStatus"] == "DELETING"
    dynamodb.get_waiter("table_not_exists").wait(TableName="life", WaiterConfig={"Delay": 1})
    error = error_of(dynamodb.describe_table, TableName="life")
    assert (error["Code"], error["Message"]) == (
        "ResourceNotFoundException", "Requested resource not found: Table: life not found")
    new_table(dynamodb, "life")
    assert dynamodb.scan(TableName="life")["Count"] == 0


VALUES = {
    "text": {"S": "한글 \U0001f3e0"}, "empty": {"S": ""}, "number": {"N": "-12.5"}, "binary": {"B": b"\x00\xff"},
    "yes": {"BOOL": True}, "nothing": {"NULL": True}, "map": {"M": {"a": {"L": [{"N": "1"}, {"S": "x"}]}}},
    "texts": {"SS": ["b", "a"]}, "numbers": {"NS": ["2", "10"]}, "binaries": {"BS": [b"b", b"a"]},
}


def test_every_type_comes_back(dynamodb):
    new_table(dynamodb, "types")
    dynamodb.put_item(TableName="types", Item={"id": {"S": "a"}, **VALUES})
    item = dynamodb.get_item(TableName="types", Key={"id": {"S": "a"}}, ConsistentRead=True)["Item"]
    for name, value in VALUES.items():
        kind, expected = next(iter(value.items()))
        found = item[name][kind]
        assert (sorted(found) == sorted(expected)) if kind in ("SS", "NS", "BS") else found == expected, name


@pytest.mark.parametrize("text, expected", [
    ("1.50", "1.5"), ("1e3", "1000"), ("-0", "0"), ("0.00001", "0.00001"), ("9" * 38, "9" * 38), ("1E-130", None),
    ("123456789012345678901234567890.12345678", "123456789012345678901234567890.12345678"),
])
def test_numbers_are_exact(dynamodb, text, expected):
    try:
        new_table(dynamodb, "numbers")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceInUseException"
    dynamodb.put_item(TableName="numbers", Item={"id": {"S": text}, "n": {"N": text}})
    found = dynamodb.get_item(TableName="numbers", Key={"id": {"S": text}})["Item"]["n"]["N"]
    assert decimal.Decimal(found) == decimal.Decimal(text)
    assert expected is None or found == expected


def test_a_query_is_in_the_order_of_its_key(dynamodb, resource):
    new_table(dynamodb, "events", sort=("at", "N"))
    table = resource.Table("events")
    times = [5, -3, 100, 0, 22, decimal.Decimal("2.5"), -40]
    for at in times:
        table.put_item(Item={"id": "a", "at": at, "even": int(at) % 2 == 0})
        table.put_item(Item={"id": "b", "at": at})
    found = [item["at"] for item in table.query(KeyConditionExpression=Key("id").eq("a"))["Items"]]
    assert found == sorted(times)
    found = table.query(KeyConditionExpression=Key("id").eq("a") & Key("at").between(0, 22), ScanIndexForward=False)
    assert [item["at"] for item in found["Items"]] == [22, 5, decimal.Decimal("2.5"), 0]
    pages, start = [], {}
    while True:
        page = table.query(KeyConditionExpression=Key("id").eq("a"), Limit=2, **start)
        pages.append([item["at"] for item in page["Items"]])
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert sum(pages, []) == sorted(times) and all(len(page) <= 2 for page in pages)
    answer = table.query(KeyConditionExpression=Key("id").eq("a"), FilterExpression=Attr("even").eq(True))
    assert (answer["Count"], answer["ScannedCount"]) == (len([at for at in times if int(at) % 2 == 0]), 7)


def test_conditions_and_updates(dynamodb, resource):
    new_table(dynamodb, "counters")
    table = resource.Table("counters")
    table.put_item(Item={"id": "c", "n": 1}, ConditionExpression="attribute_not_exists(id)")
    error = error_of(table.put_item, Item={"id": "c", "n": 2}, ConditionExpression="attribute_not_exists(id)")
    assert (error["Code"], error["Message"]) == ("ConditionalCheckFailedException", "The conditional request failed")
    answer = table.update_item(
        Key={"id": "c"}, UpdateExpression="SET n = n + :one, tags = list_append(if_not_exists(tags, :none), :more)",
        ExpressionAttributeValues={":one": 1, ":none": [], ":more": ["x"]}, ReturnValues="ALL_NEW")
    assert answer["Attributes"] == {"id": "c", "n": 2, "tags": ["x"]}
    answer = table.update_item(
        Key={"id": "new"}, UpdateExpression="ADD n :one", ExpressionAttributeValues={":one": 5},
        ReturnValues="UPDATED_NEW")
    assert answer["Attributes"] == {"n": 5}
    with pytest.raises(ClientError) as refusal:
        dynamodb.delete_item(
            TableName="counters", Key={"id": {"S": "c"}}, ConditionExpression="n > :n",
            ExpressionAttributeValues={":n": {"N": "9"}}, ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert refusal.value.response["Item"]["n"] == {"N": "2"}
    assert table.delete_item(Key={"id": "c"}, ReturnValues="ALL_OLD")["Attributes"]["n"] == 2
    assert "Item" not in table.get_item(Key={"id": "c"})


def test_indexes_follow_their_items(dynamodb, resource):
    new_table(
        dynamodb, "orders", sort=("at", "N"), definitions=[{"AttributeName": "state", "AttributeType": "S"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-state", "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}]}],
        LocalSecondaryIndexes=[{
            "IndexName": "local", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "state", "KeyType": "RANGE"}]}])
    table = resource.Table("orders")
    for number in range(10):
        table.put_item(Item={"id": f"user{number % 2}", "at": number, "state": "open", "text": "t"})
    table.put_item(Item={"id": "user0", "at": 99})
    page = table.query(IndexName="by-state", KeyConditionExpression=Key("state").eq("open"))
    assert [item["at"] for item in page["Items"]] == list(range(10))
    assert set(page["Items"][0]) == {"id", "at", "state"}
    table.update_item(
        Key={"id": "user0", "at": 4}, UpdateExpression="SET #s = :s", ExpressionAttributeNames={"#s": "state"},
        ExpressionAttributeValues={":s": "done"})
    table.delete_item(Key={"id": "user1", "at": 5})
    page = table.query(IndexName="by-state", KeyConditionExpression=Key("state").eq("open"))
    assert [item["at"] for item in page["Items"]] == [0, 1, 2, 3, 6, 7, 8, 9]
    page = table.query(
        IndexName="local", KeyConditionExpression=Key("id").eq("user0") & Key("state").begins_with("d"))
    assert [(item["at"], item["text"]) for item in page["Items"]] == [(4, "t")]
    counts = {index["IndexName"]: index["ItemCount"] for index in dynamodb.describe_table(
        TableName="orders")["Table"]["GlobalSecondaryIndexes"]}
    assert counts == {"by-state": 9}


def test_a_scan_in_segments_is_complete_and_once(dynamodb, resource):
    new_table(dynamodb, "many")
    table = resource.Table("many")
    with table.batch_writer() as batch:
        for number in range(300):
            batch.put_item(Item={"id": f"item-{number}"})
    found = []
    for segment in range(4):
        pages = dynamodb.get_paginator("scan").paginate(
            TableName="many", Segment=segment, TotalSegments=4, PaginationConfig={"PageSize": 17})
        found += [item["id"]["S"] for page in pages for item in page["Items"]]
    assert sorted(found) == sorted(f"item-{number}" for number in range(300))
    keys = [{"id": {"S": f"item-{number}"}} for number in range(0, 100, 2)]
    answer = dynamodb.batch_get_item(RequestItems={"many": {"Keys": keys}})
    assert len(answer["Responses"]["many"]) == 50 and answer["UnprocessedKeys"] == {}


def test_transactions_are_whole(dynamodb):
    new_table(dynamodb, "accounts")
    for name in ("a", "b"):
        dynamodb.put_item(TableName="accounts", Item={"id": {"S": name}, "money": {"N": "100"}})

    def move(amount, **more):
        def change(name, sign):
            return {"Update": {
                "TableName": "accounts", "Key": {"id": {"S": name}},
                "UpdateExpression": f"SET money = money {sign} :m", "ConditionExpression": "money >= :least",
                "ExpressionAttributeValues": {
                    ":m": {"N": str(amount)}, ":least": {"N": str(amount if sign == "-" else 0)}}}}
        return dynamodb.transact_write_items(TransactItems=[change("a", "-"), change("b", "+")], **more)

    def money():
        got = dynamodb.transact_get_items(TransactItems=[
            {"Get": {"TableName": "accounts", "Key": {"id": {"S": name}}}} for name in ("a", "b")])
        return [int(response["Item"]["money"]["N"]) for response in got["Responses"]]

    move(30, ClientRequestToken="once")
    move(30, ClientRequestToken="once")
    assert money() == [70, 130]
    with pytest.raises(ClientError) as refusal:
        move(500)
    answer = refusal.value.response
    assert answer["Error"]["Code"] == "TransactionCanceledException"
    assert answer["Error"]["Message"] == (
        "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]")
    assert [reason["Code"] for reason in answer["CancellationReasons"]] == ["ConditionalCheckFailed", "None"]
    assert money() == [70, 130]


@pytest.mark.parametrize("item, sentence", [
    ({"x": {"S": "a"}}, "One or more parameter values were invalid: Missing the key id in the item"),
    ({"id": {"N": "1"}},
     "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N"),
    ({"id": {"S": ""}}, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
     "contain an empty string value. Key: id"),
    ({"id": {"S": "a"}, "n": {"N": "x"}},
     "1 validation error detected: The parameter cannot be converted to a numeric value: x"),
    ({"id": {"S": "a"}, "s": {"SS": []}},
     "1 validation error detected: One or more parameter values were invalid: An string set  may not be empty"),
    ({"id": {"S": "a"}, "t": {"S": "x" * (400 << 10)}}, "Item size has exceeded the maximum allowed size"),
])
def test_what_an_item_may_not_be(dynamodb, item, sentence):
    try:
        new_table(dynamodb, "strict")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceInUseException"
    error = error_of(dynamodb.put_item, TableName="strict", Item=item)
    assert (error["Code"], error["Message"]) == ("ValidationException", sentence)
    assert dynamodb.scan(TableName="strict")["Count"] == 0


def test_nobody_reads_what_no_policy_allows(server, dynamodb):
    new_table(dynamodb, "closed")
    people = Callers(server)
    _, keys = people.user(allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/closed"))
    reader = server.client("dynamodb", keys)
    assert "Item" not in reader.get_item(TableName="closed", Key={"id": {"S": "a"}})
    denial_of(reader.put_item, TableName="closed", Item={"id": {"S": "a"}})
    denial_of(reader.scan, TableName="closed")
    denial_of(reader.batch_get_item, RequestItems={"closed": {"Keys": [{"id": {"S": "a"}}]}})


def test_what_was_acknowledged_is_there_after_a_crash(new_server):
    hanok = new_server().start()
    dynamodb = hanok.client("dynamodb")
    new_table(dynamodb, "durable")
    for number in range(20):
        dynamodb.put_item(TableName="durable", Item={"id": {"S": str(number)}})
    hanok.kill()
    hanok.start()
    assert hanok.client("dynamodb").scan(TableName="durable", Select="COUNT")["Count"] == 20


def test_the_cli(server, aws):
    aws("dynamodb", "create-table", "--table-name", "by-cli", "--attribute-definitions",
        "AttributeName=id,AttributeType=N", "--key-schema", "AttributeName=id,KeyType=HASH", "--billing-mode",
        "PAY_PER_REQUEST")
    aws("dynamodb", "wait", "table-exists", "--table-name", "by-cli")
    aws("dynamodb", "put-item", "--table-name", "by-cli", "--item", json.dumps({"id": {"N": "1"}, "t": {"S": "글"}}))
    found = json.loads(aws("dynamodb", "scan", "--table-name", "by-cli").stdout)
    assert found["Items"] == [{"id": {"N": "1"}, "t": {"S": "글"}}] and found["Count"] == 1


def test_answers_are_packed_for_those_who_ask_and_checked(server, dynamodb):
    """As the SDKs for Java ask: `Accept-Encoding: gzip`, and a check of the bytes that were sent."""
    new_table(dynamodb, "packed")
    dynamodb.put_item(TableName="packed", Item={"id": {"S": "long"}, "text": {"S": "again and " * 500}})
    dynamodb.put_item(TableName="packed", Item={"id": {"S": "short"}})

    def get(name, encoding):
        body = json.dumps({"TableName": "packed", "Key": {"id": {"S": name}}})
        request = AWSRequest("POST", server.endpoint + "/", data=body, headers={
            "X-Amz-Target": "DynamoDB_20120810.GetItem", "Content-Type": "application/x-amz-json-1.0"})
        SigV4Auth(Credentials(*server.root_key), "dynamodb", REGION).add_auth(request)
        headers = dict(request.headers) | ({"Accept-Encoding": encoding} if encoding else {})
        with urllib.request.urlopen(urllib.request.Request(server.endpoint + "/", body.encode(), headers)) as reply:
            sent = reply.read()
            assert int(reply.headers["x-amz-crc32"]) == zlib.crc32(sent)
            return sent, reply.headers.get("Content-Encoding")

    plain, encoding = get("long", None)
    assert encoding is None
    packed, encoding = get("long", "gzip,deflate")
    assert encoding == "gzip" and len(packed) < len(plain) / 10
    assert gzip.decompress(packed) == plain
    assert get("long", "gzip;q=0")[1] is None
    assert get("short", "gzip")[1] is None
