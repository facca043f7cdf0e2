import FoundationEssentials
import ServiceKit
import Wire

extension ServedMethodIntegration {
    /// What goes to the integration: the template of the body's type if there is one, else the body itself, as far as that
    /// may pass.
    func body(_ call: APICall) throws(GatewayRefusal) -> [UInt8] {
        let type = (call.headers.first("content-type") ?? "application/json").prefix { $0 != ";" }.lowercased()
        if let template = templates.first(where: { $0.key.lowercased() == type })?.value { return Array(template.utf8) }
        let passes = passthrough == "WHEN_NO_MATCH" || passthrough == "WHEN_NO_TEMPLATES" && templates.isEmpty
        guard passes else { throw .unsupportedMediaType }
        return call.body
    }

    /// Which response a mock gives is told by the `statusCode` in its template.
    func mocked(_ call: APICall) throws(GatewayRefusal) -> APIReply {
        let body = try body(call)
        guard let status = MockStatus.read(body) else { throw .configuration }
        let response =
            responses.first { $0.pattern?.matches(String(status)) == true } ?? responses.first { $0.pattern == nil }
        guard let response else { throw .configuration }
        return answer(APIReply(status: status), response, call, isMock: true)
    }

    /// The response whose pattern the status has, else the one that has none.
    func answer(_ reply: APIReply, _ call: APICall) throws(GatewayRefusal) -> APIReply {
        let status = String(reply.status)
        let response = responses.first { $0.pattern?.matches(status) == true } ?? responses.first { $0.pattern == nil }
        guard let response else { throw .configuration }
        return answer(reply, response, call, isMock: false)
    }

    private func answer(
        _ reply: APIReply, _ response: ServedIntegrationResponse, _ call: APICall, isMock: Bool
    ) -> APIReply {
        var answer = APIReply(status: response.status, integrationStatus: reply.status)
        let type = reply.headers.first("content-type") ?? "application/json"
        let template =
            response.templates[type].map { (type, $0) }
            ?? response.templates.min { $0.key < $1.key }.map { ($0.key, $0.value) }
        answer.body = template.map { Array($0.1.utf8) } ?? (isMock ? [] : reply.body)
        answer.headers.add("Content-Type", template?.0 ?? type)
        for parameter in response.parameters where parameter.target.hasPrefix("method.response.header.") {
            guard let value = RESTMapping.value(parameter.source, call, reply) else { continue }
            answer.headers.set(String(parameter.target.dropFirst("method.response.header.".count)), value)
        }
        return answer
    }
}

/// `{"statusCode": 200}`, also with a name that is not in quotation marks, as AWS's examples have it.
package enum MockStatus {
    package static func read(_ template: [UInt8]) -> Int? {
        if let value = try? JSONValue(parsing: template) { return value["statusCode"]?.int }
        let text = String(decoding: template, as: UTF8.self)
        guard let name = text.firstRange(of: "statusCode") else { return nil }
        let rest = text[name.upperBound...].drop { " \t\r\n\"':".contains($0) }
        return Int(rest.prefix { $0.isNumber })
    }
}

extension FunctionAnswer {
    static func isBase64(_ returned: [UInt8]) -> Bool {
        (try? JSONValue(parsing: returned))?["isBase64Encoded"]?.bool == true
    }
}
