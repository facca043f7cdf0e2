import CZlib

/// Whole bodies packed at once (RFC 1952).
package enum Gzip {
    private static let quick: Int32 = 1
    private static let pieceBytes = 64 << 10

    /// For an answer on its way: quick rather than small.
    package static func packed(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        var encoder = try GzipEncoder(level: quick)
        return try encoder.pack(bytes, isLast: true)
    }

    /// For what is packed once and sent often.
    package static func smallest(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        var encoder = try GzipEncoder(level: 9)
        return try encoder.pack(bytes, isLast: true)
    }

    /// All members, one after another.
    /// - Parameter limit: of bytes unpacked.
    /// - Returns: nil where there are more.
    package static func unpacked(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8]? {
        var decoder = try GzipDecoder()
        var unpacked: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let (piece, used) = try decoder.unpack(rest.prefix(pieceBytes), room: pieceBytes)
            unpacked.append(contentsOf: piece)
            guard unpacked.count <= limit else { return nil }
            guard used > 0 || !piece.isEmpty else { throw GzipError(code: Z_DATA_ERROR) }
            rest = rest.dropFirst(used)
        }
        try decoder.finish()
        return unpacked
    }
}
