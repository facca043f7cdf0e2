import FoundationEssentials
import Gateway
import Logging
import PasswordHashing
import Server
import ServiceKit
import SigV4
import Storage
import Synchronization
import TestSupport
import Wire

/// The whole server in memory but for its folder: requests are signed and pass through every step,
/// without a socket.
final class House: Sendable {
    struct Key: Sendable {
        var id: String
        var secret: String
        var token: String?
    }

    static let root = Key(id: "AKIAROOTOFTHEHOUSE00", secret: "secret/of/the/root/0123456789/abcdefghij")

    let clock = TestClock()
    private let folder = TemporaryFolder()
    private let door: FrontDoor

    /// Of an account beside the standard one.
    static let otherAccountID = "111111111111"
    static let otherRoot = Key(id: "AKIAROOTOFTHEOTHER00", secret: "secret/of/another/root/0123456789/abcdef")

    init(isDevelopment: Bool = false) throws {
        var configuration = Configuration()
        configuration.root = .init(id: Self.root.id, secret: Self.root.secret)
        configuration.isDevelopment = isDevelopment
        configuration.accounts = [
            .init(
                id: Self.otherAccountID, name: "other", email: "other@example.com", canonicalUserID: nil,
                accessKeys: [.init(id: Self.otherRoot.id, secret: Self.otherRoot.secret)])
        ]
        var cost = PasswordHashing.Cost()
        cost.memoryBytes = 1 << 20
        let data = try DataFolder(folder.path + "/data")
        let ground = try Assembly.Ground(
            configuration, folder: data, publicURL: "http://localhost:4566",
            passwords: PasswordHashing(cost: cost, parallel: 2), accessLog: nil, logger: Logger(label: "test"),
            clock: clock)
        door = try FrontDoor(ground: ground, generation: try data.generation())
    }

    deinit { door.close() }

    /// The files that blobs are in.
    func blobFiles() -> [String] {
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path + "/data")) ?? []
        return files.filter { $0.contains("/blobs/") && $0.split(separator: "/").last?.utf8.count == 32 }
            .map { folder.path + "/data/" + $0 }
    }

    var services: [any Service] { door.services }

    /// A call as the pipeline makes it, for those who ask an operation directly.
    func call(headers: HeaderFields, caller: Caller? = nil) -> Call {
        let root = Account(
            id: "000000000000", name: "root", email: "root@example.com",
            canonicalUserID: String(repeating: "0", count: 64))
        return Call(
            requestID: "request", time: clock.now, caller: caller ?? .root(root), region: "us-east-1",
            client: Call.Client(address: "127.0.0.1", isSecure: false, host: "localhost", userAgent: "test"),
            headers: headers, body: EmptyBody())
    }

    struct Answer: Sendable {
        var status: Int
        var headers: HeaderFields
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

        /// The text of the first element of that name.
        func element(_ name: String) -> String? {
            guard let start = text.firstRange(of: "<\(name)>"),
                let end = text[start.upperBound...].firstRange(of: "</\(name)>")
            else { return nil }
            return String(text[start.upperBound..<end.lowerBound])
        }

        /// The error's code, whatever the protocol.
        var code: String? {
            json["__type"]?.string?.split(separator: "#").last.map(String.init) ?? element("Code")
                // REST-JSON has it in a header alone.
                ?? headers.first("x-amzn-errortype")
        }
        var message: String? { json["message"]?.string ?? json["Message"]?.string ?? element("Message") }
    }

    /// Sends a request as it is.
    func send(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async -> Answer {
        let hasHost = headers.contains { $0.name.lowercased() == "host" }
        let fields = (hasHost ? [] : [("Host", "localhost:4566")]) + headers
        let answer = await door.answer(
            HTTPRequest(
                method: method, target: target, headers: HeaderFields(fields), address: "127.0.0.1", isSecure: false,
                body: MemoryBody(body)))
        var bytes: [UInt8] = []
        switch answer.body {
        case .bytes(let all): bytes = all
        case .segments(let segments):
            for segment in segments {
                bytes += (try? await segment.open().read(at: segment.offset, count: segment.byteCount)) ?? []
            }
        }
        return Answer(status: answer.status, headers: answer.headers, body: bytes)
    }

    /// Signs a request and sends it. `change` tampers with the headers after signing.
    func signed(
        _ method: String, _ target: String, service: String, as key: Key = root, at time: Date? = nil,
        region: String = "us-east-1", headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        change: (inout [(name: String, value: String)]) -> Void = { _ in }
    ) async throws -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let hasHost = headers.contains { $0.name.lowercased() == "host" }
        var request = SignableRequest(
            method: method, rawPath: parts[0], rawQuery: parts.count > 1 ? parts[1] : "",
            headers: (hasHost ? [] : [(name: "Host", value: "localhost:4566")]) + headers)
        let signer = RequestSigner(
            accessKeyID: key.id, secretAccessKey: key.secret, sessionToken: key.token, region: region,
            service: service)
        signer.sign(&request, payloadHash: RequestSigner.payloadHash(of: body), at: time ?? clock.now)
        change(&request.headers)
        return await send(method, target, headers: request.headers, body: body)
    }

    /// Calls an operation of a Query service.
    @discardableResult
    func form(_ service: String, _ form: String, as key: Key = root) async throws -> Answer {
        let version = service == "iam" ? "2010-05-08" : "2011-06-15"
        return try await signed(
            "POST", "/", service: service, as: key,
            headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded")],
            body: Array((form + "&Version=" + version).utf8))
    }

    /// A user with a key, and the policies given.
    func user(_ name: String, policy: String? = nil, as root: Key = root) async throws -> Key {
        try await form("iam", "Action=CreateUser&UserName=\(name)", as: root)
        if let policy { try await setPolicy(policy, of: name, as: root) }
        let answer = try await form("iam", "Action=CreateAccessKey&UserName=\(name)", as: root)
        return Key(id: answer.element("AccessKeyId") ?? "", secret: answer.element("SecretAccessKey") ?? "")
    }

    func setPolicy(_ policy: String, of user: String, as root: Key = root) async throws {
        let text = PercentCoding.encode(policy)
        try await form("iam", "Action=PutUserPolicy&UserName=\(user)&PolicyName=p&PolicyDocument=\(text)", as: root)
    }

    /// Calls an operation of a JSON service.
    func json(
        _ target: String, _ input: JSONValue, service: String, as key: Key? = root
    ) async throws -> Answer {
        let headers = [
            (name: "X-Amz-Target", value: target), (name: "Content-Type", value: "application/x-amz-json-1.1"),
        ]
        guard let key else { return await send("POST", "/", headers: headers, body: input.serialized()) }
        return try await signed("POST", "/", service: service, as: key, headers: headers, body: input.serialized())
    }
}

/// A body that came in whole.
final class MemoryBody: IncomingBody {
    let contentLength: Int?
    private let rest: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) {
        contentLength = bytes.count
        rest = Mutex(bytes)
    }

    func next() async throws -> [UInt8]? {
        rest.withLock { rest in
            defer { rest = [] }
            return rest.isEmpty ? nil : rest
        }
    }
}
