import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    func provider(named name: String, in pool: UserPool) throws -> IdentityProvider? {
        try find(IdentityProvider.self, IdentityProvider.key(pool.id, name))
    }

    func provider(identifier: String, in pool: UserPool) throws -> IdentityProvider? {
        try find(IdentityProvider.self, index: IdentityProvider.index(pool.id, identifier: identifier))
    }

    /// All providers of a pool, in the order of their names.
    func providers(of pool: UserPool) throws -> [IdentityProvider] {
        try list(prefix: IdentityProvider.listing(pool.id), limit: IdentityProvider.maxPerPool).records
    }

    func requireProvider(_ name: String, in pool: UserPool) throws -> IdentityProvider {
        guard let provider = try provider(named: name, in: pool) else {
            throw ServiceError(
                CognitoUserPoolsErrors.resourceNotFound, "Identity provider \(name) does not exist.")
        }
        return provider
    }

    /// The user to whom a provider's user is linked, by the provider's own identifier or by another attribute.
    func linkedUser(
        provider: String, subject: String, attribute: String = LinkedIdentity.subject, in pool: UserPool
    ) throws -> User? {
        guard subject.utf8.count <= LinkedIdentity.maxValueBytes else { return nil }
        let key = LinkedIdentity.key(pool.id, provider, attribute, subject)
        guard let link = try find(LinkedIdentity.self, key),
            try self.provider(named: provider, in: pool)?.id == link.providerID
        else { return nil }
        return try find(User.self, index: User.subIndex(pool.id, link.sub))
    }
}

extension Snapshot {
    /// `Provider_subject` is what a provider's user is called: nobody takes it before they come.
    func refuseProvidersName(_ username: String, in pool: UserPool) throws {
        guard username.contains("_") else { return }
        for provider in try providers(of: pool)
        where pool.folded(username).hasPrefix(pool.folded(provider.name + "_")) {
            throw ServiceError.invalidParameter("Username cannot begin with the name of an identity provider.")
        }
    }
}

extension Transaction {
    /// Stores a provider whose identifiers no other provider of the pool has.
    func saveProvider(_ provider: IdentityProvider, in pool: UserPool) throws {
        for identifier in provider.identifiers {
            guard let holder = try self.provider(identifier: identifier, in: pool), holder.name != provider.name
            else { continue }
            throw ServiceError.invalidParameter(
                "IdpIdentifier \(identifier) is already used by another identity provider.")
        }
        // A provider may have had identifiers and have none now.
        try replace(try find(IdentityProvider.self, provider.key), with: provider)
    }
}

extension CognitoUserPools {
    /// A provider's secret details, opened.
    func secretDetails(of provider: IdentityProvider) throws -> [String: String] {
        try provider.sealedDetails.mapValues {
            String(decoding: try seals.atRest.open($0, context: provider.key.bytes), as: UTF8.self)
        }
    }

    /// The provider as replies show it: with its client secret, as AWS does, and without a private key.
    func summary(of provider: IdentityProvider) throws -> IdentityProviderType {
        var details = provider.details
        details["client_secret"] = try secretDetails(of: provider)["client_secret"]
        return IdentityProviderType(
            userPoolId: provider.poolID, providerName: provider.name, providerType: provider.type,
            providerDetails: details, attributeMapping: provider.attributeMapping,
            idpIdentifiers: provider.identifiers, lastModifiedDate: provider.modifiedAt,
            creationDate: provider.createdAt)
    }

    /// Takes what is secret out of the details and seals it.
    func keep(_ details: [String: String], in provider: inout IdentityProvider) throws {
        let context = provider.key.bytes
        provider.details = details.filter { !ProviderDetails.secretNames.contains($0.key) }
        provider.sealedDetails = try details.filter { ProviderDetails.secretNames.contains($0.key) }.mapValues {
            try seals.atRest.seal(Array($0.utf8), context: context)
        }
    }
}
