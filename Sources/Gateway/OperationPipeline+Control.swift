import ServiceKit
import SigV4
import Wire

extension OperationPipeline {
    /// A request to S3 Control: told by method and path, and signed as S3's are.
    func runControl(_ request: HTTPRequest, _ service: ServedService, _ record: AccessRecord) async throws -> Reply {
        let (operation, labels) = try controlRoute(request, service)
        var wire = WireRequest(
            method: request.method, pathLabels: labels, query: PercentCoding.parseQuery(request.rawQuery),
            headers: request.headers)
        record.operation = operation.model.name
        record.input = wire
        let authenticated = try await authenticate(request, service.model, bodyHash: nil, bucketInHost: nil)
        if case .anonymous = authenticated.caller { throw AuthenticationFailure.missing.error(for: service.model) }
        let body = try await VerifiedRequestBody(request, authenticated)
            .collect(limit: operation.bodyLimit, refusal: Self.tooLargeForS3)
        wire.body = body.bytes
        let call = call(request, authenticated, record, body: EmptyBody(), buffered: body)
        return try await carryOut(operation, wire, call, service.model, record)
    }

    private func controlRoute(
        _ request: HTTPRequest, _ service: ServedService
    ) throws -> (operation: Operation, labels: [String: String]) {
        guard let match = service.paths?.match(method: request.method, path: request.rawPath) else {
            throw ServiceError(
                "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405,
                members: [("Method", request.method)])
        }
        guard let operation = service.operations[match.operation] else {
            throw ServiceError(
                "NotImplemented", "A header you provided implies functionality that is not implemented", status: 501)
        }
        return (operation, match.labels)
    }
}
