import CloudWatchLogs
import FoundationEssentials
import PolicyEngine
import ServiceKit
import Storage
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Wire

/// The service on a store of its own, called as the gateway calls it: JSON in, JSON out.
final class LogBench: Sendable {
    let clock = TestClock()
    let store: WriteCounter
    let gatekeeper = Gatekeeper()
    let service: CloudWatchLogs
    private let folder = TemporaryFolder()

    static let account = Account(id: "000000000000", name: "one", email: "one@example.com", canonicalUserID: "a")
    static let otherAccount = Account(id: "111111111111", name: "two", email: "two@example.com", canonicalUserID: "b")
    static let groupARN = "arn:aws:logs:us-east-1:000000000000:log-group:g"

    init() throws {
        store = WriteCounter(try SQLiteStore(path: folder.path + "/store.sqlite"))
        service = CloudWatchLogs(
            store: store, sealer: Sealer(key: [UInt8](repeating: 7, count: 32), generation: "1"),
            accounts: Accounts([Self.account, Self.otherAccount], standard: Self.account), authorizer: gatekeeper,
            clock: clock, randomness: SystemRandomness())
    }

    var now: Int { Int(clock.now.timeIntervalSince1970 * 1000) }

    func call(as account: Account = account) -> Call {
        Call(
            requestID: "request", time: clock.now, caller: .root(account), region: "us-east-1",
            client: Call.Client(address: "127.0.0.1", isSecure: false, host: "localhost", userAgent: ""),
            headers: HeaderFields(), body: EmptyBody())
    }

    @discardableResult
    func call(_ name: String, _ input: JSONValue, as account: Account = account) async throws -> JSONValue {
        let decoded = try decode(name, input, as: account)
        _ = try await decoded.permissions()
        try decoded.validate()
        let body = try await decoded.perform().response.body
        return body.isEmpty ? [:] : try JSONValue(parsing: body)
    }

    func permissions(_ name: String, _ input: JSONValue) async throws -> [Permission] {
        try await decode(name, input, as: Self.account).permissions()
    }

    private func decode(_ name: String, _ input: JSONValue, as account: Account) throws -> any DecodedOperation {
        let operation = try #require(service.operations.first { $0.model.name == name })
        return try operation.decode(WireRequest(body: input.serialized()), call(as: account))
    }

    /// What the call is refused with, as `code: sentence`.
    func refusal(_ name: String, _ input: JSONValue) async -> String? {
        do {
            try await call(name, input)
            return nil
        } catch let error as ServiceError {
            return "\(error.code): \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    /// Makes the group `g`, and streams in it.
    func makeGroup(_ name: String = "g", streams: [String] = ["s"]) async throws {
        try await call("CreateLogGroup", ["logGroupName": .string(name)])
        for stream in streams {
            try await call("CreateLogStream", ["logGroupName": .string(name), "logStreamName": .string(stream)])
        }
    }

    /// Puts messages, each so many milliseconds from now.
    @discardableResult
    func put(_ messages: [(after: Int, text: String)], to stream: String = "s", of group: String = "g") async throws
        -> JSONValue
    {
        let events = messages.map { message -> JSONValue in
            ["timestamp": .number(String(now + message.after)), "message": .string(message.text)]
        }
        return try await call(
            "PutLogEvents",
            ["logGroupName": .string(group), "logStreamName": .string(stream), "logEvents": .array(events)])
    }

    func get(_ input: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await call("GetLogEvents", .object(Self.members(input, ["logGroupName": "g", "logStreamName": "s"])))
    }

    func filter(_ input: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await call("FilterLogEvents", .object(Self.members(input, ["logGroupName": "g"])))
    }

    private static func members(_ input: [String: JSONValue], _ usual: [String: JSONValue]) -> [JSONValue.Member] {
        usual.merging(input) { $1 }.map { JSONValue.Member($0.key, $0.value) }
    }

    static func messages(_ answer: JSONValue) -> [String] {
        answer["events"]?.array?.compactMap { $0["message"]?.string } ?? []
    }

    func storedBytes() async throws -> Int? {
        try await call("DescribeLogGroups", [:])["logGroups"]?.array?.first?["storedBytes"]?.int
    }
}

/// Lets everybody do everything, but for what is taken out.
final class Gatekeeper: Authorizes {
    private let refused = Mutex<Set<String>>([])
    private let asked = Mutex<[String]>([])

    func refuse(_ actions: Set<String>) { refused.withLock { $0 = actions } }
    var questions: [String] { asked.withLock { $0 } }

    func decide(_ permission: Permission, _ call: Call) async throws -> Decision {
        asked.withLock { $0.append("\(permission.action) \(permission.resource)") }
        let isRefused = refused.withLock { $0.contains(permission.action) }
        return isRefused ? .ofNobody : Self.allowed
    }

    /// What the account's root gets.
    private static let allowed = PolicySet().decide(
        AccessRequest(
            action: "logs:Any", resource: "*", principal: PrincipalDescription(kind: .root, account: "1"),
            context: ContextValues(), resourceAccount: "1"))
}

/// A store that counts the writes.
final class WriteCounter: KeyValueStore {
    private let store: any KeyValueStore
    private let count = Mutex(0)

    init(_ store: any KeyValueStore) { self.store = store }

    var writes: Int { count.withLock { $0 } }

    func read<Value: Sendable>(_ body: @Sendable (any Snapshot) throws -> Value) async throws -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        count.withLock { $0 += 1 }
        return try await store.write(body)
    }
}
