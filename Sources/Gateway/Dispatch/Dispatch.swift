import ServiceKit
import SigV4
import Wire

/// Tells which service a request is for. Three kinds of answers exist: an operation of a service,
/// a page, and the preflight of a browser.
struct Dispatch: Sendable {
    enum Destination: Sendable {
        case operation(ServedService)
        case objectStorage(ServedService)
        case storageControl(ServedService)
        case preflight
        case page

        /// Whether the answer carries S3's ids.
        var isS3: Bool {
            switch self {
            case .objectStorage, .storageControl: true
            case .operation, .preflight, .page: false
            }
        }
    }

    private let byTargetPrefix: [String: ServedService]
    private let bySigningName: [String: ServedService]
    private let byVersion: [String: ServedService]
    /// Services under the signing name of an older one, told from it by their paths: API Gateway's second API.
    private let versioned: [String: ServedService]
    private let withPaths: [ServedService]
    private let storage: ServedService?
    private let storageControl: ServedService?

    init(_ services: [ServedService]) {
        byTargetPrefix = Self.index(services) { $0.model.targetPrefix }
        let isSecond = { (service: ServedService) in service.model.name.hasSuffix("v2") }
        bySigningName = Self.index(services.filter { !isSecond($0) }) { $0.model.signingName }
        versioned = Self.index(services.filter(isSecond)) { $0.model.signingName }
        withPaths = services.filter { $0.model.awsProtocol == .restJSON }
        byVersion = Self.index(services.filter { $0.model.awsProtocol == .query }) { $0.model.apiVersion }
        storage = services.first { $0.model.awsProtocol == .restXML && $0.router != nil }
        storageControl = services.first { $0.model.awsProtocol == .restXML && $0.paths != nil }
    }

    private static func index(
        _ services: [ServedService], by name: (ServedService) -> String?
    ) -> [String: ServedService] {
        var index: [String: ServedService] = [:]
        for service in services {
            if let name = name(service), index[name] == nil { index[name] = service }
        }
        return index
    }

    /// The order is DESIGN's: path prefix, target header, the signature's scope, form action, else S3.
    func destination(of request: HTTPRequest, bucketInHost: String?) -> Destination {
        if let storageControl, Self.isForStorageControl(request) { return .storageControl(storageControl) }
        if bucketInHost == nil {
            if Self.isPage(request) || Self.isStart(request) { return .page }
            if let service = operationService(request) { return .operation(service) }
            if Self.isServicePreflight(request) { return .preflight }
        }
        guard let storage else { return .page }
        return .objectStorage(storage)
    }

    /// `/` opened in a browser. A signed request, or one of a program, lists buckets.
    private static func isStart(_ request: HTTPRequest) -> Bool {
        (request.method == "GET" || request.method == "HEAD") && request.rawPath == "/"
            && (request.rawQuery.isEmpty || request.rawQuery.hasPrefix("lang="))
            && !request.headers.contains("authorization")
            && (request.headers.first("accept") ?? "").contains("text/html")
    }

    /// Its requests carry an account, and carry it in the host too, where others name a bucket. Their signatures are
    /// for S3.
    private static func isForStorageControl(_ request: HTTPRequest) -> Bool {
        request.rawPath.hasPrefix("/v20180820/") && request.headers.contains("x-amz-account-id")
    }

    private func operationService(_ request: HTTPRequest) -> ServedService? {
        if let target = request.headers.first("x-amz-target") {
            // CloudTrail's prefix has dots of its own.
            let prefix = target.lastIndex(of: ".").map { String(target[..<$0]) } ?? ""
            if let service = byTargetPrefix[prefix] { return service }
        }
        if let name = Self.scopeService(of: request), name != "s3", let service = bySigningName[name] {
            return versioned[name].flatMap { Self.isSecondVersion(request) ? $0 : nil } ?? service
        }
        if let service = unsignedService(request) { return service }
        return queryService(request)
    }

