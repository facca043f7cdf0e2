"""Writes readers and writers of the Query protocol."""

from __future__ import annotations

import naming
from constraints import Limits, write_checks, write_refusals, write_result
from model import Member, Operation, Shape
from source import Source

SCALARS = {
    "integer": "int",
    "long": "int",
    "float": "double",
    "double": "double",
    "boolean": "bool",
    "timestamp": "timestamp",
    "blob": "blob",
}


def write_reader(source: Source, members: list[Member], limits: Limits, refused: list[str]) -> None:
    head = "static func read(_ node: QueryNode, _ violations: inout Violations) throws -> Self {"
    with source.block(head):
        for member in members:
            _read_member(source, member)
        write_checks(source, members, limits)
        write_refusals(source, members, refused)
        write_result(source, members)


def _read_member(source: Source, member: Member) -> None:
    shape = member.shape
    node = f"node[{naming.string(member.wire_name)}]"
    path = naming.string(member.path)
    match shape.kind:
        case "structure":
            source.line(f"violations.enter({path})")
            source.line(f"let {member.declared} = try {node}.map {{ try {shape.swift}.read($0, &violations) }}")
            source.line("violations.leave()")
        case "list":
            holder = "nil" if shape.is_flattened else naming.string(shape.element_name or "member")
            head = f"let {member.declared} = try {node}?.list({path}, member: {holder}, &violations)"
            with source.block(f"{head} {{ node, violations in"):
                source.line(_element(shape.element))
        case "string":
            wrap = f".map {{ {shape.swift}(rawValue: $0) }}" if shape.is_enum else ""
            source.line(f"let {member.declared} = {node}?.value{wrap}")
        case "map":
            raise ValueError(f"{shape.name}: no served Query operation takes a map")
        case kind:
            source.line(f"let {member.declared} = try {node}?.{SCALARS[kind]}()")


def _element(shape: Shape) -> str:
    if shape.kind == "structure":
        return f"try {shape.swift}.read(node, &violations)"
    if shape.is_enum:
        return f"node.value.map {{ {shape.swift}(rawValue: $0) }}"
    if shape.kind == "string":
        return "node.value"
    return f"try node.{SCALARS[shape.kind]}()"


def write_decode(source: Source, members: list[Member]) -> None:
    head = "package static func decode(_ request: WireRequest, _ violations: inout Violations) throws -> Self {"
    with source.block(head):
        source.line("try read(QueryNode(request), &violations)")


def write_encode(source: Source, operation: Operation) -> None:
    with source.block("package func encode(_ operation: OperationModel, requestID: String) -> WireResponse {"):
        if operation.output is None:
            source.line("WireResponse(query: operation, requestID: requestID) { _ in }")
        else:
            source.line("WireResponse(query: operation, requestID: requestID) { write(&$0) }")
