import PolicyEngine
import STSModel
import ServiceKit
import Storage
import Wire

/// The policies that a request for a session names to narrow it, checked.
struct SessionNarrowing: Sendable {
    /// AWS packs policies and tags and tells how full the pack is; this is the size of ours.
    private static let packBytes = 6144

    let inline: String?
    let arns: [String]

    init(_ inline: String?, _ descriptors: [PolicyDescriptorType]?) throws {
        self.inline = inline
        arns = (descriptors ?? []).compactMap(\.arn)
        guard let inline else { return }
        _ = try PolicyText(inline, as: .session)
    }

    var isNone: Bool { inline == nil && arns.isEmpty }

    /// How full the pack is, in hundredths; nil where nothing is packed.
    func packedSize(tags: [String: String]) throws -> Int? {
        guard !isNone || !tags.isEmpty else { return nil }
        let text = [inline ?? ""] + arns + tags.flatMap { [$0.key, $0.value] }
        let bytes = text.reduce(0) { $0 + $1.utf8.count }
        let percent = (bytes * 100 + Self.packBytes - 1) / Self.packBytes
        guard percent <= 100 else {
            throw ServiceError(
                STSErrors.packedPolicyTooLarge,
                "Packed policy consumes \(percent)% of allotted space, please use smaller policy.")
        }
        return percent
    }

    /// - Throws: `MalformedPolicyDocument` for a managed policy that the role's account does not have.
    func checkPoliciesExist(_ accountID: String, _ store: any KeyValueStore) async throws {
        guard !arns.isEmpty else { return }
        try await store.read { snapshot in
            for arn in arns where try snapshot.managedPolicy(arn, for: accountID) == nil {
                throw ServiceError.malformedPolicy("Policy \(arn) does not exist or is not attachable.")
            }
        }
    }

    func narrow(_ session: inout RoleSession) {
        session.sessionPolicies = inline.map { [$0] }
        session.sessionPolicyARNs = arns
    }
}
