"""DynamoDB tables as tests make and read them."""

import time


def new_table(dynamodb, name, *, sort=None, **more):
    """A table on demand with the key `id`, a text, and a sort key of a type if wanted: `("at", "N")`."""
    definitions = [{"AttributeName": "id", "AttributeType": "S"}]
    schema = [{"AttributeName": "id", "KeyType": "HASH"}]
    if sort:
        definitions.append({"AttributeName": sort[0], "AttributeType": sort[1]})
        schema.append({"AttributeName": sort[0], "KeyType": "RANGE"})
    definitions += more.pop("definitions", [])
    answer = dynamodb.create_table(
        TableName=name, AttributeDefinitions=definitions, KeySchema=schema, BillingMode="PAY_PER_REQUEST", **more)
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    return answer["TableDescription"]


def index(name, hash_key, range_key=None, projection="ALL", **more):
    """A global index as CreateTable and UpdateTable take it; several attributes may make either key."""
    def elements(keys, kind):
        return [{"AttributeName": key, "KeyType": kind} for key in ([keys] if isinstance(keys, str) else keys or [])]
    return {"IndexName": name, "KeySchema": elements(hash_key, "HASH") + elements(range_key, "RANGE"),
            "Projection": {"ProjectionType": projection}, **more}


def texts(*names):
    return [{"AttributeName": name, "AttributeType": "S"} for name in names]


def until(look, *, seconds=60, pause=0.05):
    """Looks until it sees something true, which is returned."""
    ends = time.monotonic() + seconds
    while True:
        seen = look()
        if seen or time.monotonic() > ends:
            assert seen, "it did not come about in time"
            return seen
        time.sleep(pause)


def everything(dynamodb, name, **more):
    """All items of a table or an index, page by page."""
    return [item for page in dynamodb.get_paginator("scan").paginate(TableName=name, **more) for item in page["Items"]]
