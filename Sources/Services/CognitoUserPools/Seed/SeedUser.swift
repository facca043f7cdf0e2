import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// A user as a seed writes them.
struct SeedUser: Sendable {
    let username: String
    let sub: String?
    let status: UserStatusType?
    let enabled: Bool
    let attributes: [String: String]
    /// In the clear, as seeds for tests have it; or as an export has it, `hash`, `srpSalt`, `srpVerifier`.
    let password: String?
    let kept: (hash: String, salt: [UInt8], verifier: [UInt8])?
    let groups: [String]
    let softwareToken: String?
    let mfa: [String]
    let preferredMFA: String?
    let place: String

    init(_ value: JSONValue, _ place: String) throws {
        guard let username = value["Username"]?.string, (1...128).contains(username.unicodeScalars.count) else {
            throw SeedFailure(place, "Username is missing")
        }
        self.place = place
        self.username = username
        sub = value["Sub"]?.string
        status = value["UserStatus"]?.string.map(UserStatusType.init(rawValue:))
        enabled = value["Enabled"]?.bool ?? true
        attributes = value["Attributes"]?.textMembers ?? [:]
        password = value["Password"]?.string
        groups = value["Groups"]?.array?.compactMap(\.string) ?? []
        softwareToken = value["SoftwareToken"]?.string
        mfa = value["MFA"]?.array?.compactMap(\.string) ?? []
        preferredMFA = value["PreferredMFA"]?.string
        if let hash = value["PasswordHash"]?.string {
            guard hash.hasPrefix("$argon2id$"), let salt = value["SRPSalt"]?.string.flatMap({ Self.bytes($0) }),
                let verifier = value["SRPVerifier"]?.string.flatMap({ Self.bytes($0) })
            else { throw SeedFailure(place, "PasswordHash, SRPSalt and SRPVerifier go together, as exported") }
            kept = (hash, salt, verifier)
        } else {
            kept = nil
        }
    }

    private static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}

/// A user who is ready to be stored.
struct PreparedUser: Sendable {
    let user: User
    let name: String
    let groups: [String]
    /// At other providers.
    let identities: [UserIdentity]
    let place: String
}

extension CognitoUserPools {
    /// Nil if there is one of that name. What takes long is done here, outside the transaction.
    func prepared(_ seed: SeedUser, in pool: UserPool, at time: Date) async throws -> PreparedUser? {
        let sub = seed.sub ?? randomness.uuid()
        var given = seed.attributes
        given["sub"] = nil
        let identities = given.removeValue(forKey: "identities")
        let rules = AttributeRules(pool: pool)
        var attributes = try rules.forNewUser(
            given.map { AttributeType(name: $0.key, value: $0.value) }, byAdministrator: true)
        // An export names users by their username, a seed as people sign in.
        let isMade = !pool.usernameAttributes.isEmpty && seed.username == seed.sub
        let username = isMade ? seed.username : try pool.register(seed.username, sub: sub, attributes: &attributes)
        if try await store.read({ try $0.user(seed.username, in: pool) }) != nil { return nil }
        var user = User(
            in: pool, username: username, sub: sub, status: seed.status ?? .confirmed, attributes: attributes,
            password: try await password(of: seed, username, pool), time: time)
        user.enabled = seed.enabled
        user.attributes["identities"] = identities
        let linked = user.identities
        user.identities = []
        if let secret = seed.softwareToken.flatMap(Base32.decode) {
            user.mfa.sealedToken = try sealToken(secret, of: user)
        }
        user.mfa.enabled = Set(seed.mfa.compactMap(UserMFA.Method.init))
        user.mfa.preferred = seed.preferredMFA.flatMap(UserMFA.Method.init)
        return PreparedUser(user: user, name: seed.username, groups: seed.groups, identities: linked, place: seed.place)
    }

    /// How many of them were not there yet.
    func store(_ batch: [PreparedUser], in pool: UserPool) async throws -> Int {
        guard !batch.isEmpty else { return 0 }
        return try await store.write { transaction in
            var made = 0
            for entry in batch {
                do {
                    if try transaction.user(entry.name, in: pool) != nil { continue }
                    try transaction.saveUser(entry.user, over: nil, in: pool)
                    try transaction.complete(entry, in: pool)
                    made += 1
                } catch let error as ServiceError {
                    throw SeedFailure(entry.place, "\(error.code): \(error.message)")
                }
            }
            return made
        }
    }

    private func password(of seed: SeedUser, _ username: String, _ pool: UserPool) async throws -> StoredPassword? {
        if let kept = seed.kept {
            return StoredPassword(
                hash: kept.hash, srp: try sealedVerifier(kept.verifier, salt: kept.salt, in: pool))
        }
        guard let password = seed.password else { return nil }
        try PasswordRules(policy: pool.settings.passwordPolicy).check(password)
        return try await protect(password, of: username, in: pool)
    }
}

extension Transaction {
    /// Groups and identities of a user who was just stored.
    fileprivate func complete(_ entry: PreparedUser, in pool: UserPool) throws {
        for name in entry.groups { try join(entry.user, try requireGroup(name, in: pool)) }
        for identity in entry.identities {
            guard let provider = try provider(named: identity.provider, in: pool),
                let user = try find(User.self, entry.user.key)
            else { continue }
            try link(
                user, to: provider, attribute: LinkedIdentity.subject, value: identity.userID,
                isPrimary: identity.isPrimary, in: pool, at: identity.createdAt)
        }
    }
}
