"""What DynamoDB says of bad input: the code, the sentence, and which of several faults is told first. Facts are replies
recorded from AWS and its documentation. Where regions put `1 validation error detected: ` before some sentences, that
is left off; where nobody has recorded a sentence, only the code is asked for."""

import json
import re

import pytest

from callers import error_of
from tables import index, new_table, texts
from test_dynamodb_hostile import said

INVALID = "One or more parameter values were invalid: "
NOT_VALID = "One or more parameter values are not valid. "
MISMATCH = "The provided key element does not match the schema"
START = "The provided starting key is invalid"
OUTSIDE = "The provided starting key is outside query boundaries based on provided conditions"
UNITS = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
ITEM_BYTES = 409_600
UPDATED_TOO_LARGE = "Item size to update has exceeded the maximum allowed size"


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb", parameter_validation=False)


@pytest.fixture(scope="module")
def table(dynamodb):
    """Has the key `id`; each test uses ids of its own."""
    new_table(dynamodb, "words")
    return "words"


@pytest.fixture(scope="module")
def indexed(dynamodb):
    """Has the key `id` and `sk`, a local index on `l`, global ones on `l` and on `g` with `l`."""
    new_table(
        dynamodb, "words-indexed", sort=("sk", "S"), definitions=texts("l", "g"),
        LocalSecondaryIndexes=[index("local", "id", "l", "KEYS_ONLY")],
        GlobalSecondaryIndexes=[index("beta", "l"), index("alpha", "g", "l", "KEYS_ONLY")])
    return "words-indexed"


def refusal_of(call, **arguments) -> str:
    """The sentence of a ValidationException."""
    error = error_of(call, **arguments)
    assert (error["Code"], error["Status"]) == ("ValidationException", 400), error
    return re.sub(r"^1 validation error detected: ", "", error["Message"])


def constraint(value, member, rule) -> str:
    return f"Value {value} at '{member}' failed to satisfy constraint: Member must {rule}"


def cancelled(call, **arguments) -> list:
    """The reasons of a TransactionCanceledException, as the message lists them and as its member has them."""
    with pytest.raises(call.__self__.exceptions.TransactionCanceledException) as refusal:
        call(**arguments)
    answer = refusal.value.response
    reasons = answer["CancellationReasons"]
    codes = ", ".join(reason["Code"] for reason in reasons)
    assert answer["Error"]["Message"] == (
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]")
    return reasons


# Names of tables


@pytest.mark.parametrize("name, rule", [
    ("bad table!@#", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
    ("a" * 256, "have length less than or equal to 255"),
], ids=["characters", "length"])
def test_names_of_tables_that_cannot_be(dynamodb, name, rule):
    sentence = constraint(f"'{name}'", "tableName", rule)
    assert refusal_of(dynamodb.put_item, TableName=name, Item={"id": {"S": "a"}}) == sentence
    assert refusal_of(dynamodb.get_item, TableName=name, Key={"id": {"S": "a"}}) == sentence
    assert refusal_of(dynamodb.scan, TableName=name) == sentence
    assert refusal_of(dynamodb.describe_table, TableName=name) == sentence
    assert refusal_of(dynamodb.create_table, **creation(TableName=name)) == sentence


def test_a_name_is_told_before_what_else_is_wrong(dynamodb):
    sentence = refusal_of(
        dynamodb.put_item, TableName="bad!", Item={"id": {"S": "a"}}, ConditionExpression="nonsense")
    assert "at 'tableName'" in sentence


def test_names_of_tables_to_be_made(dynamodb):
    assert refusal_of(dynamodb.create_table, **creation(TableName="ab")) == constraint(
        "'ab'", "tableName", "have length greater than or equal to 3")
    error = error_of(dynamodb.create_table, **creation(TableName="x!"))
    assert error["Message"].startswith("2 validation errors detected: ") and "tableName" in error["Message"]
    # Others may name one, and do not find it.
    assert error_of(dynamodb.get_item, TableName="ab", Key={"id": {"S": "a"}})["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize("operation, more", [
    ("put_item", {"Item": {"id": {"S": "a"}}}), ("get_item", {"Key": {"id": {"S": "a"}}}),
    ("delete_item", {"Key": {"id": {"S": "a"}}}), ("update_item", {"Key": {"id": {"S": "a"}}}), ("scan", {}),
    ("query", {"KeyConditionExpression": "id = :i", "ExpressionAttributeValues": {":i": {"S": "a"}}}),
], ids=lambda value: value if isinstance(value, str) else "")
def test_items_of_a_table_that_is_not_there(dynamodb, operation, more):
    error = error_of(getattr(dynamodb, operation), TableName="words-missing", **more)
    assert (error["Code"], error["Message"]) == ("ResourceNotFoundException", "Requested resource not found")


@pytest.mark.parametrize("operation, more", [
    ("describe_table", {}), ("delete_table", {}), ("update_table", {"ProvisionedThroughput": UNITS}),
    ("describe_time_to_live", {}),
    ("update_time_to_live", {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}}),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_table_that_is_not_there(dynamodb, operation, more):
    error = error_of(getattr(dynamodb, operation), TableName="words-missing", **more)
    assert (error["Code"], error["Message"]) == (
        "ResourceNotFoundException", "Requested resource not found: Table: words-missing not found")


# CreateTable


def creation(**changes) -> dict:
    """A good request with some members changed; None leaves one out."""
    request = {"TableName": "words-made", "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": texts("a"),
               "KeySchema": keys("a"), **changes}
    return {name: value for name, value in request.items() if value is not None}


def keys(*names, kinds=("HASH", "RANGE", "RANGE")):
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, kinds)]


def local(name, *names, kinds=("HASH", "RANGE", "RANGE"), **projection):
    return {"IndexName": name, "KeySchema": keys(*names, kinds=kinds),
            "Projection": projection or {"ProjectionType": "ALL"}}


AB = {"AttributeDefinitions": texts("a", "b"), "KeySchema": keys("a", "b")}
INCLUDE = {"ProjectionType": "INCLUDE"}

