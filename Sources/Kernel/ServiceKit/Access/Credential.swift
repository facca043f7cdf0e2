import FoundationEssentials

/// What an access key id leads to: the secret that signs, and who signs with it.
package struct Credential: Sendable {
    package var secretAccessKey: String
    package var caller: Caller

    package init(secretAccessKey: String, caller: Caller) {
        self.secretAccessKey = secretAccessKey
        self.caller = caller
    }
}

/// Finds the credential behind an access key. IAM is one; the root keys of the configuration another.
package protocol FindsCredentials: Sendable {
    /// - Returns: nil for a key nobody has, or one that is inactive.
    /// - Throws: `SessionTokenFailure` for temporary keys whose token does not open or is over.
    func credential(accessKeyID: String, sessionToken: String?, at time: Date) async throws -> Credential?
}

/// Why a session token was not taken.
package enum SessionTokenFailure: Error, Sendable {
    /// Temporary keys came without their token.
    case missing
    /// Not a token of this store, or not of these keys.
    case invalid
    case expired
}

/// Temporary credentials as STS and identity pools hand them out.
package struct TemporaryCredentials: Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String
    package var expiration: Date

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String, expiration: Date) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}
