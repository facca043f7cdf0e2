"""Functions that are made and run: events, answers, errors, logs, environment, copies, and what becomes of them."""

import base64
import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

import botocore.exceptions
import pytest

import functions
from hanok import REGION

ACCOUNT = "000000000000"
ECHO = "def handler(event, context):\n    return event\n"


@pytest.fixture(scope="module")
def role(server):
    return functions.role(server, "functions")


def test_a_function_answers_what_it_returns(server, role):
    made = functions.python(server, "echo", ECHO, role)
    assert made["State"] == "Pending" and made["Version"] == "$LATEST" and made["MemorySize"] == 128
    assert made["FunctionArn"] == f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:echo"
    for event in ({"a": [1, "둘", None]}, [], "text", 1.5, None, {"emoji": "🏠", "quote": '"'}):
        value, answer = functions.invoke(server, "echo", event)
        assert value == event and answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
        assert "FunctionError" not in answer
    nothing, answer = server.client("lambda").invoke(FunctionName="echo"), None
    assert json.load(nothing["Payload"]) == {}


def test_what_it_writes_stands_in_its_log(server, role):
    functions.python(server, "talker", (
        "import logging, sys\n"
        "def handler(event, context):\n"
        "    print('printed', event['n'])\n"
        "    print('two\\nlines', file=sys.stderr)\n"
        "    logging.getLogger().warning('logged')\n"
        "    return context.aws_request_id\n"), role)
    request, answer = functions.invoke(server, "talker", {"n": 1}, LogType="Tail")
    assert request == answer["ResponseMetadata"]["RequestId"]
    tail = base64.b64decode(answer["LogResult"]).decode()
    assert f"START RequestId: {request} Version: $LATEST\nprinted 1\ntwo\nlines\n" in tail
    messages = functions.log(server, "talker")
    assert messages[0].startswith("INIT_START Runtime Version: python:3.12")
    assert messages[1:5] == [f"START RequestId: {request} Version: $LATEST\n", "printed 1\n", "two\n", "lines\n"]
    assert messages[5].startswith("[WARNING]") and messages[5].endswith(f"\t{request}\tlogged\n")
    assert messages[6] == f"END RequestId: {request}\n"
    report = dict(part.split(": ", 1) for part in messages[7].strip().split("\t") if part)
    assert report["REPORT RequestId"] == request and report["Memory Size"] == "128 MB"
    assert 5 < int(report["Max Memory Used"].split()[0]) <= 128
    assert float(report["Init Duration"].split()[0]) > 0 and float(report["Duration"].split()[0]) > 0
    streams = server.client("logs").describe_log_streams(logGroupName="/aws/lambda/talker")["logStreams"]
    assert len(streams) == 1 and "/[$LATEST]" in streams[0]["logStreamName"]


def test_the_context_is_right(server, role):
    functions.python(server, "context", (
        "import os, time\n"
        "def handler(event, context):\n"
        "    left = context.get_remaining_time_in_millis()\n"
        "    names = ['AWS_REGION', 'AWS_LAMBDA_FUNCTION_NAME', '_HANDLER', 'LAMBDA_TASK_ROOT', 'OWN', 'AWS_EXECUTION_ENV']\n"
        "    return {'left': left, 'name': context.function_name, 'arn': context.invoked_function_arn,\n"
        "            'memory': context.memory_limit_in_mb, 'group': context.log_group_name,\n"
        "            'custom': context.client_context.custom if context.client_context else None,\n"
        "            'variables': {name: os.environ.get(name) for name in names}, 'folder': os.getcwd()}\n"),
        role, Environment={"Variables": {"OWN": "값"}}, MemorySize=256)
    own = base64.b64encode(json.dumps({"custom": {"k": "v"}}).encode()).decode()
    value, _ = functions.invoke(server, "context", {}, ClientContext=own)
    assert 9000 < value.pop("left") <= 10000
    assert value == {
        "name": "context", "arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:context", "memory": "256",
        "group": "/aws/lambda/context", "custom": {"k": "v"}, "folder": "/var/task",
        "variables": {
            "AWS_REGION": REGION, "AWS_LAMBDA_FUNCTION_NAME": "context", "_HANDLER": "index.handler",
            "LAMBDA_TASK_ROOT": "/var/task", "OWN": "값", "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12"}}


