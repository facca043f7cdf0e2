/// The parameters of a query that concern its signature, decoded.
struct AuthenticationQuery {
    let version: PresentedSignature.Version
    private let values: [(name: String, value: String)]

    private static let names: Set<String> = [
        "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-Expires",
        "X-Amz-SignedHeaders", "X-Amz-Content-Sha256", "AWSAccessKeyId", "Signature", "Expires",
    ]
    private static let tokenName = "x-amz-security-token"

    /// Nil if the query does not authenticate.
    init?(_ rawQuery: String) {
        guard !rawQuery.isEmpty else { return nil }
        var values: [(name: String, value: String)] = []
        for pair in Array(rawQuery.utf8).split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            var name = URIEncoding.decodedQuery(pair[..<equals])
            if name.equalsIgnoringASCIICase(Self.tokenName) { name = Self.tokenName }
            guard name == Self.tokenName || Self.names.contains(name),
                !values.contains(where: { $0.name == name })
            else { continue }
            values.append((name, URIEncoding.decodedQuery(pair[equals...].dropFirst())))
        }
        let present = Set(values.map(\.name))
        if !present.isDisjoint(with: ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"]) {
            version = .v4
        } else if !present.isDisjoint(with: ["AWSAccessKeyId", "Signature"]) {
            version = .v2
        } else {
            return nil
        }
        self.values = values
    }

    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    var securityToken: String? { self[Self.tokenName] }
}
