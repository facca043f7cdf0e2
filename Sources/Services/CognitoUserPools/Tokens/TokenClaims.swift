import FoundationEssentials
import Wire

/// The claims of a token whose signature was verified.
struct TokenClaims: Sendable {
    var poolID: String
    var sub: String
    var use: String
    var clientID: String
    var id: String
    var origin: String?
    var username: String
    var scopes: [String]
    var issuedAt: Int
    var expiresAt: Int
    var payload: JSONValue

    init?(_ payload: JSONValue, poolID: String) {
        guard let sub = payload["sub"]?.string, let use = payload["token_use"]?.string,
            let client = (payload["aud"] ?? payload["client_id"])?.string,
            let issuedAt = payload["iat"]?.int, let expiresAt = payload["exp"]?.int
        else { return nil }
        self.poolID = poolID
        self.sub = sub
        self.use = use
        clientID = client
        id = payload["jti"]?.string ?? ""
        origin = payload["origin_jti"]?.string
        username = (payload["cognito:username"] ?? payload["username"])?.string ?? ""
        scopes = payload["scope"]?.string?.split(separator: " ").map(String.init) ?? []
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.payload = payload
    }

    func isExpired(at time: Date) -> Bool { time.timeIntervalSince1970 >= Double(expiresAt) }

    /// Claims as condition keys and role mappings read them.
    var texts: [String: [String]] {
        var texts: [String: [String]] = [:]
        for member in payload.members ?? [] {
            switch member.value {
            case .string(let text), .number(let text): texts[member.key] = [text]
            case .bool(let flag): texts[member.key] = [flag ? "true" : "false"]
            case .array(let elements): texts[member.key] = elements.compactMap(\.string)
            case .null, .object: break
            }
        }
        return texts
    }
}
