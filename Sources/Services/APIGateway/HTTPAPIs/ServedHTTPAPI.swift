import APIGatewayV2Model
import ServiceKit
import Storage

/// An HTTP API ready to be called.
struct ServedHTTPAPI: Sendable {
    let cors: CORSRules?
    let stages: [String: ServedHTTPStage]
}

struct ServedHTTPStage: Sendable {
    let name: String
    let variables: [String: String]
    let routes: HTTPRoutes
    let throttles: StageThrottles
    let accessLog: AccessLogFormat?
}

/// The routes of one deployment.
struct HTTPRoutes: Sendable {
    let tree: PathTree<ServedHTTPRoute>
    let fallback: ServedHTTPRoute?
}

struct ServedHTTPRoute: Sendable {
    enum Authorization: Sendable {
        case none
        case iam
        case jwt(JWTAuthorizer)
        case function(FunctionAuthorizer)
        /// Its authorizer is gone: nobody may.
        case nobody
    }

    let key: String
    /// The path of the route with its parameters; `$default` for that route.
    let path: String
    let authorization: Authorization
    let scopes: [String]
    let integration: ServedHTTPIntegration?
}

struct ServedHTTPIntegration: Sendable {
    enum Kind: Sendable {
        case function(FunctionTarget, isVersion2: Bool)
        /// The method is nil for the request's own.
        case http(HTTPTarget, method: String?)
    }

    let id: String
    let kind: Kind
    let credentials: String?
    let timeoutMilliseconds: Int
    let request: RequestMapping
    let response: ResponseMapping
}