CREATIONS = {
    "doubled with one definition": (
        {"KeySchema": keys("a", "a")}, "Invalid KeySchema: Some index key attribute have no definition"),
    "more keys than definitions": (
        {"KeySchema": keys("a", "b")}, "Invalid KeySchema: Some index key attribute have no definition"),
    "undefined": (
        {"AttributeDefinitions": texts("b")},
        INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a], "
        "AttributeDefinitions: [b]"),
    "doubled": ({**AB, "KeySchema": keys("a", "a")},
                "Both the Hash Key and the Range Key element in the KeySchema have the same name"),
    "range first": ({**AB, "KeySchema": keys("a", "b", kinds=("RANGE", "HASH"))},
                    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"),
    "two hashes": ({**AB, "KeySchema": keys("a", "b", kinds=("HASH", "HASH"))},
                   "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"),
    "three keys": (
        {"AttributeDefinitions": texts("a", "b", "c"), "KeySchema": keys("a", "b", "c")},
        constraint("'[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, "
                   "keyType=RANGE), KeySchemaElement(attributeName=c, keyType=RANGE)]'", "keySchema",
                   "have length less than or equal to 2")),
    "no keys": ({"KeySchema": []}, constraint("'[]'", "keySchema", "have length greater than or equal to 1")),
    "unused definition": (
        {"AttributeDefinitions": texts("a", "b")},
        INVALID + "Number of attributes in KeySchema does not exactly match number of attributes defined in "
        "AttributeDefinitions"),
    "unused beside indexes": (
        {"AttributeDefinitions": texts("a", "b", "c"), "GlobalSecondaryIndexes": [index("one", "b")]},
        INVALID + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], keys used: [a, b]"),
    "type of key": ({"KeySchema": keys("a", kinds=("INVALID",))}, constraint(
        "'INVALID'", "keySchema.1.member.keyType", "satisfy enum value set: [HASH, RANGE]")),
    "type of attribute": ({"AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "SS"}]}, constraint(
        "'SS'", "attributeDefinitions.1.member.attributeType", "satisfy enum value set: [B, N, S]")),
    "no units": ({"BillingMode": None},
                 INVALID + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
                 "PROVISIONED"),
    "units on demand": ({"ProvisionedThroughput": UNITS},
                        INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
                        "is PAY_PER_REQUEST"),
    "too many units": (
        {"BillingMode": None, "ProvisionedThroughput": {**UNITS, "ReadCapacityUnits": 1_000_000_000_001}},
        "Given value 1000000000001 for ReadCapacityUnits is out of bounds"),
    "no local indexes": ({**AB, "LocalSecondaryIndexes": []}, INVALID + "List of LocalSecondaryIndexes is empty"),
    "no global indexes": ({"GlobalSecondaryIndexes": []}, INVALID + "List of GlobalSecondaryIndexes is empty"),
    "local without order": (
        {"AttributeDefinitions": texts("a", "b"), "LocalSecondaryIndexes": [local("one", "a", "b")]},
        INVALID + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"),
    "local of one key": ({**AB, "LocalSecondaryIndexes": [local("one", "a")]},
                         INVALID + "Index KeySchema does not have a range key for index: one"),
    "local of another partition": (
        {**AB, "LocalSecondaryIndexes": [local("one", "b", "a")]},
        INVALID + "Index KeySchema does not have the same leading hash key as table KeySchema for index: one. "
        "index hash key: b, table hash key: a"),
    "local undefined": (
        {**AB, "LocalSecondaryIndexes": [local("one", "a", "c")]},
        INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a, c], "
        "AttributeDefinitions: [a, b]"),
    "local doubled": ({**AB, "LocalSecondaryIndexes": [local("one", "a", "a")]},
                      "Both the Hash Key and the Range Key element in the KeySchema have the same name"),
    "no projection": ({**AB, "LocalSecondaryIndexes": [local("one", "a", "b", NonKeyAttributes=["c"])]},
                      INVALID + "Unknown ProjectionType: null"),
    "attributes of all": (
        {**AB, "LocalSecondaryIndexes": [local("one", "a", "b", ProjectionType="ALL", NonKeyAttributes=["c"])]},
        INVALID + "ProjectionType is ALL, but NonKeyAttributes is specified"),
    "attributes of keys only": (
        {**AB, "LocalSecondaryIndexes": [local("one", "a", "b", ProjectionType="KEYS_ONLY", NonKeyAttributes=["c"])]},
        INVALID + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified"),
    "include nothing": ({**AB, "GlobalSecondaryIndexes": [index("one", "b", projection="INCLUDE")]},
                        INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
    "same name": ({**AB, "GlobalSecondaryIndexes": [index("one", "b"), index("one", "a")]},
                  INVALID + "Duplicate index name: one"),
    "same name in both kinds": (
        {**AB, "LocalSecondaryIndexes": [local("one", "a", "b")], "GlobalSecondaryIndexes": [index("one", "b")]},
        INVALID + "Duplicate index name: one"),
    "six local": ({**AB, "LocalSecondaryIndexes": [local(f"l-{number}", "a", "b") for number in range(6)]},
                  INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of 5"),
    "21 global": ({**AB, "GlobalSecondaryIndexes": [index(f"g-{number}", "b") for number in range(21)]},
                  INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of 20"),
    "global without units": (
        {**AB, "BillingMode": None, "ProvisionedThroughput": UNITS, "GlobalSecondaryIndexes": [index("one", "b")]},
        INVALID + "ProvisionedThroughput must be specified for index: one"),
    "global with units": (
        {**AB, "GlobalSecondaryIndexes": [index("one", "b", ProvisionedThroughput=UNITS)]},
        INVALID + "ProvisionedThroughput should not be specified for index: one when BillingMode is PAY_PER_REQUEST"),
    "disabled stream with a view": (
        {"StreamSpecification": {"StreamEnabled": False, "StreamViewType": "NEW_IMAGE"}},
        INVALID + "Table is being created with a stream disabled, UpdateViewType should not be specified"),
    # Units before keys, keys before indexes.
    "units before keys": ({"KeySchema": keys("a", "a"), "BillingMode": None},
                          INVALID + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode "
                          "is PROVISIONED"),
    "keys before indexes": ({"KeySchema": keys("z"), "GlobalSecondaryIndexes": []},
                            INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: [z], "
                            "AttributeDefinitions: [a]"),
}


@pytest.mark.parametrize("fault", CREATIONS)
def test_tables_that_cannot_be_made(dynamodb, fault):
    changes, sentence = CREATIONS[fault]
    assert refusal_of(dynamodb.create_table, **creation(**changes)) == sentence
    assert "words-made" not in dynamodb.list_tables()["TableNames"]


@pytest.mark.parametrize("changes", [
    {"StreamSpecification": {"StreamEnabled": True}},
    {"Tags": [{"Key": "aws:mine", "Value": "x"}]},
    {"Tags": [{"Key": f"k{number}", "Value": "x"} for number in range(51)]},
    {**AB, "GlobalSecondaryIndexes": [
        index(f"g-{number}", "b") | {"Projection": {**INCLUDE, "NonKeyAttributes": [
            f"p{number}-{attribute}" for attribute in range(17)]}} for number in range(6)]},
    {**AB, "GlobalSecondaryIndexes": [index("one", "b") | {"Projection": {
        **INCLUDE, "NonKeyAttributes": [f"p{attribute}" for attribute in range(21)]}}]},
], ids=["stream without a view", "reserved tag", "51 tags", "102 attributes", "21 attributes"])
def test_tables_that_cannot_be_made_in_words_unknown(dynamodb, changes):
    refusal_of(dynamodb.create_table, **creation(**changes))


def test_a_table_that_is_there(dynamodb, table):
    error = error_of(dynamodb.create_table, **creation(TableName=table))
    assert (error["Code"], error["Message"]) == ("ResourceInUseException", f"Table already exists: {table}")


# UpdateTable, tags


@pytest.fixture(scope="module")
def provisioned(dynamodb):
    dynamodb.create_table(**creation(TableName="words-units", BillingMode=None, ProvisionedThroughput=UNITS))
    return "words-units"


def test_changes_that_change_nothing(dynamodb, provisioned):
    assert refusal_of(dynamodb.update_table, TableName=provisioned).startswith(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
        "SSESpecification")
    for more in ({}, {"BillingMode": "PROVISIONED"}):
        assert refusal_of(
            dynamodb.update_table, TableName=provisioned, ProvisionedThroughput=UNITS, **more).startswith(
            "The provisioned throughput for the table will not change. The requested value equals the current value.")


@pytest.mark.parametrize("changes, sentence", [
    ({"ProvisionedThroughput": {"ReadCapacityUnits": 1_000_000_000_001, "WriteCapacityUnits": 1}},
     "Given value 1000000000001 for ReadCapacityUnits is out of bounds"),
    ({"BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": UNITS},
     INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"),
    ({"GlobalSecondaryIndexUpdates": [{}]},
     INVALID + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
     "GlobalSecondaryIndexUpdate.Delete must not be null"),
    ({"AttributeDefinitions": texts("a"), "GlobalSecondaryIndexUpdates": [
        {"Create": index("one", "b", ProvisionedThroughput=UNITS)}]},
     INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: [b], "
     "AttributeDefinitions: [a]"),
], ids=["bounds", "on demand", "no change of an index", "undefined key"])
def test_changes_that_are_refused(dynamodb, provisioned, changes, sentence):
    assert refusal_of(dynamodb.update_table, TableName=provisioned, **changes) == sentence


def test_tags_of_a_table(dynamodb, table):
    arn = dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
    for key in ("aws:mine", "AWS:mine", "k" * 129):
        refusal_of(dynamodb.tag_resource, ResourceArn=arn, Tags=[{"Key": key, "Value": "x"}])
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": f"k{number}", "Value": "x"} for number in range(50)])
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "k0", "Value": "y"}])
    refusal_of(dynamodb.tag_resource, ResourceArn=arn, Tags=[{"Key": "k50", "Value": "x"}])
    dynamodb.untag_resource(ResourceArn=arn, TagKeys=[f"k{number}" for number in range(50)])
    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == []


# Keys of items


@pytest.mark.parametrize("key", [
    {}, {"id": {"S": "a"}}, {"id": {"S": "a"}, "x": {"S": "a"}}, {"id": {"S": "a"}, "sk": {"N": "1"}},
    {"id": {"S": "a"}, "sk": {"S": "a"}, "x": {"S": "a"}}, {"id": {"L": []}, "sk": {"S": "a"}},
], ids=["empty", "missing", "another name", "another type", "too many", "no scalar"])
def test_keys_that_do_not_fit(dynamodb, indexed, key):
    for call in (dynamodb.get_item, dynamodb.delete_item, dynamodb.update_item):
        assert refusal_of(call, TableName=indexed, Key=key) == MISMATCH
    assert refusal_of(dynamodb.batch_get_item, RequestItems={indexed: {"Keys": [key]}}) == MISMATCH
    delete = {"DeleteRequest": {"Key": key}}
    assert refusal_of(dynamodb.batch_write_item, RequestItems={indexed: [delete]}) == MISMATCH


@pytest.mark.parametrize("item, alone, in_batch", [
    ({"sk": {"S": "a"}}, INVALID + "Missing the key id in the item", MISMATCH),
    ({"id": {"N": "5"}, "sk": {"S": "a"}}, INVALID + "Type mismatch for key id expected: S actual: N", MISMATCH),
    ({"id": {"L": [{"S": "x"}]}, "sk": {"S": "a"}}, INVALID + "Type mismatch for key id expected: S actual: L",
     MISMATCH),
    ({"id": {"S": ""}, "sk": {"S": "a"}},
     NOT_VALID + "The AttributeValue for a key attribute cannot contain an empty string value. Key: id", None),
], ids=["missing", "type", "no scalar", "empty"])
def test_items_without_a_key(dynamodb, indexed, item, alone, in_batch):
    assert refusal_of(dynamodb.put_item, TableName=indexed, Item=item) == alone
    assert refusal_of(dynamodb.batch_write_item, RequestItems={
        indexed: [{"PutRequest": {"Item": item}}]}) == (in_batch or alone)
    put = {"Put": {"TableName": indexed, "Item": item}}
    if in_batch:
        reasons = cancelled(dynamodb.transact_write_items, TransactItems=[put])
        assert reasons == [{"Code": "ValidationError", "Message": alone}]
    else:
        assert refusal_of(dynamodb.transact_write_items, TransactItems=[put]) == alone


@pytest.mark.parametrize("value, sentence", [
    ({"N": "5"}, "Type mismatch for Index Key l Expected: S Actual: N IndexName: alpha"),
    ({"L": [{"S": "x"}]}, "Type mismatch for Index Key l Expected: S Actual: L IndexName: alpha"),
], ids=["type", "no scalar"])
def test_keys_of_indexes_of_another_type(dynamodb, indexed, value, sentence):
    """The first index by its name is named, though others have the attribute, too."""
    key = {"id": {"S": "index-key"}, "sk": {"S": "a"}}
    item = {**key, "l": value}
    update = {"TableName": indexed, "Key": key, "UpdateExpression": "SET l = :l",
              "ExpressionAttributeValues": {":l": value}}
    assert refusal_of(dynamodb.put_item, TableName=indexed, Item=item) == INVALID + sentence
    assert refusal_of(dynamodb.update_item, **update) == INVALID + sentence
    assert refusal_of(dynamodb.batch_write_item, RequestItems={
        indexed: [{"PutRequest": {"Item": item}}]}) == INVALID + sentence
    for action in ({"Put": {"TableName": indexed, "Item": item}}, {"Update": update}):
        reasons = cancelled(dynamodb.transact_write_items, TransactItems=[action])
        assert reasons == [{"Code": "ValidationError", "Message": INVALID + sentence}]


def test_keys_of_indexes_that_are_empty(dynamodb, indexed):
    key = {"id": {"S": "index-empty"}, "sk": {"S": "a"}}
    empty = "The AttributeValue for a key attribute cannot contain an empty string value."
    sentence = (NOT_VALID + "A value specified for a secondary index key is not supported. "
                + empty + " IndexName: alpha, IndexKey: l")
    item = {**key, "l": {"S": ""}}
    assert refusal_of(dynamodb.put_item, TableName=indexed, Item=item) == sentence
    assert refusal_of(dynamodb.batch_write_item, RequestItems={
        indexed: [{"PutRequest": {"Item": item}}]}) == sentence
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[
        {"Put": {"TableName": indexed, "Item": item}}]) == sentence
    sentence = (NOT_VALID + "The update expression attempted to update a secondary index key to a value that is not "
                "supported. " + empty)
    update = {"TableName": indexed, "Key": key, "UpdateExpression": "SET l = :l",
              "ExpressionAttributeValues": {":l": {"S": ""}}}
    assert refusal_of(dynamodb.update_item, **update) == sentence
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[{"Update": update}]) == sentence


