import APIGatewayModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// An API key of an account in a region. Its value is sealed; it is found by its hash.
struct ApiKeyRecord: Record, Codable {
    static let table = TableID.apiKeys

    var accountID: String
    var region: String
    /// Without its value.
    var apiKey: ApiKey
    var sealedValue: [UInt8]
    var fingerprint: String

    var id: String { apiKey.id ?? "" }
    var key: Key { Self.key(accountID, region, id) }
    var indexKeys: [Key] { [Self.byValue(accountID, region, fingerprint)] }

    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .apiKeys).text(accountID).text(region)
    }
    static func key(_ accountID: String, _ region: String, _ id: String) -> Key {
        listing(accountID, region).text(id)
    }
    static func byValue(_ accountID: String, _ region: String, _ fingerprint: String) -> Key {
        Key(table: .apiKeysByValue).text(accountID).text(region).text(fingerprint)
    }
    static func fingerprint(_ value: String) -> String { Base64URL.encode(SHA256.hash(data: Data(value.utf8))) }
}

/// A usage plan of an account in a region.
struct UsagePlanRecord: Record, Codable {
    static let table = TableID.usagePlans

    var accountID: String
    var region: String
    var plan: UsagePlan

    var id: String { plan.id ?? "" }
    var key: Key { Self.key(accountID, region, id) }

    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .usagePlans).text(accountID).text(region)
    }
    static func key(_ accountID: String, _ region: String, _ id: String) -> Key {
        listing(accountID, region).text(id)
    }
}

/// A key that a plan is for.
struct PlanKeyRecord: Record, Codable {
    static let table = TableID.usagePlanKeys

    var planID: String
    var keyID: String

    var key: Key { Self.key(planID, keyID) }
    var indexKeys: [Key] { [Self.byKey(keyID).text(planID)] }

    static func listing(_ planID: String) -> Key { Key(table: .usagePlanKeys).text(planID) }
    static func key(_ planID: String, _ keyID: String) -> Key { listing(planID).text(keyID) }
    static func byKey(_ keyID: String) -> Key { Key(table: .usagePlansByKey).text(keyID) }
}

/// How often a key was used on a day, for plans with a quota.
struct UsageCount: Record, Codable {
    static let table = TableID.usageCounts

    var planID: String
    var keyID: String
    /// `2026-11-26`
    var day: String
    var used: Int
    /// Left of the period's quota after the day's last request.
    var remaining: Int

    var key: Key { Self.listing(planID, keyID).text(day) }
    static func listing(_ planID: String, _ keyID: String) -> Key {
        Key(table: .usageCounts).text(planID).text(keyID)
    }
}

extension Snapshot {
    func requireKey(_ id: String, _ call: Call) throws -> ApiKeyRecord {
        guard let record = try find(ApiKeyRecord.self, ApiKeyRecord.key(call.accountID, call.region, id)) else {
            throw ServiceError.notFound("Invalid API Key identifier specified")
        }
        return record
    }

    func requirePlan(_ id: String, _ call: Call) throws -> UsagePlanRecord {
        guard let record = try find(UsagePlanRecord.self, UsagePlanRecord.key(call.accountID, call.region, id)) else {
            throw ServiceError.notFound("Invalid Usage Plan ID specified")
        }
        return record
    }
}
