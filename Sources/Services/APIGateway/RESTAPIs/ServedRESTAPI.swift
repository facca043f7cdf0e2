import APIGatewayModel
import PolicyEngine
import ServiceKit

/// A REST API ready to be called.
struct ServedRESTAPI: Sendable {
    let stages: [String: ServedRESTStage]
}

struct ServedRESTStage: Sendable {
    let name: String
    let deploymentID: String
    let variables: [String: String]
    let methods: RESTMethods
    let throttles: StageThrottles
    let accessLog: AccessLogFormat?
}

/// The methods of one deployment, and what counts for all of them.
struct RESTMethods: Sendable {
    let tree: PathTree<ServedMethod>
    let policy: NamedPolicy?
    let keyFromAuthorizer: Bool
    let binaryTypes: BinaryTypes
    let responses: [GatewayResponseType: ServedGatewayResponse]
}

struct ServedMethod: Sendable {
    enum Authorization: Sendable {
        case none
        case iam
        case pools(PoolAuthorizer)
        case function(MethodAuthorizer)
        /// Its authorizer is gone: nobody may.
        case nobody
    }

    let resourceID: String
    /// `/pets/{id}`
    let path: String
    /// `ANY` where the method is for all.
    let httpMethod: String
    let authorization: Authorization
    let needsKey: Bool
    /// Of parameters that the method's validator asks for.
    let required: [RequestParameterName]
    let operationName: String?
    let integration: ServedMethodIntegration?
}

struct ServedMethodIntegration: Sendable {
    enum Kind: Sendable {
        case function(FunctionTarget)
        /// Passed through whole, or answered by one of the responses.
        case http(HTTPTarget, method: String?, isProxy: Bool)
        case mock
    }

    let kind: Kind
    let credentials: String?
    let timeoutMilliseconds: Int
    let parameters: [(target: String, source: String)]
    /// By content type.
    let templates: [String: String]
    let passthrough: String
    let responses: [ServedIntegrationResponse]
}

struct ServedIntegrationResponse: Sendable {
    let status: Int
    /// Nil for the one that is for all others.
    let pattern: SelectionPattern?
    let parameters: [(target: String, source: String)]
    let templates: [String: String]
}

/// Types whose bodies are bytes, not texts: `image/png`, `image/*`, `*/*`.
struct BinaryTypes: Sendable {
    private let types: Set<String>

    init(_ types: [String]?) { self.types = Set((types ?? []).map { $0.lowercased() }) }

    func contains(_ type: String?) -> Bool {
        guard !types.isEmpty else { return false }
        if types.contains("*/*") { return true }
        guard let type else { return false }
        let bare = type.prefix { $0 != ";" && $0 != "," && $0 != " " }.lowercased()
        return types.contains(bare) || types.contains(bare.prefix { $0 != "/" } + "/*")
    }
}

/// An authorizer that lets in whoever has a token of one of its pools.
struct PoolAuthorizer: Sendable {
    let header: String
    let pools: [UserPoolName]
    /// Of the token as it comes.
    let validation: SelectionPattern?
    let scopes: [String]
}

/// An authorizer of a REST API that is a function.
struct MethodAuthorizer: Sendable {
    let id: String
    /// Asked with the token alone.
    let isOfToken: Bool
    let target: FunctionTarget
    let credentials: String?
    let sources: [IdentitySource]
    let validation: SelectionPattern?
    var keptSeconds: Int
}
