import DynamoDBModel
import DynamoDBStreamsModel
import TestSupport
import Testing
import Wire

@Suite struct AttributeWritingTests {
    private func text(_ map: AttributeMap) -> String { String(decoding: map.json, as: UTF8.self) }

    private static let written: [(AttributeValue, String)] = [
        (.string("a\"b\n"), #"{"S":"a\"b\n"}"#),
        (.number(DecimalNumber(150)), #"{"N":"150"}"#),
        (number("-0.005"), #"{"N":"-0.005"}"#),
        (.binary([0, 255]), #"{"B":"AP8="}"#),
        (.bool(true), #"{"BOOL":true}"#),
        (.null, #"{"NULL":true}"#),
        (.map(AttributeMap([("b", .null), ("a", .bool(false))])), #"{"M":{"a":{"BOOL":false},"b":{"NULL":true}}}"#),
        (.list([.string(""), .list([])]), #"{"L":[{"S":""},{"L":[]}]}"#),
        (.stringSet(["a", "b"]), #"{"SS":["a","b"]}"#),
        (.numberSet([DecimalNumber(1), DecimalNumber(2)]), #"{"NS":["1","2"]}"#),
        (.binarySet([[1], [2]]), #"{"BS":["AQ==","Ag=="]}"#),
    ]

    @Test(arguments: written) func values(_ value: AttributeValue, _ json: String) throws {
        let map = AttributeMap([("key", value)])
        #expect(text(map) == #"{"key":\#(json)}"#)
        #expect(try AttributeMap(json: map.json) == map)
    }

    @Test(arguments: ["", "[]", "null", "{", #"{"a":{}}"#, #"{"a":{"S":"x"}} x"#])
    func whatNobodyWroteIsNotRead(_ json: String) {
        #expect(throws: (any Error).self) { try AttributeMap(json: Array(json.utf8)) }
    }

    @Test func answers() throws {
        let item = AttributeMap([("id", .number(DecimalNumber(1)))])
        let response = BatchGetItemResponse(responses: ["table": [ItemJSON(item)]], unprocessedKeys: [:])
            .encode(BatchGetItemRequest.operation, requestID: "id")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"Responses":{"table":[{"id":{"N":"1"}}]},"UnprocessedKeys":{}}"#)
    }

    @Test func records() throws {
        let keys = AttributeMap([("id", .string("a"))])
        let record = ChangeRecord(dynamodb: StreamRecord(keys: ItemJSON(keys), sizeBytes: 3))
        let response = GetRecordsResponse(records: [record]).encode(GetRecordsRequest.operation, requestID: "id")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"Records":[{"dynamodb":{"Keys":{"id":{"S":"a"}},"SizeBytes":3}}]}"#)
    }

    /// Changed items are read or refused; those that are taken come back as they were.
    @Test func changedItems() throws {
        let item = AttributeMap([
            ("a", .list([.number(DecimalNumber(12)), .string("é"), .null, .bool(true)])),
            ("b", .map(AttributeMap([("c", .binarySet([[1], [2, 3]])), ("d", .numberSet([DecimalNumber(1)]))]))),
            ("e", .stringSet(["x", "y"])), ("f", .binary([9])),
        ])
        let fuzzing = Fuzzing(seed: 0x0DB, marks: "{}[]\",:\\SNBMLOU1.e-=")
        var read = 0
        let rounds = 5000 * Fuzzing.times
        for _ in 0..<rounds {
            guard let map = try? AttributeMap(json: fuzzing.changed(item.json)) else { continue }
            read += 1
            #expect(try AttributeMap(json: map.json) == map)
        }
        #expect(read > 0 && read < rounds)
    }
}
