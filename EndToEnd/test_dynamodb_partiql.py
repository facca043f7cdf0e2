"""PartiQL by boto3: what the developer guide documents of it, statement by statement."""

import json

import pytest

from callers import Callers, allow, deny, denial_of, error_of

MALFORMED = "Statement wasn't well formed, can't be processed: "


@pytest.fixture(scope="module")
def dynamodb(server):
    return server.client("dynamodb")


def new_table(dynamodb, name, *keys, indexes=None, local=None):
    """A table on demand; keys as `("pk", "S")`, indexes as `{"by-owner": ("owner", ["total"])}`."""
    attributes = {key: kind for key, kind in keys}
    more = {}
    for parameter, wanted in (("GlobalSecondaryIndexes", indexes), ("LocalSecondaryIndexes", local)):
        for index, (attribute, included) in (wanted or {}).items():
            attributes[attribute] = "S"
            schema = [{"AttributeName": attribute, "KeyType": "HASH"}]
            if parameter == "LocalSecondaryIndexes":
                schema = [{"AttributeName": keys[0][0], "KeyType": "HASH"},
                          {"AttributeName": attribute, "KeyType": "RANGE"}]
            projection = {"ProjectionType": "KEYS_ONLY"}
            if included:
                projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": included}
            more.setdefault(parameter, []).append(
                {"IndexName": index, "KeySchema": schema, "Projection": projection})
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in attributes.items()],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for (key, _), kind in zip(keys, ("HASH", "RANGE"))], **more)
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


@pytest.fixture(scope="module")
def music(dynamodb):
    new_table(dynamodb, "Music", ("Artist", "S"), ("SongTitle", "S"))
    return dynamodb


@pytest.fixture(scope="module")
def orders(dynamodb):
    """Partitions a and b with three orders each, one partition with what an index has."""
    new_table(
        dynamodb, "Orders", ("pk", "S"), ("sk", "S"), indexes={"by-owner": ("owner", ["total"])},
        local={"by-day": ("day", None)})
    for pk in "ab":
        for sk in "123":
            dynamodb.put_item(
                TableName="Orders",
                Item={"pk": {"S": pk}, "sk": {"S": sk}, "total": {"N": str(int(sk) * 100)}, "flag": {"S": "f" + sk}})
    for sk in "12":
        dynamodb.put_item(
            TableName="Orders",
            Item={"pk": {"S": "own"}, "sk": {"S": sk}, "owner": {"S": "kim"}, "day": {"S": "d" + sk},
                  "total": {"N": "7"}, "note": {"S": "n" + sk}})
    return dynamodb


def run(dynamodb, statement, *parameters, **more):
    if parameters:
        more["Parameters"] = list(parameters)
    return dynamodb.execute_statement(Statement=statement, **more)


def refusal(dynamodb, statement, *parameters, **more):
    if parameters:
        more["Parameters"] = list(parameters)
    error = error_of(dynamodb.execute_statement, Statement=statement, **more)
    assert error["Status"] == 400
    return error["Code"], error["Message"]


def rows(dynamodb, condition, **more):
    """The keys of what a SELECT of Orders finds, following NextToken."""
    found = []
    while True:
        answer = run(dynamodb, f'SELECT pk, sk FROM "Orders" WHERE {condition}', **more)
        found += [item["pk"]["S"] + item["sk"]["S"] for item in answer["Items"]]
        if "NextToken" not in answer:
            return found
        more["NextToken"] = answer["NextToken"]


# The developer guide's statements.


