"""A service's model, read from botocore, and what of it the manifest asks for."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator

import botocore

import naming

Facts = dict[str, Any]

SWIFT_TYPES = frozenset(
    """Any AnyObject Array Bool Character Data Date Decimal Dictionary Double Error Float Int Optional
    Protocol Range Result Self Set String Substring Task Type URL UUID""".split()
)


@dataclass(frozen=True)
class Member:
    """One member of a structure: its own traits over those of its shape."""

    name: str
    shape: Shape
    traits: Facts = field(hash=False)
    is_required: bool

    @property
    def swift(self) -> str:
        return naming.member(self.name)

    @property
    def declared(self) -> str:
        return naming.escaped(self.swift)

    @property
    def is_flattened(self) -> bool:
        """Whether the elements of a list stand without one around them."""
        return self.shape.kind == "list" and (self.shape.is_flattened or bool(self.traits.get("flattened")))

    @property
    def path(self) -> str:
        return naming.path_name(self.name)

    @property
    def wire_name(self) -> str:
        return self.traits.get("locationName", self.name)

    @property
    def location(self) -> str | None:
        return self.traits.get("location")

    @property
    def is_streaming(self) -> bool:
        """Whether it is a body that is not read into memory; those of REST-JSON are as short as other bodies."""
        streams = self.traits.get("streaming") or self.shape.facts.get("streaming")
        return bool(streams) and self.shape.service.protocol != "restJSON"

    @property
    def timestamp_format(self) -> str | None:
        return self.traits.get("timestampFormat", self.shape.facts.get("timestampFormat"))


class Shape:
    """A shape of the model."""

    def __init__(self, service: Service, name: str, facts: Facts):
        self.service = service
        self.name = name
        self.facts = facts

    @property
    def kind(self) -> str:
        if self.handwritten:
            return "handwritten"
        # A document is JSON of any form: the model calls it a structure without members.
        return "document" if self.facts.get("document") else self.facts["type"]

    @property
    def handwritten(self) -> str | None:
        """The Swift type that stands for this shape and has its reader and writer, written by hand."""
        return self.service.handwritten.get(self.name)

    @property
    def swift(self) -> str:
        return self.handwritten or self.service.renamed.get(self.name, naming.type_name(self.name))

    @property
    def is_enum(self) -> bool:
        return self.kind == "string" and "enum" in self.facts

    @property
    def is_checked(self) -> bool:
        """Whether values are checked with the model's limits; some services have sentences of their own."""
        return self.name not in self.service.entry.get("unchecked", [])

    @property
    def is_sensitive(self) -> bool:
        if self.facts.get("sensitive"):
            return True
        parts = {"list": ["element"], "map": ["key", "value"]}.get(self.kind, [])
        return any(getattr(self, part).is_sensitive for part in parts)

    @property
    def is_flattened(self) -> bool:
        return bool(self.facts.get("flattened"))

    @cached_property
    def members(self) -> list[Member]:
        required = set(self.facts.get("required", []))
        # Of answers that AWS gives without what its model wants there.
        required -= set(self.service.entry.get("optional", {}).get(self.name, []))
        return [
            Member(name, self.service.shape(traits["shape"]), traits, name in required)
            for name, traits in self.facts.get("members", {}).items()
        ]

    @cached_property
    def element(self) -> Shape:
        return self.service.shape(self.facts["member"]["shape"])

    @property
    def element_name(self) -> str | None:
        return self.facts["member"].get("locationName")

    @cached_property
    def key(self) -> Shape:
        return self.service.shape(self.facts["key"]["shape"])

    @cached_property
    def value(self) -> Shape:
        return self.service.shape(self.facts["value"]["shape"])

    @property
    def type(self) -> str:
        """The Swift type of a value of this shape."""
        match self.kind:
            case "string":
                return self.swift if self.is_enum else "String"
            case "integer" | "long":
                return "Int"
            case "float" | "double":
                return "Double"
            case "boolean":
                return "Bool"
            case "timestamp":
                return "Date"
            case "blob":
                return "[UInt8]"
            case "document":
                return "JSONValue"
            case "list":
                return f"[{self.element.type}]"
            case "map":
                return f"[String: {self.value.type}]"
            case "structure" | "handwritten":
                return self.swift
        raise ValueError(f"{self.service.name}: {self.name} is a {self.kind}")

    def inner(self) -> Iterator[Shape]:
        """The shapes this one is made of."""
        match self.kind:
            case "structure":
                yield from (member.shape for member in self.members)
            case "list":
                yield self.element
            case "map":
                yield self.key
                yield self.value

    def reachable(self) -> dict[str, Shape]:
        """All shapes below this one, itself left out."""
        found: dict[str, Shape] = {}
        pending = list(self.inner())
        while pending:
            shape = pending.pop()
            if shape.name not in found:
                found[shape.name] = shape
                pending += shape.inner()
        return found


