"""What must hold when the writers have ended and the server is up."""

import collections
import json

from . import cycles
from .client import Client
from .history import Outcome
from .tables import ACCOUNTS, MONEY, ORDERS, TABLES


def scan(client, table: str, **more) -> list[dict]:
    return list(client.pages("Scan", TableName=table, **more))


def bank(client, tallies) -> list[str]:
    """Balances are what the journal says, and the journal has all that was acknowledged."""
    found = []
    journal = {entry["id"]["S"]: entry for entry in scan(client, "journal", ConsistentRead=True)}
    expected = collections.Counter({f"account{number}": MONEY for number in range(ACCOUNTS)})
    for entry in journal.values():
        expected[f"account{entry['source']['N']}"] -= int(entry["amount"]["N"])
        expected[f"account{entry['target']['N']}"] += int(entry["amount"]["N"])
    there = {item["id"]["S"]: int(item["money"]["N"]) for item in scan(client, "accounts", ConsistentRead=True)}
    if there != dict(expected):
        found.append(f"balances {there} are not what the journal makes them: {dict(expected)}")
    acknowledged = {name for tally in tallies for name in tally.transfers}
    possible = acknowledged | {name for tally in tallies for name in tally.maybe_transfers}
    if missing := acknowledged - set(journal):
        found.append(f"{len(missing)} acknowledged transfers are lost: {sorted(missing)[:5]}")
    if strange := set(journal) - possible:
        found.append(f"{len(strange)} refused transfers were done: {sorted(strange)[:5]}")
    return found


def counters(client, tallies) -> list[str]:
    there = {item["id"]["S"]: int(item["n"]["N"]) for item in scan(client, "counters", ConsistentRead=True)}
    sure, maybe = collections.Counter(), collections.Counter()
    for tally in tallies:
        sure.update(tally.counted)
        maybe.update(tally.maybe_counted)
    return [f"{name} is {there.get(name, 0)}: acknowledged {sure[name]}, unknown {maybe[name]}"
            for name in sure | maybe | there
            if not sure[name] <= there.get(name, 0) <= sure[name] + maybe[name]]


def lists(client, history) -> list[str]:
    """All lists are read at the end; what is found must have one order with all that was read before."""
    final = {}
    for item in scan(client, "lists", ConsistentRead=True):
        key = item["id"]["S"]
        final[key] = [int(value["N"]) for value in item["values"]["L"]]
        history.add(history.place(), Outcome.done, reads={key: final[key]})
    return cycles.lost(history.transactions, final) + cycles.anomalies(history.transactions)


def orders(client, tallies) -> list[str]:
    """Each order is what its one writer left there, or may have."""
    found = []
    there = {(item["id"]["S"], int(item["at"]["N"])): item for item in scan(client, "orders", ConsistentRead=True)}
    possible = {key: items for tally in tallies for key, items in tally.orders.items()}
    for key in there.keys() | possible.keys():
        if there.get(key) not in possible.get(key, [None]):
            found.append(f"order {key} is {there.get(key)}, and may be {possible.get(key)}")
    return found


# Indexes


def indexes(client) -> list[str]:
    """By Scan and by Query, each index has what the table's items project into it, and nothing else."""
    found = []
    items = scan(client, "orders", ConsistentRead=True)
    key = [element["AttributeName"] for element in ORDERS["KeySchema"]]
    for index in ORDERS["GlobalSecondaryIndexes"] + ORDERS["LocalSecondaryIndexes"]:
        name, own = index["IndexName"], [element["AttributeName"] for element in index["KeySchema"]]
        expected = sorted(map(canonical, (projected(item, key + own, index["Projection"]) for item in items
                                          if all(attribute in item for attribute in own))))
        scanned = sorted(map(canonical, scan(client, "orders", IndexName=name)))
        queried = []
        for value in {canonical(item[own[0]]) for item in items if own[0] in item}:
            page = list(client.pages(
                "Query", TableName="orders", IndexName=name, KeyConditionExpression="#k = :k",
                ExpressionAttributeNames={"#k": own[0]}, ExpressionAttributeValues={":k": json.loads(value)}))
            sorts = [float(item[own[1]]["N"]) for item in page]
            if sorts != sorted(sorts):
                found.append(f"index {name}: a Query of {value} is not in order")
            queried += map(canonical, page)
        for how, got in (("Scan", scanned), ("Query", sorted(queried))):
            if got != expected:
                more, less = collections.Counter(got), collections.Counter(expected)
                found.append(f"index {name} by {how}: {len(got)} items instead of {len(expected)}; too many "
                             f"{list((more - less))[:2]}, missing {list((less - more))[:2]}")
    return found


def canonical(item: dict) -> str:
    return json.dumps(item, sort_keys=True)


def projected(item: dict, keys: list[str], projection: dict) -> dict:
    if projection["ProjectionType"] == "ALL":
        return item
    wanted = keys + projection.get("NonKeyAttributes", [])
    return {name: value for name, value in item.items() if name in wanted}


# Streams


def streams(client, port: int, key: tuple) -> list[str]:
    """Each table's stream, from its start, makes the table; each record's old image is what was there."""
    found = []
    reader = Client(port, key, prefix="DynamoDBStreams_20120810")
    for table in TABLES:
        arn = client("DescribeTable", TableName=table)["Table"]["LatestStreamArn"]
        replayed = {}
        for record in records(reader, arn):
            change = record["dynamodb"]
            place = canonical(change["Keys"])
            if replayed.get(place) != change.get("OldImage"):
                found.append(f"stream of {table}: {record['eventName']} of {place} has an old image that was not there")
            if "NewImage" in change:
                replayed[place] = change["NewImage"]
            else:
                replayed.pop(place, None)
        there = {canonical({name: item[name] for name in (
            element["AttributeName"] for element in TABLES[table]["KeySchema"])}): item
            for item in scan(client, table, ConsistentRead=True)}
        if replayed != there:
            different = [place for place in replayed.keys() | there.keys() if replayed.get(place) != there.get(place)]
            found.append(f"stream of {table}: {len(different)} items are not what it makes them: {different[:3]}")
    return found[:20]


def records(reader, arn: str):
    """All records, a shard's after those of its parent."""
    shards, start = [], {}
    while True:
        described = reader("DescribeStream", StreamArn=arn, **start)["StreamDescription"]
        shards += described["Shards"]
        if "LastEvaluatedShardId" not in described:
            break
        start = {"ExclusiveStartShardId": described["LastEvaluatedShardId"]}
    waiting = {shard["ShardId"]: shard for shard in shards}
    while waiting:
        ready = [name for name, shard in waiting.items() if shard.get("ParentShardId") not in waiting]
        for name in ready:
            iterator = reader("GetShardIterator", StreamArn=arn, ShardId=name,
                              ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            empty = 0
            while iterator and empty < 5:
                answer = reader("GetRecords", ShardIterator=iterator)
                yield from answer["Records"]
                empty = 0 if answer["Records"] else empty + 1
                iterator = answer.get("NextShardIterator")
            del waiting[name]
