import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Links to archives, as GetFunction gives them out: whoever has one may fetch the archive, for ten minutes.
extension Lambda {
    static let codeLinkPrefix = "/_aws/lambda-code/"
    private static let linkSeconds: TimeInterval = 600

    func codeLink(_ code: CodeReference, at time: Date) throws -> String {
        let until = Int(time.timeIntervalSince1970 + Self.linkSeconds)
        let sealed = try links.seal(Array("\(until) \(code.blob)".utf8))
        return endpoint.url + Self.codeLinkPrefix + Base64URL.encode(sealed)
    }

    func answerCodeLink(_ request: APIRequest) async -> APIAnswer {
        request.note.note(service: "lambda", operation: "code", resource: "")
        guard request.method == "GET" || request.method == "HEAD",
            let sealed = Base64URL.decode(String(request.rawPath.dropFirst(Self.codeLinkPrefix.count))),
            let opened = try? links.open(sealed)
        else { return APIAnswer(status: 403) }
        let parts = String(decoding: opened, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let until = Double(parts[0]), until > request.call.time.timeIntervalSince1970,
            let id = BlobID(name: parts[1]), let reader = try? await blobs.open(id)
        else { return APIAnswer(status: 403) }
        let headers = HeaderFields([("Content-Type", "application/zip")])
        if request.method == "HEAD" { return APIAnswer(status: 200, headers: headers, contentLength: reader.byteCount) }
        return APIAnswer(
            status: 200, headers: headers,
            body: .segments([ResponseBody.Segment(reader: reader, offset: 0, byteCount: reader.byteCount)]))
    }
}
