"""CloudWatch Logs: groups, streams and events by boto3 and the AWS CLI."""

import json
import os
import pathlib
import secrets
import signal
import subprocess
import threading
import time

import pytest

from buckets import eventually
from callers import Callers, allow, denial_of, error_of
from hanok import REGION, Hanok

# `logs tail` came with version 2, which is in Debian and not on PyPI.
CLI_2 = pathlib.Path("/usr/bin/aws")


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


@pytest.fixture(scope="module")
def callers(server):
    return Callers(server)


@pytest.fixture
def group(logs):
    return new_group(logs)


def new_group(logs, streams=("s",)) -> str:
    name = "/test/" + secrets.token_hex(4)
    logs.create_log_group(logGroupName=name)
    for stream in streams:
        logs.create_log_stream(logGroupName=name, logStreamName=stream)
    return name


def now() -> int:
    return int(time.time() * 1000)


def put(logs, group, *messages, stream="s", at=None) -> dict:
    start = now() if at is None else at
    return logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
        {"timestamp": start + number, "message": message} for number, message in enumerate(messages)])


def messages(answer) -> list[str]:
    return [event["message"] for event in answer["events"]]


def found(logs, group, **more) -> list[str]:
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, **more)
    return [message for page in pages for message in messages(page)]


def arn_of(group) -> str:
    return f"arn:aws:logs:{REGION}:000000000000:log-group:{group}"


# Clients

def test_a_day_with_the_cli(server):
    name = "/cli/" + secrets.token_hex(4)
    server.aws("logs", "create-log-group", "--log-group-name", name, "--tags", "team=red")
    server.aws("logs", "create-log-stream", "--log-group-name", name, "--log-stream-name", "web")
    events = [{"timestamp": now(), "message": "GET /"}, {"timestamp": now() + 1, "message": "ERROR 안녕하세요"}]
    answer = server.aws_json(
        "logs", "put-log-events", "--log-group-name", name, "--log-stream-name", "web", "--log-events",
        json.dumps(events))
    assert "rejectedLogEventsInfo" not in answer
    got = server.aws_json("logs", "get-log-events", "--log-group-name", name, "--log-stream-name", "web")
    assert messages(got) == ["GET /", "ERROR 안녕하세요"]
    filtered = server.aws_json("logs", "filter-log-events", "--log-group-name", name, "--filter-pattern", "ERROR")
    assert messages(filtered) == ["ERROR 안녕하세요"]
    assert filtered["events"][0]["logStreamName"] == "web"
    server.aws("logs", "put-retention-policy", "--log-group-name", name, "--retention-in-days", "7")
    described = server.aws_json("logs", "describe-log-groups", "--log-group-name-prefix", name)["logGroups"][0]
    assert described["retentionInDays"] == 7
    assert described["arn"] == arn_of(name) + ":*"
    assert described["storedBytes"] == sum(len(event["message"].encode()) + 26 for event in events)
    assert server.aws_json("logs", "list-tags-for-resource", "--resource-arn", arn_of(name))["tags"] == {"team": "red"}
    server.aws("logs", "delete-log-group", "--log-group-name", name)
    assert server.aws_json("logs", "describe-log-groups", "--log-group-name-prefix", name)["logGroups"] == []


