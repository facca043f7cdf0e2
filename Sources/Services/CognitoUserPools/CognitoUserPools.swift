import CognitoUserPoolsModel
import FoundationEssentials
import OpenIDConnect
import PasswordHashing
import ServiceKit
import Storage
import Wire

/// Cognito user pools: directories of users, their sign-in, and the tokens it gives.
package struct CognitoUserPools: Service, VerifiesTokens, ServesPages {
    package let model = ServiceModel.cognitoUserPools

    let store: any KeyValueStore
    let accounts: Accounts
    let clock: any Clock
    let randomness: any Randomness
    let passwords: PasswordHashing
    let mail: any SendsMail
    let issuers: IssuerNames
    let paging: PagingTokens
    let seals: Seals
    let keys: SigningKeys
    let attempts: SignInAttempts
    let throttle: AddressThrottle
    let spentSessions: SpentSessions
    /// Wrong codes by session.
    let codeFailures: BoundedCache<String, Int>
    let waitingDevices: BoundedCache<String, String>
    let functions: any InvokesFunctions
    let http: any CallsHTTP
    let providerDocuments: ProviderDocuments
    let verifiedTokens: BoundedCache<String, TokenClaims>
    let decoy: DecoyPassword
    let imports = UserImports()

    package init(
        store: any KeyValueStore, sealer: Sealer, accounts: Accounts, clock: any Clock,
        randomness: any Randomness, passwords: PasswordHashing, mail: any SendsMail, issuers: IssuerNames,
        keyPairs: SpareKeyPairs = SpareKeyPairs(), functions: any InvokesFunctions = NoFunctions(),
        http: any CallsHTTP = NoHTTPCalls()
    ) {
        self.store = store
        self.accounts = accounts
        self.clock = clock
        self.randomness = randomness
        self.passwords = passwords
        self.mail = mail
        self.issuers = issuers
        self.functions = functions
        self.http = http
        providerDocuments = ProviderDocuments(http: http)
        paging = PagingTokens(sealer)
        seals = Seals(sealer)
        keys = SigningKeys(spare: keyPairs, seal: sealer.bound(to: .secretAtRest))
        attempts = SignInAttempts()
        verifiedTokens = BoundedCache(limit: 10_000)
        throttle = AddressThrottle()
        spentSessions = SpentSessions()
        codeFailures = BoundedCache(limit: 100_000)
        waitingDevices = BoundedCache(limit: 20_000)
        decoy = DecoyPassword(passwords: passwords, key: sealer.key(for: .decoy))
    }

    /// Makes ahead what takes long: key pairs for the pools to come, and the hash that unknown users
    /// are compared with. Call it once requests are served.
    package func prepare() async throws {
        keys.spare.refill()
        _ = try await decoy.current()
    }
}

/// Sealers by what they seal, their keys derived once.
struct Seals: Sendable {
    let atRest: PurposeSealer
    let refreshToken: PurposeSealer
    let authSession: PurposeSealer
    let pages: PurposeSealer

    init(_ sealer: Sealer) {
        atRest = sealer.bound(to: .secretAtRest)
        refreshToken = sealer.bound(to: .refreshToken)
        authSession = sealer.bound(to: .authSession)
        pages = sealer.bound(to: .hostedPages)
    }
}
