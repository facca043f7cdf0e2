import DynamoDBModel
import Testing
import Wire

/// The model's limits where maps and lists stand in one another.
@Suite struct LimitTests {
    private func message<Input: OperationInput>(_: Input.Type, _ json: String) throws -> String {
        var violations = Violations()
        _ = try Input.decode(WireRequest(body: Array(json.utf8)), &violations)
        return violations.message
    }

    @Test func pathsThroughMapsOfLists() throws {
        let body = #"{"RequestItems":{"table":[{"PutRequest":{"Item":{}}},{"PutRequest":{},"DeleteRequest":{}}]}}"#
        let message = try message(BatchWriteItemRequest.self, body)
        #expect(message.hasPrefix("2 validation errors detected: "))
        #expect(
            message.contains(
                "Value null at 'requestItems.table.member.2.member.deleteRequest.key' failed to satisfy constraint: "
                    + "Member must not be null"))
        #expect(message.contains("Value null at 'requestItems.table.member.2.member.putRequest.item' failed"))
    }

    @Test(arguments: [0, 26]) func sizesOfListsInMaps(_ count: Int) throws {
        let requests = repeatElement(#"{"PutRequest":{"Item":{"a":{"S":"x"}}}}"#, count: count).joined(separator: ",")
        let message = try message(BatchWriteItemRequest.self, #"{"RequestItems":{"table":[\#(requests)]}}"#)
        #expect(message.hasPrefix("1 validation error detected: Value '{table="))
        #expect(
            message.hasSuffix(
                "' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
                    + "[Member must have length less than or equal to 25, "
                    + "Member must have length greater than or equal to 1]"))
    }

    @Test func emptyMaps() throws {
        // The operation has a sentence of its own.
        #expect(try message(BatchGetItemRequest.self, #"{"RequestItems":{}}"#) == "")
        #expect(
            try message(BatchGetItemRequest.self, #"{"RequestItems":{"table":{"Keys":[]}}}"#)
                == "1 validation error detected: Value '[]' at 'requestItems.table.member.keys' failed to satisfy "
                + "constraint: Member must have length greater than or equal to 1")
    }

    @Test(arguments: [
        ("select", #""Select":"ANY""#, "SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES"),
        ("conditionalOperator", #""ConditionalOperator":"ANY""#, "OR, AND"),
        ("returnConsumedCapacity", #""ReturnConsumedCapacity":"ANY""#, "INDEXES, TOTAL, NONE"),
    ])
    func valuesInAWSsOrder(_ member: String, _ json: String, _ values: String) throws {
        #expect(
            try message(QueryRequest.self, #"{"TableName":"table",\#(json)}"#)
                == "1 validation error detected: Value 'ANY' at '\(member)' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [\(values)]")
    }

    /// Unlike any other request's, a batch's statements have faults of their own.
    @Test func aFaultOfOneStatementIsNotTheBatchs() throws {
        let body = #"{"Statements":[{"Statement":"a","Parameters":[{"SS":[]},{"N":"x"}]},{"Statement":"b"}]}"#
        var violations = Violations()
        let batch = try BatchExecuteStatementRequest.decode(WireRequest(body: Array(body.utf8)), &violations)
        #expect(violations.isEmpty)
        #expect(
            batch.statements[0].parameterFault
                == "One or more parameter values were invalid: An string set  may not be empty")
        #expect(batch.statements[1].parameterFault == nil)
        #expect(
            try message(BatchExecuteStatementRequest.self, #"{"Statements":[{"Statement":""}]}"#)
                == "1 validation error detected: Value '' at 'statements.1.member.statement' failed to satisfy "
                + "constraint: Member must have length greater than or equal to 1")
    }
}
