/// What pools are called as issuers: one name per pool in its tokens and documents, and AWS's names
/// by which others may ask for it.
package struct IssuerNames: Sendable {
    package let publicURL: String
    private let template: String
    private let isBelowPublicURL: Bool

    /// - Parameter template: with `{region}` and `{poolId}`; by default the pool's id below the
    ///   public address.
    package init(publicURL: String, template: String?) {
        var url = publicURL
        while url.hasSuffix("/") { url.removeLast() }
        self.publicURL = url
        self.template = template ?? url + "/{poolId}"
        isBelowPublicURL = template == nil
    }

    /// The public address's host, without port.
    var publicHost: String {
        let rest = publicURL.firstRange(of: "://").map { publicURL[$0.upperBound...] } ?? publicURL[...]
        return rest.prefix { $0 != "/" && $0 != ":" }.lowercased()
    }

    package func issuer(poolID: String, region: String) -> String {
        // The usual one stands in every token: it is put together without a search.
        if isBelowPublicURL { return "\(publicURL)/\(poolID)" }
        return template.replacing("{region}", with: region).replacing("{poolId}", with: poolID)
    }

    /// Where the pool's pages are reached, whatever its issuer is called.
    func pages(poolID: String) -> String { "\(publicURL)/\(poolID)" }

    /// AWS's name of a pool as a provider, as identity pools and trust policies write it.
    static func provider(poolID: String, region: String) -> String {
        "cognito-idp.\(region).amazonaws.com/\(poolID)"
    }

    /// The pool that an issuer or provider name means: the last part of its path, provided that
    /// the whole is one of the pool's names.
    func poolID(named name: String) -> String? {
        guard let id = Self.candidates(name).first(where: { names(ofPool: $0).contains(name) }) else {
            return nil
        }
        return id
    }

    private func names(ofPool id: String) -> [String] {
        let region = Self.region(ofPool: id)
        let provider = Self.provider(poolID: id, region: region)
        return [
            issuer(poolID: id, region: region), provider, "https://\(provider)", pages(poolID: id),
            "https://issuer-cognito-idp.\(region).amazonaws.com/\(id)",
            "issuer-cognito-idp.\(region).amazonaws.com/\(id)",
        ]
    }

    /// Parts of the name that look like a pool's id: `region_` and letters or digits.
    private static func candidates(_ name: String) -> [String] {
        guard name.utf8.count <= 1024 else { return [] }
        return name.split(whereSeparator: { "/:.?=&".contains($0) }).filter { part in
            part.utf8.count <= 55 && part.contains("_")
        }.map(String.init)
    }

    static func region(ofPool id: String) -> String {
        String(id.prefix { $0 != "_" })
    }
}
