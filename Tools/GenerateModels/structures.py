"""Writes structs and open enums."""

from __future__ import annotations

import naming
from model import Member, Service, Shape
from source import Source


def declare(source: Source, name: str, members: list[Member], conformances: list[str]) -> None:
    """A struct with its memberwise initializer."""
    with source.block(f"package struct {name}: {', '.join(conformances)} {{"):
        for member in members:
            source.line(f"package var {member.declared}: {_type(member)}")
        source.blank()
        parameters = [
            f"{member.declared}: {_type(member)}" + ("" if member.is_required else " = nil") for member in members
        ]
        source.signature("package init", parameters)
        for member in members:
            source.line(f"    self.{member.declared} = {member.declared}")
        source.line("}")


def _type(member: Member) -> str:
    return member.shape.type if member.is_required else member.shape.type + "?"


def declare_enum(source: Source, shape: Shape) -> None:
    """A struct over the raw text with the known values as statics."""
    values: list[str] = shape.facts["enum"]
    with source.block(f"package struct {shape.swift}: OpenEnum {{"):
        source.line("package let rawValue: String")
        source.blank()
        source.line("package init(rawValue: String) { self.rawValue = rawValue }")
        source.blank()
        used: set[str] = set()
        for value in values:
            name = naming.enum_value(value)
            while name in used:
                name += "_"
            used.add(name)
            source.line(f"package static let {naming.escaped(name)} = Self(rawValue: {naming.string(value)})")
        source.blank()
        source.line("package static let knownValues = [")
        for value in values:
            source.line(f"    {naming.string(value)},")
        source.line("]")


def enumerations(service: Service) -> str:
    source = Source("Wire")
    for shape in service.enums:
        declare_enum(source, shape)
        source.blank()
    return source.text


def absent_value(shape: Shape) -> str:
    """What a required member holds when the request left it out and will be refused."""
    if shape.is_enum:
        return f'{shape.type}(rawValue: "")'
    return {
        "string": '""',
        "integer": "0",
        "long": "0",
        "float": "0",
        "double": "0",
        "boolean": "false",
        "timestamp": "Date(timeIntervalSince1970: 0)",
        "blob": "[]",
        "document": ".null",
        "list": "[]",
        "map": "[:]",
        "structure": f"{shape.swift}.absent",
        "handwritten": f"{shape.swift}.absent",
    }[shape.kind]


def shapes_with_absent(service: Service) -> set[str]:
    """Structures that are required somewhere in an input."""
    pending = [m for o in service.typed for m in o.members(o.input)]
    pending += [m for s in service.read.values() if s.kind == "structure" for m in s.members]
    return {m.shape.name for m in pending if m.is_required and m.shape.kind == "structure"}


def declare_absent(source: Source, shape: Shape) -> None:
    """The value of a required structure that is missing."""
    arguments = [f"{m.swift}: {absent_value(m.shape)}" for m in shape.members if m.is_required]
    source.line(f"/// Stands for a required {shape.name} that a request left out.")
    source.call("static let absent = Self", arguments)
