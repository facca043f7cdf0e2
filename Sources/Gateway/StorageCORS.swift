import ServiceKit
import Wire

/// CORS of S3, by each bucket's own rules.
extension Gateway {
    /// Preflights carry no signature, and need none.
    func preflight(_ request: HTTPRequest, _ bucketInHost: String?) async throws -> HTTPAnswer {
        let address = BucketAddress(rawPath: request.rawPath, bucketInHost: bucketInHost)
        guard let browsers, let address, let bucket = address.bucket else {
            throw ServiceError(
                "BadRequest", "Insufficient information. Origin request header needed.", status: 400)
        }
        let headers = request.headers.first("access-control-request-headers") ?? ""
        let answer = try await browsers.preflightHeaders(
            bucket: bucket, isObject: address.key != nil, origin: request.headers.first("origin"),
            method: request.headers.first("access-control-request-method"),
            headers: headers.split(separator: ",").map { $0.trimmingPrefix(while: { $0 == " " }) }.map(String.init))
        return HTTPAnswer(status: 200, headers: HeaderFields(answer.map { ($0.name, $0.value) }))
    }

    /// A page reads errors, too.
    func addCrossOriginHeaders(
        _ answer: inout HTTPAnswer, _ request: HTTPRequest, _ bucketInHost: String?
    ) async {
        guard request.headers.contains("origin") else { return }
        let address = BucketAddress(rawPath: request.rawPath, bucketInHost: bucketInHost)
        if let bucket = address?.bucket { await addCrossOriginHeaders(&answer, request, bucket: bucket) }
    }

    func addCrossOriginHeaders(_ answer: inout HTTPAnswer, _ request: HTTPRequest, bucket: String) async {
        guard let browsers, let origin = request.headers.first("origin"), request.method != "OPTIONS",
            // A store that cannot be read is told by the answer itself.
            let headers = try? await browsers.crossOriginHeaders(
                bucket: bucket, origin: origin, method: request.method)
        else { return }
        for header in headers { answer.headers.set(header.name, header.value) }
    }
}
