import CloudWatchLogs
import ServiceKit
import Storage
import TestSupport
import Testing
import Wire

@Suite("What goes by itself")
struct RetentionTests {
    private static let day = 86_400.0

    @Test func expiredEventsAreGoneAndThenRemoved() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        try await bench.put([(-3_600_000, "older"), (0, "newer")])
        #expect(try await bench.storedBytes() == 62)
        try await bench.call("PutRetentionPolicy", ["logGroupName": "g", "retentionInDays": 3])
        let group = try await bench.call("DescribeLogGroups", [:])["logGroups"]?.array?.first
        #expect(group?["retentionInDays"]?.int == 3)
        try await bench.service.sweep()
        #expect(try await LogBench.messages(bench.filter()) == ["older", "newer"])
        bench.clock.advance(bySeconds: 3 * Self.day - 1800)
        #expect(try await LogBench.messages(bench.filter()) == ["newer"])
        #expect(try await LogBench.messages(bench.get(["startFromHead": true])) == ["newer"])
        #expect(try await bench.storedBytes() == 62)
        try await bench.service.sweep()
        #expect(try await bench.storedBytes() == 31)
        #expect(try await rows(bench, .logEvents) == 1)
        #expect(try await rows(bench, .logEventsByStream) == 1)
        bench.clock.advance(bySeconds: 3600)
        try await bench.service.sweep()
        #expect(try await rows(bench, .logEvents) == 0)
        let stream = try await bench.call("DescribeLogStreams", ["logGroupName": "g"])["logStreams"]?.array?.first
        #expect(stream?["firstEventTimestamp"] == nil && stream?["lastEventTimestamp"] != nil)
    }

    @Test func withoutAPolicyNothingGoes() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        try await bench.put([(0, "kept")])
        try await bench.call("PutRetentionPolicy", ["logGroupName": "g", "retentionInDays": 1])
        try await bench.call("DeleteRetentionPolicy", ["logGroupName": "g"])
        bench.clock.advance(bySeconds: 5000 * Self.day)
        try await bench.service.sweep()
        #expect(try await LogBench.messages(bench.filter()) == ["kept"])
    }

    @Test(arguments: [0, 2, 15, 3654, -1])
    func onlySomeNumbersOfDaysAreTaken(_ days: Int) async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        let refusal = await bench.refusal(
            "PutRetentionPolicy", ["logGroupName": "g", "retentionInDays": .number(String(days))])
        #expect(refusal?.hasPrefix("InvalidParameterException: 1 validation error detected: Value '\(days)'") == true)
    }

    @Test func manyEventsGoInSteps() async throws {
        let bench = try LogBench()
        try await bench.makeGroup(streams: ["a", "b"])
        for stream in ["a", "b"] { try await bench.put((0..<3000).map { ($0, "x") }, to: stream) }
        try await bench.call("PutRetentionPolicy", ["logGroupName": "g", "retentionInDays": 1])
        bench.clock.advance(bySeconds: 2 * Self.day)
        try await bench.service.sweep()
        #expect(try await rows(bench, .logEvents) == 0)
        #expect(try await rows(bench, .logEventsByStream) == 0)
        #expect(try await bench.storedBytes() == 0)
    }

    @Test func deletedStreamsAndGroupsLeaveNothing() async throws {
        let bench = try LogBench()
        try await bench.makeGroup(streams: ["a", "b"])
        for stream in ["a", "b"] { try await bench.put((0..<1200).map { ($0, "x") }, to: stream) }
        try await bench.call("DeleteLogStream", ["logGroupName": "g", "logStreamName": "a"])
        try await bench.service.sweep()
        #expect(try await rows(bench, .logEvents) == 1200)
        #expect(try await bench.storedBytes() == 1200 * 27)
        #expect(try await rows(bench, .logGoneStreams) == 0)
        try await bench.call("DeleteLogGroup", ["logGroupName": "g"])
        try await bench.service.sweep()
        let tables: [TableID] = [
            .logGroups, .logGroupsWithRetention, .logGroupCounts, .logStreams, .logStreamsByNumber, .logStreamsByTime,
            .logEvents, .logEventsByStream, .logGoneStreams,
        ]
        for table in tables { #expect(try await rows(bench, table) == 0, "\(table)") }
    }

    @Test func aGroupMadeAnewStartsEmpty() async throws {
        let bench = try LogBench()
        try await bench.makeGroup()
        try await bench.put([(0, "before")])
        try await bench.call("DeleteLogGroup", ["logGroupName": "g"])
        try await bench.makeGroup()
        #expect(try await LogBench.messages(bench.filter()) == [])
        try await bench.put([(0, "after")])
        try await bench.service.sweep()
        #expect(try await LogBench.messages(bench.filter()) == ["after"])
    }

    private func rows(_ bench: LogBench, _ table: TableID) async throws -> Int {
        try await bench.store.read { snapshot in
            try snapshot.scan(
                ScanRange(prefix: Key(table: table).bytes, maxEntries: 100_000, maxBytes: .max, keysOnly: true)
            ).entries.count
        }
    }
}
