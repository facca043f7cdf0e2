"""What clients may send DynamoDB at the edge of what is allowed, and just beyond: expressions, nesting, numbers, JSON,
batches, sizes, keys, sets. Sentences are AWS's; since June of 2026 some regions put `1 validation error detected: `
before some of them, so that is left off."""

import base64
import decimal
import json
import re
import time

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from buckets import Reply, send
from callers import error_of
from hanok import REGION
from tables import until

INVALID = "One or more parameter values were invalid: "
NESTING = ("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported "
           "limit")
OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range"
UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range"
DIGITS = "Attempting to store more than 38 significant digits in a Number"
ITEM_BYTES = 409_600


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb", parameter_validation=False)


@pytest.fixture(scope="module")
def table(dynamodb):
    """A table with the key `id`; each test uses ids of its own."""
    return make(dynamodb, "edge", "id")


@pytest.fixture(scope="module")
def sorted_table(dynamodb):
    return make(dynamodb, "edge-sorted", "id", "at")


def make(dynamodb, name, *keys) -> str:
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))])
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    return name


def refusal_of(call, **arguments) -> str:
    """The sentence of a ValidationException."""
    error = error_of(call, **arguments)
    assert error["Code"] == "ValidationException", error
    return re.sub(r"^1 validation error detected: ", "", error["Message"])


def stored(dynamodb, table, name) -> dict | None:
    return dynamodb.get_item(TableName=table, Key={"id": {"S": name}}, ConsistentRead=True).get("Item")


def said(server, operation, body: bytes) -> Reply:
    """A signed request whose body no SDK would send."""
    request = AWSRequest("POST", f"{server.endpoint}/", data=body, headers={
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"DynamoDB_20120810.{operation}"})
    SigV4Auth(Credentials(*server.root_key), "dynamodb", REGION).add_auth(request)
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    return send(server, "POST", "/", body, headers)


def code_of(reply: Reply) -> str:
    return json.loads(reply.body)["__type"].rpartition("#")[2]


# Expressions


