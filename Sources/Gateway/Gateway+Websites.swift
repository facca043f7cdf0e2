import ServiceKit
import Wire

/// Pages of buckets' websites: GET and HEAD, without a signature.
extension Gateway {
    func answerWebsite(_ request: HTTPRequest, _ address: WebsiteAddress) async -> HTTPAnswer {
        let record = AccessRecord(request, ids: RequestIDs(forS3: true), started: clock.now)
        record.service = "s3-website"
        record.resource = address.bucket + address.path
        record.caller = .anonymous
        var answer = await page(request, address, record)
        answer.headers.set("x-amz-request-id", record.ids.id)
        answer.headers.set("x-amz-id-2", record.ids.hostID)
        answer.headers.set("Server", "AmazonS3")
        await addCrossOriginHeaders(&answer, request, bucket: address.bucket)
        // Below a path of ours the site shares the origin of our pages.
        if !address.base.isEmpty { answer.headers.set("Content-Security-Policy", "sandbox allow-scripts allow-forms") }
        note(record, answer)
        return answer
    }

    private func page(_ request: HTTPRequest, _ address: WebsiteAddress, _ record: AccessRecord) async -> HTTPAnswer {
        guard let websites else { return HTTPAnswer(status: 404) }
        let call = Call(
            requestID: record.ids.id, hostID: record.ids.hostID, method: request.method, time: clock.now,
            caller: .anonymous,
            region: defaultRegion,
            client: Call.Client(
                address: request.address, isSecure: request.isSecure, host: request.host,
                userAgent: request.headers.first("user-agent") ?? ""),
            headers: request.headers, body: EmptyBody(), trail: record.trail, memo: record.memo)
        let page = await websites.page(
            address.path, query: request.rawQuery, of: address.bucket, base: address.base, call)
        var answer = HTTPAnswer(status: page.status, headers: page.headers, body: page.body)
        if request.method == "HEAD" {
            answer.contentLength = page.body.byteCount
            answer.body = .bytes([])
        }
        return answer
    }
}
