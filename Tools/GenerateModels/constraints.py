"""Writes the model's limits and the checks against them."""

from __future__ import annotations

import naming
from model import Member, Service, Shape
from source import Source
from structures import absent_value


class Limits:
    """The limits of a service, each written once and named after its shape."""

    def __init__(self, service: Service):
        self.name = f"{service.prefix}Limits"
        self._definitions: dict[str, str] = {}

    def string(self, shape: Shape, is_sensitive: bool) -> str | None:
        """The limit of a string shape, or None when it has none."""
        if shape.is_enum or not shape.is_checked or not {"min", "max", "pattern"} & set(shape.facts):
            return None
        arguments = self._range(shape)
        if "pattern" in shape.facts:
            arguments.append(f"pattern: {naming.raw_string(shape.facts['pattern'])}")
        return self._define(shape, "StringConstraint", arguments, is_sensitive)

    def size(self, shape: Shape, is_sensitive: bool) -> str | None:
        """The limit of a number, or of a collection's size."""
        arguments = self._range(shape) if shape.is_checked else []
        return self._define(shape, "SizeConstraint", arguments, is_sensitive) if arguments else None

    @staticmethod
    def _range(shape: Shape) -> list[str]:
        names = {"min": "minimum", "max": "maximum"}
        return [f"{names[key]}: {shape.facts[key]}" for key in names if key in shape.facts]

    def _define(self, shape: Shape, kind: str, arguments: list[str], is_sensitive: bool) -> str:
        name = naming.lower_camel(shape.name)
        if is_sensitive:
            arguments = arguments + ["isSensitive: true"]
            if not shape.facts.get("sensitive"):
                name += "Sensitive"
        definition = f"{kind}({', '.join(arguments)})"
        if self._definitions.setdefault(name, definition) != definition:
            raise ValueError(f"{self.name} would have two limits named {name}")
        return f"{self.name}.{naming.escaped(name)}"

    @property
    def text(self) -> str:
        source = Source("Wire")
        with source.block(f"enum {self.name} {{"):
            for name, definition in sorted(self._definitions.items()):
                source.line(f"static let {naming.escaped(name)} = {definition}")
        return source.text


def write_checks(source: Source, members: list[Member], limits: Limits) -> None:
    """Notes the violations of members that were read into optional locals."""
    for member in members:
        if member.is_required:
            source.line(f"violations.require({member.declared} != nil, {naming.string(member.path)})")
        _check(source, member, limits)


def _check(source: Source, member: Member, limits: Limits) -> None:
    shape = member.shape
    value, path = member.declared, naming.string(member.path)
    sensitive = shape.is_sensitive

    def emit(label: str, limit: str | None) -> None:
        if limit:
            source.line(f"violations.check({label}{value}, {path}, {limit})")

    match shape.kind:
        case "string":
            if shape.is_enum and shape.is_checked:
                source.line(f"violations.check({value}, {path})")
            elif shape.is_enum:
                return
            else:
                emit("", limits.string(shape, sensitive))
        case "integer" | "long" | "blob":
            emit("", limits.size(shape, sensitive))
        case "list":
            emit("size: ", limits.size(shape, sensitive))
            if shape.element.is_enum and shape.element.is_checked:
                source.line(f"violations.check(each: {value}, {path})")
            elif shape.element.is_enum:
                return
            elif shape.element.kind == "string":
                emit("each: ", limits.string(shape.element, sensitive))
        case "map":
            emit("size: ", limits.size(shape, sensitive))
            if shape.key.kind == "string":
                emit("keys: ", limits.string(shape.key, sensitive))
            if shape.value.is_enum:
                source.line(f"violations.check(values: {value}, {path})")
            elif shape.value.kind == "string":
                emit("values: ", limits.string(shape.value, sensitive))
            elif shape.value.kind == "list":
                emit("valueSizes: ", limits.size(shape.value, sensitive))


def write_refusals(source: Source, members: list[Member], refused: list[str]) -> None:
    for member in members:
        if member.name in refused:
            is_present = f"{member.declared} != nil"
            if member.shape.kind == "boolean":
                is_present = f"{member.declared} == true"
            elif member.shape.kind in ("list", "map"):
                is_present = f"{member.declared}?.isEmpty == false"
            source.line(f"violations.refuse({naming.string(member.name)}, isPresent: {is_present})")


def write_result(source: Source, members: list[Member], present: str | None = None) -> None:
    """`return Self(…)` from the optional locals; only the one named `present` is not optional."""
    arguments = []
    for member in members:
        needs_fallback = member.is_required and member.name != present
        fallback = f" ?? {absent_value(member.shape)}" if needs_fallback else ""
        arguments.append(f"{member.swift}: {member.declared}{fallback}")
    source.call("return Self", arguments)
