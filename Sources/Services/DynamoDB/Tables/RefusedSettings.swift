import DynamoDBModel
import ServiceKit

/// Settings that AWS's model knows and this server has nothing behind: refused, so that nobody relies on them.
enum RefusedSettings {
    static func check(_ sse: SSESpecification?) throws {
        guard sse?.enabled == true || sse?.kmsMasterKeyId != nil || sse?.sseType != nil else { return }
        throw ServiceError.validation(
            "SSESpecification is not supported: tables are not encrypted by keys of AWS KMS on this server")
    }

    static func checkReplicas(_ isGiven: Bool) throws {
        guard isGiven else { return }
        throw ServiceError.validation("Global tables are not supported on this server")
    }
}
