import NIOCore
import NIOHTTP1
import Outbound
import ServiceKit
import Testing
import Wire

@Suite("Connections that are kept to servers behind APIs")
struct KeptConnectionsTests {
    @Test func oneConnectionCarriesManyExchanges() async throws {
        let server = try await AnsweringServer { asked in
            .answer(.ok, [("X-Number", "\(asked.number)")], asked.body)
        }
        let calls = KeptConnections(limits: .patient)
        for number in 1...5 {
            let answer = try await onOneLoop {
                try await calls.call(
                    OutboundRequest(method: "POST", url: server.url + "/a?b=c", body: Array("body \(number)".utf8)))
            }
            #expect(answer.status == 200)
            #expect(answer.body == Array("body \(number)".utf8))
            #expect(answer.headers.first("x-number") == "\(number)")
        }
        #expect(Set(server.asked.map(\.connection)) == [1])
        #expect(server.asked.allSatisfy { $0.head.uri == "/a?b=c" })
        #expect(server.asked.first?.head.headers["host"] == [String(server.url.dropFirst("http://".count))])
        try await server.stop()
    }

    @Test func whatMayBeDoneTwiceIsAskedAgainOnALostConnection() async throws {
        let server = try await AnsweringServer { asked in asked.number == 2 ? .close : .answer(.ok, [], [1]) }
        let calls = KeptConnections(limits: .patient)
        for _ in 1...2 {
            let answer = try await onOneLoop { try await calls.call(OutboundRequest(url: server.url)) }
            #expect(answer.body == [1])
        }
        #expect(server.asked.map(\.connection) == [1, 1, 2])
        try await server.stop()
    }

    @Test func whatMayNotBeDoneTwiceIsNot() async throws {
        let server = try await AnsweringServer { asked in asked.number == 2 ? .close : .answer(.ok, [], []) }
        let calls = KeptConnections(limits: .patient)
        let request = OutboundRequest(method: "POST", url: server.url, body: [1])
        _ = try await onOneLoop { try await calls.call(request) }
        await #expect(throws: OutboundFailure.self) { try await onOneLoop { try await calls.call(request) } }
        #expect(server.asked.count == 2)
        try await server.stop()
    }

