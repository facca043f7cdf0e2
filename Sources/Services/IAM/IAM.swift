import IAMModel
import ServiceKit
import Storage
import Wire

/// Users, groups, roles, policies and providers, and the account itself; and for the rest of the house, who
/// signs and who may do what.
package struct IAM: Service, Sendable {
    package var model: ServiceModel { .iam }

    let store: any KeyValueStore
    let accounts: Accounts
    let clock: any Clock
    let randomness: any Randomness
    let paging: PagingTokens
    let secrets: PurposeSealer
    let sessions: SessionTokens
    let passwords: any HashesPasswords
    /// What is known of principals and keys without asking the store.
    let known: KnownPrincipals
    /// Uses of access keys that were not written yet.
    let lastUses: LastUses
    let wrongTries: WrongTries

    package init(
        store: any KeyValueStore, sealer: Sealer, accounts: Accounts, clock: any Clock,
        randomness: any Randomness, passwords: any HashesPasswords = NoPasswords()
    ) {
        self.store = store
        self.accounts = accounts
        self.clock = clock
        self.randomness = randomness
        paging = PagingTokens(sealer)
        secrets = sealer.bound(to: .secretAtRest)
        sessions = SessionTokens(sealer)
        self.passwords = passwords
        known = KnownPrincipals()
        lastUses = LastUses()
        wrongTries = WrongTries()
    }

    /// Changes something that decides who may do what. It is in force once this returns: what was
    /// known before is forgotten, as is what others read while the change was under way.
    /// Also after a failure, since it may have come after the commit.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        defer { known.forget() }
        return try await store.write(body)
    }
}
