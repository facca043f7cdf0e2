extension PolicyDocument {
    /// Whether S3 calls the policy public: it is, unless each of its grants reaches fixed values only (S3's user
    /// guide, "The meaning of public" of block public access). What is denied beside it makes no difference.
    package var isPublic: Bool { statements.contains(where: \.isPublicGrant) }

    /// What is left of a policy whose grants count for nobody.
    package func keepingDenies() -> PolicyDocument {
        PolicyDocument(
            kind: kind, version: version, id: id, statements: statements.filter { $0.effect == .deny })
    }
}

extension Statement {
    fileprivate var isPublicGrant: Bool {
        guard effect == .allow, let principals, principals.namesThePublic else { return false }
        return !conditions.contains(where: \.fixesWhoAsks)
    }
}

extension PrincipalElement {
    /// `NotPrincipal` takes in all but a few.
    fileprivate var namesThePublic: Bool {
        isNegated || list.contains(.everyone) || list.contains(.everyAWSPrincipal)
    }
}

extension Condition {
    /// The keys that tell who asks or from where, as S3's list has them.
    private static let fixingKeys: Set<String> = [
        "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount",
        "aws:sourcearn", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
        "s3:dataaccesspointaccount", "s3:x-amz-server-side-encryption-aws-kms-key-id",
    ]
    private static let accessPointKey = "s3:dataaccesspointarn"
    private static let addressKey = "aws:sourceip"

    /// Whether it lets in only those with one of some fixed values. A condition that a request without the key
    /// fulfils lets in all the others.
    fileprivate var fixesWhoAsks: Bool {
        guard !isNegated, !isIfExists, quantifier != .forAllValues, !written.wanted.isEmpty else { return false }
        switch operand {
        case .address: return key == Self.addressKey && written.wanted.allSatisfy(PublicAddresses.isNarrow)
        case .equals, .equalsIgnoringCase, .like, .arn:
            if key == Self.accessPointKey { return written.wanted.allSatisfy(Self.isOfOneAccount) }
            return Self.fixingKeys.contains(key) && written.wanted.allSatisfy(Self.isFixed)
        case .number, .date, .bool, .binary, .null: return false
        }
    }

    private static func isFixed(_ text: some StringProtocol) -> Bool {
        !text.contains("*") && !text.contains("?") && !text.contains("${")
    }

    /// The name of an access point may be a wildcard, as long as its account is fixed.
    private static func isOfOneAccount(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let opening = "accesspoint/"
        guard parts.count == 6, parts[4].utf8.count == 12, parts[..<5].allSatisfy({ isFixed($0) }) else { return false }
        return parts[5].hasPrefix(opening) && !parts[5].contains("${")
    }
}

/// How wide a range of `aws:SourceIp` may be.
private enum PublicAddresses {
    private static let widestVersion4 = 8
    private static let widestVersion6 = 32

    /// S3 takes a range broader than /8, or /32 of IPv6, for the whole Internet.
    static func isNarrow(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return false }
        guard parts.count == 2 else { return true }
        guard let prefix = Int(parts[1]) else { return false }
        return prefix >= (address.bytes.count == 4 ? widestVersion4 : widestVersion6)
    }
}
