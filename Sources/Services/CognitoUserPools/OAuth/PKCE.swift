import Crypto
import ServiceKit

/// Proof Key for Code Exchange, RFC 7636, method S256.
enum PKCE {
    /// Base64url of 32 bytes.
    static func isChallenge(_ text: String) -> Bool { text.utf8.count == 43 && Base64URL.decode(text)?.count == 32 }

    static func proves(_ verifier: String, _ challenge: String) -> Bool {
        guard (43...128).contains(verifier.utf8.count), let expected = Base64URL.decode(challenge) else { return false }
        // Both sides hashed again: the comparison takes the same time wherever they differ.
        let given = SHA256.hash(data: Array(SHA256.hash(data: Array(verifier.utf8))))
        return given == SHA256.hash(data: expected)
    }
}
