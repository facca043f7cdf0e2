import PolicyEngine
import ServiceKit
import Wire

extension DynamoDB {
    private static let longest = 20_480

    /// A policy that is to be put on a table or a stream.
    func newPolicy(_ text: String, on arn: String) async throws -> PolicySettings {
        guard text.utf8.count <= Self.longest else {
            throw ServiceError.limitExceeded(
                "The resource-based policy document exceeds the maximum size of \(Self.longest) bytes")
        }
        let document: PolicyDocument
        do {
            document = try PolicyDocument(parsing: text, as: .resource)
        } catch {
            throw ServiceError.validation("Resource policy is invalid: \(error.message)")
        }
        try Self.check(document, arn)
        let named = document.principals.compactMap { if case .arn(let arn) = $0 { arn } else { nil } }
        let ids = try await principals.principalIDs(of: named)
        if let unknown = named.first(where: { if case .some(.none) = ids[$0] { true } else { false } }) {
            throw ServiceError.validation("Resource policy is invalid: Invalid principal in policy: \(unknown)")
        }
        return PolicySettings(
            policy: StoredPolicy(text: text, ids: ids.compactMapValues { $0 }), revision: randomness.revision())
    }

    private static func check(_ document: PolicyDocument, _ arn: String) throws {
        for statement in document.statements {
            guard statement.actionPatterns.allSatisfy({ $0.text == "*" || $0.text.lowercased().hasPrefix("dynamodb:") })
            else { throw ServiceError.validation("Resource policy is invalid: Policy has invalid action") }
            guard
                statement.resourcePatterns.allSatisfy({ pattern in
                    pattern.matches(arn) || pattern.reaches(below: arn + "/")
                })
            else { throw ServiceError.validation("Resource policy is invalid: Policy has invalid resource") }
        }
    }
}

extension Randomness {
    /// Digits, as AWS's revisions are.
    fileprivate func revision() -> String {
        let value = bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return String(1_600_000_000_000 + value % 1_000_000_000_000_000)
    }
}
