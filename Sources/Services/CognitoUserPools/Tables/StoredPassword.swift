/// A password as it is kept: hashed for who sends it, and as a verifier for who proves it by SRP.
struct StoredPassword: Sendable {
    var hash: String
    var srp: SRPVerifier
}

/// The Secure Remote Password protocol's salt and verifier. A verifier could be guessed against
/// faster than an Argon2id hash, so it is sealed.
struct SRPVerifier: Sendable, Equatable {
    static let saltBytes = 16

    var salt: [UInt8]
    var sealed: [UInt8]
}
