import Wire

/// Whether bytes are one JSON value, which functions are given as they are.
enum JSONText {
    private static let deepest = 512

    static func isOne(_ bytes: [UInt8]) -> Bool {
        var reader = JSONReader(bytes, maximumDepth: deepest)
        do {
            try reader.skip()
            try reader.finish()
            return true
        } catch { return false }
    }
}
