import APIGatewayV2Model
import ServiceKit
import Wire

/// What browsers may do with an HTTP API from pages of other origins.
package struct CORSRules: Sendable {
    private let cors: Cors
    private let origins: Set<String>

    package init(_ cors: Cors) {
        self.cors = cors
        origins = Set((cors.allowOrigins ?? []).map { $0.lowercased() })
    }

    /// A preflight of a browser, answered without asking anybody.
    static func isPreflight(_ request: APIRequest) -> Bool {
        request.method == "OPTIONS" && request.headers.contains("origin")
            && request.headers.contains("access-control-request-method")
    }

    package func preflight(_ headers: HeaderFields) -> HeaderFields {
        guard let origin = headers.first("origin"), let allowed = allowed(origin) else { return HeaderFields() }
        var answer = HeaderFields([("access-control-allow-origin", allowed)])
        add("access-control-allow-methods", cors.allowMethods, &answer)
        add("access-control-allow-headers", cors.allowHeaders, &answer)
        if let age = cors.maxAge, age >= 0 { answer.add("access-control-max-age", String(age)) }
        if cors.allowCredentials == true { answer.add("access-control-allow-credentials", "true") }
        return answer
    }

    /// Sets the headers of an answer; those that an integration gave count for nothing.
    package func finish(_ answer: inout HeaderFields, for request: HeaderFields) {
        for name in [
            "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
            "access-control-max-age", "access-control-allow-credentials", "access-control-expose-headers",
        ] { answer.remove(name) }
        guard let origin = request.first("origin"), let allowed = allowed(origin) else { return }
        answer.add("access-control-allow-origin", allowed)
        add("access-control-expose-headers", cors.exposeHeaders, &answer)
        if cors.allowCredentials == true { answer.add("access-control-allow-credentials", "true") }
    }

    private func add(_ name: String, _ values: [String]?, _ headers: inout HeaderFields) {
        if let values, !values.isEmpty { headers.add(name, values.joined(separator: ",")) }
    }

    private func allowed(_ origin: String) -> String? {
        if origins.contains("*") { return "*" }
        let name = origin.lowercased()
        if origins.contains(name) { return origin }
        // `https://*` is any host under that scheme.
        guard let scheme = name.firstRange(of: "://") else { return nil }
        return origins.contains(name[..<scheme.upperBound] + "*") ? origin : nil
    }
}