def test_an_expression_of_4096_bytes_is_taken_and_one_more_is_not(dynamodb, table):
    condition = "attribute_not_exists(nothing_here)"
    dynamodb.put_item(TableName=table, Item={"id": {"S": "long"}}, ConditionExpression=condition.ljust(4096))
    sentence = refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": "longer"}},
                          ConditionExpression=condition.ljust(4097))
    assert sentence.startswith(
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size;"), sentence
    sentence = refusal_of(dynamodb.update_item, TableName=table, Key={"id": {"S": "longer"}},
                          UpdateExpression="REMOVE x".ljust(4097))
    assert sentence.startswith("Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;")
    assert stored(dynamodb, table, "longer") is None


def test_the_bytes_of_an_expression_are_counted_not_its_characters(dynamodb, table):
    text = "REMOVE " + "가" * 1363  # 7 + 3 × 1363 = 4096
    for expression in (text, text + " "):
        error = error_of(dynamodb.update_item, TableName=table, Key={"id": {"S": "counted"}},
                         UpdateExpression=expression)
        assert error["Code"] == "ValidationException"
        assert ("Expression size" in error["Message"]) == (len(expression.encode()) > 4096), error


def nested(levels: int) -> str:
    """Parentheses none of which is redundant: each level has an OR and a comparison."""
    return "(" * (levels - 1) + "a = :a" + " OR a = :a)" * (levels - 1)


@pytest.mark.parametrize("levels", [10, 100, 150])
def test_parentheses_may_be_deep(dynamodb, table, levels):
    name = f"deep-{levels}"
    dynamodb.put_item(TableName=table, Item={"id": {"S": name}, "a": {"N": "1"}})
    dynamodb.put_item(TableName=table, Item={"id": {"S": name}}, ConditionExpression=nested(levels),
                      ExpressionAttributeValues={":a": {"N": "1"}})
    assert "a" not in stored(dynamodb, table, name)


def test_three_hundred_operators_and_no_more(dynamodb, table):
    sentence = refusal_of(
        dynamodb.put_item, TableName=table, Item={"id": {"S": "operators"}}, ConditionExpression=nested(151),
        ExpressionAttributeValues={":a": {"N": "1"}})
    assert sentence.startswith("Invalid ConditionExpression: The expression contains too many operators"), sentence


DEEP = {
    "not": "NOT " * 1019 + "a = :a", "parentheses": "(" * 2045 + "a = :a" + ")" * 2045, "opened": "(" * 4096,
    "closed": ")" * 4096, "not and parentheses": "NOT (" * 800 + "a = :a", "and": "a = :a AND " * 370,
    "path": "a." * 2040 + "a = :a", "indexes": "a" + "[0]" * 1360 + " = :a",
    "calls": "size(" * 680 + "a" + ")" * 680 + " = :a",
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_nests_as_deep_as_4_kb_allow_is_answered(server, dynamodb, table, kind):
    """By a refusal, and at once: nothing overflows, nothing takes long."""
    expression = DEEP[kind]
    assert 3900 < len(expression) <= 4096
    began = time.monotonic()
    refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": "hostile"}}, ConditionExpression=expression,
               ExpressionAttributeValues={":a": {"N": "1"}})
    assert time.monotonic() - began < 20
    assert server.health()["status"] == "ok"


def test_redundant_parentheses_are_refused(dynamodb, table):
    sentence = refusal_of(
        dynamodb.put_item, TableName=table, Item={"id": {"S": "redundant"}},
        ConditionExpression="((attribute_not_exists(id)))")
    assert sentence == "Invalid ConditionExpression: The expression has redundant parentheses;"


def test_a_hundred_placeholders(dynamodb, table):
    names = {f"#n{number}": f"attribute{number}" for number in range(100)}
    values = {f":v{number}": {"N": str(number)} for number in range(100)}
    assignments = ", ".join(f"#n{number} = :v{number}" for number in range(100))
    dynamodb.update_item(TableName=table, Key={"id": {"S": "placeholders"}}, UpdateExpression=f"SET {assignments}",
                         ExpressionAttributeNames=names, ExpressionAttributeValues=values)
    item = dynamodb.get_item(TableName=table, Key={"id": {"S": "placeholders"}}, ConsistentRead=True,
                             ProjectionExpression=", ".join(names), ExpressionAttributeNames=names)["Item"]
    assert item == {f"attribute{number}": {"N": str(number)} for number in range(100)}
    listed = ", ".join(values)
    found = dynamodb.scan(TableName=table, FilterExpression=f"attribute7 IN ({listed})",
                          ExpressionAttributeValues=values)
    assert [item["id"]["S"] for item in found["Items"]] == ["placeholders"]
    sentence = refusal_of(
        dynamodb.scan, TableName=table, FilterExpression=f"attribute7 IN ({listed}, :more)",
        ExpressionAttributeValues={**values, ":more": {"N": "100"}})
    assert sentence.startswith("Invalid FilterExpression: The IN operator is provided with too many operands"), sentence


# Nesting of values


def wrapped(levels: int, kind: str) -> dict:
    """A text within so many maps or lists; the attribute itself is the first of 32 levels."""
    value = {"S": "leaf"}
    for _ in range(levels):
        value = {"M": {"n": value}} if kind == "M" else {"L": [value]}
    return value


@pytest.mark.parametrize("kind", ["M", "L"])
def test_thirty_two_levels_and_no_more(dynamodb, table, kind):
    name = f"nested-{kind}"
    dynamodb.put_item(TableName=table, Item={"id": {"S": name}, "v": wrapped(31, kind)})
    assert stored(dynamodb, table, name)["v"] == wrapped(31, kind)
    for levels in (32, 60, 63):
        item = {"id": {"S": f"{name}-too"}, "v": wrapped(levels, kind)}
        assert refusal_of(dynamodb.put_item, TableName=table, Item=item) == NESTING
    put = {"PutRequest": {"Item": {"id": {"S": f"{name}-too"}, "v": wrapped(32, kind)}}}
    assert refusal_of(dynamodb.batch_write_item, RequestItems={table: [put]}) == NESTING
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[
        {"Put": {"TableName": table, **put["PutRequest"]}}]) == NESTING
    assert stored(dynamodb, table, f"{name}-too") is None


