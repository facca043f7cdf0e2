import Wire

/// One statement of a batch. What is wrong with its parameters is the statement's error, and not the whole request's.
package struct BatchStatementRequest: Sendable, Equatable {
    package var statement: String
    package var parameters: [AttributeValue]?
    /// The sentence about the first value that DynamoDB does not take.
    package var parameterFault: String?
    package var consistentRead: Bool?
    package var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?

    package init(
        statement: String, parameters: [AttributeValue]? = nil, parameterFault: String? = nil,
        consistentRead: Bool? = nil, returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil
    ) {
        self.statement = statement
        self.parameters = parameters
        self.parameterFault = parameterFault
        self.consistentRead = consistentRead
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
    }
}

extension BatchStatementRequest {
    static func read(
        _ reader: inout JSONReader, _ violations: inout Violations, _ member: String
    ) throws -> Self? {
        guard try reader.beginObject() else { return nil }
        var statement: String?
        var request = Self(statement: "")
        while let name = try reader.nextKey() {
            switch name {
            case "Statement": statement = try reader.string()
            case "Parameters": try request.readParameters(&reader)
            case "ConsistentRead": request.consistentRead = try reader.bool()
            case "ReturnValuesOnConditionCheckFailure":
                request.returnValuesOnConditionCheckFailure =
                    try reader.string().map { ReturnValuesOnConditionCheckFailure(rawValue: $0) }
            default: try reader.skip()
            }
        }
        violations.require(statement != nil, "statement")
        violations.check(statement, "statement", DynamoDBLimits.partiQLStatement)
        violations.check(size: request.parameters, "parameters", DynamoDBLimits.preparedStatementParameters)
        violations.check(request.returnValuesOnConditionCheckFailure, "returnValuesOnConditionCheckFailure")
        request.statement = statement ?? ""
        return request
    }

    private mutating func readParameters(_ reader: inout JSONReader) throws {
        var faults = Violations()
        parameters = try reader.list("parameters", &faults) { reader, faults in
            try AttributeValue.read(&reader, &faults, "parameters")
        }
        parameterFault = faults.isEmpty ? nil : faults.message
    }
}
