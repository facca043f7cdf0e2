import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Who signs in with the source identity will be the destination user.
    func adminLinkProviderForUser(
        _ input: AdminLinkProviderForUserRequest, _ call: Call
    ) async throws -> AdminLinkProviderForUserResponse {
        let source = try ProviderUser(input.sourceUser, "SourceUser")
        guard let name = input.destinationUser.providerAttributeValue, !name.isEmpty else {
            throw ServiceError.invalidParameter("ProviderAttributeValue of DestinationUser is required.")
        }
        let home = input.destinationUser.providerName ?? ProviderUser.native
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let provider = try transaction.requireProvider(source.provider, in: pool)
            try source.checkAttribute(of: provider)
            let user = try transaction.requireUser(
                home == ProviderUser.native ? name : "\(home)_\(name)", in: pool)
            if try transaction.exists(User.key(pool.id, pool.folded("\(source.provider)_\(source.value)"))) {
                throw ServiceError.invalidParameter(
                    "Merging is not currently supported, provide a SourceUser who has not been already signed in.")
            }
            if let holder = try transaction.linkedUser(
                provider: source.provider, subject: source.value, attribute: source.attribute, in: pool)
            {
                throw ServiceError.invalidParameter(
                    holder.sub == user.sub
                        ? "SourceUser is already linked to DestinationUser"
                        : "SourceUser is already linked to another user")
            }
            try transaction.link(
                user, to: provider, attribute: source.attribute, value: source.value, in: pool, at: call.time)
        }
        return AdminLinkProviderForUserResponse()
    }
}

/// A user as a provider names them.
struct ProviderUser {
    /// The pool itself, as a provider.
    static let native = "Cognito"

    var provider: String
    var attribute: String
    var value: String

    init(_ given: ProviderUserIdentifierType, _ member: String) throws {
        guard let provider = given.providerName, let attribute = given.providerAttributeName,
            let value = given.providerAttributeValue, !attribute.isEmpty, !value.isEmpty,
            value.utf8.count <= LinkedIdentity.maxValueBytes
        else {
            throw ServiceError.invalidParameter(
                "ProviderName, ProviderAttributeName and ProviderAttributeValue of \(member) are required.")
        }
        guard provider != Self.native || member != "SourceUser" else {
            throw ServiceError.invalidParameter("SourceUser cannot be a native user.")
        }
        self.provider = provider
        self.attribute = attribute
        self.value = value
    }

    /// A social provider's user is told by its subject only, others also by an attribute that is mapped.
    func checkAttribute(of provider: IdentityProvider) throws {
        guard attribute != LinkedIdentity.subject else { return }
        guard provider.type == .oidc, provider.attributeMapping[attribute] != nil else {
            throw ServiceError.invalidParameter("Invalid ProviderAttributeName \(attribute) of SourceUser.")
        }
    }
}
