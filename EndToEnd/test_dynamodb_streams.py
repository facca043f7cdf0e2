"""DynamoDB Streams and time to live by boto3."""

import threading
import time

import pytest

from callers import Callers, allow, denial_of, error_of
from tables import new_table, until


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb")


@pytest.fixture(scope="module")
def streams(server):
    return server.client("dynamodbstreams")


def streamed(view):
    return {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": view}}


def shard_of(streams, arn):
    return streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]


def iterator(streams, arn, kind="TRIM_HORIZON", **more):
    return streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard_of(streams, arn), ShardIteratorType=kind, **more)["ShardIterator"]


def records(streams, arn, limit=1000):
    """Everything from the beginning until a page has nothing."""
    place, found = iterator(streams, arn), []
    while place:
        page = streams.get_records(ShardIterator=place, Limit=limit)
        found += page["Records"]
        if not page["Records"]:
            break
        place = page.get("NextShardIterator")
    return found


def test_changes_in_their_order(dynamodb, streams):
    arn = new_table(dynamodb, "told", **streamed("NEW_AND_OLD_IMAGES"))["LatestStreamArn"]
    dynamodb.put_item(TableName="told", Item={"id": {"S": "a"}, "n": {"N": "1"}})
    dynamodb.put_item(TableName="told", Item={"id": {"S": "a"}, "n": {"N": "1"}})
    dynamodb.update_item(TableName="told", Key={"id": {"S": "a"}}, UpdateExpression="SET n = :n",
                         ExpressionAttributeValues={":n": {"N": "2"}})
    dynamodb.transact_write_items(TransactItems=[
        {"Put": {"TableName": "told", "Item": {"id": {"S": "b"}}}}, {"Delete": {"TableName": "told", "Key": {"id": {"S": "a"}}}}])
    error_of(dynamodb.put_item, TableName="told", Item={"id": {"S": "b"}}, ConditionExpression="attribute_not_exists(id)")
    dynamodb.delete_item(TableName="told", Key={"id": {"S": "nothing"}})
    found = records(streams, arn, limit=2)
    assert [record["eventName"] for record in found] == ["INSERT", "MODIFY", "INSERT", "REMOVE"]
    first, second, _, last = (record["dynamodb"] for record in found)
    assert first["Keys"] == {"id": {"S": "a"}}
    assert "OldImage" not in first and first["NewImage"] == {"id": {"S": "a"}, "n": {"N": "1"}}
    assert (second["OldImage"]["n"], second["NewImage"]["n"]) == ({"N": "1"}, {"N": "2"})
    assert "NewImage" not in last and last["OldImage"]["n"] == {"N": "2"}
    numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in found]
    assert numbers == sorted(set(numbers))
    assert {len(record["dynamodb"]["SequenceNumber"]) for record in found} <= set(range(21, 41))
    assert all(record["eventSource"] == "aws:dynamodb" and record["eventVersion"] == "1.1" for record in found)
    assert all("userIdentity" not in record for record in found)
    assert first["SizeBytes"] == 3 + 3 + 3


@pytest.mark.parametrize("view, images", [
    ("KEYS_ONLY", set()), ("NEW_IMAGE", {"NewImage"}), ("OLD_IMAGE", {"OldImage"}),
    ("NEW_AND_OLD_IMAGES", {"NewImage", "OldImage"}),
])
def test_views(dynamodb, streams, view, images):
    name = "view-" + view.lower()
    arn = new_table(dynamodb, name, **streamed(view))["LatestStreamArn"]
    for n in "12":
        dynamodb.put_item(TableName=name, Item={"id": {"S": "a"}, "n": {"N": n}})
    second = records(streams, arn)[1]["dynamodb"]
    assert second["StreamViewType"] == view
    assert {key for key in second if key.endswith("Image")} == images


def test_places_in_a_shard(dynamodb, streams):
    arn = new_table(dynamodb, "places", **streamed("KEYS_ONLY"))["LatestStreamArn"]
    for n in range(5):
        dynamodb.put_item(TableName="places", Item={"id": {"S": str(n)}})
    found = records(streams, arn)
    third = found[2]["dynamodb"]["SequenceNumber"]

    def ids(kind, **more):
        page = streams.get_records(ShardIterator=iterator(streams, arn, kind, **more))
        return [record["dynamodb"]["Keys"]["id"]["S"] for record in page["Records"]]

    assert ids("AT_SEQUENCE_NUMBER", SequenceNumber=third) == ["2", "3", "4"]
    assert ids("AFTER_SEQUENCE_NUMBER", SequenceNumber=third) == ["3", "4"]
    latest = iterator(streams, arn, "LATEST")
    assert streams.get_records(ShardIterator=latest)["Records"] == []
    dynamodb.put_item(TableName="places", Item={"id": {"S": "new"}})
    page = streams.get_records(ShardIterator=latest)
    assert [record["dynamodb"]["Keys"]["id"]["S"] for record in page["Records"]] == ["new"]
    assert error_of(streams.get_records, ShardIterator="x" * 30)["Code"] == "ValidationException"
    error = error_of(streams.get_shard_iterator, StreamArn=arn, ShardId="shardId-00000000000000000000-00000000",
                     ShardIteratorType="LATEST")
    assert error["Code"] == "ResourceNotFoundException"


