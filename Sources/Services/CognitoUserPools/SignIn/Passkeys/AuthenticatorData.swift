/// What an authenticator signs (WebAuthn, section 6.1).
struct AuthenticatorData {
    var relyingPartyHash: [UInt8]
    var userIsPresent: Bool
    var userIsVerified: Bool
    var signCount: UInt32
    /// Only in a registration.
    var credential: (id: [UInt8], key: CBOR)?

    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 37 else { return nil }
        relyingPartyHash = Array(bytes[0..<32])
        let flags = bytes[32]
        userIsPresent = flags & 0x01 != 0
        userIsVerified = flags & 0x04 != 0
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        guard flags & 0x40 != 0 else { return }
        // An AAGUID of 16 bytes, the id's length, the id, and the key.
        guard bytes.count >= 55 else { return nil }
        let length = Int(bytes[53]) << 8 | Int(bytes[54])
        guard (1...1023).contains(length), bytes.count >= 55 + length else { return nil }
        var reader = CBORReader(bytes[(55 + length)...])
        guard let key = try? reader.value(depth: 0) else { return nil }
        credential = (Array(bytes[55..<55 + length]), key)
    }
}
