import CognitoUserPoolsModel
import ServiceKit
import Storage
import Wire

/// A request for somebody's authorization (RFC 6749, section 4.1.1), checked as a whole.
struct AuthorizationRequest: Sendable {
    enum ResponseType: String, Sendable { case code, token }

    var client: UserPoolClient
    var responseType: ResponseType
    var redirectURI: String
    var scopes: [String]
    var state: String?
    var nonce: String?
    /// PKCE's S256 challenge (RFC 7636).
    var codeChallenge: String?

    /// Why a request goes no further.
    enum Refusal: Error, Sendable {
        /// The client or its redirect address is not known: the browser is sent nowhere.
        case stays(error: String)
        /// The application is told, at its own address.
        case told(RedirectAnswer)
    }
}

extension AuthorizationRequest {
    /// The parameters a page hands on to the next, so that each knows what was asked for.
    static let parameterNames = [
        "client_id", "response_type", "scope", "redirect_uri", "state", "nonce", "code_challenge",
        "code_challenge_method", "identity_provider", "idp_identifier", "login_hint", "lang", "ui_locales",
    ]

    /// - Throws: `Refusal`.
    init(_ parameters: RequestParameters, _ site: HostedSite, client: UserPoolClient?) throws(Refusal) {
        guard !parameters.hasRepeated(Self.parameterNames) else { throw .stays(error: "invalid_request") }
        guard let client, client.poolID == site.pool.id else { throw .stays(error: "invalid_client") }
        guard let address = parameters["redirect_uri"] ?? client.settings.defaultRedirectURI else {
            throw .stays(error: "invalid_request")
        }
        // RFC 6749, 3.1.2.3: compared as text, character by character.
        guard client.settings.callbackURLs?.contains(where: { $0.utf8.elementsEqual(address.utf8) }) == true else {
            throw .stays(error: "redirect_mismatch")
        }
        self.client = client
        redirectURI = address
        state = parameters["state"]
        nonce = parameters["nonce"]
        let answer = RedirectAnswer(
            address: address, isFragment: parameters["response_type"] == "token", state: parameters["state"])
        responseType = try Self.responseType(parameters["response_type"], of: client, answer)
        scopes = try Self.scopes(parameters["scope"], of: client, answer)
        codeChallenge = try Self.codeChallenge(parameters, answer)
    }

    private static func responseType(
        _ name: String?, of client: UserPoolClient, _ answer: RedirectAnswer
    ) throws(Refusal) -> ResponseType {
        guard let name else { throw .told(answer.error("invalid_request", "response_type is required")) }
        guard let type = ResponseType(rawValue: name) else {
            throw .told(answer.error("unsupported_response_type", "response_type must be code or token"))
        }
        let flow: OAuthFlowType = type == .code ? .code : .implicit
        guard client.settings.allowedOAuthFlowsUserPoolClient,
            client.settings.allowedOAuthFlows?.contains(flow) == true
        else { throw .told(answer.error("unauthorized_client", "The client may not use this grant")) }
        return type
    }

    /// All that the client may have where none are named.
    private static func scopes(
        _ given: String?, of client: UserPoolClient, _ answer: RedirectAnswer
    ) throws(Refusal) -> [String] {
        let allowed = client.settings.allowedOAuthScopes ?? []
        let wanted = ScopeList.parse(given ?? "")
        guard wanted.allSatisfy(allowed.contains) else {
            throw .told(answer.error("invalid_scope", "A scope is unknown or not allowed for the client"))
        }
        return wanted.isEmpty ? allowed : wanted
    }

    private static func codeChallenge(
        _ parameters: RequestParameters, _ answer: RedirectAnswer
    ) throws(Refusal) -> String? {
        guard let challenge = parameters["code_challenge"] else {
            if parameters["code_challenge_method"] == nil { return nil }
            throw .told(answer.error("invalid_request", "code_challenge is required"))
        }
        // Without a method RFC 7636 means `plain`, which Cognito does not take.
        guard parameters["code_challenge_method"] == "S256" else {
            throw .told(answer.error("invalid_request", "code_challenge_method must be S256"))
        }
        guard PKCE.isChallenge(challenge) else {
            throw .told(answer.error("invalid_request", "code_challenge is malformed"))
        }
        return challenge
    }

    var answer: RedirectAnswer {
        RedirectAnswer(address: redirectURI, isFragment: responseType == .token, state: state)
    }
}
