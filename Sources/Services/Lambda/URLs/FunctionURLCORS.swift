import LambdaModel
import ServiceKit
import Wire

/// What browsers may do with a function's URL from pages of other origins. What the function says of it itself counts for
/// nothing where its URL has rules.
struct FunctionURLCORS {
    let rules: Cors

    static func isPreflight(_ request: APIRequest) -> Bool {
        request.method == "OPTIONS" && request.headers.contains("origin")
            && request.headers.contains("access-control-request-method")
    }

    func preflight(_ request: HeaderFields) -> HeaderFields {
        var headers = HeaderFields()
        guard let origin = allowed(request) else { return headers }
        headers.add("Access-Control-Allow-Origin", origin)
        add("Access-Control-Allow-Methods", rules.allowMethods, &headers)
        add("Access-Control-Allow-Headers", rules.allowHeaders, &headers)
        if let age = rules.maxAge { headers.add("Access-Control-Max-Age", String(age)) }
        addCommon(&headers, origin)
        return headers
    }

    func finish(_ headers: inout HeaderFields, for request: HeaderFields) {
        for name in [
            "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
            "access-control-max-age", "access-control-allow-credentials", "access-control-expose-headers",
        ] { headers.remove(name) }
        guard let origin = allowed(request) else { return }
        headers.add("Access-Control-Allow-Origin", origin)
        add("Access-Control-Expose-Headers", rules.exposeHeaders, &headers)
        addCommon(&headers, origin)
    }

    private func addCommon(_ headers: inout HeaderFields, _ origin: String) {
        if rules.allowCredentials == true { headers.add("Access-Control-Allow-Credentials", "true") }
        if origin != "*" { headers.add("Vary", "Origin") }
    }

    private func add(_ name: String, _ values: [String]?, _ headers: inout HeaderFields) {
        if let values, !values.isEmpty { headers.add(name, values.joined(separator: ",")) }
    }

    private func allowed(_ request: HeaderFields) -> String? {
        guard let origin = request.first("origin"), let origins = rules.allowOrigins else { return nil }
        if origins.contains("*") { return "*" }
        return origins.contains { $0.equalsIgnoringASCIICase(origin) } ? origin : nil
    }
}
