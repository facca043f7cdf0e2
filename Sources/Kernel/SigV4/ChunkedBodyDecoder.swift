/// Takes the framing off an `aws-chunked` body and checks its signatures as it comes.
///
/// Data is handed on before the chunk's signature is known to be right, so nothing of it may count
/// until `finish()` has returned.
package struct ChunkedBodyDecoder {
    private enum State {
        case header
        case data(remaining: Int)
        case dataEnd
        /// After the last chunk of a body without trailers.
        case closing
        case trailers
        case done
    }

    private static let longestLine = 1024
    private static let largestChunk = 1 << 30
    /// S3 takes smaller chunks only as the last.
    private static let smallestChunk = 8192
    private static let mostTrailers = 16

    private var state = State.header
    private var line: [UInt8] = []
    private var signatures: ChunkSignatures?
    private var chunkSignature = ""
    private var chunkIndex = 0
    private var lastSize: Int?
    private var decoded = 0
    private let decodedLength: Int?
    private let hasTrailers: Bool
    private let announced: [String]
    private var trailers: [(name: String, value: String)] = []
    private var trailerSignature: String?
    private var sawBlankTrailerLine = false

    /// - Parameters:
    ///   - seed: the request's signature and key; needed where chunks are signed.
    ///   - decodedLength: `x-amz-decoded-content-length`.
    ///   - announcedTrailers: the names in `x-amz-trailer`.
    ///   - Returns: nil if the declaration is not of a chunked body.
    package init?(
        _ declaration: PayloadDeclaration, seed: (signature: PresentedSignature, key: SigningKey)?,
        decodedLength: Int?, announcedTrailers: [String]
    ) {
        switch declaration {
        case .hash, .unsigned: return nil
        case .unsignedChunksWithTrailer: signatures = nil
        case .signedChunks, .signedChunksWithTrailer:
            guard let seed else { return nil }
            signatures = ChunkSignatures(following: seed.signature, key: seed.key)
        }
        hasTrailers = declaration != .signedChunks
        announced = announcedTrailers.map(\.lowercasedASCII)
        self.decodedLength = decodedLength
    }

    /// Decodes the next bytes of the body; the data among them goes to `output`.
    package mutating func feed(
        _ bytes: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if case .data(let remaining) = state {
                let piece = rest.prefix(remaining)
                rest = rest.dropFirst(piece.count)
                let data = UnsafeRawBufferPointer(rebasing: piece)
                signatures?.update(data)
                try output(data)
                if piece.count < remaining {
                    state = .data(remaining: remaining - piece.count)
                } else {
                    try signatures?.endChunk(chunkSignature)
                    state = .dataEnd
                }
            } else if let text = try takeLine(&rest) {
                try read(text)
            }
        }
    }

    /// Ends the body, and gives its trailers.
    package mutating func finish() throws(ChunkedBodyError) -> [(name: String, value: String)] {
        guard line.isEmpty else { throw .incomplete }
        switch state {
        case .closing, .done: break
        case .header, .data, .dataEnd, .trailers: throw .incomplete
        }
        if let decodedLength, decoded != decodedLength { throw .incomplete }
        for name in announced where !trailers.contains(where: { $0.name == name }) {
            throw .missingTrailer(name)
        }
        return trailers
    }

    /// A line without its end, once it is whole.
    private mutating func takeLine(
        _ rest: inout Slice<UnsafeRawBufferPointer>
    ) throws(ChunkedBodyError) -> String? {
        let end = rest.firstIndex(of: 10)
        line.append(contentsOf: rest[..<(end ?? rest.endIndex)])
        guard line.count <= Self.longestLine else { throw .malformed("line too long") }
        guard let end else {
            rest = rest[rest.endIndex...]
            return nil
        }
        rest = rest[rest.index(after: end)...]
        if line.last == 13 { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        return text
    }

    private mutating func read(_ text: String) throws(ChunkedBodyError) {
        switch state {
        case .header: try readChunkHeader(text)
        case .dataEnd:
            guard text.isEmpty else { throw .malformed("data not followed by a line end") }
            state = .header
        case .closing:
            guard text.isEmpty else { throw .malformed("data after the last chunk") }
            state = .done
        case .trailers: try readTrailer(text)
        case .done, .data: throw .malformed("data after the end")
        }
    }

    /// `SIZE[;chunk-signature=SIGNATURE]`, the size in hexadecimal.
    private mutating func readChunkHeader(_ text: String) throws(ChunkedBodyError) {
        let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts[0].trimmingSpaces
        guard (1...8).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ URIEncoding.hexValue($0) != nil }), let size = Int(digits, radix: 16)
        else { throw .malformed("chunk size") }
        guard size <= Self.largestChunk else { throw .chunkTooLarge }
        if signatures != nil {
            guard parts.count == 2, parts[1].hasPrefix("chunk-signature=") else {
                throw .malformed("chunk signature")
            }
            chunkSignature = String(parts[1].dropFirst("chunk-signature=".count).trimmingSpaces)
        }
        if size > 0, let lastSize, lastSize < Self.smallestChunk {
            throw .chunkTooSmall(chunk: chunkIndex, size: lastSize)
        }
        chunkIndex += 1
        lastSize = size
        decoded += size
        if let decodedLength, decoded > decodedLength { throw .longerThanAnnounced }
        if size > 0 {
            state = .data(remaining: size)
        } else {
            try signatures?.endChunk(chunkSignature)
            state = hasTrailers ? .trailers : .closing
        }
    }

    private mutating func readTrailer(_ text: String) throws(ChunkedBodyError) {
        if text.isEmpty { return try endTrailers() }
        guard let colon = text.firstIndex(of: ":"), trailers.count < Self.mostTrailers else {
            throw .malformed("trailer")
        }
        let name = String(text[..<colon].trimmingSpaces).lowercasedASCII
        let value = String(text[text.index(after: colon)...].trimmingSpaces)
        guard trailerSignature == nil else { throw .malformed("trailer after its signature") }
        if name == "x-amz-trailer-signature" {
            trailerSignature = value
            try signatures?.endTrailer(value, trailers)
            return
        }
        guard announced.contains(name) else { throw .unannouncedTrailer(name) }
        guard !trailers.contains(where: { $0.name == name }) else { throw .malformed("trailer twice") }
        trailers.append((name, value))
    }

    /// A blank line ends the trailers; AWS's own example has one more before the signature.
    private mutating func endTrailers() throws(ChunkedBodyError) {
        if signatures == nil || trailerSignature != nil {
            state = .done
        } else if !sawBlankTrailerLine, !trailers.isEmpty {
            sawBlankTrailerLine = true
        } else {
            throw .malformed("trailer signature missing")
        }
    }

}
