import DynamoDBModel
import ServiceKit

/// Values of DynamoDB's own condition keys: which partitions and attributes a request is about, and what it gives back.
/// They are found only where a policy asks for them.
///
/// From "Using IAM policy conditions for fine-grained access control" and the service authorization reference.
struct ItemConditions: FindsConditionValues {
    /// Those that a request of this kind has.
    var keys: [String] {
        var keys: [String] = []
        if leadingKeys != nil { keys.append("dynamodb:LeadingKeys") }
        if attributes != nil { keys.append("dynamodb:Attributes") }
        if select != nil { keys.append("dynamodb:Select") }
        if returnValues != nil { keys.append("dynamodb:ReturnValues") }
        if returnConsumedCapacity != nil { keys.append("dynamodb:ReturnConsumedCapacity") }
        if enclosingOperation != nil { keys.append("dynamodb:EnclosingOperation") }
        if isFullTableScan != nil { keys.append("dynamodb:FullTableScan") }
        return keys
    }

    /// Each key's value for the partition, as policies write it.
    var leadingKeys: (@Sendable () -> [String])?
    /// Top-level names that the request reads or writes.
    var attributes: (@Sendable () -> [String])?
    var select: Select?
    var returnValues: ReturnValue?
    var returnConsumedCapacity: ReturnConsumedCapacity?
    /// `TransactWriteItems`, say.
    var enclosingOperation: String?
    var isFullTableScan: Bool?

    func values(_ lowercaseKey: String) -> [String]? {
        switch lowercaseKey {
        case "dynamodb:leadingkeys": leadingKeys?().nonEmpty
        case "dynamodb:attributes": attributes.flatMap { Set($0()).sorted().nonEmpty }
        case "dynamodb:select": select.map { [$0.rawValue] }
        case "dynamodb:returnvalues": returnValues.map { [$0.rawValue] }
        case "dynamodb:returnconsumedcapacity": returnConsumedCapacity.map { [$0.rawValue] }
        case "dynamodb:enclosingoperation": enclosingOperation.map { [$0] }
        case "dynamodb:fulltablescan": isFullTableScan.map { [$0 ? "true" : "false"] }
        default: nil
        }
    }
}

extension [String] {
    fileprivate var nonEmpty: [String]? { isEmpty ? nil : self }
}

extension TableFacts {
    /// What policies see of the keys that a request names.
    func leadingKeys(_ items: [AttributeMap]) -> [String] {
        items.flatMap { item in keys.hash.compactMap { item[$0.name]?.policyText } }
    }
}

extension AttributeValue {
    /// As a policy's `dynamodb:LeadingKeys` has it.
    var policyText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }
}