@dataclass(frozen=True)
class Operation:
    """An operation of the model."""

    name: str
    service: Service
    facts: Facts = field(hash=False)
    is_served: bool
    # Whether its types are written, be it served or not yet.
    is_typed: bool

    def _shape(self, role: str) -> Shape | None:
        facts = self.facts.get(role)
        return self.service.shape(facts["shape"]) if facts else None

    @property
    def input(self) -> Shape | None:
        return self._shape("input")

    @property
    def output(self) -> Shape | None:
        return self._shape("output")

    def members(self, shape: Shape | None) -> list[Member]:
        """Members of the input or output, without a body that is streamed."""
        return [member for member in shape.members if not member.is_streaming] if shape else []

    @staticmethod
    def is_streaming(shape: Shape | None) -> bool:
        return any(member.is_streaming for member in shape.members) if shape else False

    @property
    def method(self) -> str:
        return self.facts["http"]["method"]

    @property
    def uri(self) -> str:
        return self.facts["http"]["requestUri"]


class Service:
    """A service's model with its entry of the manifest."""

    def __init__(self, name: str, entry: Facts):
        self.name = name
        self.target: str = entry["target"]
        self.prefix = self.target.removesuffix("Model")
        self.entry = entry
        self.renamed: dict[str, str] = entry.get("renamed", {})
        # Patterns narrower in the model than in the service, which takes more.
        self.patterns: dict[str, str] = entry.get("patterns", {})
        # Shapes for which there are Swift types written by hand, with their readers and writers.
        self.handwritten: dict[str, str] = entry.get("handwritten", {})
        # Enumerations whose values AWS's messages list in another order than the model.
        self.orders: dict[str, list[str]] = entry.get("orders", {})
        self.raw = self._load(name)
        self.metadata: Facts = self.raw["metadata"]
        self._shapes: dict[str, Shape] = {}
        for name in entry.get("returned", []):
            self._return(name)
        served = set(entry["served"])
        # Operations whose types are there before they are served.
        prepared = set(entry.get("prepared", []))
        typed = served | prepared
        unknown = typed - set(self.raw["operations"])
        if unknown:
            raise ValueError(f"{name} has no operations {sorted(unknown)}")
        if served & prepared:
            raise ValueError(f"{name}: served and prepared at once {sorted(served & prepared)}")
        self.operations = [
            Operation(name, self, facts, name in served, name in typed)
            for name, facts in sorted(self.raw["operations"].items())
        ]
        self.served = [operation for operation in self.operations if operation.is_served]
        self.typed = [operation for operation in self.operations if operation.is_typed]
        self._check_refused()
        self._check_names()

    @staticmethod
    def _load(name: str) -> Facts:
        folder = Path(botocore.__file__).parent / "data" / name
        newest = max(version.name for version in folder.iterdir() if version.is_dir())
        with gzip.open(folder / newest / "service-2.json.gz") as file:
            return json.load(file)

    def _return(self, name: str) -> None:
        """Lets a structure stand for the outputs that have its members under another name."""
        def places(shape: str) -> set[tuple[str, str, str]]:
            members = self.raw["shapes"][shape].get("members", {})
            return {(key, facts.get("locationName", key), facts["shape"]) for key, facts in members.items()}

        for facts in self.raw["operations"].values():
            output = facts.get("output")
            if output and places(output["shape"]) == places(name):
                output["shape"] = name

    def shape(self, name: str) -> Shape:
        if name not in self._shapes:
            facts = self.raw["shapes"][name]
            if name in self.patterns:
                facts = facts | {"pattern": self.patterns[name]}
            if name in self.orders:
                facts = facts | {"enum": self._ordered(name, facts["enum"])}
            self._shapes[name] = Shape(self, name, facts)
        return self._shapes[name]

    def _ordered(self, name: str, values: list[str]) -> list[str]:
        """Values in AWS's order; those the manifest does not know come last."""
        order = self.orders[name]
        unknown = set(order) - set(values)
        if unknown:
            raise ValueError(f"{self.name}: {name} has no values {sorted(unknown)}")
        return order + [value for value in values if value not in order]

    @property
    def protocol(self) -> str:
        """`json10`, `json11`, `query`, `restXML` or `restJSON`."""
        match self.metadata["protocol"]:
            case "json":
                return "json" + self.metadata["jsonVersion"].replace(".", "")
            case "query":
                return "query"
            case "rest-xml":
                return "restXML"
            case "rest-json":
                return "restJSON"
        raise ValueError(self.metadata["protocol"])

    @property
    def has_paths(self) -> bool:
        """Whether its operations are told by their paths; S3's are by bucket, key and parameters."""
        return not any(operation.uri.startswith("/{Bucket}") for operation in self.operations)

    def refused(self, owner: str) -> list[str]:
        """The members refused of an operation's input or of a structure."""
        return self.entry["refused"].get(owner, [])

    def _check_refused(self) -> None:
        owners = {operation.name: operation.input for operation in self.typed}
        for owner, names in self.entry["refused"].items():
            shape = owners.get(owner) or self.shape(owner)
            unknown = set(names) - {member.name for member in shape.members}
            if unknown:
                raise ValueError(f"{self.name}: {owner} has no members {sorted(unknown)}")

    def _check_names(self) -> None:
        """No two types of one name, and none that hides one of Swift's."""
        names = [shape.swift for shape in self.nested + self.enums]
        names += list(set(self.handwritten.values()))
        names += [operation.name + "Request" for operation in self.typed]
        names += [o.name + "Response" for o in self.typed if not self.is_shared_output(o.output)]
        twice = {name for name in names if names.count(name) > 1}
        hidden = set(names) & SWIFT_TYPES
        if twice or hidden:
            raise ValueError(f"{self.name}: rename {sorted(twice | hidden)} in the manifest")

    def _below(self, role: str) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        for operation in self.typed:
            shape = getattr(operation, role)
            for member in operation.members(shape):
                found[member.shape.name] = member.shape
                found |= member.shape.reachable()
        return found

    def is_shared_output(self, shape: Shape | None) -> bool:
        """Whether a structure is the whole answer of several operations, or stands in other answers too: one type then."""
        return shape is not None and shape.name in self._shared_outputs

    @cached_property
    def _shared_outputs(self) -> set[str]:
        if not self.entry.get("sharesOutputs"):
            return set()
        outputs = [o.output.name for o in self.typed if o.output]
        inner = {name for o in self.typed if o.output for name in o.output.reachable()}
        names = {name for name in outputs if outputs.count(name) > 1 or name in inner}
        return {name for name in names if not any(m.location for m in self.shape(name).members)}

    @cached_property
    def read(self) -> dict[str, Shape]:
        """Shapes inside the inputs of operations with types."""
        return self._below("input")

    @cached_property
    def written(self) -> dict[str, Shape]:
        """Shapes inside the outputs of operations with types."""
        shared = {name: self.shape(name) for name in self._shared_outputs}
        return self._below("output") | shared

    @cached_property
    def nested(self) -> list[Shape]:
        """Structures inside inputs and outputs."""
        shapes = self.read | self.written
        return sorted((s for s in shapes.values() if s.kind == "structure"), key=lambda s: s.swift)

    @cached_property
    def enums(self) -> list[Shape]:
        shapes = self.read | self.written
        return sorted((s for s in shapes.values() if s.is_enum), key=lambda s: s.swift)

    def is_codable(self, shape: Shape) -> bool:
        """Records in storage keep what is both given and returned, and all that it holds."""
        keepers = [s for n, s in self.read.items() if n in self.written and not self._holds_handwritten(s)]
        keepers += [self.shape(name) for name in self.entry["codable"]]
        return any(shape.name == k.name or shape.name in k.reachable() for k in keepers)

    @staticmethod
    def _holds_handwritten(shape: Shape) -> bool:
        return bool(shape.handwritten) or any(inner.handwritten for inner in shape.reachable().values())
