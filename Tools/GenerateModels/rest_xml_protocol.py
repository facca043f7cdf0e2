"""Writes readers and writers of the REST-XML protocol."""

from __future__ import annotations

import naming
import xml_output
from constraints import Limits, write_checks, write_refusals, write_result
from model import Member, Operation, Shape
from source import Source

MILLISECONDS = "milliseconds: "

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
    head = "static func read(_ reader: inout XMLReader, _ violations: inout Violations) throws -> Self {"
    with source.block(head):
        for member in members:
            if member.traits.get("xmlAttribute"):
                local = naming.string(member.wire_name.split(":")[-1])
                text = f"(reader.attributes.first {{ $0.name == {local} }}?.value)"
                wrap = f".map {{ {member.shape.swift}(rawValue: $0) }}" if member.shape.is_enum else ""
                source.line(f"let {member.declared} = {text}{wrap}")
            else:
                source.line(f"var {member.declared}: {member.shape.type}?")
        _read_children(source, members)
        write_checks(source, members, limits)
        write_refusals(source, members, refused)
        write_result(source, members)


def _read_children(source: Source, members: list[Member]) -> None:
    with source.block("while let elementName = try reader.nextChild() {"):
        source.line("switch elementName {")
        for member in members:
            if not member.traits.get("xmlAttribute"):
                source.line(f"case {naming.string(_element_name(member))}: {_read(member)}")
        source.line("default: try reader.skip()")
        source.line("}")


def _element_name(member: Member) -> str:
    # A list that only this member flattens has the member's name for its elements.
    if member.is_flattened and member.shape.is_flattened:
        return member.shape.element_name or member.wire_name
    return member.wire_name


def _read(member: Member) -> str:
    shape = member.shape
    if member.is_flattened:
        name = member.declared
        return f"{name} = {name} ?? []; {name}?.append({_value(shape.element)})"
    if shape.kind == "list":
        name = naming.string(shape.element_name or "member")
        return f"{member.declared} = try reader.list({name}) {{ reader in {_value(shape.element)} }}"
    return f"{member.declared} = {_value(shape)}"


def _value(shape: Shape) -> str:
    if shape.kind == "structure":
        return f"try {shape.swift}.read(&reader, &violations)"
    if shape.is_enum:
        return f"{shape.swift}(rawValue: try reader.text())"
    if shape.kind == "string":
        return "try reader.text()"
    return f"try reader.{SCALARS[shape.kind]}()"


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
                source.line(f"let {member.declared} = {_bound(member)}")
        if document:
            _read_document(source, operation, document, limits)
        write_refusals(source, members, refused)
        write_result(source, members, present=payload)


def _read_document(source: Source, operation: Operation, members: list[Member], limits: Limits) -> None:
    """Members that are bound to nothing are the body's elements."""
    for member in members:
        source.line(f"var {member.declared}: {member.shape.type}?")
    root = naming.string(operation.facts["input"]["locationName"])
    with source.block(f"_ = try XMLReader.document(request.body, root: {root}) {{ reader in"):
        _read_children(source, members)
    write_checks(source, members, limits)


def _read_payload(source: Source, member: Member) -> None:
    if member.shape.kind == "structure":
        root = naming.string(member.wire_name)
        head = f"let {member.declared} = try XMLReader.document(request.body, root: {root}) {{ reader in"
        with source.block(head):
            source.line(f"try {member.shape.swift}.read(&reader, &violations)")
    else:
        source.line(f"let {member.declared} = request.body.isEmpty ? nil : try RESTBinding.text(request.body)")
    if member.is_required:
        source.line(f"guard let {member.declared} else {{ throw RESTBinding.missingBody }}")


