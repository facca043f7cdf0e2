import DynamoDBModel
import Testing
import Wire

/// Items of requests: what is read of them, and what is said of those that are not taken.
@Suite struct AttributeReadingTests {
    private func put(_ value: String) throws -> (item: AttributeMap, message: String) {
        try put(item: #"{"a":\#(value)}"#)
    }

    private func put(item: String) throws -> (item: AttributeMap, message: String) {
        var violations = Violations()
        let body = #"{"TableName":"table","Item":\#(item)}"#
        let input = try PutItemRequest.decode(WireRequest(body: Array(body.utf8)), &violations)
        return (input.item, violations.message)
    }

    private static let taken: [(String, AttributeValue)] = [
        (#"{"S":"text"}"#, .string("text")),
        (#"{"S":""}"#, .string("")),
        (#"{"N":"-1.50"}"#, number("-1.5")),
        (#"{"N":"0042"}"#, .number(DecimalNumber(42))),
        (#"{"N":"+4.2e1"}"#, .number(DecimalNumber(42))),
        (#"{"N":"0e1000"}"#, .number(.zero)),
        (#"{"B":"AP8="}"#, .binary([0, 255])),
        (#"{"B":""}"#, .binary([])),
        (#"{"BOOL":false}"#, .bool(false)),
        (#"{"NULL":true}"#, .null),
        (#"{"M":{}}"#, .map(AttributeMap())),
        (#"{"M":{"b":{"S":"x"},"a":{"L":[]}}}"#, .map(AttributeMap([("a", .list([])), ("b", .string("x"))]))),
        (#"{"L":[{"N":"1"},{"S":"1"}]}"#, .list([.number(DecimalNumber(1)), .string("1")])),
        (#"{"SS":["b","","a"]}"#, .stringSet(["", "a", "b"])),
        (#"{"NS":["10","9","-1"]}"#, .numberSet([DecimalNumber(-1), DecimalNumber(9), DecimalNumber(10)])),
        (#"{"BS":["Yg==","YQ=="]}"#, .binarySet([[0x61], [0x62]])),
        // Members of other names, and null ones, are none.
        (#"{"X":[{}],"S":"a","N":null}"#, .string("a")),
        (#"{"S":"a","S":"b"}"#, .string("b")),
    ]

    @Test(arguments: taken) func values(_ json: String, _ value: AttributeValue) throws {
        let (item, message) = try put(json)
        #expect(item["a"] == value)
        #expect(message == "")
    }

    private static let invalid = "One or more parameter values were invalid: "
    private static let empty =
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    private static let several =
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
    private static let overflow =
        "Number overflow. Attempting to store a number with magnitude larger than supported range"
    private static let underflow =
        "Number underflow. Attempting to store a number with magnitude smaller than supported range"
    private static let digits = "Attempting to store more than 38 significant digits in a Number"

    private static let notTaken: [(String, String)] = [
        ("{}", empty),
        ("null", empty),
        (#"{"a":""}"#, empty),
        (#"{"S":null}"#, empty),
        (#"{"M":{"a":{}}}"#, empty),
        (#"{"L":[{}]}"#, empty),
        (#"{"L":[null]}"#, empty),
        (#"{"S":"a","N":"1"}"#, several),
        (#"{"S":"a","N":"b"}"#, "The parameter cannot be converted to a numeric value: b"),
        (#"{"N":""}"#, "The parameter cannot be converted to a numeric value"),
        (#"{"N":"NaN"}"#, "The parameter cannot be converted to a numeric value: NaN"),
        (#"{"N":" 1"}"#, "The parameter cannot be converted to a numeric value:  1"),
        (#"{"N":"123456789012345678901234567890123456789"}"#, digits),
        (#"{"N":"-1.23456789012345678901234567890123456789"}"#, digits),
        (#"{"N":"1e126"}"#, overflow),
        (#"{"N":"-11e125"}"#, overflow),
        (#"{"N":"1.0e100000000"}"#, overflow),
        (#"{"N":"1e-131"}"#, underflow),
        (#"{"N":"0.9e-130"}"#, underflow),
        (#"{"NULL":false}"#, invalid + "Null attribute value types must have the value of true"),
        (#"{"SS":[]}"#, invalid + "An string set  may not be empty"),
        (#"{"NS":[]}"#, invalid + "An number set  may not be empty"),
        (#"{"BS":[]}"#, invalid + "Binary sets should not be empty"),
        (#"{"SS":["a","b","a"]}"#, invalid + "Input collection [a, b, a] contains duplicates."),
        (#"{"NS":["1","2","1.0"]}"#, "Input collection contains duplicates"),
        (#"{"NS":["1","b"]}"#, "The parameter cannot be converted to a numeric value: b"),
        (#"{"BS":["Yg==","Yg=="]}"#, invalid + "Input collection [Yg==, Yg==]of type BS contains duplicates."),
        (#"{"L":[{"SS":[]},{"N":""}]}"#, invalid + "An string set  may not be empty"),
        (#"{"M":{"":{"S":"x"}}}"#, "Empty attribute name"),
    ]

    @Test(arguments: notTaken) func faults(_ json: String, _ sentence: String) throws {
        #expect(try put(json).message == sentence)
    }

    @Test(arguments: ["a", "\u{E9}"]) func names(_ letter: String) throws {
        let longest = String(repeating: letter, count: 65_535 / letter.utf8.count)
        #expect(try put(item: #"{"\#(longest)":{"S":"x"}}"#).message == "")
        #expect(
            try put(item: #"{"\#(longest)\#(letter)":{"S":"x"}}"#).message
                == "Attribute name is too large, must be less than 65536 bytes")
        #expect(try put(item: #"{"":{"S":"x"}}"#).message == "Empty attribute name")
    }

    /// The attribute itself is the first level, so that 31 maps may be around a text.
    @Test(arguments: [#"{"M":{"n":"#, #"{"L":["#]) func levels(_ opening: String) throws {
        func nested(_ times: Int) -> String {
            let closing = opening.hasSuffix("[") ? "]}" : "}}"
            return String(repeating: opening, count: times) + #"{"S":"leaf"}"#
                + String(repeating: closing, count: times)
        }
        let sentence =
            "Nesting Levels have exceeded supported limits: "
            + "Attributes in the item have nested levels beyond supported limit"
        #expect(try put(nested(31)).message == "")
        #expect(try put(nested(32)).message == sentence)
        #expect(try put(nested(100)).message == sentence)
        #expect(throws: SerializationError.self) { try put(nested(1000)) }
    }

    @Test(arguments: [
        #"{"S":1}"#, #"{"N":1}"#, #"{"B":"a"}"#, #"{"B":"%%%%"}"#, #"{"BOOL":"true"}"#, #"{"NULL":1}"#, #"{"M":[]}"#,
        #"{"L":{}}"#, #"{"SS":"a"}"#, #"{"NS":[1]}"#, #"{"BS":["a"]}"#, "[]", "1", #""text""#, #"{"S":{}}"#,
    ])
    func wrongTypes(_ json: String) {
        #expect(throws: SerializationError.self) { try put(json) }
    }

    /// What does not parse is told before what is not taken.
    @Test func syntaxComesFirst() {
        #expect(throws: SerializationError.self) { try put(#"{"N":"dog"},"b":{"S":1}"#) }
    }

    @Test func limitsComeBeforeFaults() throws {
        var violations = Violations()
        let body = #"{"Item":{"a":{}},"ReturnValues":"SOME"}"#
        _ = try PutItemRequest.decode(WireRequest(body: Array(body.utf8)), &violations)
        #expect(
            violations.message
                == "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: "
                + "Member must not be null; Value 'SOME' at 'returnValues' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")
    }

    private static let standing: [(String, String)] = [
        (
            #""ExpressionAttributeValues":{":b":{"SS":[]}}"#,
            "ExpressionAttributeValues contains invalid value: \(invalid)An string set  may not be empty for key :b"
        ),
        (
            #""ExpressionAttributeValues":{":a":{"S":""},":b":{"N":"b"}}"#,
            "ExpressionAttributeValues contains invalid value: "
                + "The parameter cannot be converted to a numeric value: b for key :b"
        ),
        (#""ExpressionAttributeValues":{"":{"S":""}}"#, ""),
        (#""ExclusiveStartKey":{"a":{}}"#, "The provided starting key is invalid: \(empty)"),
        (#""ExclusiveStartKey":{"a":{"S":"a","N":"1"}}"#, "The provided starting key is invalid: \(several)"),
        (
            #""ExclusiveStartKey":{"a":{"BS":[]}}"#,
            "The provided starting key is invalid: \(invalid)Binary sets should not be empty"
        ),
        (#""ExclusiveStartKey":{"a":{"NS":[]}}"#, "\(invalid)An number set  may not be empty"),
        (#""ExclusiveStartKey":{"a":{"N":"b"}}"#, "The parameter cannot be converted to a numeric value: b"),
        (#""QueryFilter":{"a":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"},{}]}}"#, empty),
    ]

    @Test(arguments: standing) func whereTheyStand(_ member: String, _ sentence: String) throws {
        var violations = Violations()
        _ = try QueryRequest.decode(WireRequest(body: Array(#"{"TableName":"table",\#(member)}"#.utf8)), &violations)
        #expect(violations.message == sentence)
    }

    @Test func missingItemsAreEmpty() throws {
        var violations = Violations()
        let input = try PutItemRequest.decode(WireRequest(body: Array(#"{"TableName":"table"}"#.utf8)), &violations)
        #expect(input.item.isEmpty)
        #expect(violations.message.contains("Value null at 'item' failed to satisfy constraint"))
    }
}
