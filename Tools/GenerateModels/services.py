"""Writes what concerns a service as a whole: its model, operations, routes and errors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import naming
from model import Operation, Service, Shape
from operations import service_constant
from source import Source


def service_file(service: Service) -> str:
    source = Source("Wire")
    metadata = service.metadata
    arguments = [
        f"name: {naming.string(service.name)}",
        f"apiVersion: {naming.string(metadata['apiVersion'])}",
        f"awsProtocol: .{service.protocol}",
    ]
    if "targetPrefix" in metadata:
        arguments.append(f"targetPrefix: {naming.string(metadata['targetPrefix'])}")
    arguments.append(f"signingName: {naming.string(metadata.get('signingName', metadata['endpointPrefix']))}")
    prefix = service.entry.get("endpointPrefix", metadata["endpointPrefix"])
    arguments.append(f"endpointPrefix: {naming.string(prefix)}")
    namespace = service.entry.get("xmlNamespace", metadata.get("xmlNamespace"))
    if namespace:
        arguments.append(f"xmlNamespace: {naming.string(namespace)}")
    arguments.append(f"serviceID: {naming.string(metadata['serviceId'])}")
    arguments.append(f"validationErrorCode: {naming.string(service.entry['validationErrorCode'])}")
    sensitive = ", ".join(naming.string(name) for name in _sensitive_members(service))
    if sensitive:
        arguments.append(f"sensitiveMembers: [{sensitive}]")
    if service.entry.get("wrapsErrors"):
        arguments.append("wrapsErrors: true")
    with source.block("extension ServiceModel {"):
        source.call(f"package static let {service_constant(service)} = ServiceModel", arguments)
    source.blank()
    with source.block(f"package enum {service.prefix}Operations {{"):
        source.line("/// Every operation of the service, those not served included.")
        with source.block("package static let all: [OperationEntry] = [", "]"):
            for operation in service.operations:
                served = "true" if operation.is_served else "false"
                source.line(f"OperationEntry({naming.string(operation.name)}, served: {served}),")
        source.blank()
        with source.block("package static let served: [any OperationInput.Type] = [", "]"):
            for operation in service.served:
                source.line(f"{operation.name}Request.self,")
        if "prepared" in service.entry:
            source.blank()
            source.line("/// Operations whose types are there and that are not served yet.")
            with source.block("package static let prepared: [any OperationInput.Type] = [", "]"):
                for operation in service.typed:
                    if not operation.is_served:
                        source.line(f"{operation.name}Request.self,")
    return source.text


def _sensitive_members(service: Service) -> list[str]:
    """Members of sensitive shapes, and those the manifest adds."""
    names = {
        member.name
        for operation in service.operations
        if operation.input
        for shape in [operation.input, *operation.input.reachable().values()]
        if shape.kind == "structure"
        for member in shape.members
        if member.shape.is_sensitive
    }
    return sorted(names | set(service.entry.get("sensitive", [])))


def errors_file(service: Service) -> str:
    """The errors that operations with types name."""
    source = Source("Wire")
    shapes = {
        shape["shape"]: service.shape(shape["shape"])
        for operation in service.typed
        for shape in operation.facts.get("errors", [])
    }
    with source.block(f"package enum {service.prefix}Errors {{"):
        for name in sorted(shapes):
            source.line(_error(shapes[name]))
    return source.text


def _error(shape: Shape) -> str:
    error = shape.facts.get("error", {})
    code = error.get("code", shape.name)
    status = error.get("httpStatusCode", 500 if shape.facts.get("fault") else 400)
    arguments = [naming.string(code), str(status)]
    members = [m.wire_name for m in shape.members if m.name.lower() != "message"]
    if members:
        arguments.append(f"members: [{', '.join(naming.string(name) for name in members)}]")
    name = naming.lower_camel(shape.name.removesuffix("Exception"))
    return f"package static let {naming.escaped(name)} = ErrorShape({', '.join(arguments)})"


@dataclass(frozen=True)
class Route:
    """What of a REST operation's URI is fixed, and what it requires."""

    operation: Operation
    method: str
    level: str
    literals: tuple[str, ...]
    parameters: tuple[str, ...]
    headers: tuple[str, ...]
    optional: tuple[str, ...] = ()