    private static func isSecondVersion(_ request: HTTPRequest) -> Bool { request.rawPath.hasPrefix("/v2/") }

    /// An operation by its path, for the refusal that its service words. Buckets have no names like the first segments
    /// of Lambda's paths, which are dates of its API's versions and followed by what no key begins with.
    private func unsignedService(_ request: HTTPRequest) -> ServedService? {
        guard Self.isFunctionPath(request), !request.headers.contains("authorization") else { return nil }
        return withPaths.first { $0.paths?.match(method: request.method, path: request.rawPath) != nil }
    }

    private static func isFunctionPath(_ request: HTTPRequest) -> Bool {
        request.rawPath.hasPrefix("/2015-03-31/functions/")
    }

    /// A form without signature, as AssumeRoleWithWebIdentity is sent: its `Version` tells, which
    /// stands in the query or in a body that was not read yet.
    private func queryService(_ request: HTTPRequest) -> ServedService? {
        guard request.rawPath == "/" else { return nil }
        if request.rawQuery.contains("Action=") {
            let version = PercentCoding.parseQuery(request.rawQuery).first { $0.name == "Version" }?.value
            return byVersion[version ?? ""]
        }
        let isForm =
            request.headers.first("content-type")?.hasPrefixIgnoringASCIICase(
                "application/x-www-form-urlencoded") ?? false
        guard request.method == "POST", isForm else { return nil }
        // STS alone has operations that need no signature.
        return bySigningName["sts"]
    }

    /// The fourth part of `Credential=AKID/date/region/service/aws4_request`.
    private static func scopeService(of request: HTTPRequest) -> String? {
        if let header = request.headers.first("authorization") { return service(after: credentialInHeader, in: header) }
        return request.rawQuery.isEmpty ? nil : service(after: credentialInQuery, in: request.rawQuery)
    }

    private static let credentialInHeader = Array("Credential=".utf8)
    private static let credentialInQuery = Array("X-Amz-Credential=".utf8)

    /// Every request passes by here: as bytes, the scope's slashes plain or percent-encoded.
    private static func service(after mark: [UInt8], in text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let start = end(of: mark, in: bytes) else { return nil }
        var slashes = 0
        var index = start
        var begin = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") { break }
            let isEncoded =
                byte == UInt8(ascii: "%") && index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "2")
                && (bytes[index + 2] | 0x20) == UInt8(ascii: "f")
            if byte == UInt8(ascii: "/") || isEncoded {
                slashes += 1
                if slashes == 4 { return String(decoding: bytes[begin..<index], as: UTF8.self) }
                index += isEncoded ? 3 : 1
                begin = index
            } else {
                index += 1
            }
        }
        return slashes == 3 ? String(decoding: bytes[begin..<index], as: UTF8.self) : nil
    }

    private static func end(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start] == mark[0] {
            if (1..<mark.count).allSatisfy({ bytes[start + $0] == mark[$0] }) { return start + mark.count }
        }
        return nil
    }

    private static func isPage(_ request: HTTPRequest) -> Bool {
        let path = request.rawPath
        if path == "/_hanok" || path.hasPrefix("/_hanok/") { return true }
        guard path.hasSuffix("/openid-configuration") || path.hasSuffix("/jwks.json"),
            ["GET", "HEAD", "OPTIONS"].contains(request.method)
        else { return false }
        // A user pool's id has an underscore, which no bucket's name has.
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[1].contains("_") && parts[2] == ".well-known"
            && (parts[3] == "openid-configuration" || parts[3] == "jwks.json")
    }

    /// A preflight of a service's endpoint: `/`, or where functions are invoked. It never needs a signature.
    private static func isServicePreflight(_ request: HTTPRequest) -> Bool {
        request.method == "OPTIONS" && (request.rawPath == "/" || isFunctionPath(request))
            && request.headers.contains("access-control-request-method")
    }
}