def test_an_update_may_leave_what_was_there_before_an_index(dynamodb):
    new_table(dynamodb, "words-older")
    key = {"id": {"S": "a"}}
    dynamodb.put_item(TableName="words-older", Item={**key, "g": {"N": "1"}})
    dynamodb.update_table(TableName="words-older", AttributeDefinitions=texts("g"),
                          GlobalSecondaryIndexUpdates=[{"Create": index("later", "g")}])
    dynamodb.update_item(TableName="words-older", Key=key, UpdateExpression="SET v = :v",
                         ExpressionAttributeValues={":v": {"S": "x"}})
    refusal_of(dynamodb.update_item, TableName="words-older", Key=key, UpdateExpression="SET g = :v",
               ExpressionAttributeValues={":v": {"N": "2"}})


@pytest.mark.parametrize("path, label", [("id.x", "Key: id"), ("sk[0]", "Key: sk"), ("g.x", "IndexKey: g")],
                         ids=["partition", "order", "index"])
def test_paths_into_keys(dynamodb, indexed, path, label):
    sentence = ("Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: " + label)
    key = {"id": {"S": "paths"}, "sk": {"S": "a"}}
    assert refusal_of(dynamodb.get_item, TableName=indexed, Key=key, ProjectionExpression=path) == sentence
    assert refusal_of(dynamodb.scan, TableName=indexed, ProjectionExpression=path) == sentence
    assert refusal_of(dynamodb.batch_get_item, RequestItems={
        indexed: {"Keys": [key], "ProjectionExpression": path}}) == sentence
    assert refusal_of(dynamodb.delete_item, TableName=indexed, Key=key,
                      ConditionExpression=f"attribute_exists({path})") == sentence


