import FoundationEssentials
import TestSupport
import Testing
import Wire

@Suite("Functions, aliases and what becomes of events")
struct FunctionTests {
    @Test func aFunctionsLife() async throws {
        let house = try await FunctionHouse()
        let made = try await house.create("f", [.init("Environment", ["Variables": ["A": "1"]])])
        #expect(made.json["State"]?.string == "Pending")
        let got = try await house.call("GET", "/2015-03-31/functions/f")
        #expect(got.json["Configuration"]?["State"]?.string == "Active")
        #expect(got.json["Configuration"]?["Environment"]?["Variables"]?["A"]?.string == "1")
        let link = try #require(got.json["Code"]?["Location"]?.string)
        let path = try #require(link.firstRange(of: "/_aws/").map { String(link[$0.lowerBound...]) })
        let archive = await house.house.send("GET", path)
        #expect(archive.status == 200)
        #expect(Data(archive.body).base64EncodedString() == FunctionHouse.archive)
        #expect(await house.house.send("GET", path + "x").status == 403)
        house.house.clock.advance(bySeconds: 601)
        #expect(await house.house.send("GET", path).status == 403)
        #expect(try await house.call("DELETE", "/2015-03-31/functions/f").status == 204)
        expect(
            try await house.call("GET", "/2015-03-31/functions/f"), 404, "ResourceNotFoundException",
            "Function not found: \(FunctionHouse.arn)f")
    }

