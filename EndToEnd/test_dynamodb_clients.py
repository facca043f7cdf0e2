"""Programs that people use with DynamoDB: PynamoDB's models, boto3's tables with their helpers, and the AWS CLI."""

import datetime
import decimal
import json

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import WaiterError
from pynamodb.attributes import (
    BooleanAttribute, JSONAttribute, ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute,
    UnicodeSetAttribute, UTCDateTimeAttribute, VersionAttribute)
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.indexes import (
    AllProjection, GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection, LocalSecondaryIndex)
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

from callers import error_of
from hanok import REGION

# PynamoDB


class Address(MapAttribute):
    city = UnicodeAttribute()
    lines = ListAttribute(of=UnicodeAttribute)


class ByAuthor(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-author"
        projection = AllProjection()

    author = UnicodeAttribute(hash_key=True)
    likes = NumberAttribute(range_key=True)


class ByTitle(LocalSecondaryIndex):
    class Meta:
        index_name = "by-title"
        projection = IncludeProjection(["likes"])

    board = UnicodeAttribute(hash_key=True)
    title = UnicodeAttribute(range_key=True)


class ByDay(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-day"
        projection = KeysOnlyProjection()

    day = UnicodeAttribute(hash_key=True)


class Post(Model):
    class Meta:
        table_name = "posts"
        billing_mode = "PAY_PER_REQUEST"

    board = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    title = UnicodeAttribute(null=True)
    author = UnicodeAttribute(null=True)
    likes = NumberAttribute(default=0)
    day = UnicodeAttribute(null=True)
    shown = BooleanAttribute(null=True)
    tags = UnicodeSetAttribute(null=True)
    address = Address(null=True)
    extra = JSONAttribute(null=True)
    made = UTCDateTimeAttribute(null=True)
    by_author, by_title, by_day = ByAuthor(), ByTitle(), ByDay()


class Account(Model):
    class Meta:
        table_name = "accounts"
        billing_mode = "PAY_PER_REQUEST"

    name = UnicodeAttribute(hash_key=True)
    money = NumberAttribute()
    version = VersionAttribute()


@pytest.fixture(scope="module")
def models(server):
    for model in (Post, Account):
        model.Meta.host, model.Meta.region = server.endpoint, REGION
        model.Meta.aws_access_key_id, model.Meta.aws_secret_access_key = server.root_key
        model.create_table(wait=True)
        assert model.exists()


def test_pynamodb_saves_and_loads_every_kind_of_attribute(models):
    made = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
    Post("kinds", 1, title="첫 글", author="kim", tags={"b", "a"}, shown=True, extra={"a": [1, None]}, made=made,
         address=Address(city="전주", lines=["한옥마을", "1"])).save()
    post = Post.get("kinds", 1, consistent_read=True)
    assert (post.title, post.tags, post.shown, post.likes) == ("첫 글", {"a", "b"}, True, 0)
    assert (post.extra, post.made) == ({"a": [1, None]}, made)
    assert (post.address.city, post.address.lines) == ("전주", ["한옥마을", "1"])
    post.delete()
    with pytest.raises(DoesNotExist):
        Post.get("kinds", 1)


def test_pynamodb_updates_with_actions_and_conditions(models):
    post = Post("updates", 1, title="a", tags={"a"}, address=Address(city="서울", lines=["1"]))
    post.save(condition=Post.board.does_not_exist())
    with pytest.raises(PutError) as refusal:
        Post("updates", 1).save(condition=Post.board.does_not_exist())
    assert refusal.value.cause_response_code == "ConditionalCheckFailedException"
    post.update(actions=[
        Post.likes.set(Post.likes + 5), Post.tags.add({"b"}), Post.address.city.set("부산"),
        Post.address.lines.set(Post.address.lines.append(["2"])), Post.title.remove(),
        Post.author.set(Post.author | "nobody")], condition=(Post.likes == 0) & Post.title.exists())
    assert (post.likes, post.tags, post.title, post.author) == (5, {"a", "b"}, None, "nobody")
    assert (post.address.city, post.address.lines) == ("부산", ["1", "2"])
    with pytest.raises(UpdateError):
        post.update(actions=[Post.likes.add(1)], condition=Post.likes.between(10, 20) | Post.tags.contains("z"))
    post.update(actions=[Post.likes.add(1), Post.tags.delete({"a"})], condition=~(Post.likes > 5))
    post.refresh(consistent_read=True)
    assert (post.likes, post.tags) == (6, {"b"})


def test_pynamodb_queries_tables_and_indexes(models):
    with Post.batch_write() as batch:
        for number in range(60):
            batch.save(Post("queries", number, title=f"title {59 - number:02}", author=f"author{number % 2}",
                            likes=number % 7, day="monday" if number == 3 else None))
    assert [post.number for post in Post.query("queries", Post.number >= 55)] == [55, 56, 57, 58, 59]
    assert Post.count("queries", Post.number < 10, filter_condition=Post.likes == 0) == 2
    pages = Post.query("queries", limit=25, page_size=10, scan_index_forward=False)
    assert [post.number for post in pages] == list(range(59, 34, -1)) and pages.last_evaluated_key
    rest = Post.query("queries", last_evaluated_key=pages.last_evaluated_key, scan_index_forward=False)
    assert [post.number for post in rest] == list(range(34, -1, -1))
    liked = list(Post.by_author.query("author1", ByAuthor.likes > 5))
    assert {post.number for post in liked} == {number for number in range(1, 60, 2) if number % 7 > 5}
    likes = [post.likes for post in Post.by_author.query("author0")]
    assert likes == sorted(likes) and len(likes) == 30
    found = list(Post.by_title.query("queries", ByTitle.title.startswith("title 0"), consistent_read=True))
    assert [post.title for post in found] == [f"title 0{number}" for number in range(10)]
    assert [(post.board, post.number) for post in Post.by_day.scan()] == [("queries", 3)]
    found = Post.batch_get([("queries", number) for number in range(0, 120, 2)])
    assert sorted(post.number for post in found) == list(range(0, 60, 2))
    assert sorted(post.number for post in Post.scan(Post.board == "queries", segment=0, total_segments=1)) == list(
        range(60))


def test_pynamodb_transactions_and_versions(server, models):
    connection = Connection(region=REGION, host=server.endpoint)
    connection.session.set_credentials(*server.root_key)
    for name in ("a", "b"):
        Account(name, money=100).save()

    def move(amount):
        with TransactWrite(connection=connection, client_request_token=f"move-{amount}") as transaction:
            transaction.update(Account(name="a"), actions=[Account.money.add(-amount)],
                               condition=Account.money >= amount, add_version_condition=False)
            transaction.update(Account(name="b"), actions=[Account.money.add(amount)], add_version_condition=False)
            transaction.condition_check(Account, "nobody", condition=Account.name.does_not_exist())

    move(30)
    move(30)
    with pytest.raises(TransactWriteError) as refusal:
        move(500)
    # PynamoDB puts its checks first.
    assert [reason and reason.code for reason in refusal.value.cancellation_reasons] == [
        None, "ConditionalCheckFailed", None]
    with TransactGet(connection=connection) as transaction:
        futures = [transaction.get(Account, name) for name in ("a", "b")]
    assert [future.get().money for future in futures] == [70, 130]
    first, second = Account.get("a"), Account.get("a")
    first.money = 1
    first.save()
    second.money = 2
    with pytest.raises(PutError):
        second.save()
    assert Account.get("a").money == 1


# boto3's tables


@pytest.fixture(scope="module")
def resource(server):
    key, secret = server.root_key
    return boto3.resource("dynamodb", endpoint_url=server.endpoint, region_name=REGION, aws_access_key_id=key,
                          aws_secret_access_key=secret)


@pytest.fixture(scope="module")
def films(resource):
    """Films by year and title, as in AWS's tutorial."""
    table = resource.create_table(
        TableName="films", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "year", "KeyType": "HASH"}, {"AttributeName": "title", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "year", "AttributeType": "N"},
                              {"AttributeName": "title", "AttributeType": "S"}])
    table.wait_until_exists()
    return table


