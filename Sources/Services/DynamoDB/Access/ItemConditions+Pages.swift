import DynamoDBExpressions
import DynamoDBModel

/// Of queries and scans.
extension ItemConditions {
    init(_ input: QueryRequest, _ facts: TableFacts?) {
        leadingKeys = {
            guard let keys = input.indexName.map({ facts?.indexes[$0] }) ?? facts?.keys,
                let range = try? (try? PageExpressions(input))?.keyCondition?.range(of: keys.forExpressions)
            else { return [] }
            return range.partition.compactMap(\.policyText)
        }
        attributes = {
            let expressions = try? PageExpressions(input)
            return names(expressions?.keyCondition?.paths) + names(expressions)
        }
        select = input.select ?? Self.selection(input.projectionExpression, input.attributesToGet, input.indexName)
        returnConsumedCapacity = input.returnConsumedCapacity
    }

    init(_ input: ScanRequest, _ facts: TableFacts?) {
        attributes = { names(try? PageExpressions(input)) }
        select = input.select ?? Self.selection(input.projectionExpression, input.attributesToGet, input.indexName)
        returnConsumedCapacity = input.returnConsumedCapacity
    }

    /// What a request gets that does not say.
    private static func selection(_ expression: String?, _ attributes: [String]?, _ index: String?) -> Select {
        if expression != nil || attributes != nil { return .specificAttributes }
        return index == nil ? .allAttributes : .allProjectedAttributes
    }
}

private func names(_ expressions: PageExpressions?) -> [String] {
    names(expressions?.filter?.paths) + names(expressions?.projection?.paths)
}