def test_an_update_does_not_nest_deeper_step_by_step(dynamodb, table):
    dynamodb.put_item(TableName=table, Item={"id": {"S": "steps"}, "v": wrapped(30, "M")})
    path = "v" + ".n" * 30
    dynamodb.update_item(TableName=table, Key={"id": {"S": "steps"}}, UpdateExpression=f"SET {path} = :v",
                         ExpressionAttributeValues={":v": wrapped(1, "M")})
    error = error_of(dynamodb.update_item, TableName=table, Key={"id": {"S": "steps"}},
                     UpdateExpression=f"SET {path} = :v", ExpressionAttributeValues={":v": wrapped(2, "M")})
    assert error["Code"] == "ValidationException"
    assert stored(dynamodb, table, "steps")["v"] == wrapped(31, "M")


# Numbers


@pytest.mark.parametrize("text", [
    "1E+125", "9.9999999999999999999999999999999999999E+125", "-9.9999999999999999999999999999999999999E+125",
    "1E-130", "-1E-130", "12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678",
    "1" + "0" * 125, "0." + "0" * 129 + "1", "0" * 200 + "1", "1." + "0" * 200, "-0", "0E+999", "+7", ".5", "5.",
    "00042", "1.5e2",
])
def test_numbers_at_the_edge_are_kept(dynamodb, table, text):
    dynamodb.put_item(TableName=table, Item={"id": {"S": text}, "n": {"N": text}})
    found = stored(dynamodb, table, text)["n"]["N"]
    assert decimal.Decimal(found) == decimal.Decimal(text)
    assert not found.startswith("-0") or decimal.Decimal(found) != 0


