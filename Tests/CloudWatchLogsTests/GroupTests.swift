import ServiceKit
import Testing
import Wire

@Suite("Groups and streams")
struct GroupTests {
    private func names(_ answer: JSONValue) -> [String] {
        answer["logGroups"]?.array?.compactMap { $0["logGroupName"]?.string } ?? []
    }

    private func streams(_ answer: JSONValue) -> [String] {
        answer["logStreams"]?.array?.compactMap { $0["logStreamName"]?.string } ?? []
    }

    @Test func aGroupIsDescribed() async throws {
        let bench = try LogBench()
        try await bench.call("CreateLogGroup", ["logGroupName": "g", "tags": ["team": "red"]])
        let group = try await bench.call("DescribeLogGroups", [:])["logGroups"]?.array?.first
        #expect(
            group == [
                "logGroupName": "g", "creationTime": .number(String(bench.now)), "metricFilterCount": 0,
                "arn": .string(LogBench.groupARN + ":*"), "storedBytes": 0, "logGroupClass": "STANDARD",
                "logGroupArn": .string(LogBench.groupARN), "deletionProtectionEnabled": false,
            ])
        #expect(
            await bench.refusal("CreateLogGroup", ["logGroupName": "g"])
                == "ResourceAlreadyExistsException: The specified log group already exists")
        #expect(
            await bench.refusal("CreateLogGroup", ["logGroupName": "aws/x"])
                == "InvalidParameterException: Log groups starting with AWS/ are reserved for AWS.")
        for name in ["a b", "", "a:b"] {
            let refusal = await bench.refusal("CreateLogGroup", ["logGroupName": .string(name)])
            #expect(refusal?.hasPrefix("InvalidParameterException: ") == true, "\(name)")
        }
        let other = try await bench.call("DescribeLogGroups", [:], as: LogBench.otherAccount)
        #expect(names(other) == [])
    }

    @Test func whatIsNotHereIsRefused() async throws {
        let bench = try LogBench()
        for input: JSONValue in [
            ["logGroupName": "g", "kmsKeyId": "k"], ["logGroupName": "g", "logGroupClass": "INFREQUENT_ACCESS"],
            ["logGroupName": "g", "logGroupClass": "DELIVERY"],
        ] {
            #expect(await bench.refusal("CreateLogGroup", input)?.hasPrefix("InvalidParameterException") == true)
        }
        #expect(await bench.refusal("DescribeLogGroups", ["includeLinkedAccounts": true]) != nil)
        #expect(await bench.refusal("DescribeLogGroups", ["includeLinkedAccounts": false]) == nil)
        #expect(names(try await bench.call("DescribeLogGroups", ["logGroupClass": "DELIVERY"])) == [])
    }

    @Test func groupsAreFoundByPrefixPatternAndName() async throws {
        let bench = try LogBench()
        for name in ["/aws/lambda/one", "/aws/lambda/two", "App", "app"] {
            try await bench.makeGroup(name, streams: [])
        }
        func found(_ input: JSONValue) async throws -> [String] {
            names(try await bench.call("DescribeLogGroups", input))
        }
        #expect(try await found([:]) == ["/aws/lambda/one", "/aws/lambda/two", "App", "app"])
        #expect(try await found(["logGroupNamePrefix": "/aws/lambda/"]) == ["/aws/lambda/one", "/aws/lambda/two"])
        #expect(try await found(["logGroupNamePattern": "pp"]) == ["App", "app"])
        #expect(try await found(["logGroupNamePattern": "app"]) == ["app"])
        #expect(
            try await found(["logGroupIdentifiers": ["App", "arn:aws:logs:us-east-1:000000000000:log-group:app", "x"]])
                == ["App", "app"])
        let first = try await bench.call("DescribeLogGroups", ["limit": 3])
        let next = try await bench.call(
            "DescribeLogGroups", ["limit": 3, "nextToken": try #require(first["nextToken"])])
        #expect(names(first) + names(next) == ["/aws/lambda/one", "/aws/lambda/two", "App", "app"])
        #expect(next["nextToken"] == nil)
        #expect(
            await bench.refusal("DescribeLogGroups", ["logGroupNamePrefix": "a", "logGroupNamePattern": "b"])?
                .hasPrefix("InvalidParameterException: LogGroup name prefix") == true)
        #expect(
            try await names(bench.call("ListLogGroups", ["logGroupNamePattern": "^App|one"]))
                == ["/aws/lambda/one", "App"])
    }

    @Test func streamsAreListedByNameAndByTime() async throws {
        let bench = try LogBench()
        try await bench.makeGroup(streams: ["a1", "a2", "b1", "empty"])
        try await bench.put([(30, "x")], to: "a1")
        try await bench.put([(10, "x")], to: "a2")
        try await bench.put([(-5, "x"), (20, "x")], to: "b1")
        func listed(_ input: [JSONValue.Member]) async throws -> [String] {
            var names: [String] = []
            var token: JSONValue?
            repeat {
                var members = input + [.init("logGroupName", "g"), .init("limit", 3)]
                if let token { members.append(.init("nextToken", token)) }
                let page = try await bench.call("DescribeLogStreams", .object(members))
                names += streams(page)
                token = page["nextToken"]
            } while token != nil
            return names
        }
        #expect(try await listed([]) == ["a1", "a2", "b1", "empty"])
        #expect(try await listed([.init("descending", true)]) == ["empty", "b1", "a2", "a1"])
        #expect(try await listed([.init("logStreamNamePrefix", "a")]) == ["a1", "a2"])
        #expect(try await listed([.init("orderBy", "LastEventTime")]) == ["empty", "a2", "b1", "a1"])
        #expect(
            try await listed([.init("orderBy", "LastEventTime"), .init("descending", true)])
                == ["a1", "b1", "a2", "empty"])
        #expect(
            await bench.refusal(
                "DescribeLogStreams",
                ["logGroupName": "g", "orderBy": "LastEventTime", "logStreamNamePrefix": "a"])
                == "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.")
        let stream = try await bench.call(
            "DescribeLogStreams",
            ["logGroupIdentifier": .string(LogBench.groupARN), "logStreamNamePrefix": "b"])["logStreams"]?.array?.first
        #expect(stream?["firstEventTimestamp"]?.int == bench.now - 5)
        #expect(stream?["lastEventTimestamp"]?.int == bench.now + 20)
        #expect(stream?["lastIngestionTime"]?.int == bench.now)
        #expect(stream?["storedBytes"]?.int == 0)
        #expect(stream?["arn"]?.string == LogBench.groupARN + ":log-stream:b1")
        #expect(
            await bench.refusal("CreateLogStream", ["logGroupName": "g", "logStreamName": "a1"])
                == "ResourceAlreadyExistsException: The specified log stream already exists")
    }

    @Test func tagsComeAndGoByNameAndByARN() async throws {
        let bench = try LogBench()
        try await bench.makeGroup(streams: [])
        try await bench.call("TagLogGroup", ["logGroupName": "g", "tags": ["a": "1", "b": "2"]])
        // AWS takes the ARN without its star, as the model's pattern has it.
        let arn = JSONValue.string(LogBench.groupARN)
        try await bench.call("TagResource", ["resourceArn": arn, "tags": ["c": "3"]])
        #expect(try await bench.call("ListTagsForResource", ["resourceArn": arn])["tags"]?.members?.count == 3)
        try await bench.call("UntagResource", ["resourceArn": .string(LogBench.groupARN), "tagKeys": ["a", "none"]])
        try await bench.call("UntagLogGroup", ["logGroupName": "g", "tags": ["b"]])
        #expect(try await bench.call("ListTagsLogGroup", ["logGroupName": "g"])["tags"] == ["c": "3"])
        let many = JSONValue.object((0..<50).map { .init("k\($0)", "v") })
        #expect(
            await bench.refusal("TagResource", ["resourceArn": .string(LogBench.groupARN), "tags": many])?
                .hasPrefix("TooManyTagsException") == true)
        #expect(
            await bench.refusal("TagLogGroup", ["logGroupName": "g", "tags": many])?
                .hasPrefix("InvalidParameterException") == true)
        #expect(
            await bench.refusal("TagLogGroup", ["logGroupName": "g", "tags": ["aws:x": "1"]])?
                .hasPrefix("InvalidParameterException") == true)
        let elsewhere = LogBench.groupARN.replacing("us-east-1", with: "eu-west-1")
        #expect(
            await bench.refusal("ListTagsForResource", ["resourceArn": .string(elsewhere)])?
                .hasPrefix("ResourceNotFoundException") == true)
    }

    @Test func protectedGroupsStay() async throws {
        let bench = try LogBench()
        try await bench.call("CreateLogGroup", ["logGroupName": "g", "deletionProtectionEnabled": true])
        try await bench.call("CreateLogStream", ["logGroupName": "g", "logStreamName": "s"])
        #expect(
            await bench.refusal("DeleteLogGroup", ["logGroupName": "g"])?.hasPrefix("ValidationException") == true)
        #expect(
            await bench.refusal("DeleteLogStream", ["logGroupName": "g", "logStreamName": "s"])?
                .hasPrefix("ValidationException") == true)
        try await bench.call(
            "PutLogGroupDeletionProtection", ["logGroupIdentifier": "g", "deletionProtectionEnabled": false])
        try await bench.call("DeleteLogGroup", ["logGroupName": "g"])
        #expect(
            await bench.refusal("DeleteLogGroup", ["logGroupName": "g"])
                == "ResourceNotFoundException: The specified log group does not exist.")
    }

    /// By AWS's ARNs: those of a group's operations name the streams in it.
    @Test func permissionsAreOnGroupsAndStreams() async throws {
        let bench = try LogBench()
        try await bench.call("CreateLogGroup", ["logGroupName": "g", "tags": ["team": "red"]])
        let stream: JSONValue = ["logGroupName": "g", "logStreamName": "s"]
        let group: JSONValue = ["logGroupName": "g"]
        let expected: [(String, JSONValue, String)] = [
            ("PutLogEvents", stream, ":log-stream:s"), ("GetLogEvents", stream, ":log-stream:s"),
            ("CreateLogStream", stream, ":log-stream:s"), ("DeleteLogStream", stream, ":log-stream:s"),
            ("FilterLogEvents", group, ":log-stream:"), ("DescribeLogStreams", group, ":log-stream:"),
            ("DeleteLogGroup", group, ":log-stream:"), ("ListTagsLogGroup", group, ":log-stream:"),
            ("ListTagsForResource", ["resourceArn": .string(LogBench.groupARN + ":*")], ""),
        ]
        for (operation, input, suffix) in expected {
            let needed = try await bench.permissions(operation, input)
            #expect(needed.map(\.action) == ["logs:" + operation])
            #expect(needed.first?.resource == LogBench.groupARN + suffix, "\(operation)")
            #expect(needed.first?.context["aws:ResourceTag/team"] == ["red"], "\(operation)")
            #expect(needed.first?.resourceAccount == "000000000000")
        }
        let unmasked = try await bench.permissions("FilterLogEvents", ["logGroupName": "g", "unmask": true])
        #expect(unmasked.map(\.action) == ["logs:FilterLogEvents", "logs:Unmask"])
        let made = try await bench.permissions("CreateLogGroup", ["logGroupName": "n", "tags": ["team": "red"]])
        #expect(made.map(\.action) == ["logs:CreateLogGroup", "logs:TagResource"])
        #expect(made.first?.context["aws:RequestTag/team"] == ["red"])
        bench.gatekeeper.refuse(["logs:TagResource"])
        let older = try await bench.permissions("CreateLogGroup", ["logGroupName": "n", "tags": ["team": "red"]])
        #expect(older.map(\.action) == ["logs:CreateLogGroup", "logs:TagLogGroup"])
    }
}
