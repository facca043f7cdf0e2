import CivilTime
import FoundationEssentials
import IAM
import PolicyEngine
import ServiceKit
import Storage
import StorageSQLite
import TestSupport
import Wire

/// IAM and STS over a store of their own, called as the door calls them: decode, authorize, validate,
/// perform; with a clock that stands until it is moved.
final class House: Sendable {
    static let account = Account(
        id: "111122223333", name: "main", email: "main@example.com",
        canonicalUserID: String(repeating: "a1", count: 32))
    static let otherAccount = Account(
        id: "444455556666", name: "other", email: "other@example.com",
        canonicalUserID: String(repeating: "b2", count: 32))

    /// 2025-11-24T16:00:00Z
    let clock = TestClock(Date(timeIntervalSince1970: 1_764_000_000))
    let iam: IAM
    let sts: STS
    let tokens = FakeTokens()
    let root = Caller.root(House.account)
    private let operations: [String: Operation]
    private let folder = TemporaryFolder()

    init(
        key: UInt8 = 7, generation: String = "first", passwords: any HashesPasswords = FakePasswords(),
        http: any CallsHTTP = NoHTTPCalls()
    ) throws {
        let sealer = Sealer(key: [UInt8](repeating: key, count: 32), generation: generation)
        iam = IAM(
            store: try SQLiteStore(path: folder.path + "/store.sqlite"), sealer: sealer,
            accounts: Accounts([Self.account, Self.otherAccount], standard: Self.account), clock: clock,
            randomness: SystemRandomness(), passwords: passwords)
        sts = STS(
            iam: iam, verifiers: [tokens], sealer: sealer,
            providers: ProviderTokens(iam: iam, ours: [], http: http))
        let all = (iam.operations + sts.operations).map { ($0.model.name, $0) }
        operations = Dictionary(uniqueKeysWithValues: all)
    }

    func context(_ caller: Caller, address: String = "192.0.2.7", isSecure: Bool = true) -> Call {
        Call(
            requestID: "request", time: clock.now, caller: caller, region: "eu-central-1",
            client: Call.Client(
                address: address, isSecure: isSecure, host: "localhost", userAgent: "test/1",
                signature: .header(version: "AWS4-HMAC-SHA256")),
            headers: HeaderFields(), body: EmptyBody())
    }

    /// The answer's document.
    @discardableResult
    func call(
        _ name: String, _ parameters: KeyValuePairs<String, String> = [:], as caller: Caller? = nil
    ) async throws -> Answer {
        try await call(name, pairs: parameters.map { ($0.key, $0.value) }, as: caller)
    }

    @discardableResult
    func call(_ name: String, pairs: [(String, String)], as caller: Caller?) async throws -> Answer {
        let caller = caller ?? root
        guard let operation = operations[name] else { throw ServiceError("InvalidAction", name) }
        let form = pairs.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
        let call = context(caller)
        let decoded = try operation.decode(WireRequest(body: Array("Action=\(name)&\(form)".utf8)), call)
        for permission in try await decoded.permissions() {
            if permission.resource.isEmpty { try decoded.validate() }
            let decision = try await iam.decide(permission, call)
            guard decision.isAllowed else {
                throw ServiceError(
                    "AccessDenied",
                    decision.message(
                        principal: caller.arn, action: permission.action,
                        resource: permission.shownAs ?? permission.resource),
                    status: 403)
            }
        }
        try decoded.validate()
        return Answer(text: String(decoding: try await decoded.perform().response.body, as: UTF8.self))
    }

    /// Whether the caller may, as other services ask.
    func may(
        _ caller: Caller, _ action: String, _ resource: String, policy: NamedPolicy? = nil,
        in account: String? = nil,
        context: [String: [String]] = [:]
    ) async throws -> Bool {
        let permission = Permission(
            action, on: resource, in: account, context: context, resourcePolicy: policy)
        return try await iam.decide(permission, self.context(caller)).isAllowed
    }

    /// Whom the keys in an answer stand for.
    func caller(with keys: Answer) async throws -> Caller? {
        try await iam.credential(
            accessKeyID: keys["AccessKeyId"] ?? "", sessionToken: keys["SessionToken"], at: clock.now)?.caller
    }

    /// A user with one key, and the caller it is.
    func user(_ name: String, allowing policy: String? = nil) async throws -> Caller {
        try await call("CreateUser", ["UserName": name])
        if let policy {
            try await call(
                "PutUserPolicy", ["UserName": name, "PolicyName": "inline", "PolicyDocument": policy])
        }
        let keys = try await call("CreateAccessKey", ["UserName": name])
        guard let caller = try await caller(with: keys) else {
            throw ServiceError("Test", "the key is not known")
        }
        return caller
    }
}

/// An answer's XML, asked by the names of elements.
struct Answer: Sendable, CustomStringConvertible {
    let text: String
    var description: String { text }

    /// The text of the first element of that name.
    subscript(_ name: String) -> String? { all(name).first }

    func all(_ name: String) -> [String] {
        text.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst()
            .map { String($0.prefix { $0 != "<" }) }
    }

    func document(_ name: String) -> String? { self[name].flatMap { PercentCoding.decode($0) } }
}

/// Stands for identity pools: `x.SUBJECT.y` is a good token for the pool `pool-1`.
final class FakeTokens: VerifiesTokens {
    func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
        let parts = token.split(separator: ".").map(String.init)
        switch parts[0] {
        case "good":
            return VerifiedToken(
                subject: parts[1], audience: "pool-1", use: nil,
                claims: ["amr": ["authenticated", "provider"]],
                expiresAt: time + 600, provider: "cognito-identity.amazonaws.com")
        case "late": throw TokenRefusal.expired
        case "forged": throw TokenRefusal.invalid("signature")
        default: return nil
        }
    }
}

/// Stands for the engine: quick, and not to be read by chance.
struct FakePasswords: HashesPasswords {
    func hash(_ password: String) async throws -> String { "fake:" + String(password.reversed()) }
    func verify(_ password: String, against hash: String) async throws -> Bool {
        try await self.hash(password) == hash
    }
}

enum Policies {
    static func allow(_ actions: String..., on resource: String = "*") -> String {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","#
            + #""Action":[\#(list)],"Resource":"\#(resource)"}]}"#
    }

    static func deny(_ action: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"\#(action)","Resource":"*"}]}"#
    }

    static func trust(_ principal: String, action: String = "sts:AssumeRole", when condition: String = "{}")
        -> String
    {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
            + #""Action":[\#(action.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ","))],"#
            + #""Condition":\#(condition)}]}"#
    }

    static let trustAccount = trust(#"{"AWS":"arn:aws:iam::111122223333:root"}"#)
}
