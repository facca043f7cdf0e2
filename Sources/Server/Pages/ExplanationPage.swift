import PolicyEngine
import ServiceKit
import Wire

/// `GET /_hanok/explain/REQUEST-ID`, signed: why that request was denied. For the account's root, and for
/// callers who may `sts:DecodeAuthorizationMessage`, AWS's own right to read such a thing.
struct ExplanationPage: ServesPages {
    static let path = "/_hanok/explain/"

    let explanations: any FindsExplanations
    let authorizer: any Authorizes
    let defaultRegion: String
    /// Who signed the request; nil for nobody.
    let caller: @Sendable (PageRequest) async -> Caller?

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path.hasPrefix(Self.path) else { return nil }
        guard request.method == "GET" else { return .methodNotAllowed }
        guard let caller = await caller(request), let account = caller.accountID, try await mayRead(caller, request)
        else { return .forbidden }
        let id = String(request.path.dropFirst(Self.path.count))
        guard let document = try await explanations.explanation(ofRequest: id)?.document(for: account) else {
            return Self.notFound
        }
        return PageReply(contentType: "application/json", body: document.serialized())
    }

    private func mayRead(_ caller: Caller, _ request: PageRequest) async throws -> Bool {
        let call = Call(
            requestID: request.requestID, time: request.time, caller: caller, region: defaultRegion,
            client: Call.Client(
                address: request.address, isSecure: request.isSecure, host: request.host,
                userAgent: request.headers.first("user-agent") ?? ""),
            headers: request.headers, body: EmptyBody())
        let permission = Permission("sts:DecodeAuthorizationMessage", on: "*")
        do { return try await authorizer.decide(permission, call).isAllowed } catch is ServiceError { return false }
    }

    static let notFound = PageReply.json(
        "{\"message\":\"No denial of that request id is kept here.\"}", status: 404)
}