def test_insert_update_and_delete_as_the_guide_has_them(music):
    assert run(music, "INSERT INTO Music value {'Artist': 'Acme Band','SongTitle': 'PartiQL Rocks'}")["Items"] == []
    key = "WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'"
    old = run(
        music, 'UPDATE "Music" SET AwardsWon=1 SET AwardDetail={\'Grammys\':[2020, 2018]} '
        + key + " RETURNING ALL OLD *")["Items"]
    assert old == [{"Artist": {"S": "Acme Band"}, "SongTitle": {"S": "PartiQL Rocks"}}]
    run(music, f'UPDATE "Music" SET AwardDetail.Grammys =list_append(AwardDetail.Grammys,[2016]) {key}')
    run(music, f'UPDATE "Music" REMOVE AwardDetail.Grammys[2] {key}')
    run(music, f'UPDATE "Music" SET AwardDetail.BillBoard=[2020] {key}')
    run(music, f"UPDATE \"Music\" SET BandMembers =<<'member1', 'member2'>> {key}")
    run(music, f"UPDATE \"Music\" SET BandMembers =set_add(BandMembers, <<'newbandmember'>>) {key}")
    item = run(music, f'SELECT * FROM "Music" {key}')["Items"][0]
    assert item["AwardsWon"] == {"N": "1"}
    assert item["AwardDetail"] == {
        "M": {"Grammys": {"L": [{"N": "2020"}, {"N": "2018"}]}, "BillBoard": {"L": [{"N": "2020"}]}}}
    assert sorted(item["BandMembers"]["SS"]) == ["member1", "member2", "newbandmember"]
    gone = run(music, f'DELETE FROM "Music" {key} RETURNING ALL OLD *')["Items"]
    assert gone == [item]
    assert run(music, f'DELETE FROM "Music" {key} RETURNING ALL OLD *')["Items"] == []


def test_every_type_is_written_out(music):
    run(music, "INSERT INTO Music value {'Artist':'types','SongTitle':'1','NumberType':1,"
        "'MapType' : {'entryname1': 'value', 'entryname2': 4},'ListType': [1,'it''s', null, true],"
        "'NumberSetType':<<1,34,32,4.5>>,'StringSetType':<<'stringval','stringval2'>>,'e':-1.5e-3}")
    run(music, "UPDATE Music SET NumberType=NumberType + 100 SET MapType.NewMapEntry=[2020, 'stringvalue', 2.4]"
        " SET ListType = LIST_APPEND(ListType, [4, <<'string1', 'string2'>>])"
        " SET NumberSetType= SET_ADD(NumberSetType, <<345, 48.4>>)"
        " SET StringSetType = SET_DELETE(StringSetType, <<'stringval'>>) WHERE Artist='types' AND SongTitle='1'")
    item = run(music, "SELECT * FROM Music WHERE Artist='types' AND SongTitle='1'")["Items"][0]
    assert item["NumberType"] == {"N": "101"}
    assert item["MapType"]["M"]["NewMapEntry"]["L"] == [{"N": "2020"}, {"S": "stringvalue"}, {"N": "2.4"}]
    assert item["ListType"]["L"][:4] == [{"N": "1"}, {"S": "it's"}, {"NULL": True}, {"BOOL": True}]
    assert sorted(item["ListType"]["L"][5]["SS"]) == ["string1", "string2"]
    assert sorted(item["NumberSetType"]["NS"]) == sorted(["1", "34", "32", "4.5", "345", "48.4"])
    assert item["StringSetType"] == {"SS": ["stringval2"]}
    assert item["e"] == {"N": "-0.0015"}


def test_parameters_of_every_type(music):
    value = {"M": {"b": {"B": b"\x00\xff"}, "l": {"L": [{"NS": ["1"]}]}}}
    run(music, "INSERT INTO Music VALUE {'Artist': ?, 'SongTitle': ?, 'v': ?}", {"S": "given"}, {"S": "?"}, value)
    found = run(
        music, "SELECT v FROM Music WHERE Artist = ? AND SongTitle = ? AND v = ?", {"S": "given"}, {"S": "?"}, value)
    assert found["Items"] == [{"v": value}]
    assert refusal(music, "SELECT v FROM Music WHERE Artist = ? AND SongTitle = ?", {"S": "given"}) == (
        "ValidationException", "Number of parameters in request and statement don't match.")


def test_columns_are_called_by_their_last_name(music):
    run(music, "INSERT INTO Music VALUE {'Artist': 'paths', 'SongTitle': '1', 'm': {'k': ['a', 'b']}, 'Date Of': 3}")
    items = run(music, "SELECT m.k[1], m, \"Date Of\", nothing FROM Music WHERE Artist='paths'")["Items"]
    assert items == [{
        "k[1]": {"S": "b"}, "m": {"M": {"k": {"L": [{"S": "a"}, {"S": "b"}]}}}, "Date Of": {"N": "3"}}]


