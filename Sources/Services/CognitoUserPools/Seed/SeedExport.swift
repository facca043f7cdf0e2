import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Writes what `importSeed` reads: every pool of an account with its clients, groups, users and
/// domains. Secrets and password hashes stand in it as they are needed to move.
extension CognitoUserPools {
    private static let pageSize = 500

    /// - Parameter write: takes the document line by line; each item is a line of JSON, and the whole is YAML.
    package func exportSeed(account: Account, _ write: (String) throws -> Void) async throws {
        try write("userPools:")
        var start: [UInt8]?
        repeat {
            let from = start
            let page = try await store.read { snapshot in
                try snapshot.list(
                    UserPool.self, index: Key(table: .userPoolsByAccount).text(account.id), from: from,
                    limit: Self.pageSize)
            }
            for pool in page.records { try await export(pool, write) }
            start = page.next
        } while start != nil
    }

    private func export(_ pool: UserPool, _ write: (String) throws -> Void) async throws {
        try write("- pool: " + Self.line(Self.description(of: pool)))
        if let mfa = pool.mfa { try write("  mfa: " + Self.line(Self.description(of: mfa, pool))) }
        try await exportParts(pool, write)
        try await export("clients", UserPoolClient.self, UserPoolClient.listing(pool.id), write) { client in
            try Self.description(of: client, secret: self.secret(of: client))
        }
        try await export("users", User.self, User.listing(pool.id), write) { user in
            let groups = try await self.store.read { snapshot in try snapshot.groups(of: user) }
            return try self.description(of: user, in: pool, groups: groups.map(\.name))
        }
    }

    private func exportParts(_ pool: UserPool, _ write: (String) throws -> Void) async throws {
        let domains = try await store.read { try $0.domains(of: pool) }
        try list("domains", domains, write) { domain in
            var members: [JSONValue.Member] = [
                .init("Domain", .string(domain.name)),
                .init("ManagedLoginVersion", .number(String(domain.managedLoginVersion))),
            ]
            if let certificate = domain.certificateARN {
                members.append(.init("CustomDomainConfig", ["CertificateArn": .string(certificate)]))
            }
            return .object(members)
        }
        try await export("resourceServers", ResourceServer.self, ResourceServer.listing(pool.id), write) { server in
            [
                "Identifier": .string(server.identifier), "Name": .string(server.name),
                "Scopes": .array(
                    server.scopes.map {
                        ["ScopeName": .string($0.scopeName), "ScopeDescription": .string($0.scopeDescription)]
                    }),
            ]
        }
        try await export("identityProviders", IdentityProvider.self, IdentityProvider.listing(pool.id), write) {
            provider in
            let details = provider.details.merging(try self.secretDetails(of: provider)) { _, secret in secret }
            return [
                "ProviderName": .string(provider.name), "ProviderType": .string(provider.type.rawValue),
                "ProviderDetails": .texts(details), "AttributeMapping": .texts(provider.attributeMapping),
                "IdpIdentifiers": .array(provider.identifiers.map(JSONValue.string)),
            ]
        }
        try await export("groups", Group.self, Group.listing(pool.id), write) { group in
            var members: [JSONValue.Member] = [.init("GroupName", .string(group.name))]
            if let text = group.description { members.append(.init("Description", .string(text))) }
            if let role = group.roleARN { members.append(.init("RoleArn", .string(role))) }
            if let number = group.precedence { members.append(.init("Precedence", .number(String(number)))) }
            return .object(members)
        }
    }

    private func export<R: Record>(
        _ kind: String, _ type: R.Type, _ listing: Key, _ write: (String) throws -> Void,
        _ describe: (R) async throws -> JSONValue
    ) async throws {
        var start: [UInt8]?
        var isFirst = true
        repeat {
            let from = start
            let page = try await store.read { try $0.list(R.self, prefix: listing, from: from, limit: Self.pageSize) }
            for record in page.records {
                if isFirst { try write("  \(kind):") }
                isFirst = false
                try write("  - " + Self.line(try await describe(record)))
            }
            start = page.next
        } while start != nil
    }

    private func list<Item>(
        _ kind: String, _ items: [Item], _ write: (String) throws -> Void, _ describe: (Item) throws -> JSONValue
    ) throws {
        guard !items.isEmpty else { return }
        try write("  \(kind):")
        for item in items { try write("  - " + Self.line(try describe(item))) }
    }

    private static func line(_ value: JSONValue) -> String { String(decoding: value.serialized(), as: UTF8.self) }
}
