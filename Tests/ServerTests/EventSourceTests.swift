import FoundationEssentials
import Testing
import Wire

@Suite("Event source mappings")
struct EventSourceTests {
    private static let path = "/2015-03-31/event-source-mappings"

    private func stream(_ house: FunctionHouse) async throws -> String {
        let answer = try await house.house.json(
            "DynamoDB_20120810.CreateTable",
            [
                "TableName": "t", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
                "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
                "StreamSpecification": ["StreamEnabled": true, "StreamViewType": "NEW_IMAGE"],
            ], service: "dynamodb")
        return try #require(answer.json["TableDescription"]?["LatestStreamArn"]?.string, "\(answer.text)")
    }

    private func input(_ stream: String, _ members: (String, JSONValue)...) -> JSONValue {
        var all: [String: JSONValue] = [
            "FunctionName": "f", "EventSourceArn": .string(stream), "StartingPosition": "TRIM_HORIZON",
        ]
        for (name, value) in members { all[name] = value == .null ? nil : value }
        return .object(all.map { .init($0.key, $0.value) })
    }

    @Test func aMappingsLife() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        let stream = try await stream(house)
        expect(
            try await house.call("POST", Self.path, input(stream)), 400, "InvalidParameterValueException",
            "Cannot access stream \(stream). Please ensure the role can perform the GetRecords, GetShardIterator, "
                + "DescribeStream, ListShards, and ListStreams Actions on your stream in IAM.")
        try await house.allow("worker", #""dynamodb:*""#)
        let made = try await house.call("POST", Self.path, input(stream, ("Tags", ["a": "1"])))
        #expect(made.status == 202, "\(made.text)")
        #expect(made.json["State"]?.string == "Creating")
        #expect(made.json["BatchSize"] == 100)
        #expect(made.json["MaximumRetryAttempts"] == .number("-1"))
        #expect(made.json["FunctionArn"]?.string == FunctionHouse.arn + "f")
        #expect(made.json["LastProcessingResult"]?.string == "No records processed")
        #expect(made.json["FilterCriteria"] == nil)
        let uuid = try #require(made.json["UUID"]?.string)
        expect(
            try await house.call("POST", Self.path, input(stream)), 409, "ResourceConflictException",
            "The event source arn (\" \(stream) \") and function (\" f \") provided mapping already exists. Please update or "
                + "delete the existing mapping with UUID \(uuid)")
        let updated = try await house.call("PUT", Self.path + "/" + uuid, ["BatchSize": 5, "Enabled": false])
        #expect(updated.json["BatchSize"] == 5 && updated.json["State"]?.string == "Disabling")
        let list = try await house.call("GET", Self.path + "?FunctionName=f")
        #expect(list.json["EventSourceMappings"]?.array?.count == 1)
        #expect(try await house.call("GET", Self.path + "?FunctionName=g").json["EventSourceMappings"] == [])
        let arn = try #require(made.json["EventSourceMappingArn"]?.string)
        #expect(
            try await house.call("GET", "/2017-03-31/tags/" + PercentCoding.encode(arn)).json["Tags"] == ["a": "1"])
        #expect(try await house.call("GET", Self.path + "/" + uuid, as: House.otherRoot).status == 404)
        let gone = try await house.call("DELETE", Self.path + "/" + uuid)
        #expect(gone.status == 202 && gone.json["State"]?.string == "Deleting")
    }

    @Test func refusals() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        try await house.allow("worker", #""dynamodb:*""#)
        let stream = try await stream(house)
        func make(_ members: (String, JSONValue)...) async throws -> House.Answer {
            var all = input(stream).members ?? []
            for (name, value) in members {
                all.removeAll { $0.key == name }
                if value != .null { all.append(.init(name, value)) }
            }
            return try await house.call("POST", Self.path, .object(all))
        }
        let code = "InvalidParameterValueException"
        expect(try await make(("EventSourceArn", .null)), 400, code, "Unrecognized event source.")
        expect(try await make(("FunctionName", "none")), 400, code, "Function does not exist")
        expect(
            try await make(("StartingPosition", .null)), 400, code,
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be "
                + "null.")
        expect(
            try await make(("StartingPosition", "AT_TIMESTAMP")), 400, code,
            "Unsupported starting position for arn type: \(stream)")
        let other = stream.dropLast(3) + "999"
        expect(try await make(("EventSourceArn", .string(String(other)))), 400, code, "Stream not found: \(other)")
        expect(
            try await make(("FilterCriteria", ["Filters": [["Pattern": "single-string"]]])), 400, code,
            "Invalid filter pattern definition.")
        let queue = try await make(("EventSourceArn", "arn:aws:sqs:us-east-1:000000000000:q"))
        #expect(queue.message?.contains("not served here") == true)
        let parallel = try await make(("ParallelizationFactor", 2))
        #expect(parallel.message?.contains("not served here") == true)
        let kafka = try await make(("Topics", ["t"]))
        #expect(kafka.status >= 400)
        for method in ["GET", "PUT", "DELETE"] {
            let answer = try await house.call(
                method, Self.path + "/14e0db71-0000-4000-8000-000000000000", method == "PUT" ? [:] : nil)
            expect(answer, 404, "ResourceNotFoundException", FunctionHouse.missing)
        }
    }
}