def test_keys_are_not_updated(dynamodb, indexed):
    key = {"id": {"S": "not-updated"}, "sk": {"S": "a"}}
    for name in key:
        sentence = refusal_of(
            dynamodb.update_item, TableName=indexed, Key=key, UpdateExpression=f"SET {name} = :v",
            ConditionExpression="attribute_exists(nothing)", ExpressionAttributeValues={":v": {"S": "x"}})
        assert sentence == INVALID + f"Cannot update attribute {name}. This attribute is part of the key"


COUNTED = {
    "values without an expression": ({"ExpressionAttributeValues": {":v": {"S": "x"}}},
                                     "ExpressionAttributeValues can only be specified when using expressions"),
    "names without an expression": ({"ExpressionAttributeNames": {"#a": "a"}},
                                    "ExpressionAttributeNames can only be specified when using expressions"),
    "no values": ({"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeValues": {}},
                  "ExpressionAttributeValues must not be empty"),
    "no names": ({"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeNames": {}},
                 "ExpressionAttributeNames must not be empty"),
    "empty": ({"ConditionExpression": ""}, "Invalid ConditionExpression: The expression can not be empty;"),
    "redundant": ({"ConditionExpression": "((attribute_exists(a)))"},
                  "Invalid ConditionExpression: The expression has redundant parentheses;"),
    "unused": ({"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeValues": {":v": {"S": "x"}}},
               "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"),
    "of no type": ({"ConditionExpression": "a = :v", "ExpressionAttributeValues": {":v": {}}},
                   "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain "
                   "exactly one of the supported datatypes for key :v"),
    "mixed": ({"ConditionExpression": "attribute_exists(a)", "Expected": {"a": {"Exists": False}}},
              "Can not use both expression and non-expression parameters in the same request: Non-expression "
              "parameters: {Expected} Expression parameters: {ConditionExpression}"),
    "expected": ({"Expected": {"a": {"Exists": True}}},
                 INVALID + "Value must be provided when Exists is true for Attribute: a"),
    "compared": ({"Expected": {"a": {"ComparisonOperator": "EQ"}}},
                 INVALID + "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"),
    "one bound": ({"Expected": {"a": {"ComparisonOperator": "BETWEEN", "AttributeValueList": [{"S": "x"}]}}},
                  INVALID + "Invalid number of argument(s) for the BETWEEN ComparisonOperator"),
}


@pytest.mark.parametrize("fault", COUNTED)
def test_writes_of_one_item_count_what_is_wrong(dynamodb, table, fault):
    """Other operations say the same without counting."""
    more, sentence = COUNTED[fault]
    key = {"id": {"S": "counted"}}
    for call, arguments in ((dynamodb.put_item, {"Item": key}), (dynamodb.delete_item, {"Key": key}),
                            (dynamodb.update_item, {"Key": key})):
        assert error_of(call, TableName=table, **arguments, **more)["Message"] == (
            "1 validation error detected: " + sentence)


@pytest.mark.parametrize("wanted", ["ALL_NEW", "UPDATED_NEW", "UPDATED_OLD"])
def test_values_that_a_put_or_deletion_does_not_return(dynamodb, table, wanted):
    key = {"id": {"S": "returned"}}
    for call, arguments in ((dynamodb.put_item, {"Item": key}), (dynamodb.delete_item, {"Key": key})):
        assert error_of(call, TableName=table, ReturnValues=wanted, **arguments)["Message"] == (
            "1 validation error detected: ReturnValues can only be ALL_OLD or NONE")


# Queries and scans


def query(indexed, condition="id = :i", values=None, **more) -> dict:
    values = values or {":i": "a"}
    return {"TableName": indexed, "KeyConditionExpression": condition,
            "ExpressionAttributeValues": {name: {"S": value} for name, value in values.items()}, **more}


def start(**values) -> dict:
    return {name: value if isinstance(value, dict) else {"S": value} for name, value in values.items()}


LOCAL = {"IndexName": "local"}
BETA = {"IndexName": "beta", "condition": "l = :i"}
ALPHA = {"IndexName": "alpha", "condition": "g = :i"}
RANGE = {":i": "a", ":b": "b"}

