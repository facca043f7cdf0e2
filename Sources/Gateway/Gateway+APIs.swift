import ServiceKit
import SigV4
import Storage
import Wire

/// Requests to APIs and to URLs of functions, which no operation of a service stands for.
extension Gateway {
    func answerAPI(_ request: HTTPRequest, _ api: any ServesAPIs) async -> HTTPAnswer {
        let record = AccessRecord(request, ids: RequestIDs(forS3: false), started: clock.now)
        record.caller = .anonymous
        let call = pipeline.call(
            request, Authenticated(caller: .anonymous, region: defaultRegion, facts: .none), record,
            body: IncomingRequestBody(incoming: request.body, share: pipeline.bodies.share()))
        let reply = await api.answer(
            APIRequest(
                method: request.method, rawPath: request.rawPath, rawQuery: request.rawQuery,
                hostName: request.hostName, headers: request.headers, call: call,
                caller: SignatureProof(request: request, pipeline: pipeline, record: record),
                note: APICallNotes(record: record)))
        var answer = HTTPAnswer(
            status: reply.status, headers: reply.headers, body: reply.body, contentLength: reply.contentLength)
        // Below a path of ours what it answers shares the origin of our pages.
        if BucketAddress.isOurs(request.hostName, publicHost: publicHost) { SharedOrigin.confine(&answer.headers) }
        note(record, answer)
        return answer
    }
}

/// The signature on a request, checked when its API asks for it.
private struct SignatureProof: ProvesCallers {
    let request: HTTPRequest
    let pipeline: OperationPipeline
    let record: AccessRecord

    func call(signedFor service: String, body: [UInt8]) async throws -> Call {
        let model = ServiceModel(
            name: service, apiVersion: "", awsProtocol: .restJSON, signingName: service, endpointPrefix: service,
            serviceID: service, validationErrorCode: "ValidationException")
        let authenticated = try await pipeline.authenticate(
            request, model, bodyHash: RequestSigner.payloadHash(of: body), bucketInHost: nil)
        return pipeline.call(request, authenticated, record, body: EmptyBody())
    }
}

private struct APICallNotes: NotesAPICalls {
    let record: AccessRecord

    func note(service: String, operation: String, resource: String) {
        record.service = service
        record.operation = operation
        record.resource = resource
    }

    func note(denied permission: Permission) {
        record.note(permission)
        record.isDenied = true
    }
}

/// A body as it comes in: nothing about it was signed or promised but its length. Whoever sends it has proven nothing, so
/// that it is counted with the bodies of all such callers for as long as the request lasts.
private struct IncomingRequestBody: RequestBody {
    let incoming: any IncomingBody
    let share: BodyBudget.Share

    var declaredBytes: Int? { incoming.contentLength }
    func next() async throws -> [UInt8]? {
        guard let piece = try await incoming.next() else { return nil }
        try share.take(piece.count)
        return piece
    }
    func finish() async throws -> VerifiedBody { VerifiedBody(byteCount: 0) }
}
