"""What functions are run by: streams of tables, URLs, and other functions whose events go on to them."""

import base64
import json
import time
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.exceptions
import pytest

import callers
import functions
from hanok import REGION, Hanok

ACCOUNT = "000000000000"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:"
# Each event is put into a table, so that tests see what came.
KEEP = (
    "import boto3, json\n"
    "table = boto3.resource('dynamodb').Table('seen')\n"
    "def keep(event, context):\n"
    "    table.put_item(Item={'id': context.aws_request_id, 'by': context.function_name, 'event': json.dumps(event)})\n")


@pytest.fixture(scope="module")
def server(executable, tmp_path_factory):
    """One whose retries come at once."""
    hanok = Hanok(executable, tmp_path_factory.mktemp("data"), environment={"HANOK_LAMBDA_RETRY_SECONDS": "0"})
    hanok.start()
    yield hanok
    assert hanok.stop() == 0


@pytest.fixture(scope="module")
def role(server):
    return functions.role(server, "sources", callers.allow(["dynamodb:*", "lambda:InvokeFunction", "s3:PutObject"]))


@pytest.fixture(scope="module", autouse=True)
def seen(server):
    client = server.client("dynamodb")
    client.create_table(
        TableName="seen", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    client.get_waiter("table_exists").wait(TableName="seen")


@pytest.fixture(scope="module")
def lam(server):
    return server.client("lambda")


def events(server, name, count, patience=60.0):
    """What a function was given, once that is so much."""
    client = server.client("dynamodb")
    deadline = time.monotonic() + patience
    while True:
        items = client.scan(TableName="seen", ConsistentRead=True)["Items"]
        own = [json.loads(item["event"]["S"]) for item in items if item["by"]["S"] == name]
        if len(own) >= count or time.monotonic() > deadline:
            assert len(own) >= count, own
            return own
        time.sleep(0.1)


def eventually(check, patience=60.0):
    deadline = time.monotonic() + patience
    while True:
        value = check()
        if value or time.monotonic() > deadline:
            assert value
            return value
        time.sleep(0.1)


def stream(server, name):
    client = server.client("dynamodb")
    made = client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    client.get_waiter("table_exists").wait(TableName=name)
    return made["TableDescription"]["LatestStreamArn"]


def put(server, table, *ids, **more):
    for key in ids:
        server.client("dynamodb").put_item(TableName=table, Item={"id": {"S": key}, **more})


def mapping(lam, **settings):
    made = lam.create_event_source_mapping(**{"StartingPosition": "TRIM_HORIZON", **settings})
    assert made["State"] == "Creating"
    eventually(lambda: lam.get_event_source_mapping(UUID=made["UUID"])["State"] in ("Enabled", "Disabled"))
    return made["UUID"]


# --- Streams


def test_changes_come_in_their_order(server, lam, role):
    arn = stream(server, "ordered")
    put(server, "ordered", "a", "b")
    functions.python(server, "ordered", KEEP + "def handler(event, context):\n    keep(event, context)\n", role)
    uuid = mapping(lam, FunctionName="ordered", EventSourceArn=arn, BatchSize=1)
    server.client("dynamodb").delete_item(TableName="ordered", Key={"id": {"S": "a"}})
    given = sorted(
        (e["Records"][0] for e in events(server, "ordered", 3)), key=lambda r: r["dynamodb"]["SequenceNumber"])
    assert [r["eventName"] for r in given] == ["INSERT", "INSERT", "REMOVE"]
    assert all(r["eventSourceARN"] == arn and r["eventSource"] == "aws:dynamodb" for r in given)
    assert given[0]["dynamodb"]["NewImage"] == {"id": {"S": "a"}} and given[2]["dynamodb"]["OldImage"] == {"id": {"S": "a"}}
    eventually(lambda: lam.get_event_source_mapping(UUID=uuid)["LastProcessingResult"] == "OK")
    lam.update_event_source_mapping(UUID=uuid, Enabled=False)
    eventually(lambda: lam.get_event_source_mapping(UUID=uuid)["State"] == "Disabled")
    put(server, "ordered", "later")
    time.sleep(1)
    assert len(events(server, "ordered", 3)) == 3
    lam.update_event_source_mapping(UUID=uuid, Enabled=True)
    assert len(events(server, "ordered", 4)) == 4
    assert lam.delete_event_source_mapping(UUID=uuid)["State"] == "Deleting"

    def is_gone():
        try:
            lam.get_event_source_mapping(UUID=uuid)
        except lam.exceptions.ResourceNotFoundException:
            return True
        return False

    eventually(is_gone)


def test_latest_begins_with_what_comes(server, lam, role):
    arn = stream(server, "latest")
    put(server, "latest", "before")
    functions.python(server, "latest", KEEP + "def handler(event, context):\n    keep(event, context)\n", role)
    mapping(lam, FunctionName="latest", EventSourceArn=arn, StartingPosition="LATEST")
    put(server, "latest", "after")
    given = [r["dynamodb"]["Keys"]["id"]["S"] for e in events(server, "latest", 1) for r in e["Records"]]
    assert given == ["after"]


def test_filters_choose(server, lam, role):
    arn = stream(server, "filtered")
    functions.python(server, "filtered", KEEP + "def handler(event, context):\n    keep(event, context)\n", role)
    mapping(lam, FunctionName="filtered", EventSourceArn=arn, BatchSize=1, FilterCriteria={"Filters": [
        {"Pattern": json.dumps({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": [{"prefix": "go"}]}}}})}]})
    put(server, "filtered", "1", kind={"S": "bad"})
    put(server, "filtered", "2", kind={"S": "good"})
    put(server, "filtered", "2", kind={"S": "gone"})
    put(server, "filtered", "3", kind={"S": "go"})
    given = {r["dynamodb"]["Keys"]["id"]["S"] for e in events(server, "filtered", 2) for r in e["Records"]}
    assert given == {"2", "3"}


def test_what_fails_is_split_given_up_and_told(server, lam, role):
    server.client("s3").create_bucket(Bucket="given-up")
    arn = stream(server, "failing")
    functions.python(server, "failing", KEEP + (
        "def handler(event, context):\n"
        "    if any(r['dynamodb']['Keys']['id']['S'] == 'bad' for r in event['Records']): raise ValueError('bad')\n"
        "    keep(event, context)\n"), role)
    put(server, "failing", "a", "b", "bad", "c")
    uuid = mapping(
        lam, FunctionName="failing", EventSourceArn=arn, BatchSize=10, MaximumRetryAttempts=1,
        BisectBatchOnFunctionError=True, DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::given-up"}})
    s3 = server.client("s3")
    keys = eventually(lambda: [o["Key"] for o in s3.list_objects_v2(Bucket="given-up").get("Contents", [])])
    assert len(keys) == 1 and keys[0].startswith(f"aws/lambda/{uuid}/shardId-")
    told = json.load(s3.get_object(Bucket="given-up", Key=keys[0])["Body"])
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 2
    assert told["requestContext"]["functionArn"] == ARN + "failing"
    assert told["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    info = told["DDBStreamBatchInfo"]
    assert info["batchSize"] == 1 and info["streamArn"] == arn
    assert info["startSequenceNumber"] == info["endSequenceNumber"]
    assert json.loads(told["payload"])["Records"][0]["dynamodb"]["Keys"] == {"id": {"S": "bad"}}
    given = [r["dynamodb"]["Keys"]["id"]["S"] for e in events(server, "failing", 2) for r in e["Records"]]
    eventually(lambda: {
        r["dynamodb"]["Keys"]["id"]["S"] for e in events(server, "failing", 1) for r in e["Records"]} == {"a", "b", "c"})
    assert "bad" not in given


def test_a_function_tells_which_it_failed_with(server, lam, role):
    arn = stream(server, "partial")
    functions.python(server, "partial", KEEP + (
        "tries = 0\n"
        "def handler(event, context):\n"
        "    global tries\n"
        "    keep(event, context)\n"
        "    tries += 1\n"
        "    number = event['Records'][1]['dynamodb']['SequenceNumber'] if tries == 1 else None\n"
        "    return {'batchItemFailures': [{'itemIdentifier': number}] if number else []}\n"), role)
    put(server, "partial", "a", "b", "c")
    mapping(lam, FunctionName="partial", EventSourceArn=arn, FunctionResponseTypes=["ReportBatchItemFailures"])
    sizes = sorted(len(e["Records"]) for e in events(server, "partial", 2))
    assert sizes == [2, 3]


def test_nothing_is_lost_with_a_crash(new_server, tmp_path):
    server = new_server(folder=tmp_path / "crash", environment={"HANOK_LAMBDA_RETRY_SECONDS": "0"}).start()
    role = functions.role(server, "sources", callers.allow(["dynamodb:*"]))
    client = server.client("dynamodb")
    client.create_table(
        TableName="seen", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    arn = stream(server, "crashed")
    functions.python(server, "crashed", KEEP + "def handler(event, context):\n    keep(event, context)\n", role)
    mapping(server.client("lambda"), FunctionName="crashed", EventSourceArn=arn, BatchSize=2)
    put(server, "crashed", *[str(number) for number in range(20)])
    events(server, "crashed", 1)
    server.kill()
    server.start()
    eventually(lambda: {
        r["dynamodb"]["Keys"]["id"]["S"] for e in events(server, "crashed", 1) for r in e["Records"]
    } == {str(number) for number in range(20)}, patience=60)


def test_the_role_must_be_let_in(server, lam):
    arn = stream(server, "guarded")
    functions.python(server, "guarded", "handler = print", functions.role(server, "without"))
    with pytest.raises(botocore.exceptions.ClientError) as error:
        lam.create_event_source_mapping(FunctionName="guarded", EventSourceArn=arn, StartingPosition="LATEST")
    assert error.value.response["Error"]["Message"] == (
        f"Cannot access stream {arn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, "
        "ListShards, and ListStreams Actions on your stream in IAM.")


# --- Destinations


def test_what_came_of_an_event_goes_on(server, lam, role):
    server.client("s3").create_bucket(Bucket="failures")
    functions.python(server, "sink", KEEP + "def handler(event, context):\n    keep(event, context)\n", role)
    functions.python(
        server, "source", "def handler(event, context):\n    if event.get('bad'): raise ValueError('bad')\n    return {'n': 1}\n",
        role)
    lam.put_function_event_invoke_config(
        FunctionName="source", MaximumRetryAttempts=1, DestinationConfig={
            "OnSuccess": {"Destination": ARN + "sink"}, "OnFailure": {"Destination": "arn:aws:s3:::failures"}})
    request = lam.invoke(FunctionName="source", InvocationType="Event", Payload=b'{"a":1}')["ResponseMetadata"]["RequestId"]
    told = events(server, "sink", 1)[0]
    assert told["version"] == "1.0" and told["requestPayload"] == {"a": 1} and told["responsePayload"] == {"n": 1}
    assert told["requestContext"] == {
        "requestId": request, "functionArn": ARN + "source:$LATEST", "condition": "Success", "approximateInvokeCount": 1}
    assert told["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST"}
    lam.invoke(FunctionName="source", InvocationType="Event", Payload=b'{"bad":true}')
    s3 = server.client("s3")
    keys = eventually(lambda: [o["Key"] for o in s3.list_objects_v2(Bucket="failures").get("Contents", [])])
    assert keys[0].startswith("aws/lambda/async/source/")
    failed = json.load(s3.get_object(Bucket="failures", Key=keys[0])["Body"])
    assert failed["requestContext"]["condition"] == "RetriesExhausted"
    assert failed["requestContext"]["approximateInvokeCount"] == 2
    assert failed["responseContext"]["functionError"] == "Unhandled"
    assert failed["responsePayload"]["errorMessage"] == "bad"


def test_functions_do_not_lead_to_one_another_for_ever(server, lam, role):
    for name in ("ping", "pong"):
        functions.python(server, name, KEEP + "def handler(event, context):\n    keep({}, context)\n", role)
    for name, other in (("ping", "pong"), ("pong", "ping")):
        lam.put_function_event_invoke_config(
            FunctionName=name, DestinationConfig={"OnSuccess": {"Destination": ARN + other}})
    lam.invoke(FunctionName="ping", InvocationType="Event", Payload=b"{}")
    events(server, "pong", 8)
    time.sleep(2)
    assert len(events(server, "pong", 8)) + len(events(server, "ping", 8)) == 16


def test_a_function_without_concurrency_fails_at_once(server, lam, role):
    functions.python(server, "stopped", "handler = print", role)
    server.client("s3").create_bucket(Bucket="stopped")
    lam.put_function_concurrency(FunctionName="stopped", ReservedConcurrentExecutions=0)
    lam.put_function_event_invoke_config(
        FunctionName="stopped", DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::stopped"}})
    assert lam.invoke(FunctionName="stopped", InvocationType="Event", Payload=b"{}")["StatusCode"] == 202
    s3 = server.client("s3")
    keys = eventually(lambda: [o["Key"] for o in s3.list_objects_v2(Bucket="stopped").get("Contents", [])])
    told = json.load(s3.get_object(Bucket="stopped", Key=keys[0])["Body"])
    assert told["requestContext"]["condition"] == "ZeroReservedConcurrency" and "responseContext" not in told


# --- URLs


def open_url(lam, name, **settings):
    url = lam.create_function_url_config(FunctionName=name, **{"AuthType": "NONE", **settings})["FunctionUrl"]
    lam.add_permission(
        FunctionName=name, StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*", FunctionUrlAuthType="NONE")
    lam.add_permission(
        FunctionName=name, StatementId="function", Action="lambda:InvokeFunction", Principal="*", InvokedViaFunctionUrl=True)
    return url


def ask(url, method="GET", body=None, headers=None):
    request = urllib.request.Request(url, method=method, data=body, headers=headers or {})
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read()


def test_a_url_gives_the_event_and_the_answer(server, lam, role):
    functions.python(server, "echo", "def handler(event, context):\n    return event\n", role)
    url = open_url(lam, "echo")
    status, headers, body = ask(
        url + "a%20b/c?x=1&x=2&y=%20z", "POST", b'{"k":1}',
        {"Content-Type": "application/json", "Cookie": "a=1; b=2", "X-Own": "v"})
    assert status == 200 and headers["Content-Type"] == "application/json"
    event = json.loads(body)
    assert event["version"] == "2.0" and event["routeKey"] == "$default"
    assert event["rawPath"] == "/a%20b/c" and event["rawQueryString"] == "x=1&x=2&y=%20z"
    assert event["queryStringParameters"] == {"x": "1,2", "y": " z"} and event["cookies"] == ["a=1", "b=2"]
    assert event["headers"]["x-own"] == "v" and "cookie" not in event["headers"]
    assert event["body"] == '{"k":1}' and event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert context["accountId"] == "anonymous" and context["http"]["method"] == "POST"
    assert context["domainPrefix"] == url.rstrip("/").rsplit("/", 1)[1] and "authorizer" not in context
    _, _, body = ask(url, "PUT", b"\xff\x00", {"Content-Type": "application/octet-stream"})
    event = json.loads(body)
    assert event["isBase64Encoded"] is True and base64.b64decode(event["body"]) == b"\xff\x00"


@pytest.mark.parametrize("returned, status, headers, body", [
    ("'Hello'", 200, {"Content-Type": "application/json"}, b'"Hello"'),
    ("None", 200, {"Content-Type": "application/json"}, b"null"),
    ("{'a': 1}", 200, {"Content-Type": "application/json"}, b'{"a": 1}'),
    ("{'statusCode': 201, 'headers': {'X-Own': 'v', 'Content-Type': 'text/html'}, 'body': '<p>'}", 201,
     {"X-Own": "v", "Content-Type": "text/html"}, b"<p>"),
    ("{'statusCode': 200, 'isBase64Encoded': True, 'body': '/wA='}", 200, {}, b"\xff\x00"),
    ("{'statusCode': 200, 'cookies': ['a=1; Path=/', 'b=2'], 'body': ''}", 200, {"Set-Cookie": "a=1; Path=/"}, b""),
    ("{'statusCode': 'many'}", 502, {}, b"Internal Server Error"),
    ("{'statusCode': 200, 'headers': {'X': 'a\\r\\nY: b'}}", 502, {}, b"Internal Server Error"),
    ("1 / 0", 502, {}, b"Internal Server Error"),
])
def test_answers_of_urls(server, lam, role, returned, status, headers, body):
    code = functions.archive({"index.py": f"def handler(event, context):\n    return {returned}\n"})
    try:
        lam.update_function_code(FunctionName="answers", ZipFile=code)
        url = lam.get_function_url_config(FunctionName="answers")["FunctionUrl"]
    except lam.exceptions.ResourceNotFoundException:
        functions.python(server, "answers", f"def handler(event, context):\n    return {returned}\n", role)
        url = open_url(lam, "answers")
    got, given, content = ask(url)
    assert got == status and content == body
    for name, value in headers.items():
        assert given[name] == value


def test_signed_urls(server, lam, role):
    functions.python(server, "signed", "def handler(event, context):\n    return event\n", role)
    url = lam.create_function_url_config(FunctionName="signed", AuthType="AWS_IAM")["FunctionUrl"]
    people = callers.Callers(server)
    _, may = people.user(callers.allow(["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], ARN + "signed"), name="may")
    _, half = people.user(callers.allow("lambda:InvokeFunctionUrl"))

    def signed(keys, body=b"{}"):
        request = botocore.awsrequest.AWSRequest(
            method="POST", url=url + "p?q=1", data=body, headers={"Content-Type": "application/json"})
        botocore.auth.SigV4Auth(botocore.credentials.Credentials(*keys), "lambda", REGION).add_auth(request)
        return ask(url + "p?q=1", "POST", body, dict(request.headers))

    status, _, body = signed(may)
    event = json.loads(body)
    assert status == 200 and event["requestContext"]["accountId"] == ACCOUNT
    iam = event["requestContext"]["authorizer"]["iam"]
    assert iam["userArn"] == f"arn:aws:iam::{ACCOUNT}:user/may" and iam["accessKey"] == may[0]
    assert "authorization" not in event["headers"]
    assert signed(half)[0] == 403
    assert signed((may[0], "wrong"))[0] == 403
    status, headers, body = ask(url)
    assert status == 403 and headers["x-amzn-ErrorType"] == "AccessDeniedException"
    assert json.loads(body)["Message"].startswith("Forbidden")


def test_urls_have_limits(server, lam, role):
    functions.python(server, "large", "def handler(event, context):\n    return 'x' * event.get('n', 7_000_000)\n", role)
    url = open_url(lam, "large")
    assert ask(url)[0] == 502
    assert ask(url, "POST", b"x" * 6_291_457)[0] == 413
    lam.put_function_concurrency(FunctionName="large", ReservedConcurrentExecutions=0)
    assert ask(url)[0] == 429
    lam.delete_function(FunctionName="large")
    assert ask(url)[0] == 403


# --- Layers


def test_layers_lie_below_opt(server, lam, role):
    layers = [
        lam.publish_layer_version(LayerName=name, Content={"ZipFile": functions.archive(files)})["LayerVersionArn"]
        for name, files in (
            ("first", {"python/words.py": "WORD = 'first'", "data/a": "a"}),
            ("second", {"python/words.py": "WORD = 'second'", "data/b": "b"}))
    ]
    functions.python(server, "layered", (
        "import os, words\n"
        "def handler(event, context):\n    return [words.WORD, sorted(os.listdir('/opt/data'))]\n"), role, Layers=layers)
    assert functions.invoke(server, "layered")[0] == ["second", ["a", "b"]]
    for name in ("first", "second"):
        lam.delete_layer_version(LayerName=name, VersionNumber=1)
    lam.update_function_configuration(FunctionName="layered", MemorySize=256)
    assert functions.invoke(server, "layered")[0] == ["second", ["a", "b"]]


def test_aliases_share_by_weight(server, lam, role):
    functions.python(
        server, "weighed", "def handler(event, context):\n    return context.function_version\n", role)
    lam.publish_version(FunctionName="weighed", Description="1")
    lam.publish_version(FunctionName="weighed", Description="2")
    lam.create_alias(
        FunctionName="weighed", Name="both", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    answers = [functions.invoke(server, "weighed", Qualifier="both") for _ in range(40)]
    assert {value for value, _ in answers} == {"1", "2"}
    assert all(answer["ExecutedVersion"] == value for value, answer in answers)