@pytest.mark.parametrize("text, sentence", [
    ("123456789012345678901234567890123456789", DIGITS), ("-1.23456789012345678901234567890123456789", DIGITS),
    ("1E+126", OVERFLOW), ("-1E+126", OVERFLOW), ("10E+125", OVERFLOW), ("1E+999999999", OVERFLOW),
    ("1E-131", UNDERFLOW), ("-1E-131", UNDERFLOW), ("0.1E-130", UNDERFLOW), ("1E-999999999", UNDERFLOW),
    *[(text, f"The parameter cannot be converted to a numeric value: {text}") for text in (
        "x", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1,5", "1e", "--1", "1 2", "e5", ".", "-")],
    ("", "The parameter cannot be converted to a numeric value"),
])
def test_numbers_beyond_the_edge_are_refused(dynamodb, table, text, sentence):
    name = f"number {text}"
    assert refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": name}, "n": {"N": text}}) == sentence
    item = {"id": {"S": name}, "v": {"M": {"l": {"L": [{"NS": ["1", text]}]}}}}
    assert refusal_of(dynamodb.put_item, TableName=table, Item=item) == sentence
    assert stored(dynamodb, table, name) is None


def test_sums_do_not_leave_the_range(dynamodb, table):
    key = {"id": {"S": "sums"}}
    dynamodb.put_item(TableName=table, Item={**key, "n": {"N": "9.9E+125"}})
    for expression in ("SET n = n + :v", "ADD n :v"):
        assert refusal_of(dynamodb.update_item, TableName=table, Key=key, UpdateExpression=expression,
                          ExpressionAttributeValues={":v": {"N": "9.9E+125"}}) == OVERFLOW
    assert decimal.Decimal(stored(dynamodb, table, "sums")["n"]["N"]) == decimal.Decimal("9.9E+125")
    dynamodb.put_item(TableName=table, Item={**key, "n": {"N": "9" * 38}})
    dynamodb.update_item(TableName=table, Key=key, UpdateExpression="ADD n :v",
                         ExpressionAttributeValues={":v": {"N": "1"}})
    assert decimal.Decimal(stored(dynamodb, table, "sums")["n"]["N"]) == decimal.Decimal(10) ** 38


# JSON


@pytest.mark.parametrize("body", [
    b'{"TableName": "edge", "Item": {"id": {"S": "\xff"}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "\xc0\xaf"}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "\xed\xa0\x80"}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "a\\ud800"}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "\\udc00\\ud800"}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "a\nb"}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "a"}}', b'{"TableName": "edge", "Item": {"id": {"S": "a"}}} x',
    b'{"TableName": "edge", "Item": {"id": {"S": "a",}}}', b"{'TableName': 'edge'}", b"[]", b'"edge"',
    b"{", b"\x00", b"\xff\xfe{\x00}\x00",
    b'{"TableName": "edge", "Item": []}', b'{"TableName": "edge", "Item": {"id": "a"}}',
    b'{"TableName": {"S": "edge"}, "Item": {"id": {"S": "a"}}}', b'{"TableName": "edge", "Item": {"id": {"S": {}}}}',
    b'{"TableName": "edge", "Item": {"id": {"S": "a"}, "b": {"B": "\xea\xb0\x80"}}}',
])
def test_what_is_not_json_or_not_of_the_right_shape(server, table, body):
    reply = said(server, "PutItem", body)
    assert (reply.status, code_of(reply)) == (400, "SerializationException"), reply.body


@pytest.mark.parametrize("body", [
    b'{"TableName": "edge", "Item": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    b'{"TableName": "edge", "Item": ' + b"[" * 500_000, b"[" * 1_000_000,
    b'{"TableName": "edge", "Item": {"id": {"S": "a"}, "v": ' + b'{"M": {"n": ' * 50_000 + b'{"S": "x"}'
    + b"}}" * 50_000 + b"}}",
    b'{"TableName": "edge", "unknown": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
])
def test_json_that_nests_without_end_is_refused_at_once(server, table, body):
    began = time.monotonic()
    reply = said(server, "PutItem", body)
    assert reply.status == 400 and code_of(reply) in ("SerializationException", "ValidationException"), reply.body
    assert time.monotonic() - began < 20
    assert server.health()["status"] == "ok"


def test_a_name_that_comes_twice_leaves_nothing_half(server, dynamodb, table):
    """Refused, or one of the values is taken whole."""
    body = b'{"TableName": "edge", "Item": {"id": {"S": "twice"}, "v": {"S": "first"}, "v": {"N": "2"}}}'
    reply = said(server, "PutItem", body)
    if reply.status == 200:
        assert stored(dynamodb, table, "twice")["v"] in ({"S": "first"}, {"N": "2"})
    else:
        assert code_of(reply) in ("SerializationException", "ValidationException")
        assert stored(dynamodb, table, "twice") is None


@pytest.mark.parametrize("value, sentence", [
    ({}, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    ({"S": "a", "N": "1"},
     "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"),
])
def test_a_value_has_one_type(dynamodb, table, value, sentence):
    assert refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": "types"}, "v": value}) == sentence
    nested_value = {"M": {"l": {"L": [value]}}}
    assert refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": "types"}, "v": nested_value}) == sentence


def test_texts_of_every_plane_and_nul_come_back(dynamodb, table):
    text = "\x00\x01\x7f\u0080가\u2028\ufffd\U0001f3e0\U0010ffff\"\\/\b\f\n\r\t"
    dynamodb.put_item(TableName=table, Item={"id": {"S": "planes"}, text: {"S": text}})
    assert stored(dynamodb, table, "planes")[text] == {"S": text}


# Batches and transactions


@pytest.mark.parametrize("bad", [
    {"v": {"S": "no key"}}, {"id": {"N": "1"}}, {"id": {"S": ""}}, {"id": {"S": "x" * 2049}},
    {"id": {"S": "batch-bad"}, "v": {"SS": []}}, {"id": {"S": "batch-bad"}, "v": {"N": "x"}},
    {"id": {"S": "batch-bad"}, "v": {"S": "x" * ITEM_BYTES}}, {"id": {"S": "batch-0"}},
])
def test_one_bad_item_of_25_and_nothing_is_written(dynamodb, table, bad):
    puts = [{"PutRequest": {"Item": {"id": {"S": f"batch-{number}"}}}} for number in range(24)]
    refusal_of(dynamodb.batch_write_item, RequestItems={table: [*puts, {"PutRequest": {"Item": bad}}]})
    keys = [{"id": {"S": f"batch-{number}"}} for number in range(24)]
    answer = dynamodb.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
    assert answer["Responses"][table] == []


def test_25_requests_in_a_batch_and_no_more(dynamodb, table):
    puts = [{"PutRequest": {"Item": {"id": {"S": f"many-{number}"}}}} for number in range(26)]
    sentence = refusal_of(dynamodb.batch_write_item, RequestItems={table: puts})
    assert sentence.endswith(
        "at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length "
        "less than or equal to 25, Member must have length greater than or equal to 1]"), sentence
    assert dynamodb.batch_write_item(RequestItems={table: puts[:25]})["UnprocessedItems"] == {}


def test_a_transaction_touches_an_item_once(dynamodb, table):
    puts = [{"Put": {"TableName": table, "Item": {"id": {"S": f"once-{number}"}}}} for number in range(99)]
    again = {"Update": {"TableName": table, "Key": {"id": {"S": "once-50"}}, "UpdateExpression": "SET v = :v",
                        "ExpressionAttributeValues": {":v": {"N": "1"}}}}
    check = {"ConditionCheck": {"TableName": table, "Key": {"id": {"S": "once-50"}},
                                "ConditionExpression": "attribute_not_exists(id)"}}
    for more in (again, check):
        assert refusal_of(dynamodb.transact_write_items, TransactItems=[*puts, more]) == (
            "Transaction request cannot include multiple operations on one item")
    assert stored(dynamodb, table, "once-0") is None


def test_100_actions_in_a_transaction_and_no_more(dynamodb, table):
    puts = [{"Put": {"TableName": table, "Item": {"id": {"S": f"act-{number}"}}}} for number in range(101)]
    assert refusal_of(dynamodb.transact_write_items, TransactItems=puts).endswith(
        "at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100")
    assert stored(dynamodb, table, "act-0") is None
    dynamodb.transact_write_items(TransactItems=puts[:100])
    gets = [{"Get": {"TableName": table, "Key": put["Put"]["Item"]}} for put in puts]
    assert refusal_of(dynamodb.transact_get_items, TransactItems=gets).endswith(
        "at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100")
    found = dynamodb.transact_get_items(TransactItems=gets[:100])["Responses"]
    assert [response["Item"] for response in found] == [put["Put"]["Item"] for put in puts[:100]]


def test_a_transaction_of_4_mb_and_no_more(dynamodb, table):
    puts = [{"Put": {"TableName": table, "Item": {"id": {"S": f"large-{number}"}, "v": {"S": "x" * 350_000}}}}
            for number in range(12)]
    refusal_of(dynamodb.transact_write_items, TransactItems=puts)
    assert stored(dynamodb, table, "large-0") is None
    dynamodb.transact_write_items(TransactItems=puts[:10])


# Sizes


def sized(name: str, size: int) -> dict:
    """An item of so many bytes: names and values."""
    return {"id": {"S": name}, "v": {"S": "x" * (size - len("id") - len(name) - len("v"))}}


def put(dynamodb, table, item):
    dynamodb.put_item(TableName=table, Item=item)


def put_in_batch(dynamodb, table, item):
    dynamodb.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}}]})


