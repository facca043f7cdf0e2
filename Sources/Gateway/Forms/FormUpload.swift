import FoundationEssentials
import ServiceKit
import SigV4
import Wire

/// An object uploaded by a browser's form (PostObject): a PutObject whose headers are fields, and whose signature
/// covers a policy rather than the request.
package struct FormUpload: Sendable {
    package let bucket: String
    package let key: String
    /// The PutObject that the form stands for.
    package let wire: WireRequest
    /// The request with that PutObject's headers in place of its own.
    package let request: HTTPRequest
    package let authenticated: Authenticated
    package let body: FormFileBody
    private let answer: FormAnswer

    /// Whether a request is one: a POST to a bucket that names no operation of the service's model.
    package static func isMeant(by request: WireRequest, at level: RESTRoute.Level, in service: ServedService) -> Bool {
        guard request.method == "POST", level == .bucket else { return false }
        return service.router?.selectors(in: request.query).isEmpty ?? true
    }

    /// Reads the form up to its file, and checks in S3's order: the form, its signature, its policy.
    package init(
        _ request: HTTPRequest, bucket: String, bucketInHost: String?, service: ServiceModel,
        authenticator: Authenticator, now: Date
    ) async throws {
        let boundary = try MultipartBoundary(contentType: request.headers.first("content-type"))
        guard request.rawQuery.isEmpty else { throw ServiceError.queryOnForm }
        let sender = try await Self.sender(
            request, bucketInHost: bucketInHost, service: service, authenticator: authenticator, now: now)
        let reader = MultipartFormReader(try VerifiedRequestBody(request, sender), boundary)
        let (fields, file) = try await reader.readForm()
        let form = try FormFields(fields, file: file)
        guard let key = form["key"] else { throw ServiceError.missingField("key") }
        guard !key.isEmpty else {
            throw ServiceError.formArgument("User key must have a length greater than 0.", name: "key")
        }
        var sizes = FormFileSizes()
        if let signature = try Self.signature(form) {
            authenticated = try await Self.signer(
                signature, request, service: service, authenticator: authenticator, now: now)
            sizes = try PostPolicy(base64: signature.policy).check(form, bucket: bucket, now: now)
        } else {
            authenticated = sender
        }
        self.bucket = bucket
        self.key = key
        let headers = try FormHeaders(form, request.headers).headers
        wire = WireRequest(method: "PUT", pathLabels: ["Bucket": bucket, "Key": key], headers: headers)
        self.request = HTTPRequest(
            method: request.method, target: request.rawPath, headers: headers, address: request.address,
            isSecure: request.isSecure, body: request.body)
        body = FormFileBody(reader, sizes: sizes)
        let client = Call.Client(
            address: request.address, isSecure: request.isSecure, host: request.host,
            hostNamesBucket: bucketInHost != nil, userAgent: "")
        answer = FormAnswer(form, key: key, bucket: bucket, location: client.address(ofKey: key, in: bucket))
    }

    /// Who sends the request, if it is signed itself; forms hardly ever are.
    private static func sender(
        _ request: HTTPRequest, bucketInHost: String?, service: ServiceModel, authenticator: Authenticator, now: Date
    ) async throws -> Authenticated {
        do {
            return try await authenticator.authenticate(
                request, service: service, bodyHash: nil, bucketInHost: bucketInHost, now: now)
        } catch {
            throw error.error(for: service)
        }
    }

    private static func signature(_ form: FormFields) throws -> PostPolicySignature? {
        do {
            return try PostPolicySignature.parse { form[$0] }
        } catch {
            throw ServiceError.formArgument(error.sentence, name: error.field.name, value: error.field.value)
        }
    }

    private static func signer(
        _ signature: PostPolicySignature, _ request: HTTPRequest, service: ServiceModel, authenticator: Authenticator,
        now: Date
    ) async throws -> Authenticated {
        do {
            return try await authenticator.authenticate(signature, of: request, now: now)
        } catch {
            throw error.error(for: service)
        }
    }

    /// PutObject's answer as the form's.
    package func reply(to reply: Reply) -> Reply { answer.reply(to: reply) }
}

extension FormUpload {
    /// Carries out the PutObject that a form stands for.
    ///
    /// - Parameter carryOut: the pipeline's steps from decoding on.
    package static func run(
        _ request: HTTPRequest, _ service: ServedService, bucket: String, bucketInHost: String?,
        authenticator: Authenticator, now: Date, _ record: AccessRecord,
        carryOut: (ServiceKit.Operation, FormUpload) async throws -> Reply
    ) async throws -> Reply {
        guard let operation = service.operations["PutObject"] else {
            throw ServiceError(
                "NotImplemented", "A header you provided implies functionality that is not implemented", status: 501)
        }
        record.operation = operation.model.name
        let form = try await FormUpload(
            request, bucket: bucket, bucketInHost: bucketInHost, service: service.model, authenticator: authenticator,
            now: now)
        record.resource = bucket + "/" + form.key
        record.input = form.wire
        return form.reply(to: try await carryOut(operation, form))
    }
}