def test_tail_follows(server, logs, group, tmp_path):
    put(logs, group, "before")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_DEFAULT_REGION": REGION, "PYTHONUNBUFFERED": "1",
        "AWS_ACCESS_KEY_ID": server.root_key[0], "AWS_SECRET_ACCESS_KEY": server.root_key[1],
        "AWS_EC2_METADATA_DISABLED": "true"}
    tail = subprocess.Popen(
        [CLI_2, "--endpoint-url", server.endpoint, "logs", "tail", group, "--follow", "--since", "10m", "--format",
         "short"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        # A shell's job in the background has its Ctrl-C ignored, and all it starts too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    seen = []
    reader = threading.Thread(target=lambda: seen.extend(iter(tail.stdout.readline, "")), daemon=True)
    reader.start()
    try:
        eventually(lambda: any("before" in line for line in seen), seconds=60)
        put(logs, group, "while it follows")
        eventually(lambda: any("while it follows" in line for line in seen), seconds=60)
    finally:
        tail.send_signal(signal.SIGINT)
        tail.wait(timeout=60)
    reader.join(timeout=60)
    assert sum("before" in line for line in seen) == 1, seen


def test_following_shows_each_event_once(logs, group):
    """As the CLI's `tail --follow` asks: from the newest time on, leaving out the ids it has shown."""
    start = now()
    shown: list[str] = []
    known: dict[int, set] = {}

    def poll():
        request = {"logGroupName": group, "startTime": max(known, default=start), "interleaved": True}
        while True:
            page = logs.filter_log_events(**request)
            for event in page["events"]:
                ids = known.setdefault(event["timestamp"], set())
                if event["eventId"] not in ids:
                    ids.add(event["eventId"])
                    shown.append(event["message"])
            if "nextToken" not in page:
                return
            request["nextToken"] = page["nextToken"]

    poll()
    same_moment = now()
    for number in range(5):
        put(logs, group, f"m{number}", at=same_moment)
        poll()
    poll()
    assert shown == [f"m{number}" for number in range(5)]


def test_pages(logs, group):
    start = now() - 60_000
    for batch in range(3):
        put(logs, group, *(f"{batch * 1000 + number}" for number in range(1000)), at=start + batch * 1000)
    wanted = [str(number) for number in range(3000)]
    assert found(logs, group, PaginationConfig={"PageSize": 700}) == wanted
    got, token = [], {}
    while True:
        page = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True, limit=800, **token)
        if page["nextForwardToken"] == token.get("nextToken"):
            break
        got += messages(page)
        token = {"nextToken": page["nextForwardToken"]}
    assert got == wanted
    back, token = [], {}
    while True:
        page = logs.get_log_events(logGroupName=group, logStreamName="s", limit=800, **token)
        if page["nextBackwardToken"] == token.get("nextToken"):
            break
        back = messages(page) + back
        token = {"nextToken": page["nextBackwardToken"]}
    assert back == wanted


def test_groups_and_streams_are_paged(logs):
    prefix = "/pages/" + secrets.token_hex(4) + "/"
    for number in range(7):
        logs.create_log_group(logGroupName=f"{prefix}{number}")
    pages = logs.get_paginator("describe_log_groups").paginate(
        logGroupNamePrefix=prefix, PaginationConfig={"PageSize": 3})
    names = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    assert names == [f"{prefix}{number}" for number in range(7)]
    group = names[0]
    for number in range(7):
        logs.create_log_stream(logGroupName=group, logStreamName=f"s{number}")
        put(logs, group, "x", stream=f"s{number}", at=now() - number * 1000)
    pages = logs.get_paginator("describe_log_streams").paginate(
        logGroupName=group, orderBy="LastEventTime", descending=True, PaginationConfig={"PageSize": 2})
    assert [stream["logStreamName"] for page in pages for stream in page["logStreams"]] == [
        f"s{number}" for number in range(7)]


@pytest.mark.parametrize("pattern, wanted", [
    ("ERROR", ["ERROR disk full", '{"level": "ERROR", "ms": 512}']),
    ("?WARN ?disk", ["ERROR disk full", "WARN slow"]),
    ("ERROR -disk", ['{"level": "ERROR", "ms": 512}']),
    ('"disk full"', ["ERROR disk full"]),
    ('{ $.level = "ERROR" && $.ms > 500 }', ['{"level": "ERROR", "ms": 512}']),
    ('{ $.ms IS NULL || $.user NOT EXISTS }', ['{"level": "ERROR", "ms": 512}', '{"level": "INFO", "ms": null}']),
    ("[level = WARN, what]", ["WARN slow"]),
    ("%^WARN|full$%", ["ERROR disk full", "WARN slow"]),
])
def test_patterns(logs, pattern, wanted):
    group = new_group(logs)
    put(logs, group, "ERROR disk full", "WARN slow", '{"level": "ERROR", "ms": 512}', '{"level": "INFO", "ms": null}')
    assert found(logs, group, filterPattern=pattern) == wanted


def test_events_that_are_too_old_or_too_new_are_told(logs, group):
    day = 86_400_000
    answer = put(logs, group, "old", at=now() - 15 * day)
    assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}
    answer = put(logs, group, "new", at=now() + 3 * 3_600_000)
    assert answer["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 0}
    error = error_of(logs.put_log_events, logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now(), "message": "b"}, {"timestamp": now() - 1000, "message": "a"}])
    assert error["Code"] == "InvalidParameterException"
    assert error["Message"] == "Log events in a single PutLogEvents request must be in chronological order."
    assert found(logs, group) == []


def test_what_is_not_there(logs):
    group = "/none/" + secrets.token_hex(4)
    error = error_of(logs.filter_log_events, logGroupName=group)
    assert error["Code"] == "ResourceNotFoundException"
    assert error["Message"] == "The specified log group does not exist."
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.create_log_stream(logGroupName=group, logStreamName="s")
    assert error_of(logs.start_query, logGroupName=group, startTime=0, endTime=1, queryString="fields @message")[
        "Code"] == "UnknownOperationException"
    assert error_of(logs.create_log_group, logGroupName=group, kmsKeyId="k")["Code"] == "InvalidParameterException"


# What goes by itself

