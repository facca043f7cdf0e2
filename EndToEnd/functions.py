"""Functions for tests: archives, roles that Lambda takes on, and their logs."""

import io
import json
import time
import zipfile

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
LOGS = {"Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}


def archive(files: dict, executable=()) -> bytes:
    """A zip file of texts or bytes by their paths."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = (0o755 if path in executable else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return packed.getvalue()


def role(server, name, *statements) -> str:
    iam = server.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    policy = {"Version": "2012-10-17", "Statement": [LOGS, *statements]}
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(policy))
    return arn


def python(server, name, source, role_arn, **settings):
    """A Python function whose handler is `index.handler`."""
    settings = {"Runtime": "python3.12", "Handler": "index.handler", "Timeout": 10, **settings}
    client = server.client("lambda")
    made = client.create_function(
        FunctionName=name, Role=role_arn, Code={"ZipFile": archive({"index.py": source})}, **settings)
    client.get_waiter("function_active_v2").wait(FunctionName=name)
    return made


def invoke(server, name, event=None, **parameters):
    """What a function returned, and the whole answer."""
    answer = server.client("lambda", read_timeout=60).invoke(
        FunctionName=name, Payload=json.dumps(event).encode(), **parameters)
    text = answer["Payload"].read()
    return (json.loads(text) if text else None), answer


def log(server, name, having="REPORT", patience=60.0) -> list[str]:
    """The messages of a function's log, once one of them has the text."""
    client = server.client("logs")
    deadline = time.monotonic() + patience
    messages = []
    while time.monotonic() < deadline:
        try:
            pages = client.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}")
            messages = [event["message"] for page in pages for event in page["events"]]
        except client.exceptions.ResourceNotFoundException:
            messages = []
        if any(having in message for message in messages):
            return messages
        time.sleep(0.1)
    raise AssertionError(f"no {having!r} in {messages}")
