import DynamoDB
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

/// Random writes beside a plain dictionary: the table, its indexes, its stream and its past must agree with it.
@Suite("Tables, indexes, streams and recovery agree")
struct TableModelTests {
    private final class Bench {
        let house: House
        let chance: SeededRandomness
        /// By partition and sort key.
        var items: [String: JSONValue] = [:]

        init(seed: UInt64) throws {
            house = try House()
            chance = SeededRandomness(seed: seed)
        }

        func call(_ operation: String, _ input: String) async throws -> House.Answer {
            try await house.json(
                "DynamoDB_20120810." + operation, try JSONValue(parsing: Array(input.utf8)), service: "dynamodb")
        }

        func succeed(_ operation: String, _ input: String) async throws -> JSONValue {
            let answer = try await call(operation, input)
            #expect(answer.status == 200, "\(operation) \(input): \(answer.text)")
            return answer.json
        }

        func runJobs() async throws {
            for service in house.services {
                if let dynamoDB = service as? DynamoDB { try await dynamoDB.runJobs() }
            }
        }

        /// All items that pages of a scan give, by key.
        func scan(_ table: String, index: String? = nil, limit: Int = 7) async throws -> [String: JSONValue] {
            var found: [String: JSONValue] = [:]
            var start: JSONValue?
            repeat {
                var input: [JSONValue.Member] = [
                    .init("TableName", .string(table)), .init("Limit", .number("\(limit)")),
                ]
                if let index { input.append(.init("IndexName", .string(index))) }
                if let start { input.append(.init("ExclusiveStartKey", start)) }
                let answer = try await house.json("DynamoDB_20120810.Scan", .object(input), service: "dynamodb")
                #expect(answer.status == 200, "\(answer.text)")
                for item in answer.json["Items"]?.array ?? [] {
                    let key = Bench.key(item)
                    #expect(found[key] == nil, "twice: \(key)")
                    found[key] = item
                }
                start = answer.json["LastEvaluatedKey"]
            } while start != nil
            return found
        }

        static func key(_ item: JSONValue) -> String {
            (item["p"]?["S"]?.string ?? "") + "/" + (item["s"]?["N"]?.string ?? "")
        }
    }

    private static let table = """
        {"TableName": "model", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "s", "AttributeType": "N"},
           {"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "N"}],
         "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
         "LocalSecondaryIndexes": [{"IndexName": "local", "Projection": {"ProjectionType": "ALL"},
           "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "a", "KeyType": "RANGE"}]}],
         "GlobalSecondaryIndexes": [{"IndexName": "global", "Projection": {"ProjectionType": "ALL"},
           "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]}],
         "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
        """