STARTS = {
    "missing": ({}, start(id="a"), START),
    "another name": ({}, start(id="a", x="1"), START),
    "too many": ({}, start(id="a", sk="1", x="1"), START),
    "another type": ({}, start(id="a", sk={"N": "1"}), MISMATCH),
    "local missing": (LOCAL, start(id="a", sk="1"), START),
    "local of another type": (LOCAL, start(id="a", sk="1", l={"N": "1"}), MISMATCH),
    "local, table's of another type": (LOCAL, start(id="a", sk={"N": "1"}, l="1"), f"{START}: {MISMATCH}"),
    "global, table's missing": (BETA, start(l="a", id="a", x="1"), f"{START}: {MISMATCH}"),
    "global, table's of another type": (BETA, start(l="a", id={"N": "1"}, sk="1"), f"{START}: {MISMATCH}"),
    "another partition": ({}, start(id="b", sk="1"), OUTSIDE),
    "local, another partition": (LOCAL, start(id="b", sk="1", l="1"), OUTSIDE),
    "global, another partition": (BETA, start(l="b", id="b", sk="1"), OUTSIDE),
    "before the range": ({"condition": "id = :i AND sk > :b", "values": RANGE}, start(id="a", sk="a"),
                         "The provided starting key does not match the range key predicate"),
    "behind the range": ({"condition": "id = :i AND begins_with(sk, :b)", "values": RANGE}, start(id="a", sk="c"),
                         "The provided starting key does not match the range key predicate"),
    "another partition with a range": (
        {"condition": "id = :i AND sk < :b", "values": RANGE}, start(id="b", sk="a"),
        "The query can return at most one row and cannot be restarted"),
    "global, outside of the range": (
        {"IndexName": "alpha", "condition": "g = :i AND l > :b", "values": RANGE}, start(g="a", l="a", id="a", sk="a"),
        "The provided starting key does not match the range key predicate"),
    # What the conditions lack comes first.
    "condition on no key": ({"condition": "x = :i"}, start(id="a", sk="1"),
                            "Query condition missed key schema element: id"),
}


@pytest.mark.parametrize("fault", STARTS)
def test_starting_keys_of_queries(dynamodb, indexed, fault):
    more, key, sentence = STARTS[fault]
    assert refusal_of(dynamodb.query, **query(indexed, **more, ExclusiveStartKey=key)) == sentence


def test_starting_keys_that_a_query_gave(dynamodb, indexed):
    for number in range(5):
        dynamodb.put_item(TableName=indexed, Item=start(id="pages", sk=f"{number}", l=f"{number % 2}", g="pages"))
    for more in (
        {}, {"condition": "id = :i AND sk >= :b"}, LOCAL, {"IndexName": "local", "condition": "id = :i AND l >= :b"},
        {"IndexName": "alpha", "condition": "g = :i"}, {"IndexName": "alpha", "condition": "g = :i AND l >= :b"},
    ):
        for forward in (True, False):
            values = {":i": "pages", **({":b": "0"} if ":b" in more.get("condition", "") else {})}
            arguments = query(indexed, **more, values=values, Limit=1, ScanIndexForward=forward)
            found = []
            while True:
                page = dynamodb.query(**arguments)
                found += page["Items"]
                if "LastEvaluatedKey" not in page:
                    break
                arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
            assert sorted(item["sk"]["S"] for item in found) == list("01234")


@pytest.mark.parametrize("more, key, sentence", [
    ({}, start(id="a"), f"{START}: {MISMATCH}"), ({}, start(id="a", sk={"N": "1"}), f"{START}: {MISMATCH}"),
    ({"IndexName": "beta"}, start(id="a", sk="1"), START), ({"IndexName": "beta"}, start(id="a", sk="1", x="1"), START),
    ({"IndexName": "beta"}, start(id="a", sk="1", l={"N": "1"}), MISMATCH),
    ({"IndexName": "beta"}, start(id="a", sk={"N": "1"}, l="1"), f"{START}: {MISMATCH}"),
], ids=["missing", "type", "index, missing", "index, another name", "index, type", "index, table's type"])
def test_starting_keys_of_scans(dynamodb, indexed, more, key, sentence):
    assert refusal_of(dynamodb.scan, TableName=indexed, ExclusiveStartKey=key, **more) == sentence


def test_starting_keys_of_segments(dynamodb, table):
    names = [f"segment-{number}" for number in range(20)]
    for name in names:
        dynamodb.put_item(TableName=table, Item={"id": {"S": name}})
    found = []
    for segment in range(2):
        arguments = {"TableName": table, "Segment": segment, "TotalSegments": 2, "Limit": 3}
        while True:
            page = dynamodb.scan(**arguments)
            found.append((segment, page["Items"]))
            if "LastEvaluatedKey" not in page:
                break
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
            assert refusal_of(dynamodb.scan, **{**arguments, "Segment": 1 - segment}) == (
                f"{START}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. "
                f"TotalSegments: 2 Segment: {1 - segment}")
    seen = [item["id"]["S"] for _, items in found for item in items]
    assert set(names) <= set(seen) and len(seen) == len(set(seen))


@pytest.mark.parametrize("more, sentence", [
    ({"Segment": 0},
     "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"),
    ({"TotalSegments": 4},
     "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"),
    ({"Segment": 5, "TotalSegments": 5},
     "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than "
     "TotalSegments: 5"),
    ({"Segment": -1, "TotalSegments": 4}, constraint("'-1'", "segment", "have value greater than or equal to 0")),
    ({"Limit": 0}, constraint("'0'", "limit", "have value greater than or equal to 1")),
    ({"IndexName": "nothing"}, "The table does not have the specified index: nothing"),
    ({"Select": "INVALID"}, constraint(
        "'INVALID'", "select",
        "satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")),
], ids=["no total", "no segment", "segment beyond", "segment below", "limit", "index", "select"])
def test_scans_that_are_refused(dynamodb, table, more, sentence):
    assert refusal_of(dynamodb.scan, TableName=table, **more) == sentence


GLOBAL_ATTRIBUTES = INVALID + ("Select type ALL_ATTRIBUTES is not supported for global secondary index alpha because "
                               "its projection type is not ALL")


@pytest.mark.parametrize("more, sentence", [
    ({"condition": "sk = :i"}, "Query condition missed key schema element: id"),
    ({"condition": "id > :i"}, "Query key condition not supported"),
    ({"condition": ""}, "Invalid KeyConditionExpression: The expression can not be empty;"),
    ({**BETA, "ConsistentRead": True}, "Consistent reads are not supported on global secondary indexes"),
    ({**ALPHA, "Select": "ALL_ATTRIBUTES"}, GLOBAL_ATTRIBUTES),
    ({"FilterExpression": "id = :i"},
     "Filter Expression can only contain non-primary key attributes: Primary key attribute: id"),
    ({**BETA, "FilterExpression": "l = :i"},
     "Filter Expression can only contain non-primary key attributes: Primary key attribute: l"),
    ({"FilterExpression": "#missing = :i"},
     "Invalid FilterExpression: An expression attribute name used in the document path is not defined; "
     "attribute name: #missing"),
    ({"ExpressionAttributeNames": {"#unused": "x"}},
     "Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}"),
], ids=["order only", "no equality", "empty", "consistent", "all attributes", "filter", "filter on the index's key",
        "undefined name", "unused name"])
def test_queries_that_are_refused(dynamodb, indexed, more, sentence):
    assert refusal_of(dynamodb.query, **query(indexed, **more)) == sentence


def test_select_without_attributes(dynamodb, indexed):
    sentence = "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
    assert error_of(dynamodb.query, **query(indexed, Select="SPECIFIC_ATTRIBUTES"))["Message"] == (
        "1 validation error detected: " + sentence)
    assert error_of(dynamodb.scan, TableName=indexed, Select="SPECIFIC_ATTRIBUTES")["Message"] == sentence
    sentence = "Cannot specify the ProjectionExpression when choosing to get only the Count"
    assert error_of(dynamodb.query, **query(indexed, Select="COUNT", ProjectionExpression="id"))["Message"] == (
        "1 validation error detected: " + sentence)
    assert error_of(dynamodb.scan, TableName=indexed, Select="COUNT", ProjectionExpression="id")["Message"] == sentence


