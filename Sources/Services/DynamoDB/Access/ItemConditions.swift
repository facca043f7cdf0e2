import DynamoDBModel
import ServiceKit

/// Values of DynamoDB's own condition keys: which partitions and attributes a request is about, and what it gives back.
struct ItemConditions: Sendable {
    /// Of each key, its partition's value as policies write it.
    var leadingKeys: [String] = []
    /// Top-level names that the request reads or writes.
    var attributes: Set<String> = []
    var select: String?
    var returnValues: String?
    var returnConsumedCapacity: String?
    var enclosingOperation: String?
    var isFullTableScan: Bool?

    var context: [String: [String]] {
        var context: [String: [String]] = [:]
        if !leadingKeys.isEmpty { context["dynamodb:LeadingKeys"] = leadingKeys }
        if !attributes.isEmpty { context["dynamodb:Attributes"] = attributes.sorted() }
        if let select { context["dynamodb:Select"] = [select] }
        if let returnValues { context["dynamodb:ReturnValues"] = [returnValues] }
        if let returnConsumedCapacity { context["dynamodb:ReturnConsumedCapacity"] = [returnConsumedCapacity] }
        if let enclosingOperation { context["dynamodb:EnclosingOperation"] = [enclosingOperation] }
        if let isFullTableScan { context["dynamodb:FullTableScan"] = [isFullTableScan ? "true" : "false"] }
        return context
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