def test_a_batch_writer_buffers_and_leaves_out_what_comes_twice(resource, films):
    with films.batch_writer(overwrite_by_pkeys=["year", "title"]) as batch:
        for number in range(130):
            batch.put_item({"year": 1990, "title": f"film {number % 100:03}", "rank": number})
        for number in range(0, 100, 10):
            batch.delete_item({"year": 1990, "title": f"film {number:03}"})
    films.reload()
    assert (films.item_count, films.table_status) == (90, "ACTIVE")
    found = films.query(KeyConditionExpression=Key("year").eq(1990))["Items"]
    assert {item["rank"] for item in found} == {
        number + 100 if number < 30 else number for number in range(100) if number % 10}
    keys = [{"year": 1990, "title": f"film {number:03}"} for number in range(5)]
    answer = resource.batch_get_item(RequestItems={"films": {
        "Keys": keys, "ProjectionExpression": "#r", "ExpressionAttributeNames": {"#r": "rank"}}})
    assert sorted(item["rank"] for item in answer["Responses"]["films"]) == [101, 102, 103, 104]


CONDITIONS = {
    "equal": (Attr("rank").eq(3), [3]), "not equal": (Attr("rank").ne(3), [0, 1, 2, 4, 5]),
    "less": (Attr("rank").lt(2), [0, 1]), "between": (Attr("rank").between(2, 4), [2, 3, 4]),
    "in": (Attr("rank").is_in([0, 5, 9]), [0, 5]), "not": (~Attr("rank").gte(1), [0]),
    "and, or": ((Attr("rank").gt(0) & Attr("rank").lt(2)) | Attr("name").begins_with("the 5"), [1, 5]),
    "exists": (Attr("info.actors").exists(), [4]), "not exists": (Attr("info").not_exists(), [0, 1, 2, 3]),
    "contains in a list": (Attr("info.actors").contains("Song"), [4]),
    "contains in a text": (Attr("name").contains("e 3"), [3]), "size": (Attr("info.actors").size().eq(2), [4]),
    "type": (Attr("info").attribute_type("M"), [4, 5]), "of a list": (Attr("info.actors[1]").eq("Choi"), [4]),
    "binary": (Attr("poster").begins_with(b"\x00"), [2]),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions_as_filters(films, name):
    for number in range(6):
        item = {"year": 2000, "title": f"film {number}", "rank": number, "name": f"the {number}th"}
        if number == 2:
            item["poster"] = b"\x00\xff"
        if number in (4, 5):
            item["info"] = {"actors": ["Song", "Choi"]} if number == 4 else {}
        films.put_item(Item=item)
    condition, expected = CONDITIONS[name]
    answer = films.query(KeyConditionExpression=Key("year").eq(2000), FilterExpression=condition)
    assert [item["rank"] for item in answer["Items"]] == expected


def test_tables_of_boto3_give_back_pythons_types(films):
    item = {"year": 2010, "title": "types", "none": None, "yes": True, "number": decimal.Decimal("1.10"), "set": {1, 2},
            "texts": {"a"}, "bytes": b"\x00", "list": [1, {"a": []}], "map": {"b": {"c": 1}}}
    assert films.put_item(Item=item)["ResponseMetadata"]["HTTPStatusCode"] == 200
    key = {"year": 2010, "title": "types"}
    found = films.get_item(Key=key, ConsistentRead=True)["Item"]
    assert found == {**item, "bytes": Binary(b"\x00")}
    answer = films.update_item(
        Key=key, UpdateExpression="SET #m.b.d = :d REMOVE #l[0] DELETE texts :a ADD #n :d",
        ExpressionAttributeNames={"#m": "map", "#l": "list", "#n": "number"},
        ExpressionAttributeValues={":d": 2, ":a": {"a"}}, ConditionExpression=Attr("map.b.c").eq(1),
        ReturnValues="ALL_NEW")
    changed = answer["Attributes"]
    assert (changed["map"], changed["list"], changed["number"]) == (
        {"b": {"c": 1, "d": 2}}, [{"a": []}], decimal.Decimal("3.1"))
    assert "texts" not in changed
    error = error_of(films.delete_item, Key=key, ConditionExpression=Attr("yes").eq(False))
    assert error["Code"] == "ConditionalCheckFailedException"


def test_paginators_and_waiters(server, resource, films):
    dynamodb = server.client("dynamodb")
    with films.batch_writer() as batch:
        for number in range(45):
            batch.put_item({"year": 2020, "title": f"{number:02}", "text": "x" * 60_000})
    arguments = {"TableName": "films", "KeyConditionExpression": "#y = :y", "ExpressionAttributeNames": {"#y": "year"},
                 "ExpressionAttributeValues": {":y": {"N": "2020"}}}
    pages = list(dynamodb.get_paginator("query").paginate(**arguments))
    # A page ends with the item that takes it beyond 1 MB.
    assert [page["Count"] for page in pages] == [18, 18, 9]
    assert [item["title"]["S"] for page in pages for item in page["Items"]] == [f"{number:02}" for number in range(45)]
    some = dynamodb.get_paginator("query").paginate(**arguments, PaginationConfig={"PageSize": 4, "MaxItems": 10})
    assert len([item for page in some for item in page["Items"]]) == 10 and some.resume_token
    for number in range(3):
        resource.create_table(
            TableName=f"wait-{number}", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "B"}])
    names = [name for page in dynamodb.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2})
             for name in page["TableNames"]]
    assert names == sorted(names) and {"films", "wait-0", "wait-1", "wait-2"} <= set(names)
    assert {table.name for table in resource.tables.all()} == set(names)
    with pytest.raises(WaiterError):
        dynamodb.get_waiter("table_not_exists").wait(TableName="films", WaiterConfig={"Delay": 1, "MaxAttempts": 1})
    for number in range(3):
        resource.Table(f"wait-{number}").delete()
        resource.Table(f"wait-{number}").wait_until_not_exists()
    assert not any(table.name.startswith("wait-") for table in resource.tables.all())


