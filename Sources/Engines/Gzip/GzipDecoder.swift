import CZlib

/// Unpacks a stream of gzip members, a bounded piece at a time.
package struct GzipDecoder: ~Copyable {
    private var stream: UnsafeMutablePointer<z_stream>
    private var isBetweenMembers = false

    package init() throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = hanok_inflateInitGzip(stream)
        guard code == Z_OK else {
            stream.deallocate()
            throw GzipError(code: code)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// - Parameter room: of bytes unpacked at most.
    /// - Returns: what was unpacked, and how many bytes of the packed ones that took.
    package mutating func unpack(
        _ packed: ArraySlice<UInt8>, room: Int
    ) throws(GzipError) -> (bytes: [UInt8], used: Int) {
        if isBetweenMembers, !packed.isEmpty {
            inflateReset(stream)
            isBetweenMembers = false
        }
        var code = Z_OK
        var used = 0
        var input = Array(packed)
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(room)
                code = inflate(stream, Z_NO_FLUSH)
                used = input.count - Int(stream.pointee.avail_in)
                count = room - Int(stream.pointee.avail_out)
            }
        }
        if code == Z_STREAM_END {
            isBetweenMembers = true
        } else if code != Z_OK, code != Z_BUF_ERROR {
            throw GzipError(code: code)
        }
        return (bytes, used)
    }

    /// - Throws: where the last member is cut.
    package func finish() throws(GzipError) {
        guard isBetweenMembers else { throw GzipError(code: Z_DATA_ERROR) }
    }
}
