import Checksums
import ServiceKit
import Storage

/// Ids of uploads. Those of one key sort by when they were given out, as uploads are listed, and an id tells which key
/// it is of, also when the upload is gone.
enum UploadID {
    private static let randomDigits = 72

    static func make(_ key: String, _ number: UInt64, _ randomness: any Randomness) -> String {
        Key(bytes: []).number(number).bytes.hexadecimal + mark(of: key)
            + randomness.text(randomDigits, from: Alphabet.alphanumeric)
    }

    static func isOf(_ key: String, _ id: String) -> Bool { id.dropFirst(16).hasPrefix(mark(of: key)) }

    private static func mark(of key: String) -> String {
        var checksum = Checksum(.crc32)
        checksum.update(Array(key.utf8))
        return checksum.digest().hexadecimal
    }
}
