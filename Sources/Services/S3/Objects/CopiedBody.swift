import Checksums
import S3Model
import ServiceKit
import Storage
import Synchronization
import Wire

/// A stored body, read as if a client sent it.
final class CopiedBody: RequestBody {
    private struct Position {
        var segment = 0
        var offset = 0
        var isAtEnd = false
    }

    private static let pieceBytes = 256 << 10
    private let body: ResponseBody
    private let position = Mutex(Position())

    init(_ body: ResponseBody) { self.body = body }

    var declaredBytes: Int? { body.byteCount }

    func next() async throws -> [UInt8]? {
        switch body {
        case .bytes(let bytes):
            let isFirst = position.withLock { position in
                defer { position.isAtEnd = true }
                return !position.isAtEnd
            }
            return isFirst && !bytes.isEmpty ? bytes : nil
        case .segments(let segments):
            let current = position.withLock { $0 }
            guard current.segment < segments.count else { return nil }
            let segment = segments[current.segment]
            let count = min(Self.pieceBytes, segment.byteCount - current.offset)
            let bytes = try await segment.open().read(at: segment.offset + current.offset, count: count)
            guard bytes.count == count else { throw StorageError.corrupt("a blob is shorter than its record") }
            position.withLock { position in
                position.offset += count
                if position.offset == segment.byteCount { position = Position(segment: current.segment + 1) }
            }
            return bytes
        }
    }

    func finish() async throws -> VerifiedBody { VerifiedBody(byteCount: body.byteCount) }
}

extension BodyExpectation {
    /// A copy has the kind of checksum asked for, or the source's, or S3's own.
    init(copying source: StoredObject, _ algorithm: ChecksumAlgorithm?) throws {
        let kind = try algorithm.map(ChecksumKind.init(requested:)) ?? source.checksum?.kind ?? .crc64nvme
        try self.init(HeaderFields(), assumed: kind)
    }
}

extension ChecksumKind {
    init(requested algorithm: ChecksumAlgorithm) throws {
        guard let kind = ChecksumKind(rawValue: algorithm.rawValue) else {
            throw ServiceError.invalidRequest(
                "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                    + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
        }
        self = kind
    }
}