def _bound(member: Member) -> str:
    """Reads a member from the path, the query or a header."""
    name = naming.string(member.wire_name)
    shape = member.shape
    match member.location:
        case "uri":
            return f"request.pathLabels[{name}]"
        case "headers":
            return f"request.headers.map(prefix: {name})"
        case "header":
            text = f"request.headers.first({name})"
        case "querystring":
            text = f"request.parameter({name})"
        case _:
            raise ValueError(f"{member.name} is bound to nothing")
    if shape.kind == "list":
        element = shape.element
        convert = f"{element.swift}(rawValue: $0)" if element.is_enum else "$0"
        # A header has its elements between commas, a query a parameter for each.
        is_query = member.location == "querystring"
        texts = f"request.parameters({name})" if is_query else f"RESTBinding.list({text})"
        return texts if is_query and not element.is_enum else f"{texts}.map {{ $0.map {{ {convert} }} }}"
    if shape.is_enum:
        return f"{text}.map {{ {shape.swift}(rawValue: $0) }}"
    if shape.kind == "string":
        return text
    if shape.kind == "timestamp":
        is_iso = (member.timestamp_format or _default_format(member)) == "iso8601"
        return f"try RESTBinding.iso8601({text}, {name})" if is_iso else f"RESTBinding.httpDate({text})"
    return f"try RESTBinding.{SCALARS[shape.kind]}({text}, {name})"


def _default_format(member: Member) -> str:
    return "rfc822" if member.location == "header" else "iso8601"


def write_encode(source: Source, operation: Operation, root: str | None, is_unwrapped: bool) -> None:
    members = operation.members(operation.output)
    payload = operation.output.facts.get("payload") if operation.output else None
    headers = [m for m in members if m.location in ("header", "headers")]
    body = [m for m in members if m.location is None]
    with source.block("package func encode(_ operation: OperationModel, requestID: String) -> WireResponse {"):
        source.line(f"{'var' if members else 'let'} response = WireResponse(status: operation.successStatus)")
        for member in headers:
            _write_header(source, member)
        if payload and body:
            _write_payload(source, body[0])
        elif is_unwrapped:
            _write_unwrapped(source, body[0])
        elif body:
            if root is None:
                raise ValueError(f"{operation.name} needs a root element in the manifest")
            _write_body(source, root)
        source.line("return response")
    if body and not payload and not is_unwrapped:
        source.blank()
        xml_output.write_writer(source, body, MILLISECONDS)


def _write_header(source: Source, member: Member) -> None:
    name = naming.string(member.wire_name)
    shape = member.shape
    if member.location == "headers":
        with source.block(f"for (key, value) in ({member.declared} ?? [:]).sorted(by: {{ $0.key < $1.key }}) {{"):
            source.line(f"response.headers.add({name} + key, value)")
        return
    match shape.kind:
        case "string":
            text = f"{member.declared}.rawValue" if shape.is_enum else member.declared
        case "boolean":
            text = f'{member.declared} ? "true" : "false"'
        case "timestamp":
            is_iso = member.timestamp_format == "iso8601"
            text = f"{member.declared}.{'iso8601Milliseconds' if is_iso else 'httpDate'}"
        case _:
            text = f"String({member.declared})"
    if member.is_required:
        source.line(f"response.headers.add({name}, {text})")
        return
    with source.block(f"if let {member.declared} {{"):
        source.line(f"response.headers.add({name}, {text})")
        if member.wire_name == "Content-Range":
            source.line("response.status = 206")


def _write_payload(source: Source, member: Member) -> None:
    with source.block(f"if let {member.declared} {{"):
        if member.shape.kind == "structure":
            root = naming.string(member.wire_name)
            source.line(f"response.setXML({root}, operation) {{ {member.declared}.write(&$0) }}")
        else:
            source.line(f"response.body = Array({member.declared}.utf8)")
            source.line('response.headers.set("Content-Type", "application/json")')


def _write_unwrapped(source: Source, member: Member) -> None:
    text = f"{member.declared}?.rawValue" if member.shape.is_enum else member.declared
    source.line(f'response.setXML({naming.string(member.wire_name)}, operation, text: {text} ?? "")')


def _write_body(source: Source, root: str) -> None:
    source.line(f"response.setXML({naming.string(root)}, operation) {{ write(&$0) }}")
