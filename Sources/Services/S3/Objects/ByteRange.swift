import ServiceKit

/// The `Range` header as S3 reads it: one range of bytes; anything else asks for the whole.
enum ByteRange {
    /// - Returns: nil where the whole object is to be sent.
    /// - Throws: `InvalidRange` where nothing of the object lies in the range.
    static func parse(_ header: String?, size: Int) throws -> Range<Int>? {
        guard let header, header.hasPrefix("bytes=") else { return nil }
        let parts = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch (number(parts[0]), number(parts[1])) {
        case (.absent, .value(let suffix)):
            guard suffix > 0, size > 0 else { throw ServiceError.invalidRange(header, size: size) }
            return max(0, size - suffix)..<size
        case (.value(let first), .absent):
            guard first < size else { throw ServiceError.invalidRange(header, size: size) }
            return first..<size
        case (.value(let first), .value(let last)):
            guard first <= last else { return nil }
            guard first < size else { throw ServiceError.invalidRange(header, size: size) }
            return first..<min(last + 1, size)
        default: return nil
        }
    }

    private enum Number { case absent, value(Int), nonsense }

    private static func number(_ text: Substring) -> Number {
        if text.isEmpty { return .absent }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return .nonsense }
        // A position beyond any object is beyond this one.
        return .value(Int(text).map { min($0, Int.max - 1) } ?? Int.max - 1)
    }
}
