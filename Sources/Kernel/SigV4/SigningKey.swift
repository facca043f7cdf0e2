import Crypto

/// The key of Signature Version 4, derived from a secret for one day, region and service.
package struct SigningKey: Sendable {
    package let scope: CredentialScope
    /// With the key's blocks already hashed.
    private let begun: HMAC<SHA256>

    package init(secretAccessKey: String, scope: CredentialScope) {
        self.scope = scope
        var key = SymmetricKey(data: Array("AWS4".utf8) + Array(secretAccessKey.utf8))
        for part in [scope.date, scope.region, scope.service, "aws4_request"] {
            let code = HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key)
            key = code.withUnsafeBytes { SymmetricKey(data: $0) }
        }
        begun = HMAC<SHA256>(key: key)
    }

    /// The signature of a text in lower-case hexadecimal; POST policies are signed so as they are.
    package func signature(of text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(64)
        var code = begun
        code.update(data: text)
        HexText.append(code.finalize(), to: &output)
        return output
    }

    package func signature(of text: String) -> String {
        String(decoding: signature(of: Array(text.utf8)), as: UTF8.self)
    }

    /// Whether a presented signature is the text's, compared in constant time.
    package func verifies(_ presented: String, of text: String) -> Bool {
        equalInConstantTime(presented, signature(of: Array(text.utf8)))
    }
}
