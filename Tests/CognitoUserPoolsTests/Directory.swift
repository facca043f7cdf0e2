import CognitoUserPools
import CryptoExtras
import FoundationEssentials
import PasswordHashing
import ServiceKit
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Wire

/// The service on a store of its own, called as the gateway calls it: JSON in, JSON out.
final class Directory: Sendable {
    let clock = TestClock()
    let mail = KeptMail()
    let functions = PlayedFunctions()
    let service: CognitoUserPools
    let store: SQLiteStore
    private let folder: TemporaryFolder

    init(issuer: String? = nil) throws {
        folder = TemporaryFolder()
        store = try SQLiteStore(path: folder.path + "/store.sqlite")
        var cost = PasswordHashing.Cost()
        cost.passes = 1
        cost.memoryBytes = 8192
        service = CognitoUserPools(
            store: store, sealer: Sealer(key: [UInt8](repeating: 7, count: 32), generation: "1"),
            accounts: Accounts([Self.account, Self.otherAccount], standard: Self.account), clock: clock,
            randomness: SystemRandomness(), passwords: PasswordHashing(cost: cost, parallel: 2), mail: mail,
            issuers: IssuerNames(publicURL: "http://localhost:4566", template: issuer),
            keyPairs: SpareKeyPairs(limit: 0, make: { try SharedKeys.next() }), functions: functions)
    }

    static let account = Account(
        id: "000000000000", name: "one", email: "one@example.com", canonicalUserID: "a")
    static let otherAccount = Account(
        id: "111111111111", name: "two", email: "two@example.com", canonicalUserID: "b")

    /// Calls an operation and answers its document.
    @discardableResult
    func call(
        _ name: String, _ input: JSONValue, as account: Account = account, region: String = "us-east-1",
        from address: String = "127.0.0.1"
    ) async throws -> JSONValue {
        let operation = try #require(service.operations.first { $0.model.name == name })
        let caller: Caller = operation.access == .open ? .anonymous : .root(account)
        let call = Call(
            requestID: "request", time: clock.now, caller: caller, region: region,
            client: Call.Client(address: address, isSecure: false, host: "localhost", userAgent: ""),
            headers: HeaderFields(), body: EmptyBody())
        let decoded = try operation.decode(WireRequest(body: input.serialized()), call)
        _ = try await decoded.permissions()
        try decoded.validate()
        let reply = try await decoded.perform()
        return reply.response.body.isEmpty ? [:] : try JSONValue(parsing: reply.response.body)
    }

    /// The error that a call ends with, as `Code: sentence`.
    func refusal(
        _ name: String, _ input: JSONValue, as account: Account = account, region: String = "us-east-1"
    ) async throws -> String {
        do {
            let answer = try await call(name, input, as: account, region: region)
            return "no error: \(String(decoding: answer.serialized(), as: UTF8.self))"
        } catch let error as ServiceError { return "\(error.code): \(error.message)" }
    }
}

/// Making RSA keys takes long; every pool of the tests gets one of these.
enum SharedKeys {
    private static let pairs = Mutex<[_RSA.Signing.PrivateKey]>([])

    static func next() throws -> _RSA.Signing.PrivateKey {
        try pairs.withLock { pairs in
            if pairs.count < 2 { pairs.append(try _RSA.Signing.PrivateKey(keySize: .bits2048)) }
            pairs.swapAt(0, pairs.count - 1)
            return pairs[0]
        }
    }
}

/// Keeps what was sent.
final class KeptMail: SendsMail {
    private let messages = Mutex<[OutgoingMessage]>([])

    func send(_ message: OutgoingMessage) async throws { messages.withLock { $0.append(message) } }

    var all: [OutgoingMessage] { messages.withLock { $0 } }

    /// The digits of the last message.
    var lastCode: String { all.last?.body.filter(\.isNumber) ?? "" }
}

extension JSONValue {
    /// The text at a path of members.
    func text(_ path: String...) -> String? {
        path.reduce(Optional(self)) { value, name in value?[name] }?.string
    }

    func merging(_ other: JSONValue) -> JSONValue {
        let added = other.members ?? []
        let kept = (members ?? []).filter { member in !added.contains { $0.key == member.key } }
        return .object(kept + added)
    }
}
