import ServiceKit

/// Which bytes of an object a read asks for.
extension S3 {
    /// The bytes of a range or of a part; nil for the whole object.
    static func selection(_ found: FoundObject, _ range: String?, _ partNumber: Int?) throws -> Range<Int>? {
        guard let partNumber else { return try ByteRange.parse(range, size: found.object.size) }
        guard range == nil else {
            throw ServiceError.invalidRequest("Cannot specify both Range header and partNumber query parameter")
        }
        guard (1...10_000).contains(partNumber) else {
            throw ServiceError.invalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive", name: "partNumber",
                value: String(partNumber))
        }
        if found.parts.isEmpty, partNumber == 1 { return 0..<found.object.size }
        guard partNumber <= found.parts.count else {
            throw ServiceError(
                "InvalidPartNumber", "The requested partnumber is not satisfiable", status: 416,
                members: [
                    ("PartNumberRequested", String(partNumber)),
                    ("ActualPartCount", String(max(1, found.parts.count))),
                ])
        }
        let start = found.parts.prefix(partNumber - 1).reduce(0) { $0 + $1.size }
        return start..<(start + found.parts[partNumber - 1].size)
    }

    static func contentRange(_ range: Range<Int>, _ size: Int) -> String {
        "bytes \(range.lowerBound)-\(max(range.lowerBound, range.upperBound - 1))/\(size)"
    }
}
