/// What `x-amz-content-sha256` says of a body.
package enum PayloadDeclaration: Sendable, Equatable {
    /// The body's SHA-256 in hexadecimal.
    case hash(String)
    case unsigned
    /// `aws-chunked`, each chunk signed.
    case signedChunks
    /// `aws-chunked`, each chunk signed, with signed trailers.
    case signedChunksWithTrailer
    /// `aws-chunked`, unsigned, with trailers.
    case unsignedChunksWithTrailer

    package static let unsignedPayload = "UNSIGNED-PAYLOAD"
    package static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// Nil for a value S3 does not know; those of SigV4A are among them.
    package init?(_ value: String) {
        switch value {
        case Self.unsignedPayload: self = .unsigned
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": self = .signedChunks
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": self = .signedChunksWithTrailer
        case "STREAMING-UNSIGNED-PAYLOAD-TRAILER": self = .unsignedChunksWithTrailer
        default:
            guard value.utf8.count == 64, value.utf8.allSatisfy({ URIEncoding.hexValue($0) != nil })
            else { return nil }
            self = .hash(value.lowercasedASCII)
        }
    }

    package var isChunked: Bool {
        switch self {
        case .hash, .unsigned: false
        case .signedChunks, .signedChunksWithTrailer, .unsignedChunksWithTrailer: true
        }
    }
}
