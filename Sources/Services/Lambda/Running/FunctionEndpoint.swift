/// Where functions reach this server: under its public address, so that what they sign holds outside too.
package struct FunctionEndpoint: Sendable {
    package var url: String
    package var port: Int
    /// Names that lead to the sandbox's own loopback.
    package var hosts: [String]
    var variables: [String: String]
    /// The file of the authority's certificate.
    var authority: String?

    /// - Parameters:
    ///   - authority: a file of certificates that clients inside trust, for https of an authority of our own.
    package init(publicURL: String, authority: String?) {
        url = publicURL
        self.authority = authority
        let isSecure = publicURL.hasPrefix("https://")
        let rest = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...] } ?? publicURL[...]
        let place = rest.prefix { $0 != "/" }
        let name = place.prefix { $0 != ":" }
        port =
            place.dropFirst(name.count).dropFirst().isEmpty
            ? (isSecure ? 443 : 80) : Int(place.dropFirst(name.count + 1)) ?? 4566
        hosts = name == "localhost" || name == "127.0.0.1" ? [] : [String(name)]
        variables = ["AWS_ENDPOINT_URL": publicURL]
        if authority != nil {
            variables["AWS_CA_BUNDLE"] = Self.authorityInside
            variables["NODE_EXTRA_CA_CERTS"] = Self.authorityInside
        }
    }

    static let authorityInside = "/run/hanok/ca.pem"
}
