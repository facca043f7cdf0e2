import PolicyEngine
import ServiceKit

/// Who was granted what on a bucket or an object, apart from policies.
struct AccessControlList: Sendable, Hashable, Codable {
    enum Grantee: Sendable, Hashable, Codable {
        /// An account, by its canonical user id.
        case account(String)
        case everyone
        case authenticatedUsers
        case logDelivery

        static let groups: [(uri: String, grantee: Grantee)] = [
            ("http://acs.amazonaws.com/groups/global/AllUsers", .everyone),
            ("http://acs.amazonaws.com/groups/global/AuthenticatedUsers", .authenticatedUsers),
            ("http://acs.amazonaws.com/groups/s3/LogDelivery", .logDelivery),
        ]
    }

    enum Right: String, Sendable, Hashable, Codable {
        case fullControl = "FULL_CONTROL"
        case read = "READ"
        case write = "WRITE"
        case readACP = "READ_ACP"
        case writeACP = "WRITE_ACP"
    }

    struct Entry: Sendable, Hashable, Codable {
        var grantee: Grantee
        var right: Right

        var isPublic: Bool { grantee == .everyone || grantee == .authenticatedUsers }
    }

    static let mostEntries = 100

    var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    /// The list of what was just made: its owner may do everything.
    static func `private`(owner canonicalID: String) -> AccessControlList {
        AccessControlList([Entry(grantee: .account(canonicalID), right: .fullControl)])
    }

    var isPublic: Bool { entries.contains(where: \.isPublic) }

    /// What the list grants the caller, and how closely.
    /// - Parameter ignoresPublic: block public access takes its grants to everyone away.
    func grant(_ right: Right, to caller: Caller, canonicalID: String?, ignoresPublic: Bool) -> PrincipalMatch? {
        entries.filter { $0.right == right || $0.right == .fullControl }
            .compactMap { entry in
                if ignoresPublic, entry.isPublic { return nil }
                return entry.grantee.match(caller, canonicalID: canonicalID)
            }.max()
    }
}

extension AccessControlList.Grantee {
    fileprivate func match(_ caller: Caller, canonicalID: String?) -> PrincipalMatch? {
        switch (self, caller) {
        case (.everyone, _): .direct
        case (_, .anonymous), (.logDelivery, _): nil
        case (.authenticatedUsers, _): .direct
        case (.account(let id), .root): id == canonicalID ? .direct : nil
        case (.account(let id), _): id == canonicalID ? .account : nil
        }
    }
}

extension AccessControlList.Right {
    /// The right that grants an action on a bucket or an object, as the mapping of ACL permissions to actions has it.
    static func granting(_ action: String) -> AccessControlList.Right? {
        switch action {
        case "s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads", "s3:GetObject",
            "s3:GetObjectVersion":
            .read
        // To delete is the owners' alone, and what becomes of an upload its initiator's.
        case "s3:PutObject": .write
        case "s3:GetBucketAcl", "s3:GetObjectAcl", "s3:GetObjectVersionAcl": .readACP
        case "s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl": .writeACP
        default: nil
        }
    }

    /// Whether the bucket's list is asked, and not the object's.
    static func isOfBucket(_ action: String) -> Bool {
        switch action {
        case "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl", "s3:GetObjectVersionAcl", "s3:PutObjectAcl",
            "s3:PutObjectVersionAcl":
            false
        default: true
        }
    }
}
