import CloudWatchLogs
import ServiceKit
import Testing
import Wire

@Suite("Events of streams and groups")
struct EventTests {
    @Test func whatIsPutIsGot() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        let answer = try await bench.put([(-2000, "one"), (-1000, "two"), (-1000, "three")])
        #expect(answer["nextSequenceToken"]?.string?.utf8.count == 56)
        #expect(answer["rejectedLogEventsInfo"] == nil)
        let got = try await bench.get(["startFromHead": true])
        #expect(LogBench.messages(got) == ["one", "two", "three"])
        #expect(got["events"]?.array?.first?["timestamp"]?.int == bench.now - 2000)
        #expect(got["events"]?.array?.first?["ingestionTime"]?.int == bench.now)
        #expect(try await LogBench.messages(bench.get(["limit": 2])) == ["two", "three"])
        #expect(try await LogBench.messages(bench.get(["limit": 2, "startFromHead": true])) == ["one", "two"])
    }

    /// The end that GetLogEvents is given is no longer read; FilterLogEvents reads it.
    @Test func timesBoundWhatIsRead() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        try await bench.put([(-3000, "a"), (-2000, "b"), (-1000, "c")])
        let from = JSONValue.number(String(bench.now - 3000))
        let to = JSONValue.number(String(bench.now - 2000))
        #expect(try await LogBench.messages(bench.get(["startTime": from, "endTime": to])) == ["a"])
        #expect(try await LogBench.messages(bench.filter(["startTime": from, "endTime": to])) == ["a", "b"])
        #expect(try await LogBench.messages(bench.filter(["startTime": to])) == ["b", "c"])
    }

    @Test func tokensLeadBothWaysAndStayAtTheEnds() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        try await bench.put((0..<5).map { ($0, "m\($0)") })
        var page = try await bench.get(["limit": 2, "startFromHead": true])
        #expect(LogBench.messages(page) == ["m0", "m1"])
        let back = try #require(page["nextBackwardToken"])
        var forward = try #require(page["nextForwardToken"])
        #expect(forward.string?.hasPrefix("f/") == true && forward.string?.hasSuffix("/s") == true)
        page = try await bench.get(["limit": 2, "nextToken": forward])
        #expect(LogBench.messages(page) == ["m2", "m3"])
        forward = try #require(page["nextForwardToken"])
        page = try await bench.get(["limit": 2, "nextToken": forward])
        #expect(LogBench.messages(page) == ["m4"])
        forward = try #require(page["nextForwardToken"])
        page = try await bench.get(["nextToken": forward])
        #expect(LogBench.messages(page) == [] && page["nextForwardToken"] == forward)
        #expect(
            try await LogBench.messages(bench.get(["nextToken": try #require(page["nextBackwardToken"])])).count == 5)
        page = try await bench.get(["nextToken": back])
        #expect(LogBench.messages(page) == [] && page["nextBackwardToken"] == back)
        try await bench.put([(10, "later")])
        #expect(try await LogBench.messages(bench.get(["nextToken": forward])) == ["later"])
        #expect(
            await bench.refusal(
                "GetLogEvents", ["logGroupName": "g", "logStreamName": "s", "nextToken": "f/1/s"])
                == "InvalidParameterException: The specified nextToken is invalid.")
    }

    @Test func anEmptyStreamHasTokensToo() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        let page = try await bench.get()
        #expect(LogBench.messages(page) == [])
        try await bench.put([(0, "first")])
        let next = try await bench.get(["nextToken": try #require(page["nextForwardToken"])])
        #expect(LogBench.messages(next) == ["first"])
    }

    @Test func oldAndNewEventsAreToldAndLeftOut() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        let day = 86_400_000
        var answer = try await bench.put([(-14 * day - 1, "old"), (-14 * day, "kept")])
        #expect(answer["rejectedLogEventsInfo"] == ["tooOldLogEventEndIndex": 1])
        answer = try await bench.put([(0, "now"), (7_200_000, "soon"), (7_200_001, "too new"), (7_200_002, "too new")])
        #expect(answer["rejectedLogEventsInfo"] == ["tooNewLogEventStartIndex": 2])
        try await bench.call("PutRetentionPolicy", ["logGroupName": "g", "retentionInDays": 1])
        answer = try await bench.put([(-day - 1, "expired"), (-day, "kept too")])
        #expect(answer["rejectedLogEventsInfo"] == ["expiredLogEventEndIndex": 1])
        answer = try await bench.put([(-15 * day, "both")])
        #expect(answer["rejectedLogEventsInfo"] == ["tooOldLogEventEndIndex": 1, "expiredLogEventEndIndex": 1])
        #expect(try await LogBench.messages(bench.filter()) == ["kept too", "now", "soon"])
    }

    @Test func batchesHaveLimits() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        func refusal(_ messages: [(Int, String)]) async -> String? {
            await bench.refusal(
                "PutLogEvents",
                [
                    "logGroupName": "g", "logStreamName": "s",
                    "logEvents": .array(
                        messages.map { ["timestamp": .number(String(bench.now + $0.0)), "message": .string($0.1)] }),
                ])
        }
        let beginning = "InvalidParameterException: "
        #expect(
            await refusal([(1, "a"), (0, "b")])
                == beginning + "Log events in a single PutLogEvents request must be in chronological order.")
        #expect(
            await refusal([(-86_400_001, "a"), (0, "b")]) == beginning
                + "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
        let largest = String(repeating: "x", count: 1_048_576 - 26)
        #expect(await refusal([(0, largest)]) == nil)
        #expect(
            await refusal([(0, largest + "x")])
                == beginning + "Upload too large: 1048577 bytes exceeds limit of 1048576")
        #expect(await refusal((0..<10_000).map { ($0, "x") }) == nil)
        #expect(await refusal((0..<10_001).map { ($0, "x") })?.hasPrefix(beginning + "1 validation error") == true)
        #expect(await refusal([(0, "")])?.hasPrefix(beginning + "1 validation error") == true)
        #expect(await refusal([])?.hasPrefix(beginning + "1 validation error") == true)
    }

    @Test func entitiesAreNotKeptAndThatIsSaid() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        let answer = try await bench.call(
            "PutLogEvents",
            [
                "logGroupName": "g", "logStreamName": "s", "sequenceToken": "any",
                "entity": ["keyAttributes": ["Type": "Service", "Name": "n"]],
                "logEvents": [["timestamp": .number(String(bench.now)), "message": "m"]],
            ])
        #expect(answer["rejectedEntityInfo"] == ["errorType": "UnsupportedLogGroupType"])
        #expect(try await LogBench.messages(bench.get()) == ["m"])
    }

    @Test func whatIsMissingIsNotFound() async throws {
        let bench = try LogBench()
        let group = "ResourceNotFoundException: The specified log group does not exist."
        let stream = "ResourceNotFoundException: The specified log stream does not exist."
        let input: JSONValue = ["logGroupName": "g", "logStreamName": "s"]
        #expect(await bench.refusal("GetLogEvents", input) == group)
        #expect(await bench.refusal("FilterLogEvents", ["logGroupName": "g"]) == group)
        #expect(await bench.refusal("CreateLogStream", input) == group)
        try await bench.makeGroup(streams: [])
        #expect(await bench.refusal("GetLogEvents", input) == stream)
        #expect(await bench.refusal("DeleteLogStream", input) == stream)
        #expect(await bench.refusal("FilterLogEvents", ["logGroupName": "g", "logStreamNames": ["s"]]) == stream)
    }

    @Test func aGroupIsReadInOrderOverItsStreams() async throws {
        let bench = try LogBench()
        try await bench.makeGroup(streams: ["a", "ab", "c"])
        try await bench.put([(0, "a0"), (30, "a30")], to: "a")
        try await bench.put([(10, "ab10"), (30, "ab30")], to: "ab")
        try await bench.put([(20, "c20"), (40, "c40")], to: "c")
        let all = try await bench.filter()
        #expect(LogBench.messages(all) == ["a0", "ab10", "c20", "a30", "ab30", "c40"])
        #expect(all["events"]?.array?.map { $0["logStreamName"]?.string } == ["a", "ab", "c", "a", "ab", "c"])
        #expect(Set(all["events"]?.array?.compactMap { $0["eventId"]?.string } ?? []).count == 6)
        #expect(all["searchedLogStreams"]?.array?.isEmpty == true)
        #expect(
            try await LogBench.messages(bench.filter(["logStreamNames": ["c", "a"]])) == ["a0", "c20", "a30", "c40"])
        #expect(
            try await LogBench.messages(bench.filter(["logStreamNamePrefix": "a"])) == ["a0", "ab10", "a30", "ab30"])
        #expect(try await LogBench.messages(bench.filter(["filterPattern": "30"])) == ["a30", "ab30"])
        #expect(
            await bench.refusal(
                "FilterLogEvents", ["logGroupName": "g", "logStreamNames": ["a"], "logStreamNamePrefix": "a"])?
                .hasPrefix("InvalidParameterException") == true)
    }

    /// Pages of all ways to choose streams have every event once, in order, whatever their size.
    @Test(
        arguments: [
            [:], ["logStreamNames": ["s0", "s1", "s2"]], ["logStreamNamePrefix": "s"],
        ] as [[String: JSONValue]])
    func pagesGoThroughAll(_ choice: [String: JSONValue]) async throws {
        let bench = try LogBench()
        try await bench.makeGroup(streams: ["s0", "s1", "s2"])
        for round in 0..<3 {
            for stream in 0..<3 {
                try await bench.put((0..<700).map { ($0 * 3 + round, "x") }, to: "s\(stream)")
            }
        }
        var ids: [String] = []
        var times: [Int] = []
        var input = choice
        input["limit"] = 997
        repeat {
            let page = try await bench.filter(input)
            ids += page["events"]?.array?.compactMap { $0["eventId"]?.string } ?? []
            times += page["events"]?.array?.compactMap { $0["timestamp"]?.int } ?? []
            input["nextToken"] = page["nextToken"]
        } while input["nextToken"] != nil
        #expect(ids.count == 6300 && Set(ids).count == 6300)
        #expect(times == times.sorted())
        #expect(
            await bench.refusal("FilterLogEvents", ["logGroupName": "g", "nextToken": "made-up"])
                == "InvalidParameterException: The specified nextToken is invalid.")
    }

    /// A page reads so many rows and no more: where little matches it may be empty, and leads on.
    @Test func aPageHasBoundedWork() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        for round in 0..<3 {
            try await bench.put(
                (0..<10_000).map { (round * 10_000 + $0, round == 2 && $0 == 9_999 ? "needle" : "hay") })
        }
        var page = try await bench.filter(["filterPattern": "needle"])
        #expect(LogBench.messages(page) == [] && page["nextToken"] != nil)
        page = try await bench.filter(["filterPattern": "needle", "nextToken": try #require(page["nextToken"])])
        #expect(LogBench.messages(page) == ["needle"] && page["nextToken"] == nil)
    }

    @Test func anAnswerHasAMebibyteAtMost() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        let large = String(repeating: "x", count: 400_000)
        for time in 0..<5 { try await bench.put([(time, large)]) }
        let got = try await bench.get(["startFromHead": true])
        #expect(got["events"]?.array?.count == 2)
        let next = try await bench.get(["nextToken": try #require(got["nextForwardToken"])])
        #expect(next["events"]?.array?.count == 2)
        let filtered = try await bench.filter()
        #expect(filtered["events"]?.array?.count == 2 && filtered["nextToken"] != nil)
    }

    @Test func aStreamMadeAnewStartsEmpty() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        try await bench.put([(0, "before")])
        let input: JSONValue = ["logGroupName": "g", "logStreamName": "s"]
        try await bench.call("DeleteLogStream", input)
        #expect(try await LogBench.messages(bench.filter()) == [])
        try await bench.call("CreateLogStream", input)
        #expect(try await LogBench.messages(bench.get()) == [])
        try await bench.put([(1, "after")])
        #expect(try await LogBench.messages(bench.filter()) == ["after"])
        try await bench.service.sweep()
        #expect(try await LogBench.messages(bench.filter()) == ["after"])
        #expect(try await bench.storedBytes() == 31)
    }

    @Test func patternsAreTestedOnMessages() async throws {
        let bench = try LogBench()
        let answer = try await bench.call(
            "TestMetricFilter", ["filterPattern": "[level = E*, text]", "logEventMessages": ["INFO a", "ERROR b"]])
        #expect(
            answer["matches"] == [
                [
                    "eventNumber": 2, "eventMessage": "ERROR b",
                    "extractedValues": ["$level": "ERROR", "$text": "b"],
                ]
            ])
        #expect(
            await bench.refusal("TestMetricFilter", ["filterPattern": "a:b", "logEventMessages": ["x"]])
                == "InvalidParameterException: Invalid character(s) in term 'a:b'")
    }
}
