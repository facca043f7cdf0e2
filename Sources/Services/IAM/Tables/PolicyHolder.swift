import IAMModel
import ServiceKit
import Storage

/// What users and roles have in common: policies, a boundary, tags.
protocol PolicyHolder: Record {
    /// `user`, as in ARNs and AWS's sentences.
    static var kind: String { get }
    /// `User`, as the names of quotas have it.
    static var kindInErrors: String { get }
    static var idPrefix: String { get }

    var accountID: String { get }
    var name: String { get }
    var id: String { get }
    var arn: String { get }
    var boundary: PolicyReference? { get set }
    var tags: [IAMModel.Tag] { get set }

    static func key(_ accountID: String, _ name: String) -> Key
    static func missing(_ name: String) -> ServiceError
}

extension Snapshot {
    /// The user or role of that name.
    func require<Holder: PolicyHolder>(
        _ type: Holder.Type, _ name: String, in accountID: String
    ) throws -> Holder {
        guard let holder = try find(Holder.self, Holder.key(accountID, name)) else {
            throw Holder.missing(name)
        }
        return holder
    }
}