def test_errors_are_told_as_aws_tells_them(server, role):
    functions.python(server, "wrong", "def handler(event, context):\n    raise ValueError('no ' + event['what'])\n", role)
    value, answer = functions.invoke(server, "wrong", {"what": "good"})
    assert answer["FunctionError"] == "Unhandled" and answer["StatusCode"] == 200
    assert value["errorMessage"] == "no good" and value["errorType"] == "ValueError"
    assert value["requestId"] == answer["ResponseMetadata"]["RequestId"]
    assert "index.py" in value["stackTrace"][0]
    messages = functions.log(server, "wrong")
    assert any(message.startswith("[ERROR] ValueError: no good\nTraceback (most recent call last):") for message in messages)


def test_a_module_that_does_not_load(server, role):
    functions.python(server, "broken", "import nothing_of_that_name\n", role)
    value, answer = functions.invoke(server, "broken", {})
    assert answer["FunctionError"] == "Unhandled"
    assert value["errorType"] == "Runtime.ImportModuleError"
    assert value["errorMessage"] == "Unable to import module 'index': No module named 'nothing_of_that_name'"


def test_time_is_limited(server, role):
    functions.python(server, "sleeper", (
        "import signal, time\n"
        "for number in (signal.SIGTERM, signal.SIGINT):\n    signal.signal(number, signal.SIG_IGN)\n"
        "def handler(event, context):\n    time.sleep(event)\n    return 'awake'\n"), role, Timeout=1)
    value, answer = functions.invoke(server, "sleeper", 30)
    request = answer["ResponseMetadata"]["RequestId"]
    assert answer["FunctionError"] == "Unhandled"
    assert value == {"errorType": "Sandbox.Timedout",
                     "errorMessage": f"RequestId: {request} Error: Task timed out after 1.00 seconds"}
    messages = functions.log(server, "sleeper", "Status: timeout")
    assert any(message.endswith(f"{request} Task timed out after 1.00 seconds\n") for message in messages)
    # The next event goes to another copy.
    assert functions.invoke(server, "sleeper", 0)[0] == "awake"


def test_a_function_that_ends_itself(server, role):
    functions.python(server, "ender", "import os\ndef handler(event, context):\n    os._exit(3)\n", role)
    value, answer = functions.invoke(server, "ender", {})
    request = answer["ResponseMetadata"]["RequestId"]
    assert value == {"errorType": "Runtime.ExitError",
                     "errorMessage": f"RequestId: {request} Error: Runtime exited with error: exit status 3"}


def test_copies_are_used_again_and_side_by_side(server, role):
    functions.python(server, "copies", (
        "import time, uuid\nown = str(uuid.uuid4())\n"
        "def handler(event, context):\n    time.sleep(event)\n    return own\n"), role)
    first = {functions.invoke(server, "copies", 0)[0] for _ in range(5)}
    assert len(first) == 1
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        many = set(pool.map(lambda _: functions.invoke(server, "copies", 1)[0], range(4)))
    assert len(many) == 4 and first < many


def test_changes_count_at_once(server, role):
    functions.python(server, "changing", "import os\ndef handler(e, c):\n    return [1, os.environ.get('VALUE')]\n", role)
    client = server.client("lambda")
    assert functions.invoke(server, "changing")[0] == [1, None]
    update = client.update_function_configuration(FunctionName="changing", Environment={"Variables": {"VALUE": "x"}})
    assert update["LastUpdateStatus"] == "InProgress"
    client.get_waiter("function_updated_v2").wait(FunctionName="changing")
    assert functions.invoke(server, "changing")[0] == [1, "x"]
    client.update_function_code(FunctionName="changing", Publish=True, ZipFile=functions.archive(
        {"index.py": "import os\ndef handler(e, c):\n    return [2, os.environ.get('VALUE')]\n"}))
    assert functions.invoke(server, "changing")[0] == [2, "x"]
    client.update_function_code(FunctionName="changing", ZipFile=functions.archive(
        {"index.py": "def handler(e, c):\n    return 3\n"}))
    assert functions.invoke(server, "changing")[0] == 3
    assert functions.invoke(server, "changing", Qualifier="1")[0] == [2, "x"]


