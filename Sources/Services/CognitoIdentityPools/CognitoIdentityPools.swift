import CognitoIdentityPoolsModel
import ServiceKit
import Storage
import Wire

/// Cognito identity pools: identities behind proven logins, and credentials of roles for them.
package struct CognitoIdentityPools: Service, VerifiesTokens {
    package let model = ServiceModel.cognitoIdentityPools

    let store: any KeyValueStore
    let accounts: Accounts
    let clock: any Clock
    let randomness: any Randomness
    let tokens: any VerifiesTokens
    let providerTokens: any VerifiesProviderTokens
    let sessions: any IssuesSessions
    let paging: PagingTokens
    let keys: IdentityTokenKeys

    package init(
        store: any KeyValueStore, sealer: Sealer, accounts: Accounts, clock: any Clock,
        randomness: any Randomness, tokens: any VerifiesTokens,
        providerTokens: any VerifiesProviderTokens = NoProviders(), sessions: any IssuesSessions
    ) {
        self.store = store
        self.accounts = accounts
        self.clock = clock
        self.randomness = randomness
        self.tokens = tokens
        self.providerTokens = providerTokens
        self.sessions = sessions
        paging = PagingTokens(sealer)
        keys = IdentityTokenKeys(store: store, seal: sealer.bound(to: .secretAtRest), randomness: randomness)
    }

    /// Makes the key that signs OpenID tokens, if there is none yet; call it once requests are served.
    package func prepare() async throws { _ = try await keys.current() }

    /// The issuer of identity pools' tokens, and their federated principal in trust policies.
    static let provider = "cognito-identity.amazonaws.com"
    static let issuer = "https://cognito-identity.amazonaws.com"
}
