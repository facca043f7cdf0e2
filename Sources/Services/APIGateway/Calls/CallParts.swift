import FoundationEssentials
import ServiceKit
import Wire

/// What the calls to APIs of both kinds work with.
struct CallParts: Sendable {
    let gateway: APIGateway
    let tokens: TokenChecks
    let throttles = Throttles()
    let functions: FunctionCalls
    let servers: ServerCalls
    let authorizers: FunctionAuthorizers

    init(_ gateway: APIGateway) {
        self.gateway = gateway
        tokens = TokenChecks(ours: gateway.seams.tokens, http: gateway.seams.documents)
        functions = FunctionCalls(gateway)
        servers = ServerCalls(http: gateway.seams.proxied)
        authorizers = FunctionAuthorizers(functions: functions, results: gateway.authorizerResults)
    }

    /// The whole body, or nil for one that is too long.
    static func body(of request: APIRequest) async throws -> [UInt8]? {
        struct TooLong: Error {}
        do {
            return try await request.call.body.collect(limit: APILimits.body, refusal: TooLong()).bytes
        } catch is TooLong {
            return nil
        }
    }

    static func hasTooLongHeaders(_ request: APIRequest) -> Bool {
        var count = request.method.utf8.count + request.rawPath.utf8.count + request.rawQuery.utf8.count
        for field in request.headers.fields { count += field.name.utf8.count + field.value.utf8.count }
        return count > APILimits.headers
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digit(byte >> 4)
                text[2 * index + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }

    /// `Root=1-…`, the request's own where it brings one.
    func traceID(of request: APIRequest, at now: Date) -> String {
        if let given = request.headers.first("x-amzn-trace-id"), given.utf8.count <= 256 { return given }
        let seconds = String(Int(now.timeIntervalSince1970), radix: 16)
        return "Root=1-\(seconds)-\(Self.hexadecimal(gateway.randomness.bytes(12)))"
    }
}

extension CallParts {
    private static let mostHops = 32

    /// Whether a request has gone through so many gateways that it is one's own answer to itself: an API that leads back to
    /// itself would make a thousand requests of one.
    static func isLoop(_ request: APIRequest) -> Bool {
        ["via", "x-forwarded-for"].contains { name in
            request.headers.all(name).reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: ",") } } >= mostHops
        }
    }
}
