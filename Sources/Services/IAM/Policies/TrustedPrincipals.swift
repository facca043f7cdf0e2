import PolicyEngine
import ServiceKit
import Storage

/// Users and roles that a trust policy names by ARN. They must exist, and are remembered by their
/// unique ids, as AWS does: another of the same name is not meant.
struct TrustedPrincipals: Sendable {
    private let arns: Set<String>

    init(_ document: PolicyDocument) {
        arns = Set(
            document.principals.compactMap { principal in
                if case .arn(let arn) = principal { arn } else { nil }
            })
    }

    /// The unique id of each that belongs to an account of this server.
    func ids(_ accounts: Accounts, _ snapshot: any Snapshot) throws -> [String: String] {
        var ids: [String: String] = [:]
        for text in arns {
            guard let arn = ARN(text), arn.service == "iam", accounts[arn.account] != nil else { continue }
            guard let id = try Self.id(arn, text, snapshot) else {
                throw ServiceError.malformedPolicy("Invalid principal in policy: \"AWS\":\"\(text)\"")
            }
            ids[text] = id
        }
        return ids
    }

    fileprivate static func id(_ arn: ARN, _ text: String, _ snapshot: any Snapshot) throws -> String? {
        guard let name = arn.resource.split(separator: "/").last.map(String.init), name.utf8.count <= 128
        else {
            return nil
        }
        if arn.resource.hasPrefix("user/") {
            let user = try snapshot.find(UserRecord.self, UserRecord.key(arn.account, name))
            return user?.arn.hasSameBytes(as: text) == true ? user?.id : nil
        }
        let role = try snapshot.find(RoleRecord.self, RoleRecord.key(arn.account, name))
        return role?.arn.hasSameBytes(as: text) == true ? role?.id : nil
    }
}

extension IAM: BindsPrincipals {
    package func principalIDs(of arns: [String]) async throws -> [String: String?] {
        let accounts = accounts
        return try await store.read { snapshot in
            var ids: [String: String?] = [:]
            for text in arns {
                guard let arn = ARN(text), arn.service == "iam", accounts[arn.account] != nil else { continue }
                ids[text] = .some(try TrustedPrincipals.id(arn, text, snapshot))
            }
            return ids
        }
    }
}

extension RoleRecord {
    /// The trust policy, ready to be asked.
    func compiledTrustPolicy() throws -> NamedPolicy {
        let document = try PolicyDocument(parsing: trustPolicy, as: .trust)
        let bound = document.mappingPrincipals { principal in
            guard case .arn(let arn) = principal, let id = trustedIDs[arn] else { return principal }
            return .uniqueID(id)
        }
        return NamedPolicy(arn, bound)
    }
}
