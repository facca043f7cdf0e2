import FoundationEssentials
import PolicyEngine
import ServiceKit
import SigV4
import Storage
import Wire

/// The life of a request for an operation: route, authenticate, decode, authorize, validate,
/// perform, encode. Each step takes what the one before it made, so the order cannot be got wrong.
struct OperationPipeline: Sendable {
    let authenticator: Authenticator
    let authorizer: any Authorizes
    let clock: any Clock
    let defaultRegion: String
    let bodies = BodyBudget()

    /// A request whose operation is told by a header or a form, its body read first.
    func run(_ request: HTTPRequest, _ service: ServedService, _ record: AccessRecord) async throws -> Reply {
        let share = bodies.share()
        defer { withExtendedLifetime(share) {} }
        var wire = WireRequest(
            method: request.method, query: PercentCoding.parseQuery(request.rawQuery), headers: request.headers)
        let operation: Operation
        if let paths = service.paths {
            let (routed, labels) = try route(request, paths, service)
            (operation, wire.pathLabels) = (routed, labels)
            wire.body = try await collect(request.body, limit: operation.bodyLimit, share)
        } else {
            wire.body = try await collect(request.body, limit: service.longestBody, share)
            operation = try route(wire, service)
        }
        record.operation = operation.model.name
        record.input = wire
        let authenticated = try await authenticate(request, operation, service.model, wire.body)
        let call = call(request, authenticated, record, body: EmptyBody())
        return try await carryOut(operation, wire, call, service.model, record)
    }

    /// An S3 request: told by method, path and parameters, authenticated on its head, its body
    /// streamed or read afterwards.
    func runObjectStorage(
        _ request: HTTPRequest, _ service: ServedService, bucketInHost: String?, _ record: AccessRecord
    ) async throws -> Reply {
        guard let address = BucketAddress(rawPath: request.rawPath, bucketInHost: bucketInHost) else {
            throw ServiceError("InvalidURI", "Couldn't parse the specified URI.", status: 400)
        }
        record.resource = (address.bucket ?? "") + (address.key.map { "/" + $0 } ?? "")
        var wire = WireRequest(
            method: request.method, pathLabels: address.labels,
            query: PercentCoding.parseQuery(request.rawQuery), headers: request.headers)
        if FormUpload.isMeant(by: wire, at: address.level, in: service) {
            return try await runForm(request, service, address.bucket ?? "", bucketInHost: bucketInHost, record)
        }
        let operation = try route(wire, address, service)
        record.operation = operation.model.name
        record.input = wire
        let authenticated = try await authenticate(
            request, service.model, bodyHash: nil, bucketInHost: bucketInHost)
        wire.headers = try HoistedHeaders.headers(of: request, wire.query, authenticated.facts)
        let body = try VerifiedRequestBody(request, authenticated)
        let share = bodies.share()
        defer { withExtendedLifetime(share) {} }
        var buffered: BufferedBody?
        if !operation.model.inputIsStreaming {
            if case .anonymous = authenticated.caller {
                try share.take(min(body.declaredBytes ?? .max, operation.bodyLimit))
            }
            let read = try await body.collect(limit: operation.bodyLimit, refusal: Self.tooLargeForS3)
            wire.body = read.bytes
            buffered = read
        }
        let rest: any RequestBody = buffered == nil ? body : EmptyBody()
        let call = call(
            request, authenticated, record, headers: wire.headers, body: rest, buffered: buffered,
            hostNamesBucket: bucketInHost != nil)
        return try await carryOut(operation, wire, call, service.model, record)
    }

    /// An upload form of a browser, which stands for a PutObject.
    private func runForm(
        _ request: HTTPRequest, _ service: ServedService, _ bucket: String, bucketInHost: String?,
        _ record: AccessRecord
    ) async throws -> Reply {
        try await FormUpload.run(
            request, service, bucket: bucket, bucketInHost: bucketInHost, authenticator: authenticator,
            now: clock.now, record
        ) { operation, form in
            let call = call(form.request, form.authenticated, record, body: form.body)
            return try await carryOut(operation, form.wire, call, service.model, record)
        }
    }

    // MARK: The steps

    private func route(_ request: WireRequest, _ service: ServedService) throws -> Operation {
        switch service.model.awsProtocol {
        case .query:
            let action = try QueryNode(request)["Action"]?.value ?? ""
            guard let operation = service.operations[action] else {
                throw ServiceError(
                    "InvalidAction",
                    "Could not find operation \(action) for version \(service.model.apiVersion)", status: 400)
            }
            return operation
        default:
            let target = request.headers.first("x-amz-target") ?? ""
            let name = target.split(separator: ".").last.map(String.init) ?? ""
            guard let operation = service.operations[name] else {
                let isKnown = service.knownOperations.contains(name)
                throw ServiceError(
                    "UnknownOperationException", isKnown ? "\(name) is not served here." : "", status: 400)
            }
            return operation
        }
    }

