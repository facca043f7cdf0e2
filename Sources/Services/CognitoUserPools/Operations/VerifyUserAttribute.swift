import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Verifies an address by the code that was sent to it; one that waited becomes the user's.
    func verifyUserAttribute(
        _ input: VerifyUserAttributeRequest, _ call: Call
    ) async throws -> VerifyUserAttributeResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        try requireVerifiable(input.attributeName)
        let check: CodeCheck = try await store.write { transaction in
            guard let current = try transaction.find(User.self, user.key), current.sub == user.sub else {
                throw ServiceError.noUser
            }
            let check = try checkCode(
                input.code, of: current, .verification(of: input.attributeName), at: call.time, transaction)
            guard case .right(let destination) = check else { return check }
            var changed = current
            if destination.isPending { changed.attributes[destination.attribute] = destination.value }
            guard changed.attributes[destination.attribute] == destination.value else { return .expired }
            changed.verify(destination)
            changed.modifiedAt = call.time
            try transaction.saveUser(changed, over: current, in: pool)
            return check
        }
        if let failure = ServiceError(check) { throw failure }
        return VerifyUserAttributeResponse()
    }
}
