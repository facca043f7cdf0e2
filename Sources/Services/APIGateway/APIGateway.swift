import APIGatewayModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// API Gateway: REST APIs, and what HTTP APIs and the calls to both share.
package struct APIGateway: Service {
    package let model = ServiceModel.apiGateway

    let store: any KeyValueStore
    let clock: any Clock
    let accounts: Accounts
    let randomness: any Randomness
    let paging: PagingTokens
    let secrets: PurposeSealer
    let seams: Seams
    /// Where calls go by path: `{public address}/_aws/execute-api/{apiId}`.
    let publicURL: String
    let known: KnownAPIs
    let domains = CustomDomains()
    let reservedHosts: ReservedHosts
    let authorizerResults = AuthorizerResults()

    /// What calls need of others.
    package struct Seams: Sendable {
        package var functions: any InvokesFunctions
        package var tokens: any VerifiesTokens
        /// Documents of foreign issuers.
        package var documents: any CallsHTTP
        /// Servers behind APIs.
        package var proxied: any CallsHTTP
        package var roles: any AssumesRoles
        package var authorizer: any Authorizes
        package var principals: any BindsPrincipals
        package var accessLogs: any WritesAccessLogs

        package init(
            functions: any InvokesFunctions, tokens: any VerifiesTokens, documents: any CallsHTTP,
            proxied: any CallsHTTP, roles: any AssumesRoles, authorizer: any Authorizes,
            principals: any BindsPrincipals, accessLogs: any WritesAccessLogs = NoAccessLogs()
        ) {
            self.functions = functions
            self.tokens = tokens
            self.documents = documents
            self.proxied = proxied
            self.roles = roles
            self.authorizer = authorizer
            self.principals = principals
            self.accessLogs = accessLogs
        }
    }

    package init(
        store: any KeyValueStore, sealer: Sealer, accounts: Accounts, clock: any Clock, randomness: any Randomness,
        publicURL: String, seams: Seams
    ) {
        let store = WriteCountingStore(store)
        self.store = store
        self.clock = clock
        self.accounts = accounts
        self.randomness = randomness
        self.seams = seams
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        reservedHosts = ReservedHosts(publicURL: publicURL)
        paging = PagingTokens(sealer)
        secrets = sealer.bound(to: .secretAtRest)
        known = KnownAPIs(store: store)
    }

    /// Learns which hosts are custom domains: requests are told by their hosts, before anything is read.
    package func prepare() async throws { try await domains.refresh(from: store, reservedHosts) }

    package func tags(ofResource arn: String) async throws -> [String: String] {
        guard let place = TaggedResource(arn: arn) else { return [:] }
        return try await store.read { try place.tags(in: $0) ?? [:] }
    }

    func endpoint(of apiID: String) -> String { "\(publicURL)/_aws/execute-api/\(apiID)" }

    /// Ids of APIs have ten letters and digits, those of what is in them fewer.
    func newID(_ length: Int) -> String { randomness.text(length, from: Alphabet.lowerAlphanumeric) }

    /// AWS's management ARNs have no account: `arn:aws:apigateway:REGION::/apis/ID`.
    static func arn(_ path: String, _ region: String) -> String { "arn:aws:apigateway:\(region)::\(path)" }
}

extension Call {
    /// Of a signed call.
    var accountID: String { caller.accountID ?? "" }
}