# The AWS CLI: steps 3 and 10 of the document, and its end


def test_the_documents_table_by_the_cli(server, aws):
    made = server.aws_json(
        "dynamodb", "create-table", "--table-name", "Demo-DynamoDB", "--attribute-definitions",
        "AttributeName=id,AttributeType=N", "--key-schema", "AttributeName=id,KeyType=HASH",
        "--provisioned-throughput", "ReadCapacityUnits=5,WriteCapacityUnits=5")["TableDescription"]
    assert made["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert made["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    aws("dynamodb", "wait", "table-exists", "--table-name", "Demo-DynamoDB")
    described = aws("dynamodb", "describe-table", "--table-name", "Demo-DynamoDB", "--query", "Table.TableStatus",
                    "--output", "text").stdout
    assert described.strip() == "ACTIVE"
    for number in (1, 2, 3):
        item = {"id": {"N": str(number)}, "title": {"S": f"제목 {number}"}, "contents": {"S": "내용"}}
        aws("dynamodb", "put-item", "--table-name", "Demo-DynamoDB", "--item", json.dumps(item))
    # Step 10: 표 항목 탐색, 실행.
    items = server.aws_json("dynamodb", "scan", "--table-name", "Demo-DynamoDB", "--page-size", "2")["Items"]
    assert sorted(int(item["id"]["N"]) for item in items) == [1, 2, 3]
    count = server.aws_json("dynamodb", "scan", "--table-name", "Demo-DynamoDB", "--select", "COUNT")
    assert (count["Count"], count["ScannedCount"]) == (3, 3) and "Items" not in count
    found = server.aws_json(
        "dynamodb", "query", "--table-name", "Demo-DynamoDB", "--key-condition-expression", "id = :id",
        "--expression-attribute-values", '{":id": {"N": "2"}}', "--projection-expression", "title",
        "--return-consumed-capacity", "TOTAL")
    assert found["Items"] == [{"title": {"S": "제목 2"}}]
    assert found["ConsumedCapacity"] == {"TableName": "Demo-DynamoDB", "CapacityUnits": 0.5}
    page = server.aws_json("dynamodb", "scan", "--table-name", "Demo-DynamoDB", "--max-items", "2")
    rest = server.aws_json("dynamodb", "scan", "--table-name", "Demo-DynamoDB", "--starting-token", page["NextToken"])
    assert len(page["Items"] + rest["Items"]) == 3
    refused = aws("dynamodb", "put-item", "--table-name", "Demo-DynamoDB", "--item", '{"id": {"S": "1"}}', check=False)
    assert refused.returncode != 0 and "(ValidationException)" in refused.stderr
    assert "Type mismatch for key id expected: N actual: S" in refused.stderr
    # 리소스 정리.
    gone = server.aws_json("dynamodb", "delete-table", "--table-name", "Demo-DynamoDB")["TableDescription"]
    assert gone["TableStatus"] == "DELETING"
    aws("dynamodb", "wait", "table-not-exists", "--table-name", "Demo-DynamoDB")
    assert "Demo-DynamoDB" not in server.aws_json("dynamodb", "list-tables")["TableNames"]
