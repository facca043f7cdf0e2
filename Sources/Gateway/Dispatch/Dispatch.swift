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
    private let storage: ServedService?
    private let storageControl: ServedService?

    init(_ services: [ServedService]) {
        byTargetPrefix = Self.index(services) { $0.model.targetPrefix }
        bySigningName = Self.index(services) { $0.model.signingName }
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
            if Self.isPage(request) { return .page }
            if let service = operationService(request) { return .operation(service) }
            if Self.isServicePreflight(request) { return .preflight }
        }
        guard let storage else { return .page }
        return .objectStorage(storage)
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
            return service
        }
        return queryService(request)
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
        let text: Substring
        if let header = request.headers.first("authorization") {
            guard let start = header.firstRange(of: "Credential=") else { return nil }
            text = header[start.upperBound...].prefix { $0 != "," && $0 != " " }
            return part(3, of: text, separator: "/")
        }
        guard let start = request.rawQuery.firstRange(of: "X-Amz-Credential=") else { return nil }
        text = request.rawQuery[start.upperBound...].prefix { $0 != "&" }
        return part(3, of: text[...], separator: text.contains("/") ? "/" : "%2F")
    }

    private static func part(_ index: Int, of text: Substring, separator: String) -> String? {
        let parts = text.split(separator: separator, maxSplits: index + 1, omittingEmptySubsequences: false)
        return index < parts.count ? String(parts[index]) : nil
    }

    private static func isPage(_ request: HTTPRequest) -> Bool {
        let path = request.rawPath
        if path == "/_hanok" || path.hasPrefix("/_hanok/") { return true }
        guard ["GET", "HEAD", "OPTIONS"].contains(request.method) else { return false }
        // A user pool's id has an underscore, which no bucket's name has.
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[1].contains("_") && parts[2] == ".well-known"
            && (parts[3] == "openid-configuration" || parts[3] == "jwks.json")
    }

    /// A preflight of a service's endpoint, which is always `/`. It never needs a signature.
    private static func isServicePreflight(_ request: HTTPRequest) -> Bool {
        request.method == "OPTIONS" && request.rawPath == "/"
            && request.headers.contains("access-control-request-method")
    }
}
