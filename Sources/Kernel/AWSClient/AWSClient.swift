import FoundationEssentials
import ServiceKit
import SigV4
import Wire

/// A client of AWS's protocols, signed with one caller's credentials or not at all.
package struct AWSClient: Sendable {
    package var endpoints: AWSEndpoints
    package var credentials: AWSCredentials?
    private let http: any CallsHTTP
    private let clock: any Clock
    package static let timeoutMilliseconds = 60_000
    private static let longestAnswer = 16 << 20

    package init(
        _ endpoints: AWSEndpoints, credentials: AWSCredentials? = nil, http: any CallsHTTP,
        clock: any Clock = SystemClock()
    ) {
        self.endpoints = endpoints
        self.credentials = credentials
        self.http = http
        self.clock = clock
    }

    package func with(_ credentials: AWSCredentials) -> AWSClient {
        var client = self
        client.credentials = credentials
        return client
    }

    /// JSON 1.0 and 1.1.
    ///
    /// - Parameter target: `AWSCognitoIdentityService.GetId`
    package func json(
        _ service: String, _ target: String, version: String = "1.1", _ body: JSONValue = [:]
    ) async throws -> JSONValue {
        let answer = try await send(
            service, "POST", "/",
            headers: [
                ("Content-Type", "application/x-amz-json-\(version)"), ("X-Amz-Target", target),
            ], body: body.serialized())
        return answer.body.isEmpty ? [:] : try JSONValue(parsing: answer.body)
    }

    /// The Query protocol.
    package func query(
        _ service: String, _ action: String, version: String, _ parameters: [(String, String)]
    ) async throws -> [UInt8] {
        let fields = [("Action", action), ("Version", version)] + parameters
        let body = fields.map { PercentCoding.encode($0.0) + "=" + PercentCoding.encode($0.1) }.joined(separator: "&")
        return try await send(
            service, "POST", "/", headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(body.utf8)
        ).body
    }

    /// REST-JSON.
    package func rest(
        _ service: String, _ method: String, _ path: String, _ body: JSONValue? = nil
    ) async throws -> JSONValue {
        let answer = try await send(
            service, method, path, headers: body == nil ? [] : [("Content-Type", "application/json")],
            body: body?.serialized() ?? [])
        return answer.body.isEmpty ? [:] : try JSONValue(parsing: answer.body)
    }

    /// One request and its answer.
    ///
    /// - Parameters:
    ///   - service: as in credential scopes, except `cognito-identity` and the like, which are the same in both.
    ///   - path: as it goes over the wire.
    /// - Throws: `AWSFailure` for statuses from 300.
    package func send(
        _ service: String, _ method: String, _ path: String, query: [(String, String)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeoutMilliseconds: Int = AWSClient.timeoutMilliseconds
    ) async throws -> OutboundAnswer {
        let address = endpoints.url(of: service)
        var request = SignableRequest(
            method: method, rawPath: path, rawQuery: Self.text(query),
            headers: [("Host", Self.host(of: address))] + headers)
        if let credentials {
            signer(service, credentials).sign(
                &request, payloadHash: RequestSigner.payloadHash(of: body), at: clock.now)
        }
        let url = address + path + (request.rawQuery.isEmpty ? "" : "?" + request.rawQuery)
        let answer = try await http.call(
            OutboundRequest(
                method: method, url: url, headers: request.headers.filter { $0.name != "Host" },
                body: body.isEmpty && ["GET", "HEAD", "DELETE"].contains(method) ? nil : body,
                timeoutMilliseconds: timeoutMilliseconds, longestAnswer: Self.longestAnswer))
        guard (200..<300).contains(answer.status) else {
            throw AWSFailure(answer.status, answer.headers, answer.body)
        }
        return answer
    }

    /// The address of a request that is signed in its query, for whoever is given it.
    package func presigned(
        _ service: String, _ method: String, _ path: String, query: [(String, String)] = [], seconds: Int
    ) throws -> String {
        guard let credentials else {
            throw AWSFailure(status: 403, code: "AccessDenied", message: "There are no credentials to sign with.")
        }
        let address = endpoints.url(of: service)
        var request = SignableRequest(
            method: method, rawPath: path, rawQuery: Self.text(query), headers: [("Host", Self.host(of: address))])
        signer(service, credentials).presign(&request, lifetime: seconds, at: clock.now)
        return address + path + "?" + request.rawQuery
    }

    private func signer(_ service: String, _ credentials: AWSCredentials) -> RequestSigner {
        RequestSigner(
            accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
            sessionToken: credentials.sessionToken, region: endpoints.region, service: service)
    }

    private static func text(_ query: [(String, String)]) -> String {
        query.map { PercentCoding.encode($0.0) + "=" + PercentCoding.encode($0.1) }.joined(separator: "&")
    }

    private static func host(of address: String) -> String {
        let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
        return String(rest.prefix { $0 != "/" })
    }
}
