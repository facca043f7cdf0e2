import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getAccount(_ input: GetAccountRequest, _ call: Call) async throws -> GatewayAccount {
        try await store.read { try $0.gatewayAccount(call).shown }
    }
}

/// What an account has set for API Gateway in a region.
struct AccountRecord: Record, Codable {
    static let table = TableID.apiAccounts

    var accountID: String
    var region: String
    var cloudwatchRoleArn: String?

    var key: Key { Key(table: .apiAccounts).text(accountID).text(region) }

    var shown: GatewayAccount {
        GatewayAccount(
            cloudwatchRoleArn: cloudwatchRoleArn,
            throttleSettings: ThrottleSettings(burstLimit: 5000, rateLimit: 10_000),
            features: ["UsagePlans"], apiKeyVersion: "4")
    }
}

extension Snapshot {
    func gatewayAccount(_ call: Call) throws -> AccountRecord {
        let standard = AccountRecord(accountID: call.accountID, region: call.region)
        return try find(standard.key) ?? standard
    }
}
