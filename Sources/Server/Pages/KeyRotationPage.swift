import CognitoUserPools
import ServiceKit
import Wire

/// `POST /_hanok/rotate-keys?pool=ID`, signed by root: new signing keys for a pool, at once.
/// With `drop=yes` the old ones leave the key set too, for whoever fears that theirs were seen.
struct KeyRotationPage: ServesPages {
    let userPools: CognitoUserPools
    /// Whether the request is signed by a root.
    let isSignedByRoot: @Sendable (PageRequest) async -> Bool

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == "/_hanok/rotate-keys" else { return nil }
        guard request.method == "POST" else { return .methodNotAllowed }
        guard await isSignedByRoot(request) else { return .forbidden }
        guard let pool = request.query.first(where: { $0.name == "pool" })?.value else {
            return Self.reply(400, ["message": "The parameter pool is missing."])
        }
        let drops = request.query.contains { $0.name == "drop" && $0.value == "yes" }
        do { try await userPools.rotateKeys(ofPool: pool, droppingOld: drops) } catch let error as ServiceError {
            return Self.reply(404, ["message": .string(error.message)])
        }
        return Self.reply(200, [:])
    }

    private static func reply(_ status: Int, _ body: JSONValue) -> PageReply {
        PageReply(status: status, contentType: "application/json", body: body.serialized())
    }
}
