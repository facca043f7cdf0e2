import Crypto
import DynamoDBModel
import FoundationEssentials
import ServiceKit

/// One of a transaction's writes.
struct TransactionAction: Sendable {
    let write: ItemWrite
    let onFailure: ReturnValuesOnConditionCheckFailure?
    /// The same for the same request, whatever order its maps came in.
    private let canonical: [UInt8]

    /// - Parameter number: its place in the request, from 1.
    init(_ item: TransactWriteItem, _ number: Int, accountID: String, _ region: String) throws {
        func named(_ name: String, _ member: String) throws -> TableAddress {
            let address = TableAddress(name, accountID: accountID, region: region)
            try address.requireNameToFind("transactItems.\(number).member.\(member).tableName")
            return address
        }
        switch (item.put, item.update, item.delete, item.conditionCheck) {
        case (let put?, nil, nil, nil):
            let address = try named(put.tableName, "put")
            let expressions = try WriteExpressions(
                condition: put.conditionExpression, names: put.expressionAttributeNames,
                values: put.expressionAttributeValues)
            guard put.item.storedBytes <= ItemLimits.itemBytes else { throw ServiceError.itemTooLarge }
            write = ItemWrite(
                address: address, action: .put(put.item), condition: expressions.condition)
            onFailure = put.returnValuesOnConditionCheckFailure
            canonical = Self.canonical(
                ["put", put.tableName, put.conditionExpression], put.item, put.expressionAttributeNames,
                put.expressionAttributeValues)
        case (nil, let update?, nil, nil):
            let address = try named(update.tableName, "update")
            let expressions = try WriteExpressions(
                update: update.updateExpression, condition: update.conditionExpression,
                names: update.expressionAttributeNames, values: update.expressionAttributeValues)
            write = ItemWrite(
                address: address, action: .update(key: update.key, expressions.update),
                condition: expressions.condition)
            onFailure = update.returnValuesOnConditionCheckFailure
            canonical = Self.canonical(
                ["update", update.tableName, update.updateExpression, update.conditionExpression], update.key,
                update.expressionAttributeNames, update.expressionAttributeValues)
        case (nil, nil, let delete?, nil):
            let address = try named(delete.tableName, "delete")
            let expressions = try WriteExpressions(
                condition: delete.conditionExpression, names: delete.expressionAttributeNames,
                values: delete.expressionAttributeValues)
            write = ItemWrite(
                address: address, action: .delete(key: delete.key), condition: expressions.condition)
            onFailure = delete.returnValuesOnConditionCheckFailure
            canonical = Self.canonical(
                ["delete", delete.tableName, delete.conditionExpression], delete.key, delete.expressionAttributeNames,
                delete.expressionAttributeValues)
        case (nil, nil, nil, let check?):
            let address = try named(check.tableName, "conditionCheck")
            let expressions = try WriteExpressions(
                condition: check.conditionExpression, names: check.expressionAttributeNames,
                values: check.expressionAttributeValues)
            write = ItemWrite(
                address: address, action: .check(key: check.key), condition: expressions.condition)
            onFailure = check.returnValuesOnConditionCheckFailure
            canonical = Self.canonical(
                ["check", check.tableName, check.conditionExpression], check.key, check.expressionAttributeNames,
                check.expressionAttributeValues)
        case (nil, nil, nil, nil):
            throw ServiceError.validation(
                "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request")
        default:
            throw ServiceError.validation(
                "TransactItems can only contain one of Check, Put, Update or Delete")
        }
    }

    private static func canonical(
        _ texts: [String?], _ item: AttributeMap, _ names: [String: String]?, _ values: AttributeMap?
    ) -> [UInt8] {
        let sorted = (names ?? [:]).sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        var bytes: [UInt8] = []
        for text in texts.map({ $0 ?? "" }) + sorted {
            bytes += Array(String(text.utf8.count).utf8) + [UInt8(ascii: ":")] + Array(text.utf8)
        }
        return bytes + item.json + (values?.json ?? [])
    }

    static func digest(of actions: [TransactionAction]) -> Data {
        var hash = SHA256()
        for action in actions { hash.update(data: action.canonical) }
        return Data(hash.finalize())
    }
}
