"""Items of the table that is measured, and requests for them: for DynamoDB, whole and signed, and for pgbench."""

import json
import random
import re
import uuid

from table_servers import TABLE, TARGET

PER_KEY = 10
#: A prime, by which the turns go about the keys without order.
STRIDE = 7_919
TEXT = "Hanok keeps what it is given, in rooms of its own, behind doors that open to whom they should. "


def document(number: int, bytes_of_text: int = 200) -> dict:
    """An item without its key, as Python has it: 300 bytes or so."""
    return {
        "name": f"item number {number}", "price": number % 997, "n": number % 10, "active": number % 3 == 0,
        "about": {"colour": "blue", "sizes": ["S", "M", "L"]},
        "text": (TEXT * (bytes_of_text // len(TEXT) + 1))[:bytes_of_text],
    }


def typed(value) -> dict:
    """A value as DynamoDB's protocol has it."""
    match value:
        case bool(): return {"BOOL": value}
        case int(): return {"N": str(value)}
        case str(): return {"S": value}
        case list(): return {"L": [typed(each) for each in value]}
        case dict(): return {"M": {name: typed(each) for name, each in value.items()}}


def key(number: int) -> dict:
    return {"pk": {"S": f"p{number // PER_KEY}"}, "sk": {"N": str(number % PER_KEY)}}


def item(number: int, price: int | None = None) -> dict:
    whole = document(number) if price is None else {**document(number), "price": price}
    return {**key(number), **typed(whole)["M"]}


INCREMENT = {
    "UpdateExpression": "SET n = n + :one", "ConditionExpression": "n >= :zero",
    "ExpressionAttributeValues": {":one": {"N": "1"}, ":zero": {"N": "0"}}}


def get(count: int, chance: random.Random, _: int) -> dict:
    return {"TableName": TABLE, "Key": key(chance.randrange(count)), "ConsistentRead": True}


# Each item is put twice in a round of requests, with another price: a write that changes nothing would cost nothing.


def put(count: int, _: random.Random, turn: int) -> dict:
    keys = min(count, OPERATIONS["put"][2] // 2)
    return {"TableName": TABLE, "Item": item(turn % keys * STRIDE % keys, price=turn)}


def update(count: int, chance: random.Random, _: int) -> dict:
    return {"TableName": TABLE, "Key": key(chance.randrange(count)), **INCREMENT}


def query(count: int, chance: random.Random, _: int) -> dict:
    return {"TableName": TABLE, "KeyConditionExpression": "pk = :pk", "ConsistentRead": True,
            "ExpressionAttributeValues": {":pk": key(chance.randrange(count))["pk"]}}


def transact(count: int, chance: random.Random, _: int) -> dict:
    """Four conditional updates; a token each, as every SDK sends it."""
    first = chance.randrange(count - 4)
    return {"ClientRequestToken": str(uuid.UUID(int=chance.getrandbits(128))), "TransactItems": [
        {"Update": {"TableName": TABLE, "Key": key(first + step), **INCREMENT}} for step in range(4)]}


def batch(count: int, _: random.Random, turn: int) -> dict:
    places = min(count // 25, OPERATIONS["batch"][2] // 2)
    first = turn % places * STRIDE % places * 25
    return {"RequestItems": {TABLE: [
        {"PutRequest": {"Item": item(first + step, price=turn)}} for step in range(25)]}}


#: Case → DynamoDB's operation, what makes one request, and how many are signed ahead.
OPERATIONS = {
    "get": ("GetItem", get, 20_000), "put": ("PutItem", put, 20_000), "update": ("UpdateItem", update, 20_000),
    "query": ("Query", query, 10_000), "transact": ("TransactWriteItems", transact, 30_000),
    "batch": ("BatchWriteItem", batch, 2_000),
}


def requests(case: str, signer, count: int, seed: int, how_many: int | None = None) -> list[bytes]:
    operation, make, usual = OPERATIONS[case]
    chance = random.Random(seed)
    return [signer.request(TARGET + operation, json.dumps(make(count, chance, turn)).encode())
            for turn in range(how_many or usual)]


# The same for PostgreSQL: keys in columns, the rest in a jsonb

SCHEMA = f"CREATE TABLE {TABLE} (pk text, sk int, doc jsonb NOT NULL, PRIMARY KEY (pk, sk))"
ROW = f"pk = 'p' || (:n / {PER_KEY}) AND sk = :n % {PER_KEY}"
CHANGE = (f"UPDATE {TABLE} SET doc = jsonb_set(doc, '{{n}}', to_jsonb((doc->>'n')::numeric + 1)) "
          f"WHERE {ROW} AND (doc->>'n')::numeric >= 0;")
SCRIPTS = {
    "get": f"SELECT doc FROM {TABLE} WHERE {ROW};",
    "put": f"INSERT INTO {TABLE} VALUES ('p' || (:n / {PER_KEY}), :n % {PER_KEY}, :doc::jsonb) "
           "ON CONFLICT (pk, sk) DO UPDATE SET doc = excluded.doc;",
    "update": CHANGE,
    "query": f"SELECT doc FROM {TABLE} WHERE pk = 'p' || (:n / {PER_KEY}) ORDER BY sk;",
    # One round trip, as the other side has it. Read committed is less than TransactWriteItems promises.
    "transact": "\\startpipeline\nBEGIN;\n" + "\n".join(
        re.sub(r"(?<!:):n\b", f"(:n + {step})", CHANGE) for step in range(4)) + "\nCOMMIT;\n\\endpipeline",
    "batch": f"INSERT INTO {TABLE} SELECT 'p' || ((:n + step) / {PER_KEY}), (:n + step) % {PER_KEY}, "
             "(:doc || repeat(' ', step))::jsonb FROM generate_series(0, 24) AS step "
             "ON CONFLICT (pk, sk) DO UPDATE SET doc = excluded.doc;",
}


def script(case: str, count: int) -> str:
    last = count - 1 - {"transact": 4, "batch": 25}.get(case, 0)
    return f"\\set n random(0, {last})\n{SCRIPTS[case]}\n"