def test_retention_runs(executable, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "hanok.yaml").write_text("logs:\n  retentionDaySeconds: 2\n")
    server = Hanok(executable, folder, options=["--config", str(folder / "hanok.yaml")]).start()
    try:
        logs = server.client("logs")
        group, kept = new_group(logs), new_group(logs)
        for name in (group, kept):
            put(logs, name, "soon gone")
        logs.put_retention_policy(logGroupName=group, retentionInDays=1)
        eventually(lambda: found(logs, group) == [])

        def stored(name):
            return logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["storedBytes"]

        eventually(lambda: stored(group) == 0, seconds=60)
        assert stored(kept) == len("soon gone") + 26
        assert found(logs, kept) == ["soon gone"]
        assert put(logs, group, "too late", at=now() - 5000)["rejectedLogEventsInfo"]["expiredLogEventEndIndex"] == 1
        put(logs, group, "new")
        assert found(logs, group) == ["new"]
        assert server.stop() == 0
    finally:
        server.kill()


def test_what_was_acknowledged_survives_a_kill(new_server):
    server = new_server().start()
    logs = server.client("logs", max_pool_connections=4)
    group = new_group(logs, streams=[f"s{number}" for number in range(4)])
    acknowledged: list[str] = []
    lock = threading.Lock()

    def write(stream):
        for number in range(10_000):
            message = f"{stream} {number}"
            try:
                put(logs, group, message, stream=stream)
            except Exception:
                return
            with lock:
                acknowledged.append(message)

    writers = [threading.Thread(target=write, args=(f"s{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(1.5)
    server.kill()
    for writer in writers:
        writer.join()
    assert acknowledged
    server.start()
    logs = server.client("logs")
    there = found(logs, group)
    assert set(acknowledged) <= set(there)
    assert len(there) == len(set(there))
    stored = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["storedBytes"]
    assert stored == sum(len(message) + 26 for message in there)


# Who may do what

def test_policies_for_a_group(server, logs, callers):
    """AWS's ARNs: `GROUP:*` lets in what is done with the group and its streams, `GROUP` alone does not."""
    group, other = new_group(logs), new_group(logs)
    name, keys = callers.user(allow("logs:*", arn_of(group) + ":*"))
    user = server.client("logs", keys)
    put(user, group, "mine")
    assert found(user, group) == ["mine"]
    user.put_retention_policy(logGroupName=group, retentionInDays=30)
    denied = denial_of(user.put_log_events, logGroupName=other, logStreamName="s", logEvents=[
        {"timestamp": now(), "message": "x"}])
    assert denied["Message"] == (
        f"User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: logs:PutLogEvents on resource: "
        f"{arn_of(other)}:log-stream:s because no identity-based policy allows the logs:PutLogEvents action")
    denial_of(user.describe_log_groups)
    denial_of(user.list_tags_for_resource, resourceArn=arn_of(group))
    _, keys = callers.user(allow("logs:*", arn_of(group)))
    bare = server.client("logs", keys)
    denial_of(bare.filter_log_events, logGroupName=group)
    assert bare.list_tags_for_resource(resourceArn=arn_of(group))["tags"] == {}


def test_one_stream_only(server, logs, callers):
    group = new_group(logs, streams=["a", "b"])
    _, keys = callers.user(allow(["logs:PutLogEvents", "logs:GetLogEvents"], f"{arn_of(group)}:log-stream:a"))
    user = server.client("logs", keys)
    put(user, group, "x", stream="a")
    denial_of(user.get_log_events, logGroupName=group, logStreamName="b")
    denial_of(user.filter_log_events, logGroupName=group)


def test_tags_decide(server, logs, callers):
    red = "/tags/" + secrets.token_hex(4)
    logs.create_log_group(logGroupName=red, tags={"team": "red"})
    blue = new_group(logs)
    _, keys = callers.user(
        allow("logs:DescribeLogStreams", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "red"}}),
        allow(["logs:CreateLogGroup", "logs:TagResource"], "*",
              Condition={"StringEquals": {"aws:RequestTag/team": "red"}}))
    user = server.client("logs", keys)
    user.describe_log_streams(logGroupName=red)
    denial_of(user.describe_log_streams, logGroupName=blue)
    denial_of(user.create_log_group, logGroupName=red + "2")
    user.create_log_group(logGroupName=red + "2", tags={"team": "red"})


def test_each_region_has_its_own(server, logs, group):
    elsewhere = server.client("logs", region="eu-west-1")
    assert elsewhere.describe_log_groups(logGroupNamePrefix=group)["logGroups"] == []
    elsewhere.create_log_group(logGroupName=group)
    assert elsewhere.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["logGroupArn"].split(":")[3] == (
        "eu-west-1")


def test_events_are_no_management_events(server, logs):
    group = new_group(logs)
    put(logs, group, "x")
    found(logs, group)
    events = server.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventSource", "AttributeValue": "logs.amazonaws.com"}])["Events"]
    names = {event["EventName"] for event in events}
    assert "CreateLogGroup" in names
    assert not names & {"PutLogEvents", "FilterLogEvents", "GetLogEvents"}
