import FoundationEssentials
import TestSupport
import Testing
import Wire

/// Sort keys of every type, random ones and those at the edges: queries give them in DynamoDB's order.
@Suite("Items are in the order of their keys")
struct KeyOrderTests {
    private func table(_ kind: String) async throws -> House {
        let house = try House()
        try await call(
            house, "CreateTable",
            #"""
            {"TableName": "ordered", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"},
               {"AttributeName": "s", "AttributeType": "\#(kind)"}, {"AttributeName": "g", "AttributeType": "B"}],
             "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
             "GlobalSecondaryIndexes": [{"IndexName": "by-s", "Projection": {"ProjectionType": "KEYS_ONLY"},
               "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}]}]}
            """#)
        return house
    }

    @discardableResult
    private func call(_ house: House, _ operation: String, _ input: String) async throws -> JSONValue {
        let answer = try await house.json(
            "DynamoDB_20120810." + operation, try JSONValue(parsing: Array(input.utf8)), service: "dynamodb")
        #expect(answer.status == 200, "\(operation) \(input): \(answer.text)")
        return answer.json
    }

    private func put(_ house: House, _ kind: String, _ value: String) async throws {
        let text = String(decoding: JSONValue.string(value).serialized(), as: UTF8.self)
        try await call(
            house, "PutItem",
            #"{"TableName": "ordered", "Item": {"p": {"S": "p"}, "g": {"B": "/w=="}, "s": {"\#(kind)": \#(text)}}}"#)
    }

    private func read(
        _ house: House, _ kind: String, _ more: String = "", condition: String = "", values: String = ""
    ) async throws -> [String] {
        let answer = try await call(
            house, "Query",
            #"""
            {"TableName": "ordered", "KeyConditionExpression": "p = :p\#(condition)",
             "ExpressionAttributeValues": {":p": {"S": "p"}\#(values)}\#(more)}
            """#)
        return answer["Items"]?.array?.compactMap { $0["s"]?[kind]?.string } ?? []
    }

    @Test func numbers() async throws {
        let house = try await table("N")
        let chance = SeededRandomness(seed: 11)
        var numbers: [Double] = [0, 1, -1, 10, -10, 0.1, -0.1, 99, 100, 101, 1e125, -1e125, 1e-130, -1e-130, 9.5, 9.05]
        for _ in 0..<60 {
            let magnitude = Double(chance.number(below: 40) - 20)
            numbers.append((Double(chance.number(below: 20_001)) - 10_000) * Self.power(magnitude))
        }
        for number in numbers { try await put(house, "N", "\(number)") }
        let expected = Set(numbers).sorted()
        #expect(try await read(house, "N").compactMap(Double.init) == expected)
        let down = try await read(house, "N", #", "ScanIndexForward": false"#)
        #expect(down.compactMap(Double.init) == expected.reversed())
        let between = try await read(
            house, "N", condition: " AND s BETWEEN :a AND :b", values: #", ":a": {"N": "-10"}, ":b": {"N": "100"}"#)
        #expect(between.compactMap(Double.init) == expected.filter { (-10...100).contains($0) })
        let less = try await read(house, "N", condition: " AND s < :a", values: #", ":a": {"N": "0.1"}"#)
        #expect(less.compactMap(Double.init) == expected.filter { $0 < 0.1 })
    }

    private static func power(_ exponent: Double) -> Double {
        var value = 1.0
        for _ in 0..<Int(abs(exponent)) { value *= exponent < 0 ? 0.1 : 10 }
        return value
    }

    @Test func textsByTheirBytes() async throws {
        let house = try await table("S")
        let chance = SeededRandomness(seed: 12)
        let letters = ["a", "b", "\u{0}", "\u{1}", "é", "e\u{301}", "가", "\u{FFFF}", "😀", "Z"]
        var texts: Set<[UInt8]> = []
        for _ in 0..<120 {
            let text = (0...chance.number(below: 4)).map { _ in letters[chance.number(below: letters.count)] }.joined()
            texts.insert(Array(text.utf8))
            try await put(house, "S", text)
        }
        let expected = texts.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(try await read(house, "S").map { Array($0.utf8) } == expected)
        let prefixed = try await read(
            house, "S", condition: " AND begins_with(s, :a)", values: #", ":a": {"S": "a\u0000"}"#)
        #expect(prefixed.map { Array($0.utf8) } == expected.filter { $0.starts(with: [0x61, 0]) })
    }

    @Test func binariesByTheirBytes() async throws {
        let house = try await table("B")
        let chance = SeededRandomness(seed: 13)
        let edges: [UInt8] = [0, 1, 0x7F, 0xFE, 0xFF]
        var values: Set<[UInt8]> = []
        for _ in 0..<120 {
            let value = (0...chance.number(below: 4)).map { _ in edges[chance.number(below: edges.count)] }
            values.insert(value)
            try await put(house, "B", Data(value).base64EncodedString())
        }
        let expected = values.sorted { $0.lexicographicallyPrecedes($1) }
        func bytes(_ texts: [String]) -> [[UInt8]] { texts.compactMap { Data(base64Encoded: $0).map(Array.init) } }
        #expect(try await bytes(read(house, "B")) == expected)
        let prefixed = try await read(
            house, "B", condition: " AND begins_with(s, :a)", values: #", ":a": {"B": "AP8="}"#)
        #expect(bytes(prefixed) == expected.filter { $0.starts(with: [0, 0xFF]) })
        // The index's rows end with the table's key, which nothing may mix up with the index's own.
        let answer = try await call(
            house, "Query",
            #"""
            {"TableName": "ordered", "IndexName": "by-s", "KeyConditionExpression": "g = :g",
             "ExpressionAttributeValues": {":g": {"B": "/w=="}}}
            """#)
        #expect(bytes(answer["Items"]?.array?.compactMap { $0["s"]?["B"]?.string } ?? []) == expected)
    }
}
