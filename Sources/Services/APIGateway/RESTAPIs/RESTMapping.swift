import ServiceKit
import Wire

/// Parameter mappings of REST APIs: `integration.request.header.x` gets `method.request.querystring.y`, a value of
/// `$context` or of the stage, or a text in single quotes.
enum RESTMapping {
    static func isTarget(_ name: String, prefix: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let parts = name.dropFirst(prefix.count).split(separator: ".", maxSplits: 1)
        return parts.count == 2 && ["header", "path", "querystring"].contains(parts[0])
    }

    static func isSource(_ value: String) -> Bool {
        value.hasPrefix("'") && value.hasSuffix("'") && value.count >= 2 || value.hasPrefix("method.request.")
            || value.hasPrefix("integration.response.") || value.hasPrefix("context.")
            || value.hasPrefix("stageVariables.")
    }

    /// The value of a source; nil where there is none.
    static func value(_ source: String, _ call: APICall, _ reply: APIReply? = nil) -> String? {
        if source.hasPrefix("'") { return String(source.dropFirst().dropLast()) }
        func rest(_ prefix: String) -> String? {
            source.hasPrefix(prefix) ? String(source.dropFirst(prefix.count)) : nil
        }
        if let name = rest("method.request.header.") { return call.headers.all(name).last }
        if let name = rest("method.request.multivalueheader.") { return call.headers.all(name).joined(separator: ",") }
        if let name = rest("method.request.querystring.") { return call.query.last { $0.name == name }?.value }
        if let name = rest("method.request.multivaluequerystring.") {
            return call.query.filter { $0.name == name }.map { $0.value ?? "" }.joined(separator: ",")
        }
        if let name = rest("method.request.path.") { return call.parameters.first { $0.name == name }?.value }
        if source == "method.request.body" { return String(decoding: call.body, as: UTF8.self) }
        if let path = rest("method.request.body.") { return BodyValue.find("." + path, in: call.body) }
        if let name = rest("context.") { return call.context(name) }
        if let name = rest("stageVariables.") { return call.variables[name] }
        guard let reply else { return nil }
        if let name = rest("integration.response.header.") { return reply.headers.all(name).last }
        if source == "integration.response.body" { return String(decoding: reply.body, as: UTF8.self) }
        if let path = rest("integration.response.body.") { return BodyValue.find("." + path, in: reply.body) }
        return nil
    }
}
