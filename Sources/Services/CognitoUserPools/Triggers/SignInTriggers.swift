import ServiceKit
import Wire

/// PreAuthentication and PostAuthentication: a look before a sign-in, and one after it.
extension CognitoUserPools {
    func runPreAuthentication(
        _ user: User?, name: String, _ pool: UserPool, _ client: UserPoolClient, _ metadata: [String: String]?,
        _ call: Call
    ) async throws {
        var request: [JSONValue.Member] = [
            .init("userAttributes", user?.triggerAttributes ?? [:])
        ]
        // AWS names it validationData: the client's metadata of InitiateAuth.
        if let metadata { request.append(.init("validationData", .texts(metadata))) }
        request.append(.init("userNotFound", .bool(user == nil)))
        let event = TriggerEvent(
            trigger: .preAuthentication, source: "Authentication", pool: pool, clientID: client.id,
            username: user?.username ?? name, request: request, response: [])
        _ = try await run(event, at: call.time)
    }

    func runPostAuthentication(
        _ user: User, newDevice: Bool, _ pool: UserPool, _ client: UserPoolClient, _ metadata: [String: String]?,
        _ call: Call
    ) async throws {
        var request: [JSONValue.Member] = [
            .init("userAttributes", user.triggerAttributes), .init("newDeviceUsed", .bool(newDevice)),
        ]
        if let metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        let event = TriggerEvent(
            trigger: .postAuthentication, source: "Authentication", pool: pool, clientID: client.id,
            username: user.username, request: request, response: [])
        _ = try await run(event, at: call.time)
    }
}
