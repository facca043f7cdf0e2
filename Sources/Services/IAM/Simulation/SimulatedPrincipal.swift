import PolicyEngine
import ServiceKit
import Storage

/// The policies of the user, group or role whose permissions are simulated, as they are stored.
struct SimulatedPrincipal: Sendable {
    let identity: [Simulation.Source]
    let boundary: [Simulation.Source]
    /// Nil for a group, which asks for nothing itself.
    let holder: (any PolicyHolder)?

    /// - Throws: `InvalidInput` for what is no ARN of these, `NoSuchEntity` for one that is not there.
    init(_ text: String, _ account: String, _ snapshot: any Snapshot) throws {
        guard let arn = ARN(text), arn.service == "iam", arn.account == account,
            let kind = arn.resource.split(separator: "/").first, let name = arn.resource.split(separator: "/").last
        else { throw ServiceError.invalidInput("Invalid Entity Arn: \(text)") }
        switch kind {
        case "user":
            let user = try snapshot.require(UserRecord.self, String(name), in: account)
            self.init(holder: user, identity: try snapshot.sources(ofUser: user), try snapshot.boundary(of: user))
        case "role":
            let role = try snapshot.require(RoleRecord.self, String(name), in: account)
            self.init(holder: role, identity: try snapshot.sources(of: role), try snapshot.boundary(of: role))
        default: throw ServiceError.invalidInput("Invalid Entity Arn: \(text)")
        }
    }

    private init(holder: (any PolicyHolder)?, identity: [Simulation.Source], _ boundary: [Simulation.Source]) {
        self.holder = holder
        self.identity = identity
        self.boundary = boundary
    }
}

extension Snapshot {
    fileprivate func sources(ofUser user: UserRecord) throws -> [Simulation.Source] { try sources(of: user) }

    /// Inline policies are called `role_NAME_POLICY` and the like, managed ones by their names, as AWS does.
    fileprivate func sources(of holder: some PolicyHolder) throws -> [Simulation.Source] {
        let kind = type(of: holder).kind
        let inline = try inlinePolicies(of: holder.id).map {
            try Simulation.Source("\(kind)_\(holder.name)_\($0.name)", $0.document, as: .identity)
        }
        let managed = try attachments(of: holder.id).compactMap { try source($0.policy.arn, holder.accountID) }
        return inline + managed
    }

    fileprivate func boundary(of holder: some PolicyHolder) throws -> [Simulation.Source] {
        guard let boundary = holder.boundary else { return [] }
        return try source(boundary.arn, holder.accountID).map { [$0] } ?? []
    }

    private func source(_ arn: String, _ account: String) throws -> Simulation.Source? {
        guard let policy = try managedPolicy(arn, for: account), let text = try document(of: policy) else { return nil }
        return try Simulation.Source(policy.name, text, as: .managed)
    }
}
