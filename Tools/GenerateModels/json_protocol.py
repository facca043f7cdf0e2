"""Writes readers and writers of the JSON protocols."""

from __future__ import annotations

import naming
from constraints import Limits, write_checks, write_refusals, write_result
from model import Member, Shape
from source import Source

SCALARS = {
    "string": "string",
    "integer": "int",
    "long": "int",
    "float": "double",
    "double": "double",
    "boolean": "bool",
    "timestamp": "timestamp",
    "blob": "blob",
    "document": "value",
}


def write_reader(source: Source, members: list[Member], limits: Limits, refused: list[str]) -> None:
    head = "static func read(_ reader: inout JSONReader, _ violations: inout Violations) throws -> Self? {"
    with source.block(head):
        source.line("guard try reader.beginObject() else { return nil }")
        for member in members:
            source.line(f"var {member.declared}: {member.shape.type}?")
        if not members:
            source.line("while try reader.nextKey() != nil { try reader.skip() }")
            source.line("return Self()")
            return
        write_members(source, members)
        write_checks(source, members, limits)
        write_refusals(source, members, refused)
        write_result(source, members)


def write_members(source: Source, members: list[Member]) -> None:
    """Reads an open object's members into the locals of their names."""
    with source.block("while let memberName = try reader.nextKey() {"):
        source.line("switch memberName {")
        for member in members:
            source.line(f"case {naming.string(member.wire_name)}:")
            _read_member(source, member)
        source.line("default: try reader.skip()")
        source.line("}")


def _read_member(source: Source, member: Member) -> None:
    shape = member.shape
    path = naming.string(member.path)
    if shape.kind == "structure":
        source.line(f"    violations.enter({path})")
        source.line(f"    {member.declared} = {_value(shape, path)}")
        source.line("    violations.leave()")
    elif shape.kind in ("list", "map"):
        source.line(f"    {member.declared} = try reader.{shape.kind}({path}, &violations) {{ reader, violations in")
        source.line(f"        {_value(_content(shape), path)}")
        source.line("    }")
    else:
        source.line(f"    {member.declared} = {_value(shape, path)}")


def _content(shape: Shape) -> Shape:
    return shape.element if shape.kind == "list" else shape.value


def _notes(shape: Shape) -> bool:
    """Whether reading it may note violations."""
    if shape.kind in ("list", "map"):
        return _notes(_content(shape))
    return shape.kind in ("structure", "handwritten")


def _value(shape: Shape, path: str) -> str:
    """`path` is the literal of the member's name; what is written by hand may speak of it."""
    if shape.kind == "structure":
        return f"try {shape.swift}.read(&reader, &violations)"
    if shape.kind == "handwritten":
        return f"try {shape.swift}.read(&reader, &violations, {path})"
    if shape.is_enum:
        return f"try reader.string().map {{ {shape.swift}(rawValue: $0) }}"
    if shape.kind in ("list", "map"):
        inner = _value(_content(shape), path)
        if _notes(shape):
            return f"try reader.{shape.kind}(&violations) {{ reader, violations in {inner} }}"
        return f"try reader.{shape.kind} {{ reader in {inner} }}"
    return f"try reader.{_scalar(shape)}()"


def _scalar(shape: Shape) -> str:
    return "iso8601" if shape.facts.get("timestampFormat") == "iso8601" else SCALARS[shape.kind]


def write_writer(source: Source, members: list[Member]) -> None:
    with source.block("func write(_ writer: inout JSONWriter) {"):
        source.line("writer.beginObject()")
        for member in members:
            key = f"writer.key({naming.string(member.wire_name)})"
            if member.is_required:
                source.line(key)
                source.line(_write(member.shape, f"self.{member.declared}"))
            else:
                with source.block(f"if let {member.declared} {{"):
                    source.line(key)
                    source.line(_write(member.shape, member.declared))
        source.line("writer.endObject()")


def _write(shape: Shape, value: str) -> str:
    if shape.kind in ("structure", "handwritten"):
        return f"{value}.write(&writer)"
    if shape.is_enum:
        return f"writer.string({value}.rawValue)"
    if shape.kind in ("list", "map"):
        inner = _write(_content(shape), "value")
        return f"writer.{shape.kind}({value}) {{ writer, value in {inner} }}"
    return f"writer.{_scalar(shape)}({value})"


def write_decode(source: Source, depth: int | None) -> None:
    """`depth` is how deep the service lets documents nest, where that is more than usual."""
    head = "package static func decode(_ request: WireRequest, _ violations: inout Violations) throws -> Self {"
    with source.block(head):
        argument = f"maximumDepth: {depth}, " if depth else ""
        source.line(f"try JSONReader.document(request.body, {argument}&violations) {{ reader, violations in")
        source.line("    try read(&reader, &violations)")
        source.line("}")


def write_encode(source: Source, has_output: bool) -> None:
    with source.block("package func encode(_ operation: OperationModel, requestID: String) -> WireResponse {"):
        if not has_output:
            source.line("WireResponse(status: operation.successStatus)")
            return
        source.line("var writer = JSONWriter()")
        source.line("write(&writer)")
        source.line("return WireResponse(json: writer, operation)")
