import Checksums
import Gzip
import ServiceKit
import Wire

/// What DynamoDB adds to every answer: it is packed for clients that ask for it, and carries a check of the bytes as they
/// are sent, which SDKs compare.
enum TableAnswers {
    private static let signingName = "dynamodb"
    /// Smaller answers grow when they are packed.
    private static let smallestPacked = 512

    static func finish(_ answer: inout HTTPAnswer, for request: HTTPRequest, _ model: ServiceModel) {
        guard model.signingName == signingName, case .bytes(var bytes) = answer.body else { return }
        if bytes.count >= smallestPacked, takesGzip(request), let packed = try? Gzip.packed(bytes) {
            bytes = packed
            answer.body = .bytes(bytes)
            answer.headers.set("Content-Encoding", "gzip")
        }
        var check = CRC(.crc32)
        bytes.withUnsafeBytes { check.update($0) }
        answer.headers.set("x-amz-crc32", String(check.digest.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
    }

    private static func takesGzip(_ request: HTTPRequest) -> Bool {
        guard let accepted = request.headers.first("accept-encoding") else { return false }
        return accepted.split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            return words.first == "gzip" && !words.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" }
        }
    }
}