def put_in_transaction(dynamodb, table, item):
    dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item}}])


@pytest.mark.parametrize("write", [put, put_in_batch, put_in_transaction])
def test_an_item_of_400_kb_and_no_more(dynamodb, table, write):
    name = f"size-{write.__name__}"
    write(dynamodb, table, sized(name, ITEM_BYTES))
    assert stored(dynamodb, table, name) == sized(name, ITEM_BYTES)
    sentence = refusal_of(write, dynamodb=dynamodb, table=table, item=sized(name, ITEM_BYTES + 1))
    assert sentence == "Item size has exceeded the maximum allowed size"


def test_an_update_that_grows_an_item_beyond_400_kb(dynamodb, table):
    item = sized("grows", ITEM_BYTES - 100)
    dynamodb.put_item(TableName=table, Item=item)
    arguments = {"TableName": table, "Key": {"id": item["id"]}, "UpdateExpression": "SET w = :w",
                 "ExpressionAttributeValues": {":w": {"S": "y" * 100}}}
    assert refusal_of(dynamodb.update_item, **arguments) == (
        "Item size to update has exceeded the maximum allowed size")
    answer = error_of(dynamodb.transact_write_items, TransactItems=[{"Update": arguments}])
    assert answer["Code"] == "TransactionCanceledException" and "[ValidationError]" in answer["Message"]
    assert stored(dynamodb, table, "grows") == item


