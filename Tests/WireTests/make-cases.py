"""Writes Fixtures/botocore-requests.json: one request of each operation served, with every
member set, as botocore serializes it, and the members that must be read back from it.

    python3 Tests/WireTests/make-cases.py
"""

from __future__ import annotations

import base64
import datetime
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import botocore.awsrequest
import botocore.loaders
import botocore.model
import botocore.serialize

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tools" / "GenerateModels"))

from model import Member, Operation, Service, Shape  # noqa: E402

TIME = datetime.datetime(2026, 11, 21, 3, 30, 0, tzinfo=datetime.timezone.utc)
# What a protocol may get wrong: markup, percent signs, plus, quotes, control characters, astral planes.
AWKWARD = "a+b c%20&<x>'\"\\/=;é\U0001F600"


class Sampler:
    """A value for each member, no two texts or numbers alike."""

    def __init__(self) -> None:
        self.count = 0

    def value(self, shape: Shape, member: Member | None = None) -> Any:
        self.count += 1
        match shape.kind:
            case "string":
                return self._text(shape, member)
            case "integer" | "long":
                return self.count
            case "float" | "double":
                return self.count + 0.5
            case "boolean":
                return True
            case "timestamp":
                return TIME
            case "blob":
                return b"\x00\xff" + str(self.count).encode()
            case "list":
                return [self.value(shape.element, member), self.value(shape.element, member)]
            case "map":
                return {f"key{self.count}": self.value(shape.value, member)}
            case "document":
                return {"any": ["form", AWKWARD, self.count]}
            case "handwritten" if not has_members(shape):
                return self._handwritten(shape)
            case "structure" | "handwritten":
                return self.members(shape.members)
        raise ValueError(shape.kind)

    def _handwritten(self, shape: Shape) -> Any:
        """DynamoDB's values, of each type in turn, and maps of them; sets in their order."""
        if shape.facts["type"] == "map":
            return {f"a{AWKWARD}": self._handwritten(shape.value), f"b{self.count}": self._handwritten(shape.value)}
        self.count += 1
        number = str(self.count)
        scalars = [{"S": AWKWARD + number}, {"N": number + ".5"}, {"B": b"\x00\xff" + number.encode()}]
        others = [
            {"BOOL": True},
            {"NULL": True},
            {"M": {"a": {"BOOL": False}, "b": {"L": []}, "c": {"M": {}}}},
            {"L": [*scalars, {"NULL": True}]},
            {"SS": ["", number + AWKWARD, AWKWARD]},
            {"NS": ["-0.5", number]},
            {"BS": [b"\x00", b"\xfe" + number.encode()]},
        ]
        return (scalars + others)[self.count % 10]

    def _text(self, shape: Shape, member: Member | None) -> str:
        if shape.is_enum:
            return shape.facts["enum"][self.count % len(shape.facts["enum"])]
        if shape.name == "Expires":
            # A text to the model, a time to botocore.
            return "Sat, 21 Nov 2026 03:30:00 GMT"
        if shape.name == "PartiQLStatement":
            # One that says which table it is about, as permissions need to know.
            return f'SELECT * FROM "table{self.count}"'
        is_header = member is not None and member.location in ("header", "headers")
        if is_header or (member is not None and member.wire_name == "Bucket"):
            return f"value-{self.count}"
        return f"{AWKWARD}{self.count}"

    def members(self, members: list[Member]) -> dict[str, Any]:
        return {member.name: self.value(member.shape, member) for member in members}


def has_members(shape: Shape) -> bool:
    """Whether a hand-written type has the model's members; DynamoDB's value is a choice of one."""
    return shape.facts["type"] == "structure" and shape.name != "AttributeValue"


def expected(shape: Shape, value: Any) -> Any:
    """The value as the test describes what was read."""
    match shape.kind:
        case "structure":
            return members(shape.members, value)
        case "handwritten" if has_members(shape):
            return members(shape.members, value)
        case "list":
            return [expected(shape.element, element) for element in value]
        case "map":
            return {key: expected(shape.value, element) for key, element in value.items()}
        case "timestamp":
            return int(value.timestamp())
        case "blob":
            return list(value)
        case "handwritten":
            return on_the_wire(value)
    return value


def on_the_wire(value: Any) -> Any:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case list():
            return [on_the_wire(element) for element in value]
        case dict():
            return {key: on_the_wire(element) for key, element in value.items()}
    return value


def members(all_members: list[Member], values: dict[str, Any]) -> dict[str, Any]:
    return {m.swift: expected(m.shape, values[m.name]) for m in all_members if m.name in values}


def case(operation: Operation, model: botocore.model.ServiceModel) -> dict[str, Any]:
    inputs = operation.members(operation.input)
    parameters = Sampler().members(inputs)
    # What S3 refuses to have together is not refused on the wire.
    protocol = model.metadata["protocol"]
    serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
    request = serializer.serialize_to_request(dict(parameters), model.operation_model(operation.name))
    botocore.awsrequest.prepare_request_dict(request, "http://localhost")
    prepared = botocore.awsrequest.create_request_object(request).prepare()
    url = urlsplit(prepared.url)
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else body
    bucket, _, key = url.path.removeprefix("/").partition("/")
    # Of services with paths of their own, whose labels stand encoded in them.
    path = {"path": url.path} if protocol == "rest-json" else {}
    return path | {
        "service": operation.service.name,
        "operation": operation.name,
        "served": operation.is_served,
        "method": prepared.method,
        "bucket": unquote(bucket),
        "key": unquote(key),
        "query": url.query,
        "headers": [[name, text(value)] for name, value in prepared.headers.items()],
        "body": base64.b64encode(body).decode(),
        "members": members(inputs, parameters),
    }


def text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def main() -> None:
    manifest = json.loads((ROOT / "Tools" / "manifest.json").read_text())
    loader = botocore.loaders.Loader()
    cases = []
    for name, entry in sorted(manifest.items()):
        service = Service(name, entry)
        model = botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)
        cases += [case(operation, model) for operation in service.served]
    lines = ",\n".join(json.dumps(c, ensure_ascii=False, sort_keys=True) for c in cases)
    (HERE / "Fixtures" / "botocore-requests.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
