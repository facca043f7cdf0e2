"""The tables of the run, made with what they hold at the beginning."""

import time

ACCOUNTS = 10
MONEY = 100
COUNTERS = 5
STATES = ("open", "paid", "sent")


def text_key(*names) -> dict:
    kinds = ["HASH", "RANGE"]
    return {"AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names],
            "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, kinds)]}


def index(name, hash, range, **projection) -> dict:
    return {"IndexName": name, "Projection": projection, "KeySchema": [
        {"AttributeName": hash, "KeyType": "HASH"}, {"AttributeName": range, "KeyType": "RANGE"}]}


ORDERS = {
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in (
        ("id", "S"), ("at", "N"), ("state", "S"), ("price", "N"))],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        index("by-state", "state", "price", ProjectionType="ALL"),
        index("state-keys", "state", "at", ProjectionType="KEYS_ONLY")],
    "LocalSecondaryIndexes": [
        index("by-price", "id", "price", ProjectionType="INCLUDE", NonKeyAttributes=["text"])],
}
TABLES = {"accounts": text_key("id"), "journal": text_key("id"), "counters": text_key("id"), "lists": text_key("id"),
          "orders": ORDERS}


def make(client, streams: bool):
    stream = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}} if streams else {}
    for name, definition in TABLES.items():
        client("CreateTable", TableName=name, BillingMode="PAY_PER_REQUEST", **definition, **stream)
    for name in TABLES:
        while client("DescribeTable", TableName=name)["Table"]["TableStatus"] != "ACTIVE":
            time.sleep(0.05)
    for number in range(ACCOUNTS):
        client("PutItem", TableName="accounts", Item={"id": {"S": f"account{number}"}, "money": {"N": str(MONEY)}})