def test_code_that_is_changed_under_load(server, role):
    """Whoever calls meanwhile gets the old function's answer or the new one's, whole."""
    source = (
        "import time\n"
        "def handler(event, context):\n"
        "    time.sleep(0.05)\n"
        "    import part\n"
        "    return part.NUMBER\n")

    def archive(number):
        return functions.archive({"index.py": source, "part.py": f"NUMBER = {number}\n"})

    functions.python(server, "changing-under-load", source, role)
    client = server.client("lambda")
    client.update_function_code(FunctionName="changing-under-load", ZipFile=archive(0))
    done, seen, wrong = threading.Event(), [], []

    def call():
        while not done.is_set():
            value, answer = functions.invoke(server, "changing-under-load", 0)
            (wrong if "FunctionError" in answer else seen).append(value)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 13):
        client.update_function_code(FunctionName="changing-under-load", ZipFile=archive(number))
        time.sleep(0.4)
    done.set()
    for thread in threads:
        thread.join()
    assert seen and not wrong
    assert functions.invoke(server, "changing-under-load", 0)[0] == 12
    deadline = time.monotonic() + 60
    folder = server.folder / "data"
    while time.monotonic() < deadline:
        parts = [path.read_text() for path in folder.glob("store-*/functions/code/*/part.py")]
        if parts == ["NUMBER = 12\n"]:
            break
        time.sleep(0.2)
    assert parts == ["NUMBER = 12\n"]


def test_its_role_is_what_it_may(server):
    table = server.client("dynamodb")
    table.create_table(
        TableName="posts", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}])
    arn = functions.role(server, "writer", {
        "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": f"arn:aws:dynamodb:*:{ACCOUNT}:table/posts"})
    functions.python(server, "writer", (
        "import boto3\n"
        "def handler(event, context):\n"
        "    table = boto3.resource('dynamodb').Table('posts')\n"
        "    if event == 'who':\n        return boto3.client('sts').get_caller_identity()['Arn']\n"
        "    if event == 'read':\n        return table.scan()\n"
        "    table.put_item(Item=event)\n"), arn, MemorySize=512)
    assert functions.invoke(server, "writer", {"id": 1, "title": "첫 글"})[0] is None
    assert table.scan(TableName="posts")["Items"] == [{"id": {"N": "1"}, "title": {"S": "첫 글"}}]
    assert functions.invoke(server, "writer", "who")[0] == f"arn:aws:sts::{ACCOUNT}:assumed-role/writer/writer"
    value, answer = functions.invoke(server, "writer", "read")
    assert answer["FunctionError"] == "Unhandled" and "not authorized to perform: dynamodb:Scan" in value["errorMessage"]


def test_roles_that_lambda_may_not_take_on(server, role):
    iam = server.client("iam")
    trust = json.dumps(functions.TRUST).replace("lambda.amazonaws.com", "ec2.amazonaws.com")
    other = iam.create_role(RoleName="machine", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    for arn in (other, f"arn:aws:iam::{ACCOUNT}:role/nobody"):
        with pytest.raises(botocore.exceptions.ClientError) as refusal:
            functions.python(server, "refused", ECHO, arn)
        assert refusal.value.response["Error"]["Code"] == "InvalidParameterValueException"
        assert refusal.value.response["Error"]["Message"] == "The role defined for the function cannot be assumed by Lambda."
    user = iam.create_user(UserName="maker")["User"]
    key = iam.create_access_key(UserName="maker")["AccessKey"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}]}
    iam.put_user_policy(UserName="maker", PolicyName="own", PolicyDocument=json.dumps(policy))
    client = server.client("lambda", (key["AccessKeyId"], key["SecretAccessKey"]))
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        client.create_function(
            FunctionName="passed", Role=role, Runtime="python3.12", Handler="index.handler",
            Code={"ZipFile": functions.archive({"index.py": ECHO})})
    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"
    assert f"{user['Arn']} is not authorized to perform: iam:PassRole on resource: {role}" in \
        refusal.value.response["Error"]["Message"]


