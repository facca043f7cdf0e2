import CZlib

/// Bytes that zlib could not pack or unpack.
package struct GzipError: Error, Equatable {
    package let code: Int32
}

/// Packs pieces of a stream into a gzip member (RFC 1952).
package struct GzipEncoder: ~Copyable {
    private var stream: UnsafeMutablePointer<z_stream>

    /// - Parameter level: 1 (quick) to 9 (small).
    package init(level: Int32 = 6) throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = hanok_deflateInitGzip(stream, level)
        guard code == Z_OK else {
            stream.deallocate()
            throw GzipError(code: code)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    private static let pieceBytes = 32 << 10

    /// - Parameter isLast: ends the member; nothing may follow.
    /// - Returns: what is packed by now.
    package mutating func pack(_ bytes: [UInt8], isLast: Bool = false) throws(GzipError) -> [UInt8] {
        var packed: [UInt8] = []
        var code = Z_OK
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                code = packPiece(to: &packed, isLast ? Z_FINISH : Z_NO_FLUSH)
            } while code == Z_OK && stream.pointee.avail_out == 0
        }
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw GzipError(code: code) }
        return packed
    }

    private func packPiece(to packed: inout [UInt8], _ flush: Int32) -> Int32 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.pieceBytes) { room in
            stream.pointee.next_out = room.baseAddress
            stream.pointee.avail_out = UInt32(room.count)
            let code = deflate(stream, flush)
            packed.append(contentsOf: room.prefix(room.count - Int(stream.pointee.avail_out)))
            return code
        }
    }
}
