"""Writes readers and writers of the REST-JSON protocol: members of the path, the query, headers and the body."""

from __future__ import annotations

import json_protocol
import naming
from constraints import Limits, write_checks, write_refusals, write_result
from model import Member, Operation, Shape
from source import Source

TEXTS = {"integer": "int", "long": "int", "boolean": "bool"}


def write_decode(source: Source, operation: Operation, limits: Limits, refused: list[str]) -> None:
    members = operation.members(operation.input)
    payload = operation.input.facts.get("payload") if operation.input else None
    document = [] if payload else [member for member in members if member.location is None]
    head = "package static func decode(_ request: WireRequest, _ violations: inout Violations) throws -> Self {"
    with source.block(head):
        for member in members:
            if member.name == payload:
                _read_payload(source, member)
            elif member not in document:
                source.line(f"let {member.declared} = {_bound(member, operation)}")
        if document:
            _read_document(source, document)
        write_checks(source, members, limits)
        write_refusals(source, members, refused)
        write_result(source, members)


def _read_document(source: Source, members: list[Member]) -> None:
    """Members that are bound to nothing are the body's."""
    for member in members:
        source.line(f"var {member.declared}: {member.shape.type}?")
    with source.block("try JSONReader.document(request.body, &violations) { reader, violations -> Void? in"):
        source.line("guard try reader.beginObject() else { return nil }")
        json_protocol.write_members(source, members)
        source.line("return ()")


def _read_payload(source: Source, member: Member) -> None:
    if member.shape.kind == "structure":
        head = f"let {member.declared} = try JSONReader.document(request.body, &violations) {{ reader, violations in"
        with source.block(head):
            source.line(f"try {member.shape.swift}.read(&reader, &violations)")
    else:
        source.line(f"let {member.declared}: {member.shape.type}? = request.body.isEmpty ? nil : request.body")


def _bound(member: Member, operation: Operation) -> str:
    """Reads a member from the path, the query or a header."""
    name = naming.string(member.wire_name)
    shape = member.shape
    match member.location:
        case "uri":
            text = f"request.pathLabels[{name}]"
        case "header":
            text = f"request.headers.first({name})"
        case "querystring":
            text = f"request.parameter({name})"
        case _:
            raise ValueError(f"{member.name} is bound to nothing")
    if shape.kind == "list":
        return f"request.parameters({name})"
    if shape.kind == "map":
        # What tells the operation, and what other members are, is none of it.
        literals = [part.partition("=")[0] for part in operation.uri.partition("?")[2].split("&") if part]
        taken = [m.wire_name for m in operation.input.members if m.location == "querystring" and m.shape.kind != "map"]
        names = ", ".join(map(naming.string, literals + taken))
        return f"request.parameters(except: [{names}])"
    if shape.is_enum:
        return f"{text}.map {{ {shape.swift}(rawValue: $0) }}"
    if shape.kind == "string":
        return text
    if shape.kind == "timestamp":
        return f"try RESTBinding.iso8601({text}, {name})"
    return f"try RESTBinding.{TEXTS[shape.kind]}({text}, {name})"


def write_encode(source: Source, operation: Operation) -> None:
    members = operation.members(operation.output)
    payload = operation.output.facts.get("payload") if operation.output else None
    body = [member for member in members if member.location is None]
    with source.block("package func encode(_ operation: OperationModel, requestID: String) -> WireResponse {"):
        if operation.output is None or operation.facts["http"].get("responseCode") == 204:
            source.line("WireResponse(status: operation.successStatus)")
            return
        if payload:
            _write_payload(source, body[0])
        else:
            source.line("var writer = JSONWriter()")
            source.line("write(&writer)")
            is_changed = any(member.location for member in members)
            source.line(f"{'var' if is_changed else 'let'} response = WireResponse(json: writer, operation)")
        for member in members:
            _write_bound(source, member)
        source.line("return response")
    if not payload:
        source.blank()
        json_protocol.write_writer(source, body)


def _write_payload(source: Source, member: Member) -> None:
    if member.shape.kind == "structure":
        source.line("var writer = JSONWriter()")
        value = member.declared if member.is_required else f"{member.declared}?"
        source.line(f"{value}.write(&writer)")
        source.line("var response = WireResponse(json: writer, operation)")
        return
    source.line("var response = WireResponse(json: JSONWriter(), operation)")
    source.line(f"response.body = {member.declared}" + ("" if member.is_required else " ?? []"))


def _write_bound(source: Source, member: Member) -> None:
    if member.location == "statusCode":
        source.line(f"if let {member.declared} {{ response.status = {member.declared} }}")
    elif member.location == "header":
        text = _text(member.shape, member.declared)
        name = naming.string(member.wire_name)
        source.line(f"if let {member.declared} {{ response.headers.set({name}, {text}) }}")


def _text(shape: Shape, value: str) -> str:
    if shape.is_enum:
        return f"{value}.rawValue"
    return value if shape.kind == "string" else f"String({value})"
