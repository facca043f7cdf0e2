import CognitoUserPoolsModel
import ServiceKit
import Storage
import Wire

/// UserMigration: a user who is not in the pool is asked for where they were before.
extension CognitoUserPools {
    /// The user the function answers for a name nobody has here, made with the password they gave.
    func migrate(
        _ name: String, password: String, _ pool: UserPool, _ client: UserPoolClient, _ metadata: [String: String]?,
        _ call: Call
    ) async throws -> User? {
        guard let response = try await migration("Authentication", name, password, pool, client, metadata, call) else {
            return nil
        }
        let status = UserStatusType(rawValue: response["finalUserStatus"]?.string ?? "RESET_REQUIRED")
        let user = try migratedUser(response, name, pool, status, call)
        let stored = try await protect(password, of: user.username, in: pool)
        return try await keepMigrated(user, stored, response, pool)
    }

    /// The same before a forgotten password is reset: the password is not known.
    func migrateForReset(
        _ name: String, _ pool: UserPool, _ client: UserPoolClient, _ metadata: [String: String]?, _ call: Call
    ) async throws -> User? {
        guard let response = try await migration("ForgotPassword", name, nil, pool, client, metadata, call) else {
            return nil
        }
        let user = try migratedUser(response, name, pool, .resetRequired, call)
        return try await keepMigrated(user, nil, response, pool)
    }

    private func migration(
        _ source: String, _ name: String, _ password: String?, _ pool: UserPool, _ client: UserPoolClient,
        _ metadata: [String: String]?, _ call: Call
    ) async throws -> JSONValue? {
        var request: [JSONValue.Member] = []
        if let password { request.append(.init("password", .string(password))) }
        request.append(.init("validationData", .null))
        request.append(.init("clientMetadata", metadata.map(JSONValue.texts) ?? .null))
        let event = TriggerEvent(
            trigger: .userMigration, source: source, pool: pool, clientID: client.id, username: name,
            request: request,
            response: [
                .init("userAttributes", .null), .init("forceAliasCreation", .null), .init("finalUserStatus", .null),
                .init("messageAction", .null), .init("desiredDeliveryMediums", .null),
            ])
        do {
            guard let response = try await run(event, at: call.time), response["userAttributes"]?.members != nil else {
                return nil
            }
            return response
        } catch let error as ServiceError where error.code == CognitoUserPoolsErrors.userLambdaValidation.code {
            // The function refuses who is not there either.
            return nil
        }
    }

    private func migratedUser(
        _ response: JSONValue, _ name: String, _ pool: UserPool, _ status: UserStatusType, _ call: Call
    ) throws -> User {
        var given = response["userAttributes"]?.textMembers ?? [:]
        given["sub"] = nil
        let username = given.removeValue(forKey: "username") ?? name
        var attributes = try AttributeRules(pool: pool).forNewUser(
            given.map { AttributeType(name: $0.key, value: $0.value) }, byAdministrator: true)
        let sub = randomness.uuid()
        let registered = try pool.register(
            pool.usernameAttributes.isEmpty ? username : name, sub: sub, attributes: &attributes)
        return User(
            in: pool, username: registered, sub: sub, status: status, attributes: attributes, password: nil,
            time: call.time)
    }

    private func keepMigrated(
        _ user: User, _ password: StoredPassword?, _ response: JSONValue, _ pool: UserPool
    ) async throws -> User {
        var migrated = user
        migrated.passwordHash = password?.hash
        migrated.srp = password?.srp
        let made = migrated
        return try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noUserPool(pool.id) }
            // Somebody else was quicker: theirs stands.
            if let there = try transaction.find(User.self, made.key) { return there }
            try transaction.saveUser(
                made, over: nil, in: pool, force: response["forceAliasCreation"]?.bool ?? false)
            return made
        }
    }
}
