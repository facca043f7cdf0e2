import ServiceKit
import Wire

/// A token in RFC 7515's compact form, taken apart; nothing in it is proven.
package struct SignedToken: Sendable {
    package let keyID: String
    package let algorithm: String
    package let payload: JSONValue
    package let signedBytes: [UInt8]
    package let signature: [UInt8]

    /// Longer ones are not looked at.
    package static let maxBytes = 16_384

    /// Nil for what is no token, or says neither key nor algorithm.
    package init?(_ token: String) {
        guard token.utf8.count <= Self.maxBytes else { return nil }
        let pieces = token.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 3, let header = Base64URL.decode(pieces[0]),
            let payload = Base64URL.decode(pieces[1]), let signature = Base64URL.decode(pieces[2]),
            let head = try? JSONValue(parsing: header, maximumDepth: 4),
            let claims = try? JSONValue(parsing: payload, maximumDepth: 16),
            // Extensions that must be understood: none is here (RFC 7515, section 4.1.11).
            head["crit"] == nil, let keyID = head["kid"]?.string, let algorithm = head["alg"]?.string
        else { return nil }
        self.keyID = keyID
        self.algorithm = algorithm
        self.payload = claims
        self.signature = signature
        signedBytes = Array(pieces[0].utf8) + [UInt8(ascii: ".")] + Array(pieces[1].utf8)
    }
}