def test_a_stream_that_is_turned_off_can_still_be_read_to_its_end(dynamodb, streams):
    new_table(dynamodb, "ended")
    answer = dynamodb.update_table(TableName="ended", **streamed("NEW_IMAGE"))["TableDescription"]
    arn = answer["LatestStreamArn"]
    assert answer["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    error = error_of(dynamodb.update_table, TableName="ended", **streamed("NEW_IMAGE"))
    assert error["Code"] == "ValidationException"
    dynamodb.put_item(TableName="ended", Item={"id": {"S": "a"}})
    dynamodb.update_table(TableName="ended", StreamSpecification={"StreamEnabled": False})
    dynamodb.put_item(TableName="ended", Item={"id": {"S": "b"}})
    described = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert described["StreamStatus"] == "DISABLED"
    assert "EndingSequenceNumber" in described["Shards"][0]["SequenceNumberRange"]
    page = streams.get_records(ShardIterator=iterator(streams, arn))
    assert [record["dynamodb"]["Keys"]["id"]["S"] for record in page["Records"]] == ["a"]
    assert "NextShardIterator" not in page
    second = dynamodb.update_table(TableName="ended", **streamed("KEYS_ONLY"))["TableDescription"]["LatestStreamArn"]
    assert second != arn
    listed = [stream["StreamArn"] for stream in streams.list_streams(TableName="ended")["Streams"]]
    assert listed == [arn, second]
    first_page = streams.list_streams(TableName="ended", Limit=1)
    assert [stream["StreamArn"] for stream in streams.list_streams(
        TableName="ended", ExclusiveStartStreamArn=first_page["LastEvaluatedStreamArn"])["Streams"]] == [second]
    dynamodb.delete_table(TableName="ended")
    assert records(streams, arn)[0]["dynamodb"]["Keys"] == {"id": {"S": "a"}}
    error = error_of(streams.describe_stream, StreamArn=arn[:-3] + "999")
    assert error["Code"] == "ResourceNotFoundException"


def test_streams_tell_each_write_of_many_writers_once(dynamodb, streams, server):
    arn = new_table(dynamodb, "many", **streamed("KEYS_ONLY"))["LatestStreamArn"]

    def write(writer):
        client = server.client("dynamodb")
        for n in range(50):
            client.put_item(TableName="many", Item={"id": {"S": f"{writer}-{n}"}})

    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    keys = [record["dynamodb"]["Keys"]["id"]["S"] for record in records(streams, arn, limit=100)]
    assert len(keys) == 400 and len(set(keys)) == 400
    for writer in range(8):
        assert [key for key in keys if key.startswith(f"{writer}-")] == [f"{writer}-{n}" for n in range(50)]


def test_who_may_read_a_stream(server, dynamodb, streams):
    arn = new_table(dynamodb, "guarded", **streamed("KEYS_ONLY"))["LatestStreamArn"]
    place = iterator(streams, arn)
    callers = Callers(server)
    _, keys = callers.user(allow("dynamodb:*", arn.split("/stream/")[0]))
    stranger = server.client("dynamodbstreams", keys)
    error = denial_of(stranger.get_records, ShardIterator=place)
    assert f"dynamodb:GetRecords on resource: {arn}" in error["Message"]
    denial_of(stranger.describe_stream, StreamArn=arn)
    _, keys = callers.user(allow(["dynamodb:GetRecords", "dynamodb:DescribeStream"], arn))
    reader = server.client("dynamodbstreams", keys)
    assert reader.get_records(ShardIterator=place)["Records"] == []
    reader.describe_stream(StreamArn=arn)
    denial_of(reader.get_shard_iterator, StreamArn=arn, ShardId=shard_of(streams, arn), ShardIteratorType="LATEST")


def test_items_go_when_their_time_has_come(dynamodb, streams):
    arn = new_table(dynamodb, "mortal", **streamed("NEW_AND_OLD_IMAGES"))["LatestStreamArn"]
    now = int(time.time())
    dynamodb.put_item(TableName="mortal", Item={"id": {"S": "before"}, "ends": {"N": str(now - 10)}})
    error = error_of(dynamodb.update_time_to_live, TableName="mortal",
                     TimeToLiveSpecification={"Enabled": False, "AttributeName": "ends"})
    assert error["Message"] == "TimeToLive is already disabled"
    dynamodb.update_time_to_live(TableName="mortal", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"})
    until(lambda: dynamodb.describe_time_to_live(TableName="mortal")["TimeToLiveDescription"] == {
        "TimeToLiveStatus": "ENABLED", "AttributeName": "ends"})
    for name, ends in [("past", {"N": str(now - 5)}), ("future", {"N": str(now + 3600)}), ("text", {"S": "1"}),
                       ("ancient", {"N": str(now - 6 * 365 * 86400)})]:
        dynamodb.put_item(TableName="mortal", Item={"id": {"S": name}, "ends": ends})
    dynamodb.put_item(TableName="mortal", Item={"id": {"S": "saved"}, "ends": {"N": str(now + 1)}})
    dynamodb.update_item(TableName="mortal", Key={"id": {"S": "saved"}}, UpdateExpression="REMOVE ends")
    until(lambda: {item["id"]["S"] for item in dynamodb.scan(TableName="mortal")["Items"]}
          == {"future", "text", "ancient", "saved"})
    removed = [record for record in records(streams, arn) if record["eventName"] == "REMOVE"]
    assert {record["dynamodb"]["Keys"]["id"]["S"] for record in removed} == {"before", "past"}
    assert all(record["userIdentity"] == {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
               for record in removed)
    error = error_of(dynamodb.update_time_to_live, TableName="mortal",
                     TimeToLiveSpecification={"Enabled": False, "AttributeName": "other"})
    assert "TimeToLive is active on a different AttributeName: current AttributeName is ends" in error["Message"]
    dynamodb.update_time_to_live(TableName="mortal", TimeToLiveSpecification={"Enabled": False, "AttributeName": "ends"})
    dynamodb.put_item(TableName="mortal", Item={"id": {"S": "stays"}, "ends": {"N": str(now - 5)}})
    time.sleep(2.5)
    assert "Item" in dynamodb.get_item(TableName="mortal", Key={"id": {"S": "stays"}})
