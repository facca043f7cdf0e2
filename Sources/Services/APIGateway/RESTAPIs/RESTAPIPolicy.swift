import APIGatewayModel
import PolicyEngine
import ServiceKit
import Wire

/// A REST API's own policy: who may call it.
enum RESTAPIPolicy {
    private static let longest = 8192

    /// The policy as it is kept. `execute-api:/stage/GET/path` stands for an ARN of the API's.
    static func stored(_ text: String?, of apiID: String, _ call: Call, _ gateway: APIGateway) async throws
        -> StoredPolicy?
    {
        guard let text, !text.isEmpty else { return nil }
        guard text.utf8.count <= longest else {
            throw ServiceError.badRequest("Invalid policy document. Please check the policy syntax.")
        }
        let base = "arn:aws:execute-api:\(call.region):\(call.accountID):\(apiID)/"
        let whole = text.replacing("\"execute-api:/", with: "\"\(base)")
        do {
            let document = try PolicyDocument(parsing: whole, as: .resource)
            let named = document.principals.compactMap { if case .arn(let arn) = $0 { arn } else { nil } }
            let ids = try await gateway.seams.principals.principalIDs(of: named)
            // Whoever is not there cannot be meant.
            guard ids.values.allSatisfy({ $0 != nil }) else { throw PolicyRefused() }
            let stored = StoredPolicy(text: whole, ids: ids.compactMapValues { $0 })
            _ = try stored.compiled()
            return stored
        } catch {
            throw ServiceError.badRequest(
                "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")
        }
    }

    private struct PolicyRefused: Error {}

    /// As AWS shows it: quotation marks and slashes escaped once more.
    static func shown(_ policy: StoredPolicy?) -> String? {
        policy?.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("/", with: "\\/")
    }
}