    private func route(
        _ request: HTTPRequest, _ paths: PathRouter, _ service: ServedService
    ) throws -> (Operation, labels: [String: String]) {
        let match = paths.match(method: request.method, path: request.rawPath, query: request.rawQuery)
        guard let match, let operation = service.operations[match.operation] else {
            throw ServiceError(
                "UnknownOperationException", match.map { "\($0.operation) is not served here." } ?? "", status: 404)
        }
        return (operation, match.labels)
    }

    private func route(
        _ request: WireRequest, _ address: BucketAddress, _ service: ServedService
    ) throws -> Operation {
        let name = service.router?.operation(
            method: request.method, level: address.level, query: request.query, headers: request.headers)
        guard let name else {
            throw ServiceError.noOperation(request, at: address.level, in: service.router)
        }
        guard let operation = service.operations[name] else {
            throw ServiceError(
                "NotImplemented", "A header you provided implies functionality that is not implemented",
                status: 501)
        }
        return operation
    }

    private func authenticate(
        _ request: HTTPRequest, _ operation: Operation, _ model: ServiceModel, _ body: [UInt8]
    ) async throws -> Authenticated {
        if case .open = operation.access {
            return Authenticated(caller: .anonymous, region: defaultRegion, facts: .none)
        }
        let hash = RequestSigner.payloadHash(of: body)
        let authenticated = try await authenticate(request, model, bodyHash: hash, bucketInHost: nil)
        if case .anonymous = authenticated.caller { throw AuthenticationFailure.missing.error(for: model) }
        return authenticated
    }

    func authenticate(
        _ request: HTTPRequest, _ model: ServiceModel, bodyHash: String?, bucketInHost: String?
    ) async throws -> Authenticated {
        do {
            return try await authenticator.authenticate(
                request, service: model, bodyHash: bodyHash, bucketInHost: bucketInHost, now: clock.now)
        } catch {
            throw error.error(for: model)
        }
    }

    func call(
        _ request: HTTPRequest, _ authenticated: Authenticated, _ record: AccessRecord, headers: HeaderFields? = nil,
        body: any RequestBody, buffered: BufferedBody? = nil, hostNamesBucket: Bool = false
    ) -> Call {
        record.caller = authenticated.caller
        record.accessKeyID = authenticated.accessKeyID
        record.region = authenticated.region
        return Call(
            requestID: record.ids.id, hostID: record.ids.hostID, method: request.method, time: clock.now,
            caller: authenticated.caller, region: authenticated.region,
            client: Call.Client(
                address: request.address, isSecure: request.isSecure, host: request.host,
                hostNamesBucket: hostNamesBucket, userAgent: request.headers.first("user-agent") ?? "",
                signature: authenticated.facts),
            headers: headers ?? request.headers, body: body, buffered: buffered, trail: record.trail,
            memo: record.memo)
    }

    func carryOut(
        _ operation: Operation, _ wire: WireRequest, _ call: Call, _ model: ServiceModel, _ record: AccessRecord
    ) async throws -> Reply {
        let decoded = try operation.decode(wire, call)
        try await authorize(decoded, operation, call, model, record)
        try decoded.validate()
        return try await decoded.perform()
    }

    private func authorize(
        _ decoded: any DecodedOperation, _ operation: Operation, _ call: Call, _ model: ServiceModel,
        _ record: AccessRecord
    ) async throws {
        for permission in try await decoded.permissions() {
            // Without its name there is no resource to decide about: the missing member is the answer.
            if permission.resource.isEmpty { try decoded.validate() }
            record.note(permission)
            let decision = try await authorizer.decide(permission, call)
            guard decision.isAllowed else {
                record.isDenied = true
                throw Denial(permission, decision, call.caller).error(for: model)
            }
        }
    }

    // MARK: Bodies

    private func collect(
        _ incoming: any IncomingBody, limit: Int, _ share: BodyBudget.Share
    ) async throws -> [UInt8] {
        if let length = incoming.contentLength, length > limit { throw Self.tooLarge }
        var body: [UInt8] = []
        while let piece = try await incoming.next() {
            try share.take(piece.count)
            if body.isEmpty { body = piece } else { body.append(contentsOf: piece) }
            if body.count > limit { throw Self.tooLarge }
        }
        return body
    }

    private static let tooLarge = ServiceError(
        "RequestEntityTooLarge", "Request body is too large.", status: 413)
    static let tooLargeForS3 = ServiceError(
        "MaxMessageLengthExceeded", "Your request was too large.", status: 400)
}

extension BucketAddress {
    var labels: [String: String] {
        var labels: [String: String] = [:]
        if let bucket { labels["Bucket"] = bucket }
        if let key { labels["Key"] = key }
        return labels
    }

    var level: RESTRoute.Level { bucket == nil ? .service : key == nil ? .bucket : .object }
}

extension RESTRoute.Level {
    var resourceType: String {
        switch self {
        case .service: "SERVICE"
        case .bucket: "BUCKET"
        case .object: "OBJECT"
        }
    }
}
