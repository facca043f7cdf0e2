import NIOCore
import Storage

/// A piece of a blob that passes through memory, by TLS or decryption. Its memory is used again once the one before it is
/// sent.
final class CopiedPiece: @unchecked Sendable {
    /// Pieces end at multiples of this.
    private static let size = 256 << 10

    // Filled on one thread and then read on another, never both at once: whoever reads waits for the task that fills.
    private(set) var bytes = ByteBuffer()
    private(set) var end = 0

    /// Reads what comes next, but for what lies beyond the last wanted byte.
    func read(_ reader: any BlobReader, from start: Int, to last: Int) -> Task<Void, any Error> {
        let stop = min((start / Self.size + 1) * Self.size, last)
        return Task {
            try await reader.blocking { [self] in try fill(reader, start..<stop) }
        }
    }

    private func fill(_ reader: any BlobReader, _ wanted: Range<Int>) throws {
        bytes.clear(minimumCapacity: wanted.count)
        try bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted.count) { place in
            let place = UnsafeMutableRawBufferPointer(rebasing: place[..<wanted.count])
            guard try reader.fill(place, from: wanted.lowerBound) == place.count else {
                throw StorageError.corrupt("a blob is shorter than its record")
            }
            return place.count
        }
        end = wanted.upperBound
    }
}
