/// Why an `aws-chunked` body is not accepted.
package enum ChunkedBodyError: Error, Equatable, Sendable {
    /// The framing is not that of `aws-chunked`.
    case malformed(String)
    /// A chunk's or the trailer's signature is wrong.
    case signatureMismatch(provided: String, stringToSign: String)
    /// A chunk other than the last is smaller than 8 KiB.
    case chunkTooSmall(chunk: Int, size: Int)
    case chunkTooLarge
    /// The body ended before its last chunk, or is shorter than announced.
    case incomplete
    /// The body is longer than `x-amz-decoded-content-length`.
    case longerThanAnnounced
    /// A trailer that `x-amz-trailer` does not announce.
    case unannouncedTrailer(String)
    /// An announced trailer did not come.
    case missingTrailer(String)

    package var sentence: String {
        switch self {
        case .malformed: "The request body is not a valid aws-chunked stream."
        case .signatureMismatch:
            "The request signature we calculated does not match the signature you provided. "
                + "Check your key and signing method."
        case .chunkTooSmall: "Only the last chunk is allowed to have a size less than 8192 bytes"
        case .chunkTooLarge: "Chunk size exceeds the maximum allowed."
        case .incomplete, .longerThanAnnounced:
            "You did not provide the number of bytes specified by the Content-Length HTTP header"
        case .unannouncedTrailer, .missingTrailer:
            "The request contained trailing data that was not well-formed "
                + "or did not conform to our published schema."
        }
    }
}
