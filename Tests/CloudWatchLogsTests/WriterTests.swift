import CloudWatchLogs
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite("Logs of services")
struct WriterTests {
    private static let place = LogPlace(
        accountID: "000000000000", region: "us-east-1", group: "/aws/lambda/f", stream: "2026/11/26/[$LATEST]0123")
    private static let arn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f"

    private func events(_ bench: LogBench, _ messages: [String]) -> [LogEvent] {
        messages.map { LogEvent(time: bench.clock.now, message: $0) }
    }

    private func messages(_ bench: LogBench) async throws -> [String] {
        LogBench.messages(try await bench.call("FilterLogEvents", ["logGroupName": .string(Self.place.group)]))
    }

    @Test func whatIsMissingIsMadeByWhoMay() async throws {
        let bench = try LogBench()
        try await bench.service.write(events(bench, ["START", "END"]), to: Self.place, bench.call())
        #expect(try await messages(bench) == ["START", "END"])
        #expect(
            bench.gatekeeper.questions == [
                "logs:PutLogEvents \(Self.arn):log-stream:\(Self.place.stream)",
                "logs:CreateLogGroup \(Self.arn):log-stream:",
                "logs:CreateLogStream \(Self.arn):log-stream:\(Self.place.stream)",
            ])
    }

    @Test func oneWriteIsEnoughOnceAllIsThere() async throws {
        let bench = try LogBench()
        try await bench.service.write(events(bench, ["first"]), to: Self.place, bench.call())
        let before = bench.store.writes
        try await bench.service.write(events(bench, (0..<100).map { "line \($0)" }), to: Self.place, bench.call())
        #expect(bench.store.writes == before + 1)
        #expect(try await messages(bench).count == 101)
        try await bench.service.write(events(bench, ["", ""]), to: Self.place, bench.call())
        #expect(bench.store.writes == before + 1)
    }

    @Test(arguments: ["logs:PutLogEvents", "logs:CreateLogStream", "logs:CreateLogGroup"])
    func whoMayNotIsRefused(_ action: String) async throws {
        let bench = try LogBench()
        bench.gatekeeper.refuse([action])
        let error = await #expect(throws: ServiceError.self) {
            try await bench.service.write(events(bench, ["x"]), to: Self.place, bench.call())
        }
        #expect(error?.code == "AccessDeniedException")
        #expect(error?.message.contains("is not authorized to perform: \(action) on resource: \(Self.arn)") == true)
    }

    @Test func longMessagesAreCutAndNotLost() async throws {
        let bench = try LogBench()
        let message = String(repeating: "x", count: 1_048_576 - 27) + "é" + String(repeating: "y", count: 1_100_000)
        try await bench.service.write(events(bench, [message, "after"]), to: Self.place, bench.call())
        var found: [String] = []
        var token: JSONValue?
        repeat {
            var input: [JSONValue.Member] = [.init("logGroupName", .string(Self.place.group))]
            if let token { input.append(.init("nextToken", token)) }
            let page = try await bench.call("FilterLogEvents", .object(input))
            found += LogBench.messages(page)
            token = page["nextToken"]
        } while token != nil
        #expect(found.joined() == message + "after")
        #expect(found.count == 4)
    }

    @Test func aServiceNeedsThePolicyOfTheAccount() async throws {
        let bench = try LogBench()
        try await bench.makeGroup(Self.place.group, streams: [])
        let writer = LogDelivery(
            principal: "delivery.logs.amazonaws.com", sourceARN: "arn:aws:apigateway:us-east-1::/apis/a",
            sourceAccount: "000000000000", time: bench.clock.now)
        await #expect(throws: ServiceError.self) {
            try await bench.service.write(events(bench, ["x"]), to: Self.place, as: writer)
        }
        let policy = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "delivery.logs.amazonaws.com"},
             "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "\(Self.arn):log-stream:*",
             "Condition": {"StringEquals": {"aws:SourceAccount": "000000000000"}}}]}
            """
        try await bench.call("PutResourcePolicy", ["policyName": "p", "policyDocument": .string(policy)])
        try await bench.service.write(events(bench, ["x"]), to: Self.place, as: writer)
        #expect(try await messages(bench) == ["x"])
        var other = writer
        other.sourceAccount = "111111111111"
        let stranger = other
        await #expect(throws: ServiceError.self) {
            try await bench.service.write(events(bench, ["y"]), to: Self.place, as: stranger)
        }
        try await bench.call("DeleteResourcePolicy", ["policyName": "p"])
        await #expect(throws: ServiceError.self) {
            try await bench.service.write(events(bench, ["z"]), to: Self.place, as: writer)
        }
    }

    @Test func policiesAreKeptAndCounted() async throws {
        let bench = try LogBench()
        func policy(_ principal: String) -> JSONValue {
            .string(
                #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
                    + #""Action":"logs:PutLogEvents","Resource":"*"}]}"#)
        }
        let service = policy(#"{"Service":"route53.amazonaws.com"}"#)
        for number in 0..<10 {
            try await bench.call(
                "PutResourcePolicy", ["policyName": .string("p\(number)"), "policyDocument": service])
        }
        #expect(
            await bench.refusal("PutResourcePolicy", ["policyName": "more", "policyDocument": service])
                == "LimitExceededException: Resource limit exceeded.")
        #expect(await bench.refusal("PutResourcePolicy", ["policyName": "p0", "policyDocument": service]) == nil)
        for principal in [#"{"AWS":"*"}"#, #""*""#, #"{"AWS":"arn:aws:iam::000000000000:root"}"#] {
            let refusal = await bench.refusal(
                "PutResourcePolicy", ["policyName": "p0", "policyDocument": policy(principal)])
            #expect(refusal?.hasPrefix("InvalidParameterException: The policy is invalid") == true)
        }
        let page = try await bench.call("DescribeResourcePolicies", ["limit": 7])
        let rest = try await bench.call(
            "DescribeResourcePolicies", ["limit": 7, "nextToken": try #require(page["nextToken"])])
        #expect(page["resourcePolicies"]?.array?.count == 7 && rest["resourcePolicies"]?.array?.count == 3)
        #expect(page["resourcePolicies"]?.array?.first?["policyDocument"] == service)
        #expect(
            await bench.refusal("DeleteResourcePolicy", ["policyName": "none"])
                == "ResourceNotFoundException: Policy with name [none] does not exist.")
    }
}
