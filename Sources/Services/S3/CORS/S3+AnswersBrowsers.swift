import S3Model
import ServiceKit
import Storage

extension S3: AnswersBrowsers {
    private static let vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"

    package func crossOriginHeaders(
        bucket: String, origin: String, method: String
    ) async throws -> [(name: String, value: String)] {
        guard let rules = try await rules(of: bucket) ?? nil,
            let rule = rules.rule(origin: origin, method: method, headers: [])
        else { return [] }
        return Self.headers(rule, origin: origin)
    }

    package func preflightHeaders(
        bucket: String, isObject: Bool, origin: String?, method: String?, headers: [String]
    ) async throws -> [(name: String, value: String)] {
        guard let origin else {
            throw ServiceError(
                "BadRequest", "Insufficient information. Origin request header needed.", status: 400)
        }
        guard let found = try await rules(of: bucket) else {
            throw Self.forbidden("Bucket not found", method: "OPTIONS", isObject: isObject)
        }
        guard let rules = found else {
            throw Self.forbidden(
                "CORS is not enabled for this bucket.", method: method ?? "OPTIONS", isObject: isObject)
        }
        guard let method, ["GET", "PUT", "HEAD", "POST", "DELETE"].contains(method) else {
            throw ServiceError(
                "BadRequest", "Invalid Access-Control-Request-Method: \(method ?? "null")", status: 400)
        }
        let asked = headers.map { $0.lowercased() }
        guard let rule = rules.rule(origin: origin, method: method, headers: asked) else {
            throw Self.forbidden(
                "This CORS request is not allowed. This is usually because the evalution of Origin, request method / "
                    + "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the "
                    + "resource's CORS spec.", method: method, isObject: isObject)
        }
        var answer = Self.headers(rule, origin: origin)
        if !headers.isEmpty { answer.append(("Access-Control-Allow-Headers", asked.joined(separator: ", "))) }
        return answer
    }

    /// Nil for a bucket that is not there, nil inside for one without rules.
    private func rules(of name: String) async throws -> CORSRules?? {
        let known = knownCORS
        return try await store.read { snapshot in
            guard let bucket: Bucket = try snapshot.find(Bucket.key(name)) else { return CORSRules??.none }
            return .some(try known.find(of: bucket, in: snapshot))
        }
    }

    private static func headers(_ rule: CORSRule, origin: String) -> [(name: String, value: String)] {
        let isForAll = rule.allowedOrigins.contains("*")
        var headers: [(name: String, value: String)] = [
            ("Access-Control-Allow-Origin", isForAll ? "*" : origin),
            ("Access-Control-Allow-Methods", rule.allowedMethods.joined(separator: ", ")),
        ]
        if let exposed = rule.exposeHeaders, !exposed.isEmpty {
            headers.append(("Access-Control-Expose-Headers", exposed.joined(separator: ", ")))
        }
        if let age = rule.maxAgeSeconds { headers.append(("Access-Control-Max-Age", String(age))) }
        // With a credential the answer would not be for every origin.
        if !isForAll { headers.append(("Access-Control-Allow-Credentials", "true")) }
        headers.append(("Vary", vary))
        return headers
    }

    private static func forbidden(_ sentence: String, method: String, isObject: Bool) -> ServiceError {
        ServiceError(
            "AccessForbidden", "CORSResponse: " + sentence, status: 403,
            members: [("Method", method), ("ResourceType", isObject ? "OBJECT" : "BUCKET")])
    }
}
