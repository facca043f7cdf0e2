import APIGatewayModel
import ServiceKit
import Wire

/// Roles that API Gateway is to take on must be the caller's to pass: else whoever may make an API would do with it what any
/// role may that trusts API Gateway.
enum PassedRoles {
    private static let principal = "apigateway.amazonaws.com"
    /// `arn:aws:iam::*:user/*` is no role: the integration is called as whoever signed the request.
    private static let asCaller = ":user/*"
    private static let credentials: Set = ["credentials", "authorizerCredentials"]
    private static let deepest = 16

    static func permissions(_ roles: [String?]) -> [Permission] {
        Set(roles.compactMap { $0 }).filter { !$0.isEmpty && !$0.hasSuffix(asCaller) }.sorted().map { role in
            Permission(
                "iam:PassRole", on: role, in: ARN(role)?.account, context: ["iam:PassedToService": [principal]])
        }
    }

    /// Those that an update sets below a path.
    static func permissions(_ operations: [PatchOperation]?, at name: String) -> [Permission] {
        permissions(
            (operations ?? []).map { operation in
                let first = operation.path?.split(separator: "/", omittingEmptySubsequences: false).dropFirst().first
                return first.map(String.init) == name && operation.op != .remove ? operation.value : nil
            })
    }

    /// Those that an OpenAPI document names for integrations and authorizers.
    static func permissions(inDocument body: [UInt8]) -> [Permission] {
        guard let document = try? JSONValue(parsing: body) else { return [] }
        var roles: [String] = []
        collect(document, depth: 0, &roles)
        return permissions(roles)
    }

    private static func collect(_ value: JSONValue, depth: Int, _ roles: inout [String]) {
        guard depth < deepest else { return }
        for element in value.array ?? [] { collect(element, depth: depth + 1, &roles) }
        for member in value.members ?? [] {
            if credentials.contains(member.key), let role = member.value.string {
                roles.append(role)
            } else {
                collect(member.value, depth: depth + 1, &roles)
            }
        }
    }
}
