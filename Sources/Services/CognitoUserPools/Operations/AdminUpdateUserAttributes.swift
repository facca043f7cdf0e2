import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit

extension CognitoUserPools {
    /// Writes attributes; an address that changes is unverified unless the call says otherwise, and
    /// sent a code where the pool verifies it; an empty value takes an attribute away.
    func adminUpdateUserAttributes(
        _ input: AdminUpdateUserAttributesRequest, _ call: Call
    ) async throws -> AdminUpdateUserAttributesResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        let changes = try AttributeRules(pool: pool).forUpdate(input.userAttributes, byAdministrator: true)
        _ = try await updateAttributes(of: user, in: pool, changes, clientID: nil, input.clientMetadata, call)
        return AdminUpdateUserAttributesResponse()
    }
}

extension User {
    mutating func apply(_ changes: [String: String], at time: Date) {
        for name in ["email", "phone_number"] {
            guard let value = changes[name], value != attributes[name] else { continue }
            attributes[name + "_verified"] = value.isEmpty ? nil : "false"
        }
        for (name, value) in changes { attributes[name] = value.isEmpty ? nil : value }
        modifiedAt = time
    }
}
