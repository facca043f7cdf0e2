import IAMModel
import PolicyEngine
import ServiceKit
import Storage

/// The policies of the user, group or role whose permissions are simulated, as they are stored.
struct SimulatedPrincipal: Sendable {
    let identity: [Simulation.Source]
    let boundary: [Simulation.Source]
    /// Nil for a group, which asks for nothing itself.
    let entity: Entity?

    /// Who asks, as conditions see it.
    struct Entity: Sendable {
        let arn: String
        let id: String
        let tags: [IAMModel.Tag]
    }

    /// - Throws: `InvalidInput` for what is no ARN of these, `NoSuchEntity` for one that is not there.
    init(_ text: String, _ account: String, _ snapshot: any Snapshot) throws {
        guard let arn = ARN(text), arn.service == "iam", arn.account == account,
            let kind = arn.resource.split(separator: "/").first,
            let name = arn.resource.split(separator: "/").last.map(String.init)
        else { throw ServiceError.invalidInput("Invalid Entity Arn: \(text)") }
        switch kind {
        case "user":
            let user = try snapshot.require(UserRecord.self, name, in: account, called: text)
            identity =
                try snapshot.sources(of: user) + snapshot.groups(of: user.id).flatMap { try snapshot.sources(of: $0) }
            boundary = try snapshot.boundarySource(of: user)
            entity = Entity(arn: user.arn, id: user.id, tags: user.tags)
        case "role":
            let role = try snapshot.require(RoleRecord.self, name, in: account, called: text)
            identity = try snapshot.sources(of: role)
            boundary = try snapshot.boundarySource(of: role)
            entity = Entity(arn: role.arn, id: role.id, tags: role.tags)
        case "group":
            identity = try snapshot.sources(of: try snapshot.require(GroupRecord.self, name, in: account, called: text))
            boundary = []
            entity = nil
        default: throw ServiceError.invalidInput("Invalid Entity Arn: \(text)")
        }
    }
}

extension Snapshot {
    /// The one of that name, if the ARN is its own: path and case are part of it.
    fileprivate func require<Holder: NamedEntity>(
        _ type: Holder.Type, _ name: String, in account: String, called arn: String
    ) throws -> Holder {
        let holder = try require(type, name, in: account)
        guard holder.arn.hasSameBytes(as: arn) else { throw Holder.missing(name) }
        return holder
    }

    /// Inline policies are called `role_NAME_POLICY` and the like, managed ones by their names, as AWS does.
    fileprivate func sources<Holder: PolicyHolder>(of holder: Holder) throws -> [Simulation.Source] {
        let inline = try inlinePolicies(of: holder.id).map {
            try Simulation.Source("\(Holder.kind)_\(holder.name)_\($0.name)", $0.document, as: .identity)
        }
        return try inline + attachments(of: holder.id).compactMap { try source($0.policy.arn, holder.accountID) }
    }

    fileprivate func boundarySource(of holder: some BoundedHolder) throws -> [Simulation.Source] {
        guard let boundary = holder.boundary else { return [] }
        return try source(boundary.arn, holder.accountID).map { [$0] } ?? []
    }

    private func source(_ arn: String, _ account: String) throws -> Simulation.Source? {
        guard let policy = try managedPolicy(arn, for: account), let text = try document(of: policy) else { return nil }
        return try Simulation.Source(policy.name, text, as: .managed)
    }
}