def test_keys_of_2048_and_1024_bytes_and_no_more(dynamodb, table, sorted_table):
    for text in ("x" * 2048, "가" * 682 + "xx"):
        dynamodb.put_item(TableName=table, Item={"id": {"S": text}})
        assert stored(dynamodb, table, text) == {"id": {"S": text}}
        hash_sentence = INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
        key = {"id": {"S": text + "x"}}
        assert refusal_of(dynamodb.put_item, TableName=table, Item=key) == hash_sentence
        assert refusal_of(dynamodb.get_item, TableName=table, Key=key) == hash_sentence
    key = {"id": {"S": "a"}, "at": {"S": "y" * 1024}}
    dynamodb.put_item(TableName=sorted_table, Item=key)
    assert dynamodb.get_item(TableName=sorted_table, Key=key)["Item"] == key
    key["at"]["S"] += "y"
    range_sentence = INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
    assert refusal_of(dynamodb.put_item, TableName=sorted_table, Item=key) == range_sentence
    assert refusal_of(dynamodb.delete_item, TableName=sorted_table, Key=key) == range_sentence


# Empty values, sets


def test_empty_texts_and_bytes_are_values_and_no_keys(dynamodb, table, sorted_table):
    item = {"id": {"S": "empty"}, "s": {"S": ""}, "b": {"B": b""}, "l": {"L": []}, "m": {"M": {}},
            "deep": {"L": [{"S": ""}, {"B": b""}]}}
    dynamodb.put_item(TableName=table, Item=item)
    assert stored(dynamodb, table, "empty") == item
    empty_key = ("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                 "empty string value. Key: ")
    assert refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": ""}}) == empty_key + "id"
    assert refusal_of(dynamodb.get_item, TableName=table, Key={"id": {"S": ""}}) == empty_key + "id"
    assert refusal_of(dynamodb.put_item, TableName=sorted_table,
                      Item={"id": {"S": "a"}, "at": {"S": ""}}) == empty_key + "at"
    assert refusal_of(dynamodb.batch_write_item, RequestItems={
        table: [{"PutRequest": {"Item": {"id": {"S": ""}}}}]}) == empty_key + "id"
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[
        {"Put": {"TableName": table, "Item": {"id": {"S": ""}}}}]) == empty_key + "id"


@pytest.mark.parametrize("value, sentence", [
    ({"SS": []}, "An string set  may not be empty"), ({"NS": []}, "An number set  may not be empty"),
    ({"BS": []}, "Binary sets should not be empty"),
])
def test_empty_sets_are_refused(dynamodb, table, value, sentence):
    for item in ({"v": value}, {"v": {"M": {"l": {"L": [value]}}}}):
        assert refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": "sets"}, **item}) == INVALID + sentence
    assert stored(dynamodb, table, "sets") is None


