"""Writes one file for each operation with types and each nested structure."""

from __future__ import annotations

import re

import json_protocol
import naming
import query_protocol
import rest_json_protocol
import rest_xml_protocol
import xml_output
from constraints import Limits
from model import Operation, Service, Shape
from source import Source
from structures import declare, declare_absent


def operation_file(operation: Operation, limits: Limits) -> str:
    service = operation.service
    inputs, outputs = operation.members(operation.input), operation.members(operation.output)
    body = Source()
    is_shared = service.is_shared_output(operation.output)
    output = operation.output.swift if is_shared else f"{operation.name}Response"
    declare(body, f"{operation.name}Request", inputs, ["Sendable", "Equatable"])
    body.blank()
    if not is_shared:
        declare(body, output, outputs, ["Sendable", "Equatable"])
        body.blank()
    with body.block(f"extension {operation.name}Request: OperationInput {{"):
        body.line(f"package typealias Output = {output}")
        body.blank()
        _describe(body, operation)
        body.blank()
        _write_input(body, operation, limits)
    if not is_shared:
        body.blank()
        with body.block(f"extension {output}: OperationOutput {{"):
            _write_output(body, operation)
    return _with_imports(body.text, service)


def _write_input(source: Source, operation: Operation, limits: Limits) -> None:
    members = operation.members(operation.input)
    refused = operation.service.refused(operation.name)
    match operation.service.protocol:
        case "json10" | "json11":
            json_protocol.write_decode(source, operation.service.entry.get("jsonDepth"))
            source.blank()
            json_protocol.write_reader(source, members, limits, refused)
        case "query":
            query_protocol.write_decode(source, members)
            source.blank()
            query_protocol.write_reader(source, members, limits, refused)
        case "restJSON":
            rest_json_protocol.write_decode(source, operation, limits, refused)
        case "restXML":
            rest_xml_protocol.write_decode(source, operation, limits, refused)


def _write_output(source: Source, operation: Operation) -> None:
    members = operation.members(operation.output)
    service = operation.service
    match service.protocol:
        case "json10" | "json11":
            json_protocol.write_encode(source, operation.output is not None)
            if operation.output is not None:
                source.blank()
                json_protocol.write_writer(source, members)
        case "query":
            query_protocol.write_encode(source, operation)
            if operation.output is not None:
                source.blank()
                xml_output.write_writer(source, members, "")
        case "restJSON":
            rest_json_protocol.write_encode(source, operation)
        case "restXML":
            root = service.entry.get("roots", {}).get(operation.name)
            is_unwrapped = operation.name in service.entry.get("unwrapped", [])
            rest_xml_protocol.write_encode(source, operation, root, is_unwrapped)


def _describe(source: Source, operation: Operation) -> None:
    """The static facts of the operation, those at their default left out."""
    facts = operation.facts
    checksum = facts.get("httpChecksum", {})
    arguments = [f"name: {naming.string(operation.name)}", f"service: .{service_constant(operation.service)}"]
    if operation.method != "POST":
        arguments.append(f"httpMethod: {naming.string(operation.method)}")
    if operation.uri != "/":
        arguments.append(f"uri: {naming.string(operation.uri)}")
    # Where the model is silent or wrong, the manifest has what AWS answers.
    statuses = operation.service.entry.get("statuses", {})
    status = statuses.get(operation.name, facts["http"].get("responseCode", 200))
    if status != 200:
        arguments.append(f"successStatus: {status}")
    if operation.is_streaming(operation.input):
        arguments.append("inputIsStreaming: true")
    if operation.is_streaming(operation.output):
        arguments.append("outputIsStreaming: true")
    if facts.get("authtype") == "none":
        arguments.append("isUnsigned: true")
    wrapper = facts.get("output", {}).get("resultWrapper")
    if wrapper:
        arguments.append(f"resultWrapper: {naming.string(wrapper)}")
    if checksum.get("requestChecksumRequired"):
        arguments.append("requiresChecksum: true")
    algorithm = checksum.get("requestAlgorithmMember")
    if algorithm:
        member = next(m for m in operation.input.members if m.name == algorithm)
        arguments.append(f"checksumAlgorithmHeader: {naming.string(member.wire_name)}")
    source.call("package static let operation = OperationModel", arguments)


def service_constant(service: Service) -> str:
    return naming.lower_camel(service.prefix)


def structure_file(service: Service, shape: Shape, limits: Limits, needs_absent: bool) -> str:
    body = Source()
    conformances = ["Sendable", "Equatable"] + (["Codable"] if service.is_codable(shape) else [])
    declare(body, shape.swift, shape.members, conformances)
    is_read, is_written = shape.name in service.read, shape.name in service.written
    refused = service.refused(shape.name)
    body.blank()
    with body.block(f"extension {shape.swift} {{"):
        if needs_absent:
            declare_absent(body, shape)
        match service.protocol:
            case "json10" | "json11" | "restJSON":
                if is_read:
                    body.blank()
                    json_protocol.write_reader(body, shape.members, limits, refused)
                if is_written:
                    body.blank()
                    json_protocol.write_writer(body, shape.members)
            case "query":
                if is_read:
                    body.blank()
                    query_protocol.write_reader(body, shape.members, limits, refused)
                if is_written:
                    body.blank()
                    xml_output.write_writer(body, shape.members, "")
            case "restXML":
                if is_read:
                    body.blank()
                    rest_xml_protocol.write_reader(body, shape.members, limits, refused)
                if is_written:
                    body.blank()
                    xml_output.write_writer(body, shape.members, rest_xml_protocol.MILLISECONDS)
    if service.is_shared_output(shape):
        body.blank()
        with body.block(f"extension {shape.swift}: OperationOutput {{"):
            json_protocol.write_encode(body, True)
    return _with_imports(body.text, service)


def _with_imports(text: str, service: Service) -> str:
    """Imports what the text uses."""
    needed = ["Wire"]
    if "Date" in text:
        needed.append("FoundationEssentials")
    if ".httpDate)" in text or ".iso8601Milliseconds)" in text:
        needed.append("CivilTime")
    owner = service.entry.get("handwrittenIn")
    if owner and any(re.search(rf"\b{name}\b", text) for name in set(service.handwritten.values())):
        needed.append(owner)
    head, _, rest = text.partition("\n\n")
    lines = "\n".join(f"import {name}" for name in sorted(needed))
    return f"{head}\n\n{lines}\n\n{rest}"