    @Test(arguments: [1, 2, 3] as [UInt64])
    func everythingAgreesWithTheModel(_ seed: UInt64) async throws {
        let bench = try Bench(seed: seed)
        let made = try await bench.succeed("CreateTable", Self.table)
        let stream = try #require(made["TableDescription"]?["LatestStreamArn"]?.string)
        _ = try await bench.succeed(
            "UpdateContinuousBackups",
            #"{"TableName": "model", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}"#)
        var past: [(time: Date, items: [String: JSONValue])] = []
        for round in 0..<8 {
            for _ in 0..<25 { try await write(bench) }
            past.append((bench.house.clock.now, bench.items))
            bench.house.clock.advance(bySeconds: 2)
            if round == 3 { try await addIndex(bench) }
            try await check(bench, "model", hasLateIndex: round >= 3)
        }
        try await checkStream(bench, stream)
        for (number, moment) in past.enumerated() where number % 3 == 0 {
            let seconds = moment.time.timeIntervalSince1970
            _ = try await bench.succeed(
                "RestoreTableToPointInTime",
                #"{"SourceTableName": "model", "TargetTableName": "past-\#(number)", "RestoreDateTime": \#(seconds)}"#)
            try await bench.runJobs()
            let present = bench.items
            bench.items = moment.items
            try await check(bench, "past-\(number)", hasLateIndex: true)
            bench.items = present
        }
    }

    private func addIndex(_ bench: Bench) async throws {
        _ = try await bench.succeed(
            "UpdateTable",
            #"""
            {"TableName": "model", "AttributeDefinitions": [{"AttributeName": "c", "AttributeType": "S"}],
             "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "late", "Projection": {"ProjectionType": "ALL"},
               "KeySchema": [{"AttributeName": "c", "KeyType": "HASH"}]}}]}
            """#)
        // Some written before it is filled, some after.
        for _ in 0..<10 { try await write(bench) }
        try await bench.runJobs()
    }

    // MARK: Writes

    private func write(_ bench: Bench) async throws {
        switch bench.chance.number(below: 6) {
        case 0, 1:
            let item = newItem(bench)
            _ = try await bench.succeed("PutItem", #"{"TableName": "model", "Item": \#(text(item))}"#)
            bench.items[Bench.key(item)] = item
        case 2: try await delete(bench)
        case 3: try await update(bench)
        case 4: try await transact(bench, isPossible: true)
        default: try await transact(bench, isPossible: false)
        }
    }

    private func text(_ value: JSONValue) -> String { String(decoding: value.serialized(), as: UTF8.self) }

    /// Some have all keys of indexes, some lack them.
    private func newItem(_ bench: Bench) -> JSONValue {
        var members: [JSONValue.Member] = [.init("p", .attribute("S", "p\(bench.chance.number(below: 4))"))]
        members.append(.init("s", .attribute("N", "\(bench.chance.number(below: 12) - 5)")))
        if bench.chance.number(below: 3) > 0 {
            members.append(.init("a", .attribute("S", "a\(bench.chance.number(below: 3))")))
        }
        if bench.chance.number(below: 3) > 0 {
            members.append(.init("b", .attribute("N", "\(bench.chance.number(below: 9))")))
        }
        if bench.chance.number(below: 2) > 0 {
            members.append(.init("c", .attribute("S", "c\(bench.chance.number(below: 5))")))
        }
        members.append(.init("v", .attribute("N", "\(bench.chance.number(below: 1_000_000))")))
        return .object(members.sorted { $0.key < $1.key })
    }

    private func keyText(_ item: JSONValue) -> String {
        #"{"p": {"S": "\#(item["p"]?["S"]?.string ?? "")"}, "s": {"N": "\#(item["s"]?["N"]?.string ?? "")"}}"#
    }

    private func delete(_ bench: Bench) async throws {
        let item = newItem(bench)
        _ = try await bench.succeed("DeleteItem", #"{"TableName": "model", "Key": \#(keyText(item))}"#)
        bench.items[Bench.key(item)] = nil
    }

    private func update(_ bench: Bench) async throws {
        let item = newItem(bench)
        let answer = try await bench.succeed(
            "UpdateItem",
            #"""
            {"TableName": "model", "Key": \#(keyText(item)), "ReturnValues": "ALL_NEW",
             "UpdateExpression": "SET a = :a REMOVE b", "ExpressionAttributeValues": {":a": {"S": "updated"}}}
            """#)
        bench.items[Bench.key(item)] = answer["Attributes"]
    }

    /// Two items at once; one that cannot be leaves everything as it was.
    private func transact(_ bench: Bench, isPossible: Bool) async throws {
        let first = newItem(bench)
        let second = newItem(bench)
        guard Bench.key(first) != Bench.key(second) else { return }
        let condition = isPossible ? "attribute_not_exists(nothing)" : "attribute_exists(nothing)"
        let answer = try await bench.call(
            "TransactWriteItems",
            #"""
            {"TransactItems": [{"Put": {"TableName": "model", "Item": \#(text(first))}},
              {"Put": {"TableName": "model", "Item": \#(text(second)), "ConditionExpression": "\#(condition)"}}]}
            """#)
        #expect(answer.status == (isPossible ? 200 : 400), "\(answer.text)")
        guard isPossible else { return }
        for item in [first, second] { bench.items[Bench.key(item)] = item }
    }

    // MARK: Checks

    private func check(_ bench: Bench, _ table: String, hasLateIndex: Bool) async throws {
        let all = try await bench.scan(table)
        #expect(all == bench.items)
        let local = bench.items.filter { $0.value["a"] != nil }
        #expect(try await bench.scan(table, index: "local") == local)
        let global = local.filter { $0.value["b"] != nil }
        #expect(try await bench.scan(table, index: "global") == global)
        let description = try await bench.succeed("DescribeTable", #"{"TableName": "\#(table)"}"#)["Table"]
        #expect(description?["ItemCount"] == .number("\(bench.items.count)"))
        guard hasLateIndex else { return }
        #expect(try await bench.scan(table, index: "late") == bench.items.filter { $0.value["c"] != nil })
    }

    /// Replayed from its beginning, the stream makes the table.
    private func checkStream(_ bench: Bench, _ arn: String) async throws {
        func call(_ operation: String, _ input: JSONValue) async throws -> JSONValue {
            let answer = try await bench.house.json(
                "DynamoDBStreams_20120810." + operation, input, service: "dynamodb")
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json
        }
        let described = try await call("DescribeStream", .object([.init("StreamArn", .string(arn))]))
        let shard = try #require(described["StreamDescription"]?["Shards"]?.array?.first?["ShardId"])
        var place = try await call(
            "GetShardIterator",
            .object([
                .init("StreamArn", .string(arn)), .init("ShardId", shard),
                .init("ShardIteratorType", .string("TRIM_HORIZON")),
            ]))["ShardIterator"]
        var replayed: [String: JSONValue] = [:]
        while let next = place {
            let page = try await call(
                "GetRecords", .object([.init("ShardIterator", next), .init("Limit", .number("50"))]))
            let records = page["Records"]?.array ?? []
            for record in records {
                let change = record["dynamodb"]
                let key = Bench.key(change?["Keys"] ?? .null)
                #expect(replayed[key] == change?["OldImage"], "\(record)")
                replayed[key] = change?["NewImage"]
            }
            if records.isEmpty { break }
            place = page["NextShardIterator"]
        }
        #expect(replayed == bench.items)
        try await checkSeam(bench, arn)
    }

    /// Who hands changes on to functions sees the same.
    private func checkSeam(_ bench: Bench, _ arn: String) async throws {
        let streams = try #require(bench.house.services.compactMap { $0 as? any ReadsChangeStreams }.first)
        var replayed: [String: JSONValue] = [:]
        var last: String?
        while true {
            let page = try await streams.changes(of: arn, after: last, limit: 40)
            for record in page.records {
                let change = record["dynamodb"]
                replayed[Bench.key(change?["Keys"] ?? .null)] = change?["NewImage"]
            }
            #expect(!page.isOver)
            if page.records.isEmpty { break }
            last = page.lastSequenceNumber
        }
        #expect(replayed == bench.items)
    }
}

extension JSONValue {
    fileprivate static func attribute(_ kind: String, _ text: String) -> JSONValue {
        .object([.init(kind, .string(text))])
    }
}