@pytest.mark.parametrize("value", [
    {"SS": ["a", "b", "a"]}, {"NS": ["1", "2", "1.0"]}, {"NS": ["100", "1E2"]}, {"NS": ["0", "-0"]},
    {"BS": [b"a", b"a"]}, {"SS": ["", ""]},
])
def test_sets_with_duplicates_are_refused(dynamodb, table, value):
    sentence = refusal_of(dynamodb.put_item, TableName=table, Item={"id": {"S": "duplicates"}, "v": value})
    assert re.fullmatch(rf"({INVALID})?Input collection .*contains duplicates\.?", sentence), sentence
    assert stored(dynamodb, table, "duplicates") is None


def test_base64_of_binary_values(server, dynamodb, table):
    for text in ("!", "a", "YWI=YWI=", "YW I="):
        body = json.dumps({"TableName": table, "Item": {"id": {"S": "base64"}, "b": {"B": text}}}).encode()
        reply = said(server, "PutItem", body)
        assert (reply.status, code_of(reply)) == (400, "SerializationException"), (text, reply.body)
    value = bytes(range(256))
    dynamodb.put_item(TableName=table, Item={"id": {"S": "base64"}, "b": {"B": value}})
    reply = said(server, "GetItem", json.dumps({"TableName": table, "Key": {"id": {"S": "base64"}}}).encode())
    assert json.loads(reply.body)["Item"]["b"]["B"] == base64.b64encode(value).decode()


@pytest.mark.parametrize("one, other", [("9" * 38, "2"), ("3E38", "1"), ("-" + "9" * 38, "-9"), ("9" * 38, "0.1")])
def test_sums_of_39_digits_are_refused_and_the_server_lives(dynamodb, table, one, other):
    dynamodb.put_item(TableName=table, Item={"id": {"S": "sum"}, "n": {"N": one}})
    error = error_of(dynamodb.update_item, TableName=table, Key={"id": {"S": "sum"}}, UpdateExpression="SET n = n + :v",
                     ExpressionAttributeValues={":v": {"N": other}})
    assert error["Code"] == "ValidationException"
    assert decimal.Decimal(stored(dynamodb, table, "sum")["n"]["N"]) == decimal.Decimal(one)


def test_the_largest_sequence_number(server, dynamodb):
    streams = server.client("dynamodbstreams")
    made = dynamodb.create_table(
        TableName="edge-stream", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})["TableDescription"]
    arn = made["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    for kind in ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"):
        place = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard, ShardIteratorType=kind, SequenceNumber="1" + str(2**64 - 1).rjust(20, "0"))
        assert streams.get_records(ShardIterator=place["ShardIterator"])["Records"] == []


def test_the_longest_keys_in_an_index_that_is_made_later(dynamodb):
    """Zeros take two bytes each where they are stored."""
    binary = [{"AttributeName": name, "AttributeType": "B"} for name in ("id", "at", "g", "r")]
    dynamodb.create_table(
        TableName="edge-keys", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=binary[:2],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}])
    item = {"id": {"B": bytes(2048)}, "at": {"B": bytes(1024)}, "g": {"B": bytes(2048)}, "r": {"B": bytes(1024)},
            "ends": {"N": str(int(time.time()) + 3600)}}
    dynamodb.put_item(TableName="edge-keys", Item=item)
    dynamodb.update_table(TableName="edge-keys", AttributeDefinitions=binary, GlobalSecondaryIndexUpdates=[{"Create": {
        "IndexName": "by-g", "Projection": {"ProjectionType": "ALL"},
        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "r", "KeyType": "RANGE"}]}}])
    dynamodb.update_time_to_live(
        TableName="edge-keys", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"})
    until(lambda: dynamodb.describe_table(TableName="edge-keys")["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"]
          == "ACTIVE")
    assert dynamodb.scan(TableName="edge-keys", IndexName="by-g")["Items"] == [item]
    until(lambda: dynamodb.describe_time_to_live(TableName="edge-keys")["TimeToLiveDescription"]["TimeToLiveStatus"]
          == "ENABLED")
