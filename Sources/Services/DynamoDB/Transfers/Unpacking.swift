import Gzip

/// Unpacks a file that comes in pieces, a bounded piece at a time.
final class Unpacking {
    private static let room = 256 << 10

    private var decoder: GzipDecoder
    private var rest: ArraySlice<UInt8> = []

    init?() {
        guard let decoder = try? GzipDecoder() else { return nil }
        self.decoder = decoder
    }

    func add(_ piece: [UInt8]) { rest = rest.isEmpty ? piece[...] : ArraySlice(rest + piece) }

    /// Nil where more has to be added first.
    func next() throws -> [UInt8]? {
        while !rest.isEmpty {
            let (bytes, used) = try decoder.unpack(rest.prefix(Self.room), room: Self.room)
            rest = rest.dropFirst(used)
            if !bytes.isEmpty { return bytes }
            if used == 0 { return nil }
        }
        return nil
    }

    func finish() throws { try decoder.finish() }
}
