import CognitoUserPoolsModel
import ServiceKit
import Storage

extension User {
    /// The aliases the user's attributes give a right to: those the username stands for always,
    /// others once verified; a preferred username as soon as the user is confirmed.
    func earnedAliases(in pool: UserPool) -> [String: String] {
        var earned: [String: String] = [:]
        for attribute in pool.usernameAttributes.map(\.rawValue) {
            if let value = attributes[attribute], !value.isEmpty { earned[attribute] = pool.folded(value) }
        }
        for attribute in pool.aliasAttributes.map(\.rawValue) {
            guard let value = attributes[attribute], !value.isEmpty else { continue }
            let isProven =
                attribute == "preferred_username"
                ? status != .unconfirmed : attributes[attribute + "_verified"] == "true"
            if isProven { earned[attribute] = pool.folded(value) }
        }
        return earned
    }
}

extension Transaction {
    /// Stores the user with the aliases it has a right to. One that another user holds is refused,
    /// or taken away if `force` says so.
    ///
    /// - Parameter refusal: the error for an alias of somebody else, by its attribute.
    func saveUser(
        _ user: User, over previous: User?, in pool: UserPool, force: Bool = false,
        refusal: (String) -> ServiceError = ServiceError.aliasExists
    ) throws {
        var user = user
        user.aliases = user.earnedAliases(in: pool)
        for (attribute, value) in user.aliases.sorted(by: { $0.key < $1.key }) {
            let row = User.aliasIndex(pool.id, attribute, value)
            guard let holder = try find(User.self, index: row), holder.sub != user.sub else { continue }
            let movable = pool.aliasAttributes.contains { $0.rawValue == attribute }
            guard force, movable else { throw refusal(attribute) }
            try takeAlias(attribute, from: holder)
        }
        try keepFormerPassword(previous, user, in: pool)
        try replace(previous, with: user)
    }

    /// The alias moves to another user: its old holder keeps the attribute, unverified.
    private func takeAlias(_ attribute: String, from holder: User) throws {
        var changed = holder
        changed.aliases[attribute] = nil
        if changed.attributes[attribute + "_verified"] != nil {
            changed.attributes[attribute + "_verified"] = "false"
        }
        try replace(holder, with: changed)
    }

    func removeUser(_ user: User) throws {
        for purpose in ConfirmationCode.Purpose.allCases {
            let key = ConfirmationCode.key(user.poolID, user.sub, purpose)
            if let code = try find(ConfirmationCode.self, key) { try remove(code) }
        }
        for prefix in [
            RememberedDevice.listing(user.poolID, user.sub), WebAuthnCredential.listing(user.poolID, user.sub),
        ] { try Discarded.add(prefix, self) }
        try delete(PasswordHistory.key(user.poolID, user.sub).bytes)
        try removeLinks(of: user)
        try leaveAllGroups(user)
        try remove(user)
    }
}
