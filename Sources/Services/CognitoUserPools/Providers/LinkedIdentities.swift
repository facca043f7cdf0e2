import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// One entry of a user's `identities` attribute, as AWS writes it.
struct UserIdentity: Sendable, Equatable {
    var userID: String
    var provider: String
    var type: String
    /// The identity with which the user came into being.
    var isPrimary: Bool
    var createdAt: Date

    var json: JSONValue {
        [
            "userId": .string(userID), "providerName": .string(provider), "providerType": .string(type),
            "issuer": .null, "primary": .bool(isPrimary), "dateCreated": .number(String(createdAt.milliseconds)),
        ]
    }

    init(userID: String, provider: IdentityProvider, isPrimary: Bool, at time: Date) {
        self.userID = userID
        self.provider = provider.name
        type = provider.type.rawValue
        self.isPrimary = isPrimary
        createdAt = time
    }

    init?(_ json: JSONValue) {
        guard let userID = json["userId"]?.string, let provider = json["providerName"]?.string else { return nil }
        self.userID = userID
        self.provider = provider
        type = json["providerType"]?.string ?? ""
        isPrimary = json["primary"]?.bool ?? false
        createdAt = Date(milliseconds: UInt64(max(0, json["dateCreated"]?.int ?? 0)))
    }
}

extension User {
    /// The identities of other providers the user signs in with.
    var identities: [UserIdentity] {
        get {
            guard let text = attributes["identities"], let list = try? JSONValue(parsing: text) else { return [] }
            return (list.array ?? []).compactMap { UserIdentity($0) }
        }
        set {
            let list = JSONValue.array(newValue.map(\.json))
            attributes["identities"] =
                newValue.isEmpty ? nil : String(decoding: list.serialized(), as: UTF8.self)
        }
    }
}

extension Transaction {
    /// The provider's user is, from now on, the pool's.
    func link(
        _ user: User, to provider: IdentityProvider, attribute: String, value: String, isPrimary: Bool = false,
        in pool: UserPool, at time: Date
    ) throws {
        var changed = user
        changed.identities.removeAll { $0.provider == provider.name && $0.userID == value }
        guard changed.identities.count < LinkedIdentity.maxPerUser else {
            throw ServiceError(
                CognitoUserPoolsErrors.limitExceeded, "Maximum number of identities linked to the user reached.")
        }
        try save(
            LinkedIdentity(
                poolID: pool.id, provider: provider.name, providerID: provider.id, attribute: attribute, value: value,
                sub: user.sub, createdAt: time))
        changed.identities.append(
            UserIdentity(userID: value, provider: provider, isPrimary: isPrimary, at: time))
        changed.modifiedAt = time
        try saveUser(changed, over: user, in: pool)
    }

    /// Takes a link away, and its entry of the user's attribute.
    func unlink(_ link: LinkedIdentity, in pool: UserPool, at time: Date) throws {
        try remove(link)
        guard let user = try find(User.self, index: User.subIndex(pool.id, link.sub)) else { return }
        var changed = user
        changed.identities.removeAll { $0.provider == link.provider && $0.userID == link.value }
        changed.modifiedAt = time
        try saveUser(changed, over: user, in: pool)
    }

    /// A user who is being deleted is nobody's link any more.
    func removeLinks(of user: User) throws {
        for identity in user.identities {
            let key = LinkedIdentity.key(
                user.poolID, identity.provider, LinkedIdentity.subject, identity.userID)
            if let link = try find(LinkedIdentity.self, key), link.sub == user.sub { try remove(link) }
        }
    }
}
