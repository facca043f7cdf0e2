import S3Model
import ServiceKit

/// A bucket's CORS rules: what they may be, and which of them fits a browser's request.
struct CORSRules: Sendable {
    private static let most = 100
    private static let methods: Set<String> = ["GET", "PUT", "HEAD", "POST", "DELETE"]

    let rules: [CORSRule]

    /// - Throws: what PutBucketCors says of rules that are none.
    static func check(_ rules: [CORSRule]) throws {
        guard (1...most).contains(rules.count) else { throw ServiceError.malformedXML }
        for rule in rules {
            guard !rule.allowedMethods.isEmpty, !rule.allowedOrigins.isEmpty else { throw ServiceError.malformedXML }
            if let id = rule.id, id.utf8.count > 255 { throw ServiceError.malformedXML }
            for method in rule.allowedMethods where !methods.contains(method) {
                throw ServiceError.invalidRequest(
                    "Found unsupported HTTP method in CORS config. Unsupported method is \(method)")
            }
            for origin in rule.allowedOrigins where origin.utf8.count(where: { $0 == UInt8(ascii: "*") }) > 1 {
                throw ServiceError.invalidRequest("AllowedOrigin \"\(origin)\" can not have more than one wildcard.")
            }
            for header in rule.allowedHeaders ?? [] where header.utf8.count(where: { $0 == UInt8(ascii: "*") }) > 1 {
                throw ServiceError.invalidRequest("AllowedHeader \"\(header)\" can not have more than one wildcard.")
            }
            for header in rule.exposeHeaders ?? [] where header.contains("*") {
                throw ServiceError.invalidRequest(
                    "ExposeHeader \"\(header)\" contains wildcard. We currently do not support wildcard for "
                        + "ExposeHeader.")
            }
        }
    }

    /// The first rule that lets the request be sent.
    /// - Parameter headers: in lower case; those that a preflight asks for.
    func rule(origin: String, method: String, headers: [String]) -> CORSRule? {
        rules.first { rule in
            rule.allowedMethods.contains(method)
                && rule.allowedOrigins.contains { Self.matches($0, origin) }
                && headers.allSatisfy { header in
                    (rule.allowedHeaders ?? []).contains { Self.matches($0.lowercased(), header) }
                }
        }
    }

    /// A pattern has one `*` at most.
    private static func matches(_ pattern: String, _ text: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return pattern.hasSameBytes(as: text) }
        let before = pattern[..<star]
        let after = pattern[pattern.index(after: star)...]
        return text.utf8.count >= before.utf8.count + after.utf8.count && text.hasPrefix(before)
            && text.hasSuffix(after)
    }
}