# Batches


def test_batches_of_nothing(dynamodb, table):
    assert error_of(dynamodb.batch_get_item, RequestItems={})["Message"] == (
        "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must have length "
        "greater than or equal to 1")
    assert refusal_of(dynamodb.batch_write_item, RequestItems={}) == (
        "The requestItems parameter is required for BatchWriteItem")
    assert "have length greater than or equal to 1" in refusal_of(
        dynamodb.batch_get_item, RequestItems={table: {"Keys": []}})
    assert "have length greater than or equal to 1" in refusal_of(dynamodb.batch_write_item, RequestItems={table: []})


def test_batches_of_a_table_that_cannot_be(dynamodb):
    rule = ("at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have "
            "length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy "
            "regular expression pattern: [a-zA-Z0-9_.-]+]")
    keys_of = {"Keys": [{"id": {"S": "a"}}]}
    assert refusal_of(dynamodb.batch_get_item, RequestItems={"bad!name": keys_of}) == (
        'Value \'{"bad!name":{"Keys":[{"id":{"S":"a"}}]}}\' ' + rule)
    assert refusal_of(dynamodb.batch_get_item, RequestItems={"ab": keys_of}).endswith(rule)
    put = {"PutRequest": {"Item": {"id": {"S": "a"}}}}
    assert refusal_of(dynamodb.batch_write_item, RequestItems={"bad!name": [put]}).endswith(rule)


def test_batches_of_too_much(dynamodb, table, indexed):
    keys_of_one = [{"id": {"S": f"{number}"}} for number in range(101)]
    assert refusal_of(dynamodb.batch_get_item, RequestItems={table: {"Keys": keys_of_one}}).endswith(
        "failed to satisfy constraint: Member must have length less than or equal to 100")
    keys_of_two = [{**key, "sk": {"S": "a"}} for key in keys_of_one]
    assert refusal_of(dynamodb.batch_get_item, RequestItems={
        table: {"Keys": keys_of_one[:60]}, indexed: {"Keys": keys_of_two[:41]}}) == (
        "Too many items requested for the BatchGetItem call")
    assert refusal_of(dynamodb.batch_write_item, RequestItems={
        table: [{"PutRequest": {"Item": key}} for key in keys_of_one[:13]],
        indexed: [{"PutRequest": {"Item": key}} for key in keys_of_two[:13]]}) == (
        "Too many items requested for the BatchWriteItem call")


def test_batches_with_one_item_twice(dynamodb, table):
    key = {"id": {"S": "twice"}}
    sentence = "Provided list of item keys contains duplicates"
    assert refusal_of(dynamodb.batch_get_item, RequestItems={table: {"Keys": [key, key]}}) == sentence
    put, delete = {"PutRequest": {"Item": key}}, {"DeleteRequest": {"Key": key}}
    for requests in ([put, put], [put, delete]):
        assert refusal_of(dynamodb.batch_write_item, RequestItems={table: requests}) == sentence
    one_datatype = ("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
                    "supported datatypes")
    for request in ({**put, **delete}, {}):
        assert refusal_of(dynamodb.batch_write_item, RequestItems={table: [request]}) == one_datatype


def test_batches_do_not_mix_expressions_and_what_was_before(dynamodb, table, indexed):
    sentence = ("Can not use both expression and non-expression parameters in the same request: Non-expression "
                "parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}")
    one, two = [{"id": {"S": "a"}}], [{"id": {"S": "a"}, "sk": {"S": "a"}}]
    assert refusal_of(dynamodb.batch_get_item, RequestItems={
        table: {"Keys": one, "ProjectionExpression": "id", "AttributesToGet": ["id"]}}) == sentence
    assert refusal_of(dynamodb.batch_get_item, RequestItems={
        table: {"Keys": one, "ProjectionExpression": "id"},
        indexed: {"Keys": two, "AttributesToGet": ["id"]}}) == sentence


# Transactions


@pytest.mark.parametrize("key, sentence", [({"N": "5"}, MISMATCH), ({"L": [{"S": "x"}]}, MISMATCH)],
                         ids=["type", "no scalar"])
def test_transactions_of_keys_that_do_not_fit(dynamodb, table, key, sentence):
    named = {"TableName": table, "Key": {"id": key}}
    for action in (
        {"Delete": named}, {"ConditionCheck": {**named, "ConditionExpression": "attribute_not_exists(id)"}},
        {"Update": {**named, "UpdateExpression": "REMOVE v"}},
    ):
        good = {"Put": {"TableName": table, "Item": {"id": {"S": "beside"}}}}
        assert cancelled(dynamodb.transact_write_items, TransactItems=[good, action]) == [
            {"Code": "None"}, {"Code": "ValidationError", "Message": sentence}]
    assert cancelled(dynamodb.transact_get_items, TransactItems=[{"Get": named}]) == [
        {"Code": "ValidationError", "Message": sentence}]
    assert "Item" not in dynamodb.get_item(TableName=table, Key={"id": {"S": "beside"}})


def test_transactions_of_empty_keys(dynamodb, table):
    sentence = NOT_VALID + "The AttributeValue for a key attribute cannot contain an empty string value. Key: id"
    named = {"TableName": table, "Key": {"id": {"S": ""}}}
    for action in (
        {"Put": {"TableName": table, "Item": named["Key"]}}, {"Delete": named},
        {"ConditionCheck": {**named, "ConditionExpression": "attribute_not_exists(id)"}},
        {"Update": {**named, "UpdateExpression": "REMOVE v"}},
    ):
        assert refusal_of(dynamodb.transact_write_items, TransactItems=[action]) == sentence


def test_transactions_of_nothing_and_of_one_item_twice(dynamodb, table):
    sentence = constraint("'[]'", "transactItems", "have length greater than or equal to 1")
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[]) == sentence
    assert refusal_of(dynamodb.transact_get_items, TransactItems=[]) == sentence
    key = {"id": {"S": "once"}}
    sentence = "Transaction request cannot include multiple operations on one item"
    get = {"Get": {"TableName": table, "Key": key}}
    assert refusal_of(dynamodb.transact_get_items, TransactItems=[get, get]) == sentence
    put = {"Put": {"TableName": table, "Item": key}}
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[put, put]) == sentence


@pytest.mark.parametrize("name", ["transact_write_items", "transact_get_items"])
def test_transactions_on_a_table_that_is_not_there(dynamodb, name):
    key = {"id": {"S": "a"}}
    actions = {"transact_write_items": [{"Put": {"TableName": "words-missing", "Item": key}}],
               "transact_get_items": [{"Get": {"TableName": "words-missing", "Key": key}}]}
    error = error_of(getattr(dynamodb, name), TransactItems=actions[name])
    assert (error["Code"], error["Message"]) == ("ResourceNotFoundException", "Requested resource not found")


