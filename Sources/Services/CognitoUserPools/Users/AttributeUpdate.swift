import CognitoUserPoolsModel
import ServiceKit
import Storage

/// What a change of attributes does: what is written at once, what waits for a code, and where codes go.
struct AttributeUpdate {
    private(set) var written: [String: String]
    private(set) var codes: [CodeDestination] = []

    init(_ changes: [String: String], of user: User, in pool: UserPool) {
        written = changes
        for attribute in ["email", "phone_number"] {
            guard let value = changes[attribute], !value.isEmpty, value != user.attributes[attribute] else { continue }
            // Who may write the flag vouches for the address: no code is sent.
            guard changes[attribute + "_verified"]?.lowercased() != "true" else { continue }
            let waits = pool.keepsOriginal(attribute)
            guard waits || pool.autoVerifies(attribute) else { continue }
            if waits { written[attribute] = nil }
            codes.append(CodeDestination(attribute: attribute, value: value, isPending: waits))
        }
    }
}

extension UserPool {
    func autoVerifies(_ attribute: String) -> Bool {
        settings.autoVerifiedAttributes.contains { $0.rawValue == attribute }
    }

    /// Whether the old value stands until the new one is verified.
    func keepsOriginal(_ attribute: String) -> Bool {
        settings.userAttributeUpdateSettings?.attributesRequireVerificationBeforeUpdate?
            .contains { $0.rawValue == attribute } == true
    }
}

extension CognitoUserPools {
    /// Writes checked attributes over a user's, and sends a code to each new address that is to be verified.
    func updateAttributes(
        of user: User, in pool: UserPool, _ changes: [String: String], clientID: String?,
        _ metadata: [String: String]?, _ call: Call
    ) async throws -> [CodeDestination] {
        try AttributeRules(pool: pool).requireAll(in: user.attributes, after: changes)
        let codes = ["email": makeCode(), "phone_number": makeCode()]
        let sent: [CodeDestination] = try await store.write { transaction in
            guard let current = try transaction.find(User.self, user.key), current.sub == user.sub else {
                throw ServiceError.noUser
            }
            let update = AttributeUpdate(changes, of: current, in: pool)
            for destination in update.codes {
                try transaction.requireFree(destination, for: current, in: pool)
                guard let code = codes[destination.attribute] else { continue }
                try storeCode(
                    code, for: current, .verification(of: destination.attribute), to: destination, at: call.time,
                    transaction)
            }
            var changed = current
            changed.apply(update.written, at: call.time)
            try transaction.saveUser(changed, over: current, in: pool)
            return update.codes
        }
        for destination in sent {
            guard let code = codes[destination.attribute] else { continue }
            try await deliver(
                try await customized(
                    pool.verificationMessage(code, to: destination, at: call.time), "UpdateUserAttribute", user,
                    code: code, destination, pool, clientID: clientID, metadata, call))
        }
        return sent
    }

    /// Takes attributes away, those excepted that the schema requires or the user signs in with.
    func deleteAttributes(_ names: [String], of user: User, in pool: UserPool, _ call: Call) async throws {
        for name in names {
            guard let attribute = pool.attribute(name) else {
                throw ServiceError.invalidParameter(
                    "Attributes did not conform to the schema: \(name): Attribute does not exist in the schema.\n")
            }
            let isUsername = pool.usernameAttributes.contains { $0.rawValue == name }
            guard attribute.required != true, attribute.mutable != false, !isUsername, name != "identities" else {
                throw ServiceError.invalidParameter("user.\(name): Attribute cannot be deleted.")
            }
        }
        let changes = Dictionary(names.map { ($0, "") }) { first, _ in first }
        _ = try await change(user, in: pool) { current in current.apply(changes, at: call.time) }
    }
}

extension Snapshot {
    /// An address that somebody signs in with cannot wait to become another's.
    fileprivate func requireFree(_ destination: CodeDestination, for user: User, in pool: UserPool) throws {
        guard pool.usernameAttributes.contains(where: { $0.rawValue == destination.attribute }) else { return }
        let row = User.aliasIndex(pool.id, destination.attribute, pool.folded(destination.value))
        guard let holder = try find(User.self, index: row), holder.sub != user.sub else { return }
        throw ServiceError.aliasExists(destination.attribute)
    }
}