def test_node(server, role):
    client = server.client("lambda")
    sources = {
        "promise": {"index.mjs": "export const handler = async (event, context) => {\n"
                    "  console.log('event', event);\n  return {event, id: context.awsRequestId, left: context.getRemainingTimeInMillis() > 0};\n};\n"},
        "callback": {"index.js": "exports.handler = (event, context, callback) => setTimeout(() => callback(null, {event, id: context.awsRequestId, left: true}), 5);\n"},
    }
    for name, files in sources.items():
        client.create_function(
            FunctionName=name, Role=role, Runtime="nodejs22.x", Handler="index.handler", Timeout=10,
            Code={"ZipFile": functions.archive(files)})
        value, answer = functions.invoke(server, name, {"n": 1})
        assert value == {"event": {"n": 1}, "id": answer["ResponseMetadata"]["RequestId"], "left": True}
    assert any("\tINFO\tevent { n: 1 }" in message for message in functions.log(server, "promise"))
    client.update_function_code(FunctionName="callback", ZipFile=functions.archive(
        {"index.js": "exports.handler = async () => { throw new TypeError('no'); };\n"}))
    value, answer = functions.invoke(server, "callback", {})
    assert answer["FunctionError"] == "Unhandled" and value["errorType"] == "TypeError" and value["errorMessage"] == "no"


def test_any_bootstrap(server, role):
    """A provided runtime is whatever program speaks the Runtime API."""
    bootstrap = """#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  event=$(curl -sS -D /tmp/headers "$api/next")
  id=$(grep -i lambda-runtime-aws-request-id /tmp/headers | tr -d '[:space:]' | cut -d: -f2)
  echo "event $event"
  curl -sS -d "{\\"got\\": $event}" "$api/$id/response" > /dev/null
done
"""
    client = server.client("lambda")
    client.create_function(
        FunctionName="shell", Role=role, Runtime="provided.al2023", Handler="any", Timeout=10,
        Code={"ZipFile": functions.archive({"bootstrap": bootstrap}, executable=["bootstrap"])})
    assert functions.invoke(server, "shell", {"n": 1})[0] == {"got": {"n": 1}}
    assert functions.invoke(server, "shell", 2)[0] == {"got": 2}


def test_a_client_context_of_several_lines(server, role):
    functions.python(
        server, "context-lines", "def handler(event, context):\n    return context.client_context.custom\n", role)
    context = base64.b64encode(b'{"custom":\r\n\t{"a": "b c"}}').decode()
    for _ in range(2):
        value, answer = functions.invoke(server, "context-lines", 0, ClientContext=context)
        assert value == {"a": "b c"} and "FunctionError" not in answer


def test_dry_run_and_who_may_invoke(server, role):
    functions.python(server, "guarded", ECHO, role)
    _, answer = functions.invoke(server, "guarded", {}, InvocationType="DryRun")
    assert answer["StatusCode"] == 204
    iam = server.client("iam")
    iam.create_user(UserName="caller")
    key = iam.create_access_key(UserName="caller")["AccessKey"]
    client = server.client("lambda", (key["AccessKeyId"], key["SecretAccessKey"]))
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        client.invoke(FunctionName="guarded")
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert "is not authorized to perform: lambda:InvokeFunction on resource: " \
        f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:guarded because no identity-based policy allows" in \
        refusal.value.response["Error"]["Message"]


def test_reserved_concurrency_is_kept(server, role):
    functions.python(server, "few", "import time\ndef handler(e, c):\n    time.sleep(e)\n", role)
    client = server.client("lambda")
    client.put_function_concurrency(FunctionName="few", ReservedConcurrentExecutions=1)
    functions.invoke(server, "few", 0)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        slow = pool.submit(functions.invoke, server, "few", 2)
        time.sleep(0.7)
        with pytest.raises(client.exceptions.TooManyRequestsException) as refusal:
            client.invoke(FunctionName="few", Payload=b"0")
        assert refusal.value.response["Error"]["Message"] == "Rate Exceeded."
        assert refusal.value.response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
        slow.result()
    client.delete_function_concurrency(FunctionName="few")
    functions.invoke(server, "few", 0)


