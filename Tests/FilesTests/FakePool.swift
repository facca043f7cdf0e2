import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

/// A user pool whose refresh tokens rotate: each is good for one use.
final class FakePool: CallsHTTP {
    struct State {
        var refresh = "r0"
        var renewals = 0
        var status = 200
        var accessSeconds = 3600
        var idSeconds = 3600
    }

    static let issuer = "https://pool.example"
    let state = Mutex(State())
    private let clock: any Clock

    init(clock: any Clock) { self.clock = clock }

    func call(_ request: OutboundRequest) async throws -> OutboundAnswer {
        let path = request.url.dropFirst(Self.issuer.count).prefix { $0 != "?" }
        switch path {
        case "/.well-known/openid-configuration":
            return Self.answer(
                200,
                [
                    "issuer": .string(Self.issuer), "token_endpoint": .string(Self.issuer + "/token"),
                    "userinfo_endpoint": .string(Self.issuer + "/userinfo"),
                ])
        case "/token":
            // As slow as a network, so that others ask meanwhile.
            try await Task.sleep(for: .milliseconds(30))
            return renew(String(decoding: request.body ?? [], as: UTF8.self))
        case "/userinfo": return Self.answer(state.withLock { $0.status }, [:])
        default: return Self.answer(404, [:])
        }
    }

    private func renew(_ form: String) -> OutboundAnswer {
        state.withLock { state in
            guard state.status == 200 else { return Self.answer(state.status, ["error": "temporarily_unavailable"]) }
            guard form.hasSuffix("refresh_token=" + state.refresh) else {
                return Self.answer(400, ["error": "invalid_grant"])
            }
            state.renewals += 1
            state.refresh = "r\(state.renewals)"
            return Self.answer(
                200,
                [
                    "id_token": .string(idToken(state.idSeconds)), "access_token": .string("a\(state.renewals)"),
                    "refresh_token": .string(state.refresh), "expires_in": .number(String(state.accessSeconds)),
                ])
        }
    }

    func idToken(_ seconds: Int) -> String {
        let end = Int(clock.now.timeIntervalSince1970) + seconds
        let parts: [JSONValue] = [["alg": "RS256", "kid": "k"], ["exp": .number(String(end))]]
        return parts.map { Base64URL.encode($0.serialized()) }.joined(separator: ".") + ".c2ln"
    }

    private static func answer(_ status: Int, _ document: JSONValue) -> OutboundAnswer {
        OutboundAnswer(status: status, body: document.serialized())
    }
}
