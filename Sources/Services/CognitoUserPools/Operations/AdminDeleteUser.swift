import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func adminDeleteUser(_ input: AdminDeleteUserRequest, _ call: Call) async throws -> AdminDeleteUserResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.removeUser(try transaction.requireUser(input.username, in: pool))
        }
        return AdminDeleteUserResponse()
    }
}