def test_the_code_can_be_fetched_again(server, role):
    functions.python(server, "fetched", ECHO, role)
    location = server.client("lambda").get_function(FunctionName="fetched")["Code"]["Location"]
    fetched = subprocess.run(["curl", "-sS", location], capture_output=True, check=True).stdout
    assert fetched == functions.archive({"index.py": ECHO})
    refused = subprocess.run(
        ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", location[:-3] + "abc"], capture_output=True, text=True)
    assert refused.stdout == "403"


def test_code_from_a_bucket(server, role):
    s3 = server.client("s3")
    s3.create_bucket(Bucket="archives")
    s3.put_object(Bucket="archives", Key="echo.zip", Body=functions.archive({"index.py": ECHO}))
    client = server.client("lambda")
    client.create_function(
        FunctionName="from-bucket", Role=role, Runtime="python3.13", Handler="index.handler",
        Code={"S3Bucket": "archives", "S3Key": "echo.zip"})
    assert functions.invoke(server, "from-bucket", [1])[0] == [1]
    with pytest.raises(client.exceptions.InvalidParameterValueException, match="S3 Error Code: NoSuchKey"):
        client.update_function_code(FunctionName="from-bucket", S3Bucket="archives", S3Key="nothing.zip")


def test_events_are_run_later_and_tried_again(new_server):
    server = new_server(environment={"HANOK_LAMBDA_RETRY_SECONDS": "0"}).start()
    arn = functions.role(server, "later")
    functions.python(server, "later", "def handler(event, context):\n    print('event', event)\n    raise Exception('no')\n", arn)
    _, answer = functions.invoke(server, "later", {"n": 1}, InvocationType="Event")
    assert answer["StatusCode"] == 202
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        messages = functions.log(server, "later")
        runs = [message for message in messages if message == "event {'n': 1}\n"]
        if len(runs) == 3:
            break
        time.sleep(0.2)
    starts = {message for message in messages if message.startswith("START")}
    assert len(runs) == 3 and starts == {
        f"START RequestId: {answer['ResponseMetadata']['RequestId']} Version: $LATEST\n"}
    assert server.stop() == 0


def test_a_slow_function_does_not_hold_up_the_events_of_others(new_server):
    server = new_server().start()
    arn = functions.role(server, "queues")
    sleeping = "import time\ndef handler(event, context):\n    time.sleep(45)\n"
    for name in ("slow-one", "slow-two"):
        functions.python(server, name, sleeping, arn, Timeout=60)
    functions.python(server, "quick", "def handler(event, context):\n    print('ran', event)\n", arn)
    client = server.client("lambda")
    for number in range(60):
        for name in ("slow-one", "slow-two"):
            client.invoke(FunctionName=name, InvocationType="Event", Payload=b"1")
    client.invoke(FunctionName="quick", InvocationType="Event", Payload=b'"at once"')
    functions.log(server, "quick", "ran at once", patience=40)


def test_accepted_events_are_run_across_a_crash(new_server):
    """A thousand events, and the server killed while it runs them."""
    server = new_server().start()
    dynamodb = server.client("dynamodb")
    dynamodb.create_table(
        TableName="runs", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "event", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "event", "AttributeType": "N"}])
    arn = functions.role(server, "counted", {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "*"})
    # A log may lack what was printed just before the crash; what the table has acknowledged is there.
    functions.python(server, "counted", (
        "import boto3\n"
        "runs = boto3.client('dynamodb')\n"
        "def handler(event, context):\n"
        "    runs.put_item(TableName='runs', Item={'event': {'N': str(event)}})\n"), arn)
    client = server.client("lambda")
    for number in range(1000):
        assert client.invoke(FunctionName="counted", InvocationType="Event", Payload=str(number))["StatusCode"] == 202
        if number == 600:
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            server.start()
            client, dynamodb = server.client("lambda"), server.client("dynamodb")
    missing = set(range(1000))
    deadline = time.monotonic() + 120
    while missing and time.monotonic() < deadline:
        time.sleep(0.5)
        pages = dynamodb.get_paginator("scan").paginate(TableName="runs")
        missing = set(range(1000)) - {int(item["event"]["N"]) for page in pages for item in page["Items"]}
    assert not missing, sorted(missing)[:5]
    assert server.stop() == 0


def running_sandboxes() -> set[int]:
    found = set()
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if b"sandbox-init" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def own_sandboxes(server) -> set[int]:
    def parent(pid):
        try:
            return int(next(line for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
                            if line.startswith("PPid")).split()[1])
        except OSError:
            return 0

    own = set()
    for pid in running_sandboxes():
        above = pid
        while above > 1:
            above = parent(above)
            if above == server.process.pid:
                own.add(pid)
                break
    return own


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running(new_server, number):
    server = new_server().start()
    arn = functions.role(server, "left")
    functions.python(server, "left", (
        "import os, time\n"
        "def handler(event, context):\n"
        "    if os.fork() == 0:\n        os.setsid()\n        time.sleep(600)\n"), arn)
    functions.invoke(server, "left", {})
    own = own_sandboxes(server)
    assert own
    server.process.send_signal(number)
    server.process.wait(timeout=20)
    deadline = time.monotonic() + 60
    while own & running_sandboxes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not own & running_sandboxes()


