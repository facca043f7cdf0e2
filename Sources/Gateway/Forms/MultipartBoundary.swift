import ServiceKit
import Wire

/// What parts a multipart body: a line end, two dashes and the boundary (RFC 2046, 5.1.1).
package struct MultipartBoundary: Sendable {
    /// Where a boundary is in a stretch of bytes.
    package enum Finding: Equatable {
        case whole(at: Int)
        /// The bytes end where a boundary may have begun.
        case begun(at: Int)
        case none
    }

    package let delimiter: [UInt8]

    /// RFC 2046's limit.
    private static let longest = 70

    package init(_ boundary: String) { delimiter = Array("\r\n--".utf8) + Array(boundary.utf8) }

    /// - Throws: where the content type is not `multipart/form-data` with a boundary.
    package init(contentType: String?) throws {
        let parts = (contentType ?? "").split(separator: ";", omittingEmptySubsequences: false)
        guard Self.trimmed(parts.first ?? "").lowercased() == "multipart/form-data" else {
            throw ServiceError.notMultipart
        }
        let name = "boundary="
        let parameter = parts.dropFirst().map(Self.trimmed).first { $0.hasPrefixIgnoringASCIICase(name) }
        guard var boundary = parameter?.dropFirst(name.count) else { throw ServiceError.malformedForm }
        if boundary.count >= 2, boundary.hasPrefix("\""), boundary.hasSuffix("\"") {
            boundary = boundary.dropFirst().dropLast()
        }
        guard (1...Self.longest).contains(boundary.utf8.count), !boundary.utf8.contains(0x0D) else {
            throw ServiceError.malformedForm
        }
        self.init(String(boundary))
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(String(text.drop(while: isSpace)).reversed().drop(while: isSpace).reversed())
    }

    /// The first boundary at or after `start`. A carriage return stands at its beginning alone, so what was
    /// compared in vain is never compared again.
    package func find(in bytes: [UInt8], from start: Int) -> Finding {
        bytes.withUnsafeBufferPointer { bytes in
            var start = start
            while let candidate = bytes[start...].firstIndex(of: 0x0D) {
                var length = 1
                while length < delimiter.count, candidate + length < bytes.count,
                    bytes[candidate + length] == delimiter[length]
                {
                    length += 1
                }
                if length == delimiter.count { return .whole(at: candidate) }
                if candidate + length == bytes.count { return .begun(at: candidate) }
                start = candidate + length
            }
            return .none
        }
    }
}
