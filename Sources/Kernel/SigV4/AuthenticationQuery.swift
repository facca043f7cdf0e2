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
        let bytes = Array(rawQuery.utf8)
        var values: [(name: String, value: String)] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
            if Self.mayConcern(bytes[start..<end].first) { Self.read(bytes[start..<end], into: &values) }
            start = end + 1
        }
        let isPresent = { (name: String) in values.contains { $0.name == name } }
        if isPresent("X-Amz-Algorithm") || isPresent("X-Amz-Credential") || isPresent("X-Amz-Signature") {
            version = .v4
        } else if isPresent("AWSAccessKeyId") || isPresent("Signature") {
            version = .v2
        } else {
            return nil
        }
        self.values = values
    }

    /// Tells most other parameters apart by their first byte, since every request's pass by here.
    private static func mayConcern(_ first: UInt8?) -> Bool {
        switch first {
        case UInt8(ascii: "X"), UInt8(ascii: "x"), UInt8(ascii: "A"), UInt8(ascii: "S"), UInt8(ascii: "E"),
            UInt8(ascii: "%"):
            true
        default: false
        }
    }

    /// The first of a name counts.
    private static func read(_ pair: ArraySlice<UInt8>, into values: inout [(name: String, value: String)]) {
        let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
        var name = URIEncoding.decodedQuery(pair[..<equals])
        if name.equalsIgnoringASCIICase(tokenName) { name = tokenName }
        guard name == tokenName || names.contains(name), !values.contains(where: { $0.name == name }) else { return }
        values.append((name, URIEncoding.decodedQuery(pair[equals...].dropFirst())))
    }

    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    var securityToken: String? { self[Self.tokenName] }
}