def test_warm_copies_outlive_a_pause_and_idle_ones_are_ended(new_server):
    server = new_server(environment={"HANOK_LAMBDA_IDLE_SECONDS": "6"}).start()
    arn = functions.role(server, "idle")
    functions.python(server, "idle", "import uuid\nown = str(uuid.uuid4())\ndef handler(e, c):\n    return own\n", arn)
    first = functions.invoke(server, "idle")[0]
    time.sleep(3.5)
    assert functions.invoke(server, "idle")[0] == first
    deadline = time.monotonic() + 60
    while own_sandboxes(server) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not own_sandboxes(server)
    assert functions.invoke(server, "idle")[0] != first
    assert server.stop() == 0


def test_a_function_in_swift(server, role, tmp_path):
    """The example, built as its head says."""
    source = pathlib.Path(__file__).resolve().parent.parent / "Examples/swift-function/bootstrap.swift"
    program = tmp_path / "bootstrap"
    subprocess.run(["swiftc", "-O", "-static-stdlib", source, "-o", program], check=True, cwd=tmp_path)
    client = server.client("lambda")
    client.create_function(
        FunctionName="swift", Role=role, Runtime="provided.al2023", Handler="bootstrap", Timeout=10, MemorySize=256,
        Code={"ZipFile": functions.archive({"bootstrap": program.read_bytes()}, executable=["bootstrap"])})
    for number in range(3):
        assert functions.invoke(server, "swift", {"n": number})[0] == {"message": "Hello from Swift", "event": {"n": number}}
    assert "event {\"n\": 2}\n" in functions.log(server, "swift", '{"n": 2}')


WHO = (
    "import os, boto3\n"
    "def handler(event, context):\n"
    "    url = boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': 'b', 'Key': 'k'})\n"
    "    return [os.environ['AWS_ENDPOINT_URL'], boto3.client('sts').get_caller_identity()['Arn'], url.split('?')[0]]\n")


def test_the_endpoint_inside_is_the_public_address(new_server, tmp_path):
    """Another host and port than the server's own: inside they lead to the server, outside they are whoever's."""
    server = new_server(options=["--public-url", "http://hanok.example:8123"]).start()
    functions.python(server, "who", WHO, functions.role(server, "who"), MemorySize=512)
    value, answer = functions.invoke(server, "who")
    assert value == ["http://hanok.example:8123", f"arn:aws:sts::{ACCOUNT}:assumed-role/who/who",
                     "http://hanok.example:8123/b/k"], answer
    assert server.stop() == 0


def test_the_endpoint_inside_with_an_own_authority(new_server):
    server = new_server(options=["--tls", "local"])
    server.start()
    functions.python(server, "who", WHO, functions.role(server, "who"), MemorySize=512)
    value, answer = functions.invoke(server, "who")
    assert value[:2] == [f"https://localhost:{server.port}", f"arn:aws:sts::{ACCOUNT}:assumed-role/who/who"], value
    assert server.stop() == 0


def test_without_bubblewrap_functions_are_refused(new_server, tmp_path):
    """A machine that lacks it says how to get it; who wants functions all the same says so."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("python3", "env"):
        (tools / name).symlink_to(shutil.which(name))
    lone = {"PATH": str(tools)}
    server = new_server(environment=lone).start()
    functions.python(server, "kept", ECHO, functions.role(server, "kept"))
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        functions.invoke(server, "kept", 1)
    assert "apt-get install bubblewrap" in refusal.value.response["Error"]["Message"]
    assert server.stop() == 0
    free = new_server(environment={**os.environ, "HANOK_LAMBDA_SANDBOX": "none"}).start()
    functions.python(free, "free", ECHO, functions.role(free, "free"))
    assert functions.invoke(free, "free", {"n": 1})[0] == {"n": 1}
    functions.python(free, "who", WHO, functions.role(free, "who"), MemorySize=512)
    value, answer = functions.invoke(free, "who")
    assert value[1] == f"arn:aws:sts::{ACCOUNT}:assumed-role/who/who", answer
    assert free.stop() == 0
