import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Removes the pool's record; its users, keys and clients go behind the reply. None of them is
    /// found any more, since everything is looked up through the pool.
    func deleteUserPool(_ input: DeleteUserPoolRequest, _ call: Call) async throws -> DeleteUserPoolResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            guard pool.settings.deletionProtection != .active else {
                throw ServiceError.invalidParameter(
                    "The user pool cannot be deleted because deletion protection is activated. Deletion protection "
                        + "must be inactivated first.")
            }
            guard try transaction.domains(of: pool).isEmpty else {
                throw ServiceError.invalidParameter(
                    "User pool cannot be deleted. It has a domain configured that should be deleted first.")
            }
            var clients: RecordPage<UserPoolClient>
            repeat {
                clients = try transaction.list(prefix: UserPoolClient.listing(pool.id), limit: 1000)
                for client in clients.records { try transaction.remove(client) }
            } while clients.next != nil
            try transaction.remove(pool)
            for table in UserPool.childTables { try Discarded.add(Key(table: table).text(pool.id), transaction) }
        }
        return DeleteUserPoolResponse()
    }
}