@pytest.mark.parametrize("action, member", [
    ({"Put": {"Item": {"id": {"S": "a"}}}}, "put"), ({"Delete": {"Key": {"id": {"S": "a"}}}}, "delete"),
    ({"Update": {"Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE v"}}, "update"),
    ({"ConditionCheck": {"Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_exists(id)"}}, "conditionCheck"),
], ids=["put", "delete", "update", "check"])
def test_transactions_on_a_table_that_cannot_be(dynamodb, table, action, member):
    good = {"Put": {"TableName": table, "Item": {"id": {"S": "first"}}}}
    bad = {kind: {"TableName": "bad!name", **arguments} for kind, arguments in action.items()}
    assert refusal_of(dynamodb.transact_write_items, TransactItems=[good, bad]) == constraint(
        "'bad!name'", f"transactItems.2.member.{member}.tableName",
        "satisfy regular expression pattern: [a-zA-Z0-9_.-]+")


def test_an_action_that_is_none(dynamodb):
    assert error_of(dynamodb.transact_write_items, TransactItems=[{}])["Message"] == (
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request")


@pytest.mark.parametrize("more, sentence", [
    ({"ConditionExpression": ""}, "Invalid ConditionExpression: The expression can not be empty;"),
    ({"ConditionExpression": "attribute_not_exists("},
     'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("'),
    ({"ConditionExpression": "attribute_not_exists(id)", "ExpressionAttributeValues": {":v": {"S": "x"}}},
     "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"),
], ids=["empty", "syntax", "unused"])
def test_expressions_of_transactions(dynamodb, table, more, sentence):
    check = {"ConditionCheck": {"TableName": table, "Key": {"id": {"S": "a"}}, **more}}
    assert error_of(dynamodb.transact_write_items, TransactItems=[check])["Message"] == sentence


def test_reasons_stand_in_the_actions_places(dynamodb, table):
    item = {"id": {"S": "reasons"}, "v": {"S": "old"}}
    dynamodb.put_item(TableName=table, Item=item)
    condition = {"ConditionExpression": "attribute_not_exists(id)"}
    actions = [
        {"Put": {"TableName": table, "Item": {"id": {"S": "reasons-new"}}, **condition}},
        {"Put": {"TableName": table, "Item": item, **condition}},
    ]
    failed = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
    assert cancelled(dynamodb.transact_write_items, TransactItems=actions) == [{"Code": "None"}, failed]
    actions[1]["Put"]["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    assert cancelled(dynamodb.transact_write_items, TransactItems=actions) == [
        {"Code": "None"}, {**failed, "Item": item}]


def test_a_token_is_of_one_request(dynamodb, table):
    def write(value):
        return {"ClientRequestToken": "words-token", "ReturnConsumedCapacity": "TOTAL", "TransactItems": [
            {"Put": {"TableName": table, "Item": {"id": {"S": "token"}, "v": {"S": value}}}}]}
    first = dynamodb.transact_write_items(**write("one"))["ConsumedCapacity"]
    assert first == [{"TableName": table, "CapacityUnits": 2, "WriteCapacityUnits": 2}]
    again = dynamodb.transact_write_items(**write("one"))["ConsumedCapacity"]
    assert again == [{"TableName": table, "CapacityUnits": 2, "ReadCapacityUnits": 2}]
    assert error_of(dynamodb.transact_write_items, **write("two"))["Code"] == "IdempotentParameterMismatchException"
    assert "clientRequestToken" in refusal_of(
        dynamodb.transact_write_items, **{**write("one"), "ClientRequestToken": "x" * 37})


def test_a_transaction_reads_4_mb_and_no_more(dynamodb, table):
    gets = []
    for number in range(12):
        key = {"id": {"S": f"read-large-{number}"}}
        dynamodb.put_item(TableName=table, Item={**key, "v": {"S": "x" * 350_000}})
        gets.append({"Get": {"TableName": table, "Key": key}})
    refusal_of(dynamodb.transact_get_items, TransactItems=gets)
    assert len(dynamodb.transact_get_items(TransactItems=gets[:11])["Responses"]) == 11


# Sizes


def bytes_of(item) -> int:
    return sum(len(name) + len(value["S"]) for name, value in item.items())


@pytest.mark.parametrize("key, expression, cost, more, left", [
    ("K", "SET b = :pad", 22, {}, {}), ("k" * 100, "SET b = :pad", 22, {}, {}),
    ("S", "SET b = :pad, c = :c", 41, {"c": {"S": "y"}}, {}), ("R", "SET b = :pad REMOVE r", 24, {}, {}),
    ("U", "SET b = :pad", 22, {}, {"u": {"S": "y" * 10}}),
], ids=["short key", "long key", "two", "with a removal", "with something left alone"])
def test_what_an_update_measures(dynamodb, table, key, expression, cost, more, left):
    """The item, or what is written with 3 bytes, 19 for each that is set and 2 for each that is removed."""
    attributes = {"id": {"S": key}}
    before = {**attributes, **left, **({"r": {"S": "z"}} if "REMOVE" in expression else {})}
    most = min(ITEM_BYTES, ITEM_BYTES + bytes_of({**attributes, **left}) - cost)
    pad = most - bytes_of({**attributes, **left, **more}) - len("b")

    def update(size):
        values = {":pad": {"S": "x" * size}, **{f":{name}": value for name, value in more.items()}}
        return {"TableName": table, "Key": attributes, "UpdateExpression": expression,
                "ExpressionAttributeValues": values}

    dynamodb.put_item(TableName=table, Item=before)
    assert refusal_of(dynamodb.update_item, **update(pad + 1)) == UPDATED_TOO_LARGE
    dynamodb.update_item(**update(pad))
    stored = dynamodb.get_item(TableName=table, Key=attributes, ConsistentRead=True)["Item"]
    assert bytes_of(stored) == most


def test_a_transactions_update_measures_the_item_alone(dynamodb, table):
    key = {"id": {"S": "T"}}
    update = {"TableName": table, "Key": key, "UpdateExpression": "SET b = :b",
              "ExpressionAttributeValues": {":b": {"S": "x" * (ITEM_BYTES - len("idTb"))}}}
    assert refusal_of(dynamodb.update_item, **update) == UPDATED_TOO_LARGE
    dynamodb.transact_write_items(TransactItems=[{"Update": update}])
    update["ExpressionAttributeValues"][":b"]["S"] += "x"
    assert cancelled(dynamodb.transact_write_items, TransactItems=[{"Update": update}]) == [
        {"Code": "ValidationError", "Message": UPDATED_TOO_LARGE}]


def test_values_that_nest_too_deep_are_told_without_their_names(dynamodb, table):
    value = {"S": "leaf"}
    for _ in range(32):
        value = {"M": {"n": value}}
    assert refusal_of(dynamodb.update_item, TableName=table, Key={"id": {"S": "deep"}}, UpdateExpression="SET v = :v",
                      ConditionExpression="attribute_exists(id)", ExpressionAttributeValues={":v": value}) == (
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported "
        "limit")


# Capacity


def consumed(call, **arguments) -> dict:
    capacity = call(**arguments, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    return capacity[0] if isinstance(capacity, list) else capacity


def arms(capacity) -> dict:
    """Units by table and index."""
    shares = {"table": capacity["Table"]["CapacityUnits"]}
    for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
        shares |= {name: share["CapacityUnits"] for name, share in capacity.get(kind, {}).items()}
    assert capacity["CapacityUnits"] == sum(shares.values())
    return shares


@pytest.fixture(scope="module")
def measured(dynamodb):
    new_table(
        dynamodb, "words-measured", sort=("sk", "S"), definitions=texts("l", "g"),
        LocalSecondaryIndexes=[index("local", "id", "l")],
        GlobalSecondaryIndexes=[index("global", "g") | {"Projection": {**INCLUDE, "NonKeyAttributes": ["p"]}}])
    return "words-measured"


def test_what_writes_cost_in_indexes(dynamodb, measured):
    key = start(id="writes", sk="1")
    put = {"TableName": measured, "Item": {**key, **start(g="g", l="l", p="p", note="o")}}
    assert arms(consumed(dynamodb.put_item, **put)) == {"table": 1, "local": 1, "global": 1}
    # What changes nothing in an index costs nothing there, and is not told.
    assert consumed(dynamodb.put_item, **put) == {
        "TableName": measured, "CapacityUnits": 1, "Table": {"CapacityUnits": 1}}
    for name, expected in (
        ("note", {"table": 1, "local": 1}), ("p", {"table": 1, "local": 1, "global": 1}),
        ("g", {"table": 1, "local": 1, "global": 2}), ("l", {"table": 1, "local": 2}),
    ):
        assert arms(consumed(
            dynamodb.update_item, TableName=measured, Key=key, UpdateExpression=f"SET {name} = :v",
            ExpressionAttributeValues={":v": {"S": "new"}})) == expected
    assert arms(consumed(dynamodb.update_item, TableName=measured, Key=key, UpdateExpression="REMOVE g")) == {
        "table": 1, "local": 1, "global": 1}
    assert arms(consumed(dynamodb.delete_item, TableName=measured, Key=key)) == {"table": 1, "local": 1}
    assert arms(consumed(dynamodb.delete_item, TableName=measured, Key=key)) == {"table": 1}
    puts = [{"PutRequest": {"Item": start(id="writes", sk="2", g="g", p="p")}},
            {"PutRequest": {"Item": start(id="writes", sk="3", note="o")}}]
    assert arms(consumed(dynamodb.batch_write_item, RequestItems={measured: puts})) == {"table": 2, "global": 1}


def test_what_reads_cost(dynamodb, measured):
    for number in range(6):
        dynamodb.put_item(TableName=measured, Item=start(id="reads", sk=f"{number}", v="x" * 1500))
    arguments = query(measured, values={":i": "reads"})
    # The sum is rounded: 6 × 1.5 KB are three times 4 KB, without consistency half of that.
    assert consumed(dynamodb.query, **arguments)["CapacityUnits"] == 1.5
    assert consumed(dynamodb.query, **arguments, ConsistentRead=True)["CapacityUnits"] == 3
    for more in ({"FilterExpression": "attribute_exists(nothing)"}, {"ProjectionExpression": "sk"},
                 {"Select": "COUNT"}):
        assert consumed(dynamodb.query, **arguments, **more)["CapacityUnits"] == 1.5
    assert consumed(dynamodb.query, **query(measured, values={":i": "nothing"}))["CapacityUnits"] == 0.5
    keys_of = [start(id="reads", sk=f"{number}") for number in (0, 1, 7)]
    # In a batch each item is rounded, one that is not there, too.
    assert consumed(dynamodb.batch_get_item, RequestItems={measured: {"Keys": keys_of}}) == {
        "TableName": measured, "CapacityUnits": 1.5, "Table": {"CapacityUnits": 1.5}}
    missing = start(id="reads", sk="9")
    assert consumed(dynamodb.get_item, TableName=measured, Key=missing)["CapacityUnits"] == 0.5
    assert consumed(dynamodb.get_item, TableName=measured, Key=missing, ConsistentRead=True)["CapacityUnits"] == 1


def test_what_a_local_index_fetches(dynamodb, indexed):
    for number in range(3):
        dynamodb.put_item(TableName=indexed, Item=start(id="fetched", sk=f"{number}", l="l", v="x" * 5000))
    arguments = query(indexed, values={":i": "fetched"}, IndexName="local")
    assert arms(consumed(dynamodb.query, **arguments)) == {"table": 0, "local": 0.5}
    for more in ({"Select": "ALL_ATTRIBUTES"}, {"ProjectionExpression": "v"}):
        assert arms(consumed(dynamodb.query, **arguments, **more)) == {"table": 3, "local": 0.5}


def test_what_transactions_cost(dynamodb, measured):
    key = start(id="transactions", sk="1")
    put = {"Put": {"TableName": measured, "Item": {**key, **start(g="g")}}}
    capacity = consumed(dynamodb.transact_write_items, TransactItems=[put])
    assert arms(capacity) == {"table": 2, "global": 2}
    assert (capacity["WriteCapacityUnits"], capacity["Table"]["WriteCapacityUnits"]) == (4, 2)
    gets = [{"Get": {"TableName": measured, "Key": key}},
            {"Get": {"TableName": measured, "Key": start(id="transactions", sk="2")}}]
    capacity = consumed(dynamodb.transact_get_items, TransactItems=gets)
    assert capacity == {"TableName": measured, "CapacityUnits": 4, "ReadCapacityUnits": 4,
                        "Table": {"CapacityUnits": 4, "ReadCapacityUnits": 4}}


# The wire


@pytest.mark.parametrize("operation, body, kind, member", [
    ("PutItem", {"TableName": "words-missing", "Item": {"id": {"S": "a"}}},
     "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message"),
    ("PutItem", {"TableName": "bad!", "Item": {"id": {"S": "a"}}},
     "com.amazon.coral.validate#ValidationException", "message"),
    ("GetItem", {"TableName": "words", "Key": {}}, "com.amazon.coral.validate#ValidationException", "message"),
    ("PutItem", {"TableName": 1}, "com.amazon.coral.service#SerializationException", None),
    ("Nothing", {}, "com.amazon.coral.service#UnknownOperationException", None),
    ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": "words", "Key": {}}}]},
     "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Message"),
], ids=["not found", "name", "key", "serialization", "operation", "cancelled"])
def test_types_of_errors(server, table, operation, body, kind, member):
    reply = said(server, operation, json.dumps(body).encode())
    answer = json.loads(reply.body)
    assert (reply.status, answer["__type"]) == (400, kind)
    assert member is None or answer[member]
