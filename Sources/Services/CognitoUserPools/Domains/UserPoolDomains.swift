import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    func domain(named name: String) throws -> UserPoolDomain? {
        try find(UserPoolDomain.self, UserPoolDomain.key(name))
    }

    /// A prefix domain and a custom one at most.
    func domains(of pool: UserPool) throws -> [UserPoolDomain] {
        try list(index: UserPoolDomain.listing(pool.id), limit: 2).records
    }

    /// The domain of that name, if it is the pool's.
    func requireDomain(_ name: String, of pool: UserPool) throws -> UserPoolDomain {
        guard let domain = try domain(named: name), domain.poolID == pool.id else {
            throw ServiceError.invalidParameter("No such domain or user pool exists.")
        }
        return domain
    }
}

/// What a domain may be called.
enum DomainName {
    private static let reservedHosts = ["localhost", "127.0.0.1", "amazonaws.com", "amazoncognito.com", "on.aws"]
    private static let reservedWords = ["aws", "amazon", "cognito"]

    static func check(_ name: String, certificateARN: String?, publicHost: String) throws {
        guard certificateARN == nil else { return try checkCustom(name.lowercased(), publicHost: publicHost) }
        guard !name.contains(".") else {
            throw ServiceError.invalidParameter(
                "The domain name contains an invalid character. Domain names can only contain lower-case letters, "
                    + "numbers, and hyphens. Please enter a different name that follows this format: "
                    + #"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"#)
        }
        for word in reservedWords where name.contains(word) {
            throw ServiceError.invalidParameter("Domain cannot contain reserved word: \(word)")
        }
    }

    /// A subdomain: labels of letters, digits and inner hyphens.
    private static func checkCustom(_ name: String, publicHost: String) throws {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
        // Hosts of buckets and of AWS are nobody's to take.
        let isTaken = (reservedHosts + [publicHost]).contains { name == $0 || name.hasSuffix("." + $0) }
        guard labels.count >= 2, isName, !isTaken else {
            throw ServiceError.invalidParameter("Custom domain is not a valid subdomain.")
        }
    }

    /// Two kinds of pages are known.
    static func check(managedLoginVersion: Int?) throws {
        guard [nil, 1, 2].contains(managedLoginVersion) else {
            throw ServiceError.invalidParameter("Invalid ManagedLoginVersion. Valid values are 1 and 2.")
        }
    }
}