    @Test func aServerThatSaysNothingIsNotWaitedForLonger() async throws {
        let server = try await AnsweringServer { asked in
            asked.head.uri == "/silent" ? .nothing : .answer(.ok, [], [2])
        }
        let calls = KeptConnections(limits: .patient)
        await #expect(throws: OutboundTimeout.self) {
            try await onOneLoop {
                try await calls.call(OutboundRequest(url: server.url + "/silent", timeoutMilliseconds: 500))
            }
        }
        // Its late answer is nobody else's.
        let answer = try await onOneLoop { try await calls.call(OutboundRequest(url: server.url)) }
        #expect(answer.body == [2])
        #expect(Set(server.asked.map(\.connection)).count == server.asked.count)
        try await server.stop()
    }

    /// Both tries have one time between them: an answer that would come in a second one is too late.
    @Test func whoWaitsForAnAnswerWaitsNoLongerForALostConnection() async throws {
        let server = try await AnsweringServer { asked in
            switch asked.number {
            case 1: .answer(.ok, [], [])
            case 2: .closeLater(milliseconds: 600)
            default: .answerLater(milliseconds: 700)
            }
        }
        let calls = KeptConnections(limits: .patient)
        _ = try await onOneLoop { try await calls.call(OutboundRequest(url: server.url)) }
        await #expect(throws: OutboundTimeout.self) {
            try await onOneLoop { try await calls.call(OutboundRequest(url: server.url, timeoutMilliseconds: 1000)) }
        }
        try await server.stop()
    }

    @Test func anIdleConnectionGivesWayToAnotherServer() async throws {
        let first = try await AnsweringServer { _ in .answer(.ok, [], [1]) }
        let second = try await AnsweringServer { _ in .answer(.ok, [], [2]) }
        var limits = ConnectionLimits.patient
        limits.open = 1
        let calls = KeptConnections(limits: limits)
        for _ in 1...2 {
            let one = try await onOneLoop { try await calls.call(OutboundRequest(url: first.url)) }
            let other = try await onOneLoop { try await calls.call(OutboundRequest(url: second.url)) }
            #expect(one.body == [1] && other.body == [2])
        }
        try await first.stop()
        try await second.stop()
    }

    @Test func aBodyIsToldOnce() async throws {
        let server = try await AnsweringServer { asked in .answer(.ok, [], asked.body) }
        let calls = KeptConnections(limits: .patient)
        let headers = [
            ("Content-Length", "1"), ("transfer-encoding", "chunked"), ("HOST", "elsewhere"), ("X-Good", "1"),
        ]
        for method in ["GET", "POST", "DELETE", "TRACE"] {
            let answer = try await onOneLoop {
                try await calls.call(
                    OutboundRequest(method: method, url: server.url, headers: headers, body: Array("GET / x".utf8)))
            }
            #expect(answer.body == (method == "TRACE" ? [] : Array("GET / x".utf8)))
        }
        let empty = try await onOneLoop { try await calls.call(OutboundRequest(method: "POST", url: server.url)) }
        #expect(empty.status == 200)
        for asked in server.asked {
            #expect(asked.head.headers["host"] == [String(server.url.dropFirst("http://".count))])
            #expect(asked.head.headers["transfer-encoding"].isEmpty)
            #expect(asked.head.headers["x-good"].count == (asked.number < 5 ? 1 : 0))
        }
        #expect(server.asked.map { $0.head.headers["content-length"] } == [["7"], ["7"], ["7"], [], ["0"]])
        try await server.stop()
    }

    @Test func whatStandsBeforeAnAnswerIsLeftOut() async throws {
        let server = try await AnsweringServer { _ in .announced([9]) }
        let calls = KeptConnections(limits: .patient)
        for _ in 1...2 {
            let answer = try await onOneLoop { try await calls.call(OutboundRequest(url: server.url)) }
            #expect(answer.status == 200 && answer.body == [9])
            #expect(answer.headers.first("link") == nil)
        }
        #expect(Set(server.asked.map(\.connection)) == [1])
        try await server.stop()
    }

    @Test func answersHaveALimit() async throws {
        let server = try await AnsweringServer { _ in .answer(.ok, [], [UInt8](repeating: 0, count: 1001)) }
        let calls = KeptConnections(limits: .patient)
        await #expect(throws: OutboundFailure.answerTooLong) {
            try await onOneLoop { try await calls.call(OutboundRequest(url: server.url, longestAnswer: 1000)) }
        }
        let whole = try await onOneLoop {
            try await calls.call(OutboundRequest(url: server.url, longestAnswer: 1001))
        }
        #expect(whole.body.count == 1001)
        try await server.stop()
    }

    @Test func headHasALengthAndNoBody() async throws {
        let server = try await AnsweringServer { _ in .answer(.ok, [], [1, 2, 3]) }
        let calls = KeptConnections(limits: .patient)
        for _ in 1...2 {
            let answer = try await onOneLoop {
                try await calls.call(OutboundRequest(method: "HEAD", url: server.url))
            }
            #expect(answer.headers.first("content-length") == "3")
            #expect(answer.body.isEmpty)
        }
        #expect(Set(server.asked.map(\.connection)) == [1])
        try await server.stop()
    }

    @Test func aServerThatClosesIsAskedOnANewConnection() async throws {
        let server = try await AnsweringServer { _ in .answerAndClose([7]) }
        let calls = KeptConnections(limits: .patient)
        for _ in 1...3 {
            let answer = try await onOneLoop { try await calls.call(OutboundRequest(url: server.url)) }
            #expect(answer.body == [7])
        }
        try await server.stop()
    }

    @Test func fieldsThatWouldEndALineAreLeftOut() async throws {
        let server = try await AnsweringServer { _ in .answer(.ok, [], []) }
        let calls = KeptConnections(limits: .patient)
        _ = try await onOneLoop {
            try await calls.call(
                OutboundRequest(
                    url: server.url,
                    headers: [("X-Good", "한옥"), ("X-Bad", "a\r\nX-Evil: b"), ("X Name", "c"), ("X:Colon", "d")]))
        }
        let names = server.asked.first?.head.headers.map(\.name)
        #expect(names == ["Host", "X-Good"])
        try await server.stop()
    }

    @Test(arguments: [
        ("", "/"), ("/", "/"), ("?a=b", "/?a=b"), ("/a?b#c", "/a?b"), ("#c", "/"), ("/%EA%B0%80", "/%EA%B0%80"),
    ])
    func whatIsAskedForIsWhatTheURLSays(_ end: String, _ target: String) async throws {
        let server = try await AnsweringServer { _ in .answer(.ok, [], []) }
        let url = "HTTP://LocalHost" + server.url.dropFirst("http://127.0.0.1".count) + end
        _ = try await onOneLoop { try await KeptConnections().call(OutboundRequest(url: url)) }
        let head = try #require(server.asked.first?.head)
        #expect(head.uri == target)
        #expect(head.headers["host"] == ["localhost:" + (server.url.split(separator: ":").last ?? "")])
        try await server.stop()
    }

    @Test(arguments: [
        "http://127.0.0.1:65536/", "http://127.0.0.1:+80/", "http://127.0.0.1:8o/", "http://[::1/", "http://[::1]80/",
        "ftp://127.0.0.1/", "http://", "http://user@127.0.0.1/", "127.0.0.1", "http://127.0.0.1:0/",
        "http://127.0.0.1/ HTTP/1.1\r\nX-Evil: 1", "http://127.0.0.1\r\nX-Evil: 1/",
    ])
    func whatIsNoURLIsRefused(_ url: String) async throws {
        await #expect(throws: OutboundFailure.self) { try await KeptConnections().call(OutboundRequest(url: url)) }
    }

    @Test func aServerThatIsNotThereIsTold() async throws {
        let server = try await AnsweringServer { _ in .nothing }
        let url = server.url
        try await server.stop()
        await #expect(throws: OutboundFailure.self) { try await KeptConnections().call(OutboundRequest(url: url)) }
    }
}

/// Connections are those of an event loop: all calls of a test come from one.
private func onOneLoop(_ body: @escaping @Sendable () async throws -> OutboundAnswer) async throws -> OutboundAnswer {
    try await Task(executorPreference: LoopExecutor.shared) { try await body() }.value
}

extension ConnectionLimits {
    /// Between two calls of a test minutes may pass where hundreds run at once: that is not what is tested here.
    fileprivate static let patient: ConnectionLimits = {
        var limits = ConnectionLimits()
        limits.freshTime = .hours(1)
        limits.idleTime = .hours(1)
        return limits
    }()
}