def _route(operation: Operation) -> Route | None:
    """None for the few operations that have a path of their own."""
    path, _, query = operation.uri.partition("?")
    levels = {"/": "service", "/{Bucket}": "bucket", "/{Bucket}/{Key+}": "object"}
    if path not in levels:
        return None
    literals = tuple(p for p in query.split("&") if p and not p.startswith("x-id="))
    required = [m for m in operation.input.members if m.is_required] if operation.input else []
    parameters = tuple(sorted(m.wire_name for m in required if m.location == "querystring"))
    headers = tuple(sorted(m.wire_name for m in required if m.location == "header"))
    return Route(operation, operation.method, levels[path], literals, parameters, headers)


def routes_file(service: Service) -> str:
    return _paths_file(service) if service.has_paths else _requirements_file(service)


def _paths_file(service: Service) -> str:
    source = Source("Wire")
    with source.block(f"package enum {service.prefix}Routes {{"):
        with source.block("package static let router = PathRouter([", "])"):
            for operation in service.operations:
                arguments = map(naming.string, (operation.name, operation.method, operation.uri))
                source.call("PathRoute", arguments, "),")
    return source.text


def _requirements_file(service: Service) -> str:
    """Requirements are kept only where they tell operations of one URI apart."""
    groups: dict[tuple, list[Route]] = defaultdict(list)
    for operation in service.operations:
        route = _route(operation)
        if route:
            groups[route.method, route.level, route.literals].append(route)
    routes = [_with_optional(route, groups) for group in groups.values() for route in _told_apart(group)]
    source = Source("Wire")
    with source.block(f"package enum {service.prefix}Routes {{"):
        with source.block("package static let router = RESTRouter([", "])"):
            for route in sorted(routes, key=lambda route: route.operation.name):
                source.call("RESTRoute", _arguments(route), "),")
    return source.text


def _told_apart(group: list[Route]) -> list[Route]:
    """Of operations that a request cannot tell apart, the first not deprecated stays."""
    group = sorted(group, key=lambda route: bool(route.operation.facts.get("deprecated")))
    seen: set[tuple] = set()
    routes = []
    for route in group:
        # What may be posted is no guess: without its parameters a POST is none of these.
        if len(group) == 1 and route.method != "POST":
            route = replace(route, parameters=(), headers=())
        elif len({r.parameters for r in group}) == len(group):
            route = replace(route, headers=())
        requirements = (route.parameters, route.headers)
        if requirements not in seen:
            seen.add(requirements)
            routes.append(route)
    return routes


def _with_optional(route: Route, groups: dict[tuple, list[Route]]) -> Route:
    """Parameters that this operation may have and that others without literals are told by."""
    telling = {name for group in groups.values() for other in group if not other.literals for name in other.parameters}
    members = route.operation.input.members if route.operation.input else []
    names = {m.wire_name for m in members if m.location == "querystring" and not m.is_required}
    return replace(route, optional=tuple(sorted(names & telling)))


def _arguments(route: Route) -> list[str]:
    arguments = [naming.string(route.operation.name), naming.string(route.method), f".{route.level}"]
    if route.literals:
        pairs = []
        for literal in route.literals:
            name, has_value, value = literal.partition("=")
            text = f", {naming.string(value)}" if has_value else ""
            pairs.append(f"QueryParameter({naming.string(name)}{text})")
        arguments.append(f"literals: [{', '.join(pairs)}]")
    if route.parameters:
        arguments.append(f"parameters: [{', '.join(map(naming.string, route.parameters))}]")
    if route.headers:
        arguments.append(f"headers: [{', '.join(map(naming.string, route.headers))}]")
    if route.optional:
        arguments.append(f"optional: [{', '.join(map(naming.string, route.optional))}]")
    return arguments
