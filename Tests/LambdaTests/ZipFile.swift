import FoundationEssentials

/// Archives as tests want them, also such as no tool would make.
enum ZipFile {
    struct Entry: Sendable {
        var name: String
        var content: [UInt8]
        /// Of Unix, with the kind of file.
        var mode: UInt32

        init(_ name: String, _ content: String, mode: UInt32 = 0o100644) {
            self.name = name
            self.content = Array(content.utf8)
            self.mode = mode
        }
    }

    /// - Parameter claimedSize: what the archive says that each file has.
    static func bytes(_ entries: [Entry], claimedSize: Int? = nil) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let size = claimedSize ?? entry.content.count
            let common =
                number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(Int(checksum(entry.content)), 4)
                + number(claimedSize ?? entry.content.count, 4) + number(size, 4) + number(name.count, 2)
            let offset = archive.count
            archive += number(0x0403_4B50, 4) + number(20, 2) + common + number(0, 2) + name + entry.content
            directory += number(0x0201_4B50, 4) + number(3 << 8 | 20, 2) + number(20, 2) + common + number(0, 2)
            directory += number(0, 2) + number(0, 2) + number(0, 2) + number(Int(entry.mode) << 16, 4)
            directory += number(offset, 4) + name
        }
        let end =
            number(0x0605_4B50, 4) + number(0, 2) + number(0, 2) + number(entries.count, 2) + number(entries.count, 2)
            + number(directory.count, 4) + number(archive.count, 4) + number(0, 2)
        return archive + directory + end
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            var sum = sum ^ UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
            return sum
        }
    }
}
