import ServiceKit

/// Hosts that are not a custom domain's to take: requests are told by their hosts before anything else is known of them, so
/// that whoever had one of these would get what is meant for this server itself.
struct ReservedHosts: Sendable {
    /// Names of AWS's endpoints, of this machine, and of what both have below them.
    private static let families = [
        "localhost", "amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "amazoncognito.com", "awsapps.com",
    ]

    private let own: String

    init(publicURL: String) {
        let rest = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...] } ?? publicURL[...]
        own = rest.prefix { $0 != "/" && $0 != ":" }.lowercased()
    }

    func contains(_ name: String) -> Bool {
        // Numbers at the end are an address: no top-level domain is one.
        let last = name.split(separator: ".").last ?? ""
        if last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
        return (Self.families + [own]).contains { name == $0 || name.hasSuffix("." + $0) }
    }
}

extension APIGateway {
    func checkIsFree(domain name: String) throws {
        guard !reservedHosts.contains(name) else {
            throw ServiceError.badRequest("The domain name to be created is invalid: \(name)")
        }
    }
}