    @Test func refusalsOfMaking() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        func creating(_ members: (String, JSONValue)...) -> JSONValue {
            var all: [String: JSONValue] = [
                "FunctionName": "g", "Runtime": "python3.12", "Handler": "index.handler",
                "Role": .string(FunctionHouse.role), "Code": ["ZipFile": .string(FunctionHouse.archive)],
            ]
            for (name, value) in members { all[name] = value }
            return .object(all.map { .init($0.key, $0.value) })
        }
        func refused(_ input: JSONValue) async throws -> House.Answer {
            try await house.call("POST", "/2015-03-31/functions", input)
        }
        expect(
            try await refused(creating(("FunctionName", "f"))), 409, "ResourceConflictException",
            "Function already exist: f")
        expect(
            try await refused(creating(("Role", "arn:aws:iam::000000000000:role/nobody"))), 400,
            "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.")
        expect(
            try await refused(creating(("Code", ["ZipFile": "bm8gYXJjaGl2ZQ=="]))), 400,
            "InvalidParameterValueException",
            "Could not unzip uploaded file. Please check your file, then try to upload again.")
        let dead = try await refused(
            creating(("DeadLetterConfig", ["TargetArn": "arn:aws:sqs:us-east-1:000000000000:q"])))
        #expect(dead.status == 400 && dead.message?.contains("not served here") == true)
        // A role of another account is not passed on.
        let foreign = try await refused(creating(("Role", "arn:aws:iam::111111111111:role/worker")))
        #expect(foreign.code == "AccessDeniedException")
    }

    @Test func aliases() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        try await house.publish("f", "one")
        try await house.publish("f", "two")
        let path = "/2015-03-31/functions/f/aliases"
        func make(_ members: JSONValue) async throws -> House.Answer { try await house.call("POST", path, members) }
        let live = try await make([
            "Name": "live", "FunctionVersion": "1",
            "RoutingConfig": ["AdditionalVersionWeights": ["2": .number("0.2")]],
        ])
        #expect(live.status == 201)
        #expect(live.json["AliasArn"]?.string == FunctionHouse.arn + "f:live")
        #expect(live.json["RoutingConfig"]?["AdditionalVersionWeights"]?["2"] == .number("0.2"))
        #expect(try await make(["Name": "latest", "FunctionVersion": "$LATEST"]).status == 201)
        expect(
            try await make(["Name": "live", "FunctionVersion": "1"]), 409, "ResourceConflictException",
            "Alias already exists: \(FunctionHouse.arn)f:live")
        expect(
            try await make(["Name": "a", "FunctionVersion": "10"]), 404, "ResourceNotFoundException",
            "Function not found: \(FunctionHouse.arn)f:10")
        func weights(_ version: String, _ weights: JSONValue) -> JSONValue {
            [
                "Name": "a", "FunctionVersion": .string(version),
                "RoutingConfig": ["AdditionalVersionWeights": weights],
            ]
        }
        expect(
            try await make(weights("1", ["1": .number("0.5")])), 400, "InvalidParameterValueException",
            "Invalid function version 1. Function version 1 is already included in routing configuration.")
        expect(
            try await make(weights("$LATEST", ["1": .number("0.5")])), 400, "InvalidParameterValueException",
            "$LATEST is not supported for an alias pointing to more than 1 version")
        expect(
            try await make(weights("1", ["2": .number("0.1"), "3": .number("0.1")])), 400,
            "InvalidParameterValueException", "Number of items in AdditionalVersionWeights cannot be greater than 1")
        let heavy = try await make(weights("1", ["2": .number("2.0")]))
        #expect(heavy.code == "ValidationException" && heavy.message?.contains("'{2=2.0}'") == true)
        let second = try await house.call("GET", path + "?FunctionVersion=2")
        #expect(second.json["Aliases"]?.array?.map { $0["Name"]?.string } == ["live"])
        let inUse = try await house.call("DELETE", "/2015-03-31/functions/f?Qualifier=1")
        #expect(inUse.code == "ResourceConflictException")
        let changed = try await house.call("PUT", path + "/live", ["RoutingConfig": [:], "FunctionVersion": "2"])
        #expect(changed.json["RoutingConfig"] == nil && changed.json["FunctionVersion"]?.string == "2")
        expect(
            try await house.call("PUT", path + "/live", ["RevisionId": "other"]), 412, "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve "
                + "the latest Revision Id")
        expect(
            try await house.call("PUT", path + "/none", ["Description": "x"]), 404, "ResourceNotFoundException",
            "Alias not found: \(FunctionHouse.arn)f:none")
        expect(
            try await house.call("GET", path + "/none"), 404, "ResourceNotFoundException",
            "Cannot find alias arn: \(FunctionHouse.arn)f:none")
        #expect(try await house.call("DELETE", path + "/live").status == 204)
        #expect(try await house.call("DELETE", path + "/live").status == 204)
    }

    @Test func eventInvokeConfigs() async throws {
        let house = try await FunctionHouse()
        for name in ["f", "g"] { try await house.create(name) }
        let path = "/2019-09-25/functions/f/event-invoke-config"
        func put(_ input: JSONValue, _ method: String = "PUT") async throws -> House.Answer {
            try await house.call(method, path, input)
        }
        func destination(_ arn: String, _ kind: String = "OnSuccess") -> JSONValue {
            ["DestinationConfig": .object([.init(kind, ["Destination": .string(arn)])])]
        }
        expect(
            try await house.call("GET", path), 404, "ResourceNotFoundException",
            "The function \(FunctionHouse.arn)f:$LATEST doesn't have an EventInvokeConfig")
        expect(
            try await put([:]), 400, "InvalidParameterValueException",
            "You must specify at least one of error handling or destination setting.")
        expect(
            try await put(destination(FunctionHouse.arn + "none")), 400, "InvalidParameterValueException",
            "The destination ARN \(FunctionHouse.arn)none is invalid.")
        expect(
            try await put(destination(FunctionHouse.arn + "f")), 400, "InvalidParameterValueException",
            "You can't specify the function as a destination for itself.")
        expect(
            try await put(destination("arn:aws:iam:us-east-1:000000000000:function:f")), 400,
            "InvalidParameterValueException",
            "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination="
                + "arn:aws:iam:us-east-1:000000000000:function:f), onFailure=null) is invalid.")
        let queue = try await put(destination("arn:aws:sqs:us-east-1:000000000000:q"))
        #expect(queue.message?.hasPrefix("Amazon SQS is not served here") == true)
        // The role must be let in.
        expect(
            try await put(destination(FunctionHouse.arn + "g")), 400, "InvalidParameterValueException",
            "The function's execution role does not have permissions to call InvokeFunction on \(FunctionHouse.arn)g")
        try await house.allow("worker", #""lambda:InvokeFunction","s3:PutObject""#)
        let put1 = try await put(destination(FunctionHouse.arn + "g"))
        #expect(put1.status == 200, "\(put1.text)")
        #expect(put1.json["FunctionArn"]?.string == FunctionHouse.arn + "f:$LATEST")
        #expect(put1.json["DestinationConfig"]?["OnFailure"]?.members?.isEmpty == true)
        expect(
            try await put(destination("arn:aws:s3:::nowhere", "OnFailure"), "POST"), 400,
            "InvalidParameterValueException", "The destination ARN arn:aws:s3:::nowhere is invalid.")
        #expect(try await house.house.signed("PUT", "/failures", service: "s3").status == 200)
        #expect(try await put(destination("arn:aws:s3:::failures", "OnFailure"), "POST").status == 200)
        let retries = try await put(["MaximumRetryAttempts": 0], "POST")
        #expect(retries.json["DestinationConfig"]?["OnFailure"]?["Destination"]?.string == "arn:aws:s3:::failures")
        let list = try await house.call("GET", path + "/list")
        #expect(list.json["FunctionEventInvokeConfigs"]?.array?.count == 1)
        #expect(try await house.call("DELETE", path).status == 204)
        #expect(try await house.call("DELETE", path).status == 404)
    }

    @Test func whatIsAnotherAccounts() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        let name = PercentCoding.encode(FunctionHouse.arn + "f")
        for (method, path) in [
            ("GET", "/2015-03-31/functions/\(name)"), ("DELETE", "/2015-03-31/functions/\(name)"),
            ("GET", "/2015-03-31/functions/\(name)/policy"), ("POST", "/2015-03-31/functions/\(name)/invocations"),
            ("GET", "/2015-03-31/functions/\(name)/aliases"), ("GET", "/2021-10-31/functions/\(name)/url"),
        ] {
            let answer = try await house.call(method, path, as: House.otherRoot)
            #expect(answer.code == "AccessDeniedException", "\(method) \(path): \(answer.text)")
            #expect(answer.json["Message"]?.string != nil)
        }
        // Its own policy lets another account in.
        let account: JSONValue = [
            "StatementId": "s", "Action": "lambda:GetFunction", "Principal": .string(House.otherAccountID),
        ]
        #expect(try await house.call("POST", "/2015-03-31/functions/f/policy", account).status == 201)
        #expect(try await house.call("GET", "/2015-03-31/functions/\(name)", as: House.otherRoot).status == 200)
        #expect(try await house.call("DELETE", "/2015-03-31/functions/\(name)", as: House.otherRoot).status == 403)
    }

    @Test func smallOnes() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        #expect(try await house.call("GET", "/2020-06-30/functions/f/code-signing-config").text == "{}")
        let recursion = "/2024-08-31/functions/f/recursion-config"
        #expect(try await house.call("GET", recursion).json["RecursiveLoop"]?.string == "Terminate")
        #expect(try await house.call("PUT", recursion, ["RecursiveLoop": "Allow"]).status == 200)
        #expect(try await house.call("GET", recursion).json["RecursiveLoop"]?.string == "Allow")
        expect(
            try await house.call("PUT", recursion, ["RecursiveLoop": "Other"]), 400, "ValidationException",
            "1 validation error detected: Value 'Other' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy "
                + "enum value set: [Terminate, Allow]")
        let runtime = "/2021-07-20/functions/f/runtime-management-config"
        #expect(try await house.call("GET", runtime).json["UpdateRuntimeOn"]?.string == "Auto")
        #expect(try await house.call("PUT", runtime, ["UpdateRuntimeOn": "Manual"]).status == 400)
        let provisioned = try await house.call("GET", "/2019-09-30/functions/f/provisioned-concurrency?List=ALL")
        #expect(provisioned.json["ProvisionedConcurrencyConfigs"]?.array?.isEmpty == true)
        #expect(try await house.call("POST", "/2014-11-13/functions/f/invoke-async", ["a": 1]).status == 202)
    }
}
