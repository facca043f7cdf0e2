"""Writes writers of XML, for the Query and the REST-XML protocol."""

from __future__ import annotations

import naming
from model import Member, Shape
from source import Source


def write_writer(source: Source, members: list[Member], dates: str) -> None:
    """`dates` is the argument label under which the protocol's time format goes."""
    with source.block("func write(_ writer: inout XMLWriter) {"):
        for member in members:
            if member.traits.get("xmlAttribute"):
                continue
            if member.is_required:
                write_member(source, member, f"self.{member.declared}", dates)
            else:
                with source.block(f"if let {member.declared} {{"):
                    write_member(source, member, member.declared, dates)


def write_member(source: Source, member: Member, value: str, dates: str) -> None:
    if member.is_flattened and not member.shape.is_flattened:
        with source.block(f"for element in {value} {{"):
            _write(source, member.shape.element, member.wire_name, "element", dates)
        return
    _write(source, member.shape, member.wire_name, value, dates)


def _write(source: Source, shape: Shape, name: str, value: str, dates: str) -> None:
    literal = naming.string(name)
    match shape.kind:
        case "structure":
            attributes = _attributes(shape, value)
            source.line(f"writer.begin({literal}{attributes})")
            source.line(f"{value}.write(&writer)")
            source.line(f"writer.end({literal})")
        case "list" if shape.is_flattened:
            with source.block(f"for element in {value} {{"):
                _write(source, shape.element, shape.element_name or name, "element", dates)
        case "list":
            source.line(f"writer.begin({literal})")
            with source.block(f"for element in {value} {{"):
                _write(source, shape.element, shape.element_name or "member", "element", dates)
            source.line(f"writer.end({literal})")
        case "map":
            source.line(f"writer.begin({literal})")
            with source.block(f"for (key, value) in {value}.sorted(by: {{ $0.key < $1.key }}) {{"):
                source.line('writer.begin("entry")')
                source.line('writer.element("key", key)')
                _write(source, shape.value, "value", "value", dates)
                source.line('writer.end("entry")')
            source.line(f"writer.end({literal})")
        case "timestamp":
            source.line(f"writer.element({literal}, {dates}{value})")
        case _:
            source.line(f"writer.element({literal}, {value})")


def _attributes(shape: Shape, value: str) -> str:
    """S3's Grantee carries its type as an attribute of another namespace."""
    attributes = [m for m in shape.members if m.traits.get("xmlAttribute")]
    if not attributes:
        return ""
    namespace = shape.facts["xmlNamespace"]
    pairs = [(f"xmlns:{namespace['prefix']}", naming.string(namespace["uri"]))]
    for member in attributes:
        suffix = ".rawValue" if member.shape.is_enum else ""
        pairs.append((member.wire_name, f"{value}.{member.declared}{suffix}"))
    listed = ", ".join(f"({naming.string(name)}, {text})" for name, text in pairs)
    return f", attributes: [{listed}]"
