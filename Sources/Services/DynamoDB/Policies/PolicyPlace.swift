import DynamoDBModel
import ServiceKit
import Storage

/// Where the policy of an ARN stands: with its table, or with one of the table's streams.
struct PolicyPlace: Sendable {
    let address: TableAddress
    private let streamARN: String?

    init(_ arn: String) throws {
        guard let address = TableAddress(arn: arn) else {
            throw ServiceError.validation("Invalid Request: Invalid ResourceArn provided as input \(arn)")
        }
        self.address = address
        streamARN = StreamAddress(arn) == nil ? nil : arn
        guard streamARN != nil || arn == address.arn else {
            throw ServiceError.validation("Invalid Request: Invalid ResourceArn provided as input \(arn)")
        }
    }

    subscript(table: Table) -> PolicySettings? {
        guard let streamARN else { return table.policy }
        return table.streamPolicies?[streamARN]
    }

    func set(_ policy: PolicySettings?, in table: inout Table) {
        guard let streamARN else {
            table.policy = policy
            return
        }
        table.streamPolicies = table.streamPolicies ?? [:]
        table.streamPolicies?[streamARN] = policy
    }

    func require(in snapshot: any Snapshot) throws -> Table {
        guard let table = try snapshot.table(address) else { throw ServiceError.tableNotFound(address.name) }
        if let streamARN { _ = try snapshot.requireStream(streamARN) }
        return table
    }
}

extension ServiceError {
    static func policyNotFound(_ arn: String) -> ServiceError {
        ServiceError(
            "PolicyNotFoundException", "Resource-based policy not found for the provided ResourceArn", status: 400)
    }
}
