import FoundationEssentials
import Testing
import Wire

@Suite("Layers")
struct FunctionLayerTests {
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:layer:"

    private func publish(_ house: FunctionHouse, _ name: String) async throws -> House.Answer {
        try await house.call(
            "POST", "/2018-10-31/layers/\(name)/versions",
            [
                "Description": "d", "Content": ["ZipFile": .string(FunctionHouse.archive)],
                "CompatibleRuntimes": ["python3.12"],
            ])
    }

    @Test func aLayersLife() async throws {
        let house = try await FunctionHouse()
        let first = try await publish(house, "l")
        #expect(first.status == 201, "\(first.text)")
        #expect(first.json["LayerVersionArn"]?.string == Self.arn + "l:1")
        #expect(try await publish(house, "l").json["Version"] == 2)
        let versions = try await house.call("GET", "/2018-10-31/layers/l/versions")
        #expect(versions.json["LayerVersions"]?.array?.map { $0["Version"] } == [2, 1])
        let fitting = try await house.call("GET", "/2018-10-31/layers?CompatibleRuntime=python3.12")
        #expect(fitting.json["Layers"]?.array?.first?["LatestMatchingVersion"]?["Version"] == 2)
        #expect(
            try await house.call("GET", "/2018-10-31/layers?CompatibleRuntime=nodejs22.x").json["Layers"]?.array?
                .isEmpty == true)
        let byARN = try await house.call(
            "GET", "/2018-10-31/layers?find=LayerVersion&Arn=" + PercentCoding.encode(Self.arn + "l:2"))
        #expect(byARN.json["Version"] == 2, "\(byARN.text)")
        expect(
            try await house.call("GET", "/2018-10-31/layers/l/versions/0"), 400, "InvalidParameterValueException",
            "Layer Version Cannot be less than 1")
        expect(
            try await house.call("GET", "/2018-10-31/layers/l/versions/9"), 404, "ResourceNotFoundException",
            FunctionHouse.missing)
        for _ in 0..<2 { #expect(try await house.call("DELETE", "/2018-10-31/layers/l/versions/2").status == 204) }
        // No number comes twice.
        #expect(try await publish(house, "l").json["Version"] == 3)
        #expect(try await house.call("GET", "/2018-10-31/layers/none/versions").json["LayerVersions"] == [])
    }

    @Test func functionsKeepTheirs() async throws {
        let house = try await FunctionHouse()
        _ = try await publish(house, "l")
        _ = try await publish(house, "l")
        try await house.create("f", [.init("Layers", [.string(Self.arn + "l:1")])])
        let before = house.house.blobFiles().count
        #expect(try await house.call("DELETE", "/2018-10-31/layers/l/versions/1").status == 204)
        #expect(house.house.blobFiles().count == before)
        let got = try await house.call("GET", "/2015-03-31/functions/f/configuration")
        #expect(got.json["Layers"]?.array?.first?["Arn"]?.string == Self.arn + "l:1")
        // With the last function that has it the archive goes.
        #expect(
            try await house.call("PUT", "/2015-03-31/functions/f/configuration", ["Layers": []]).status == 200)
        for _ in 0..<3000 where house.house.blobFiles().count == before { try await Task.sleep(for: .milliseconds(20)) }
        #expect(house.house.blobFiles().count == before - 1)
    }

    @Test func refusals() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        _ = try await publish(house, "l")
        _ = try await publish(house, "l")
        func using(_ layers: [String]) async throws -> House.Answer {
            try await house.call(
                "PUT", "/2015-03-31/functions/f/configuration",
                ["Layers": .array(layers.map { .string(Self.arn + $0) })])
        }
        expect(
            try await using(["l:1", "l:2"]), 400, "InvalidParameterValueException",
            "Two different versions of the same layer are not allowed to be referenced in the same function. "
                + "\(Self.arn)l:1 and \(Self.arn)l:2 are versions of the same layer.")
        expect(
            try await using(["l:9"]), 400, "InvalidParameterValueException",
            "Layer version \(Self.arn)l:9 does not exist.")
        expect(
            try await using(["a:1", "b:1", "c:1", "d:1", "e:1", "f:1"]), 400, "InvalidParameterValueException",
            "Cannot reference more than 5 layers.")
        let elsewhere = try await house.call(
            "PUT", "/2015-03-31/functions/f/configuration",
            ["Layers": ["arn:aws:lambda:eu-west-1:000000000000:layer:l:1"]])
        expect(
            elsewhere, 400, "InvalidParameterValueException",
            "Layers are not in the same region as the function. Layers are expected to be in region us-east-1.")
    }

    @Test func policies() async throws {
        let house = try await FunctionHouse()
        _ = try await publish(house, "l")
        let path = "/2018-10-31/layers/l/versions/1/policy"
        expect(
            try await house.call("GET", path), 404, "ResourceNotFoundException",
            "No policy is associated with the given resource.")
        let foreign = "/2018-10-31/layers?find=LayerVersion&Arn=" + PercentCoding.encode(Self.arn + "l:1")
        #expect(try await house.call("GET", foreign, as: House.otherRoot).code == "AccessDeniedException")
        let statement: JSONValue = [
            "StatementId": "s1", "Action": "lambda:GetLayerVersion", "Principal": .string(House.otherAccountID),
        ]
        let added = try await house.call("POST", path, statement)
        #expect(added.status == 201, "\(added.text)")
        #expect(try await house.call("GET", foreign, as: House.otherRoot).status == 200)
        #expect(
            try await house.call(
                "DELETE", "/2018-10-31/layers/\(PercentCoding.encode(Self.arn + "l"))/versions/1", as: House.otherRoot
            ).code == "AccessDeniedException")
        expect(
            try await house.call("POST", path, statement), 409, "ResourceConflictException",
            "The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing "
                + "statement.")
        expect(
            try await house.call("DELETE", path + "/s1?RevisionId=other"), 412, "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the "
                + "latest Revision Id")
        #expect(try await house.call("DELETE", path + "/s1").status == 204)
        #expect(try await house.call("GET", foreign, as: House.otherRoot).code == "AccessDeniedException")
    }
}