# What is written, and what is not.


def test_an_insert_replaces_nothing(music):
    run(music, "INSERT INTO Music VALUE {'Artist': 'dup', 'SongTitle': '1', 'n': 1}")
    assert refusal(music, "INSERT INTO Music VALUE {'Artist': 'dup', 'SongTitle': '1', 'n': 2}") == (
        "DuplicateItemException", "Duplicate primary key exists in table")
    assert run(music, "SELECT n FROM Music WHERE Artist = 'dup'")["Items"] == [{"n": {"N": "1"}}]


def test_an_update_makes_nothing_and_keeps_its_conditions(music):
    assert refusal(music, "UPDATE Music SET n = 1 WHERE Artist = 'ghost' AND SongTitle = '1'") == (
        "ConditionalCheckFailedException", "The conditional request failed")
    run(music, "INSERT INTO Music VALUE {'Artist': 'cond', 'SongTitle': '1', 'n': 1}")
    where = "WHERE Artist = 'cond' AND SongTitle = '1' AND n > 5"
    error = error_of(
        music.execute_statement, Statement=f"UPDATE Music SET n = 2 {where}",
        ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert error["Code"] == "ConditionalCheckFailedException"
    assert refusal(music, f"DELETE FROM Music {where}")[0] == "ConditionalCheckFailedException"
    assert run(music, "DELETE FROM Music WHERE Artist = 'ghost' AND SongTitle = '1' AND n = 1")["Items"] == []
    for statement in ("UPDATE Music SET n = 2 WHERE Artist = 'cond'", "DELETE FROM Music WHERE n = 1",
                      "UPDATE Music SET n = 2", "FROM Music SET n = 2"):
        assert refusal(music, statement) == (
            "ValidationException", "Where clause does not contain a mandatory equality on all key attributes")


def test_the_form_that_begins_with_from(music):
    run(music, "INSERT INTO Music VALUE {'Artist': 'from', 'SongTitle': '1', 'a': 1}")
    answer = run(music, "FROM Music WHERE Artist = 'from' AND SongTitle = '1' SET c = 2 REMOVE a RETURNING ALL NEW *")
    assert answer["Items"] == [{"Artist": {"S": "from"}, "SongTitle": {"S": "1"}, "c": {"N": "2"}}]


@pytest.mark.parametrize("clause, expected", [
    ("SET n = 2 {} RETURNING MODIFIED OLD *", [{"n": {"N": "1"}}]),
    ("SET n = 2 {} RETURNING MODIFIED NEW *", [{"n": {"N": "2"}}]),
    ("REMOVE n {} RETURNING MODIFIED NEW *", []),
    ("SET fresh = 1 {} RETURNING MODIFIED OLD *", []),
    ("SET m.a = 'y' {} RETURNING MODIFIED NEW *", [{"m": {"M": {"a": {"S": "y"}}}}]),
    ("SET l[2] = 'z', l[0] = 'x' {} RETURNING MODIFIED NEW *", [{"l": {"L": [{"S": "x"}, {"S": "z"}]}}]),
])
def test_what_returning_returns(music, clause, expected):
    music.put_item(TableName="Music", Item={
        "Artist": {"S": "ret"}, "SongTitle": {"S": "1"}, "n": {"N": "1"},
        "m": {"M": {"a": {"S": "x"}, "b": {"S": "keep"}}}, "l": {"L": [{"S": "a"}, {"S": "b"}, {"S": "c"}]}})
    statement = "UPDATE Music " + clause.format("WHERE Artist = 'ret' AND SongTitle = '1'")
    assert run(music, statement)["Items"] == expected


# Reads.


@pytest.mark.parametrize("condition, expected", [
    ("pk = 'a'", "a1 a2 a3"), ("pk = 'a' AND sk > '1'", "a2 a3"), ("pk = 'a' AND sk BETWEEN '1' AND '2'", "a1 a2"),
    ("pk = 'a' AND begins_with(sk, '3')", "a3"), ("pk = 'a' AND NOT sk = '2'", "a1 a3"),
    ("pk = 'a' AND (sk = '1' OR sk = '3')", "a1 a3"), ("pk = 'a' AND total IN [100, 300]", "a1 a3"),
    ("pk = 'a' AND sk = '1' OR pk = 'b' AND sk > '2'", "a1 b3"), ("pk = 'a' AND flag IS MISSING", ""),
    ("pk = 'a' AND size(flag) = 2 AND contains(flag, '2')", "a2"),
    ("pk = 'a' AND attribute_type(total, 'N') AND total <> 100", "a2 a3"),
    ("pk = 'a' OR pk = 'a' AND NOT sk = '1'", "a1 a2 a3"),
    ("pk = 'a' ORDER BY sk DESC", "a3 a2 a1"), ("pk IN ['a', 'b'] ORDER BY pk DESC, sk ASC", "b1 b2 b3 a1 a2 a3"),
])
def test_conditions_and_their_order(orders, condition, expected):
    assert rows(orders, condition) == expected.split()
    assert rows(orders, condition, Limit=1) == expected.split()


def test_a_scan_where_the_partition_is_not_named(orders):
    assert sorted(rows(orders, "total = 200")) == ["a2", "b2"]
    assert sorted(rows(orders, "pk = 'a' OR total = 200", Limit=2)) == ["a1", "a2", "a3", "b2"]
    assert len(run(orders, "SELECT * FROM Orders")["Items"]) == 8


def test_a_token_continues_its_own_statement_only(orders):
    statement = "SELECT * FROM Orders WHERE pk = ?"
    first = run(orders, statement, {"S": "a"}, Limit=1)
    assert first["LastEvaluatedKey"] == {"pk": {"S": "a"}, "sk": {"S": "1"}}
    token = first["NextToken"]
    assert len(run(orders, statement, {"S": "a"}, NextToken=token)["Items"]) == 2
    mismatch = ("ValidationException", "NextToken does not match request")
    assert refusal(orders, statement, {"S": "b"}, NextToken=token) == mismatch
    assert refusal(orders, "SELECT * FROM Orders", NextToken=token) == mismatch
    for hostile in ("x", "AAAA", "A" * 400, token[:-8], token + "AAAA"):
        assert refusal(orders, statement, {"S": "a"}, NextToken=hostile)[0] == "ValidationException"


@pytest.mark.parametrize("condition, sentence", [
    ("pk IN ['a', 'a']", "Overlapping conditions with range keys are not supported in where clause"),
    ("pk = 1", "Key attribute's data type should match its data type in table's schema: Key pk"),
    (f"pk IN [{', '.join(repr(str(n)) for n in range(51))}]",
     "Too many decomposed read operations for a given query."),
    ("pk = 'a' AND total < true",
     "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"),
    ("pk = 'a' ORDER BY total", "Attribute total in ORDER BY clause must be part of the primary key"),
    ("pk = 'a' foo", MALFORMED + "Unexpected token after expression"),
    ("", MALFORMED + "Unexpected term"),
    ("pk = 'a' AND exists(sk)", None),
])
def test_reads_that_are_refused(orders, condition, sentence):
    code, message = refusal(orders, "SELECT sk FROM Orders WHERE " + condition)
    assert code == "ValidationException"
    assert message == sentence if sentence else message.startswith("Unrecognized function: exists at 1:")


def test_an_index_gives_what_it_has(orders):
    owned = run(orders, 'SELECT * FROM "Orders"."by-owner" WHERE owner = \'kim\'')["Items"]
    assert [sorted(item) for item in owned] == [["owner", "pk", "sk", "total"]] * 2
    assert refusal(orders, 'SELECT note FROM "Orders"."by-owner" WHERE owner = \'kim\'') == (
        "ValidationException",
        "One or more parameter values were invalid: Global secondary index by-owner does not project [note]")
    assert refusal(orders, 'SELECT sk FROM "Orders"."by-owner" WHERE owner = \'kim\' AND note = \'n1\'') == (
        "ValidationException", "One or more parameter values were invalid: Secondary index by-owner does not project "
        "one or more filter attributes: [note]")
    answer = run(
        orders, 'SELECT note FROM "Orders"."by-day" WHERE pk = \'own\'', ReturnConsumedCapacity="INDEXES")
    assert answer["Items"] == [{"note": {"S": "n1"}}, {"note": {"S": "n2"}}]
    assert answer["ConsumedCapacity"]["Table"]["CapacityUnits"] == 1
    assert answer["ConsumedCapacity"]["LocalSecondaryIndexes"]["by-day"]["CapacityUnits"] == 0.5
    assert refusal(orders, 'SELECT * FROM "Orders"."none"') == (
        "ValidationException", "The table does not have the specified index")
    assert refusal(orders, 'SELECT * FROM "Orders"."by-owner"', ConsistentRead=True) == (
        "ValidationException", "Strongly consistent read is not supported on Global Secondary Indexes")
    assert refusal(orders, 'DELETE FROM "Orders"."by-owner" WHERE pk = \'a\' AND sk = \'1\'') == (
        "ValidationException", "This operation is not supported on an index")


def test_a_table_that_is_not_there(orders):
    assert refusal(orders, "SELECT * FROM Nowhere WHERE pk = 'a'") == (
        "ResourceNotFoundException", "Requested resource not found")


# Batches and transactions.


def test_each_of_a_batch_has_its_answer(orders):
    answers = orders.batch_execute_statement(Statements=[
        {"Statement": "SELECT flag FROM Orders WHERE pk = 'a' AND sk = '1'"},
        {"Statement": "SELECT flag FROM Orders WHERE pk = ? AND sk = ?", "Parameters": [{"S": "a"}, {"S": "9"}]},
        {"Statement": "SELECT * FROM Orders WHERE pk = 'a'"},
        {"Statement": "SLECT"},
        {"Statement": "SELECT * FROM Nowhere WHERE pk = 'a'"},
    ])["Responses"]
    assert answers[0] == {"TableName": "Orders", "Item": {"flag": {"S": "f1"}}}
    assert answers[1] == {"TableName": "Orders"}
    assert answers[2] == {"Error": {
        "Code": "ValidationError",
        "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause."}}
    assert answers[3] == {"Error": {
        "Code": "ValidationError", "Message": MALFORMED + "Expected data manipulation"}}
    assert answers[4] == {"Error": {"Code": "ResourceNotFound", "Message": "Requested resource not found"}}


def test_a_batch_of_writes(music):
    music.put_item(TableName="Music", Item={"Artist": {"S": "batch"}, "SongTitle": {"S": "1"}, "n": {"N": "1"}})
    key = "WHERE Artist = 'batch' AND SongTitle = '1'"
    answers = music.batch_execute_statement(Statements=[
        {"Statement": "INSERT INTO Music VALUE {'Artist': 'batch', 'SongTitle': '1'}"},
        {"Statement": f"UPDATE Music SET n = 5 {key} AND n = 7"},
        {"Statement": f"UPDATE Music SET n = 5 {key} RETURNING ALL NEW *"},
        {"Statement": f"DELETE FROM Music {key} RETURNING ALL OLD *"},
    ])["Responses"]
    assert [answer.get("Error", {}).get("Code") for answer in answers] == [
        "DuplicateItem", "ConditionalCheckFailed", None, None]
    assert all(answer["TableName"] == "Music" for answer in answers)
    assert answers[3]["Item"] == answers[2]["Item"]
    music.put_item(TableName="Music", Item={"Artist": {"S": "batch"}, "SongTitle": {"S": "1"}, "n": {"N": "1"}})
    failed = {"Statement": f"UPDATE Music SET n = 5 {key} AND n = 7"}
    answers = music.batch_execute_statement(Statements=[
        failed, {**failed, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}])["Responses"]
    assert "Item" not in answers[0]["Error"]
    assert answers[1]["Error"]["Item"] == {"Artist": {"S": "batch"}, "SongTitle": {"S": "1"}, "n": {"N": "1"}}
    error = error_of(music.batch_execute_statement, Statements=[
        {"Statement": f"SELECT * FROM Music {key}"}, {"Statement": f"DELETE FROM Music {key}"}])
    assert error["Code"] == "ValidationException"
    error = error_of(
        music.batch_execute_statement, Statements=[{"Statement": f"SELECT * FROM Music {key}"}] * 26)
    assert error["Code"] == "ValidationException"


def statements(*texts):
    return [{"Statement": text} for text in texts]


def test_a_transaction_does_all_or_nothing(music):
    for title in "12":
        music.put_item(TableName="Music", Item={"Artist": {"S": "tx"}, "SongTitle": {"S": title}, "n": {"N": "1"}})
    one, two = ("WHERE Artist = 'tx' AND SongTitle = '%s'" % title for title in "12")
    answer = music.execute_transaction(TransactStatements=statements(
        f"EXISTS(SELECT * FROM Music {one} AND Awards IS MISSING)", f"UPDATE Music SET n = n + 1 {two}",
        "INSERT INTO Music VALUE {'Artist': 'tx', 'SongTitle': '3'}"))
    assert answer["Responses"] == []
    error = error_of(music.execute_transaction, TransactStatements=statements(
        f"UPDATE Music SET n = n + 1 {two}", "INSERT INTO Music VALUE {'Artist': 'tx', 'SongTitle': '3'}",
        f"EXISTS(SELECT * FROM Music {one} AND n = 9)"))
    assert (error["Code"], error["Message"]) == (
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
        "[None, DuplicateItem, ConditionalCheckFailed]")
    read = music.execute_transaction(TransactStatements=statements(
        f"SELECT n FROM Music {two}", "SELECT * FROM Music WHERE Artist = 'tx' AND SongTitle = 'none'"))
    assert read["Responses"] == [{"Item": {"n": {"N": "2"}}}, {}]


def test_a_transaction_with_its_token_is_done_once(music):
    music.put_item(TableName="Music", Item={"Artist": {"S": "once"}, "SongTitle": {"S": "1"}, "n": {"N": "0"}})
    statement = "UPDATE Music SET n = n + 1 WHERE Artist = 'once' AND SongTitle = '1'"
    first, again = (
        music.execute_transaction(
            TransactStatements=statements(statement), ClientRequestToken="once-1", ReturnConsumedCapacity="TOTAL")
        for _ in range(2))
    assert first["ConsumedCapacity"][0]["WriteCapacityUnits"] == 2
    assert again["ConsumedCapacity"][0]["ReadCapacityUnits"] == 2
    assert run(music, "SELECT n FROM Music WHERE Artist = 'once'")["Items"] == [{"n": {"N": "1"}}]
    error = error_of(
        music.execute_transaction, TransactStatements=statements(statement + " AND n = 1"),
        ClientRequestToken="once-1")
    assert error["Code"] == "IdempotentParameterMismatchException"


def test_a_transaction_is_of_four_megabytes_at_most(music):
    too_large = "The aggregate size of the items in the transaction exceeds 4 MB"
    texts = [f"SELECT n FROM Music WHERE Artist = 'large' AND SongTitle = '{number}'" for number in range(11)]
    for number in range(11):
        music.put_item(TableName="Music", Item={
            "Artist": {"S": "large"}, "SongTitle": {"S": str(number)}, "v": {"S": "x" * (390 << 10)}})
    assert len(music.execute_transaction(TransactStatements=statements(*texts[:10]))["Responses"]) == 10
    changes = [text.replace("SELECT n FROM Music", "UPDATE Music SET n = 1") for text in texts]
    for members in (texts, changes):
        error = error_of(music.execute_transaction, TransactStatements=statements(*members))
        assert (error["Code"], error["Message"]) == ("ValidationException", too_large)
    assert music.execute_transaction(TransactStatements=statements(texts[0]))["Responses"] == [{"Item": {}}]


@pytest.mark.parametrize("texts, sentence", [
    (["SELECT * FROM Music WHERE Artist = 'a'"],
     "Select statements within ExecuteTransaction must specify the primary key in the where clause."),
    (["UPDATE Music SET n = 1 WHERE Artist = 'a' AND SongTitle = 'b' RETURNING ALL NEW *"],
     "RETURNING clause is not supported in ExecuteTransaction."),
    (["EXISTS(SELECT * FROM Music WHERE Artist = 'a' AND SongTitle = 'b')"],
     "EXISTS() must contain a single item read with additional condition"),
    (["SELECT * FROM Music WHERE"], MALFORMED + "Unexpected term"),
    (["SELECT * FROM Music.i WHERE Artist = 'a'"], "Reads on indices are not supported within transactions."),
])
def test_transactions_that_are_refused(music, texts, sentence):
    error = error_of(music.execute_transaction, TransactStatements=statements(*texts))
    assert (error["Code"], error["Message"]) == (
        "ValidationException", "Validation failed in TransactStatements[0]: " + sentence)


def test_exists_stands_in_transactions_only(music):
    assert refusal(music, "EXISTS(SELECT * FROM Music WHERE Artist = 'a' AND SongTitle = 'b' AND n = 1)") == (
        "ValidationException", "EXISTS can only be used in ExecuteTransaction write requests.")
    error = error_of(music.execute_transaction, TransactStatements=statements(
        "SELECT * FROM Music WHERE Artist = 'a' AND SongTitle = 'b'",
        "DELETE FROM Music WHERE Artist = 'a' AND SongTitle = 'c'"))
    assert (error["Code"], error["Message"]) == (
        "ValidationException",
        "ExecuteTransaction API does not support both read and write operations in the same request.")


# Limits and permissions.


@pytest.mark.parametrize("statement", [
    "SELECT * FROM Orders WHERE " + "(" * 4000, "SELECT * FROM Orders WHERE " + "NOT " * 2000 + "a = 1",
    "UPDATE Orders SET a = " + "[" * 8000, "SELECT * FROM Orders WHERE pk = '" + "x" * 8192 + "'", "\x00", "SELECT",
    "SELECT * FROM Orders WHERE pk = 'a' AND " + " AND ".join(["a = 1"] * 700),
    "SELECT * FROM Orders WHERE " + "f(" * 2000,
])
def test_hostile_statements_are_refused_or_read(orders, statement):
    try:
        orders.execute_statement(Statement=statement)
    except orders.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "ValidationException"
    assert rows(orders, "pk = 'a'") == ["a1", "a2", "a3"]


def test_conditions_are_taken_apart_within_bounds(orders):
    few, more = (",".join(f"'{n}'" for n in range(count)) for count in (10, 50))
    many = f"(pk IN ({few}) AND sk IN ({more}))"
    text = "SELECT * FROM Orders WHERE " + " OR ".join([many] * 18)
    too_many = "Too many decomposed read operations for a given query."
    assert refusal(orders, text) == ("ValidationException", too_many)
    answers = orders.batch_execute_statement(Statements=statements(*[text] * 25))["Responses"]
    assert [answer["Error"]["Message"] for answer in answers] == [too_many] * 25
    # What asks nothing of the key is no read of its own.
    assert rows(orders, "pk = 'a' OR " + " OR ".join(f"total = {n}" for n in range(1000, 1100))) == ["a1", "a2", "a3"]


def test_lists_appended_to_one_another_are_bounded(music):
    music.put_item(TableName="Music", Item={
        "Artist": {"S": "lists"}, "SongTitle": {"S": "1"}, "l": {"L": [{"S": "x" * (100 << 10)}]}})
    where = " WHERE Artist = 'lists' AND SongTitle = '1'"
    nested = "l"
    for _ in range(90):
        nested = f"list_append({nested}, l)"
    for change in (" ".join(f"SET a{n} = list_append(l, l)" for n in range(200)), "SET a = " + nested):
        assert refusal(music, f"UPDATE Music {change}{where}") == (
            "ValidationException", "Item size to update has exceeded the maximum allowed size")
    run(music, f"UPDATE Music SET a = list_append(l, l){where}")


def test_statements_need_their_own_actions(server, orders):
    people = Callers(server)
    table = "arn:aws:dynamodb:*:*:table/Orders"
    _, keys = people.user(
        allow("dynamodb:PartiQLSelect", table),
        deny("dynamodb:PartiQLSelect", table, Condition={"Bool": {"dynamodb:FullTableScan": "true"}}))
    reader = server.client("dynamodb", keys)
    assert len(run(reader, "SELECT * FROM Orders WHERE pk = 'a'")["Items"]) == 3
    denial_of(reader.execute_statement, Statement="SELECT * FROM Orders")
    denial_of(reader.execute_statement, Statement="SELECT * FROM Orders WHERE total > 1")
    denial_of(reader.execute_statement, Statement='SELECT * FROM "Orders"."by-owner" WHERE owner = \'kim\'')
    for statement in ("INSERT INTO Orders VALUE {'pk': 'x', 'sk': 'x'}", "DELETE FROM Orders WHERE pk='a' AND sk='1'",
                      "UPDATE Orders SET a = 1 WHERE pk='a' AND sk='1'"):
        denial_of(reader.execute_statement, Statement=statement)
        denial_of(reader.batch_execute_statement, Statements=statements(statement))
        denial_of(reader.execute_transaction, TransactStatements=statements(statement))


def test_a_policy_for_partitions_holds_in_every_operation(server, orders):
    people = Callers(server)
    _, keys = people.user(allow(
        ["dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate"], "arn:aws:dynamodb:*:*:table/Orders",
        Condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a"]}}))
    caller = server.client("dynamodb", keys)
    own, other = ("SELECT flag FROM Orders WHERE pk = '%s' AND sk = '1'" % pk for pk in "ab")
    item = {"Item": {"flag": {"S": "f1"}}}
    for order in ("", " ORDER BY sk"):
        assert len(run(caller, own + order)["Items"]) == 1
        assert caller.batch_execute_statement(Statements=statements(own + order))["Responses"] == [
            {"TableName": "Orders", **item}]
        assert caller.execute_transaction(TransactStatements=statements(own + order))["Responses"] == [item]
    for text in (other, other + " ORDER BY sk", other + " ORDER BY flag", other + " AND sk = '2'",
                 "SELECT flag, flag FROM Orders WHERE pk = 'b' AND sk = '1'",
                 "UPDATE Orders SET flag = 'x' WHERE pk = 'b' AND sk = '1'",
                 "UPDATE Orders SET flag = 'x' WHERE pk = 'b'"):
        denial_of(caller.execute_statement, Statement=text)
        denial_of(caller.batch_execute_statement, Statements=statements(text))
        denial_of(caller.execute_transaction, TransactStatements=statements(text))
    refused = orders.batch_execute_statement(Statements=statements(other + " ORDER BY flag"))["Responses"]
    assert refused == [{"Error": {
        "Code": "ValidationError", "Message": "Attribute flag in ORDER BY clause must be part of the primary key"}}]
    error = error_of(orders.execute_transaction, TransactStatements=statements(other + " ORDER BY flag"))
    assert error["Message"] == (
        "Validation failed in TransactStatements[0]: Attribute flag in ORDER BY clause must be part of the primary key")


def test_a_policy_for_transactions_only(server, orders):
    people = Callers(server)
    _, keys = people.user(allow(
        ["dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate"], "arn:aws:dynamodb:*:*:table/Orders",
        Condition={"StringEquals": {"dynamodb:EnclosingOperation": ["ExecuteTransaction"]}}))
    caller = server.client("dynamodb", keys)
    read = "SELECT flag FROM Orders WHERE pk = 'a' AND sk = '1'"
    denial_of(caller.execute_statement, Statement=read)
    assert caller.execute_transaction(TransactStatements=statements(read))["Responses"] == [
        {"Item": {"flag": {"S": "f1"}}}]


def test_the_cli(orders, aws):
    answer = json.loads(aws(
        "dynamodb", "execute-statement", "--statement",
        "SELECT flag FROM Orders WHERE pk='a' AND sk='1'").stdout)
    assert answer["Items"] == [{"flag": {"S": "f1"}}]
