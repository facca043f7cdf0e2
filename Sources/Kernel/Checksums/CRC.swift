import CChecksums

/// A reflected cyclic redundancy check of 32 or 64 bits: by multiplication without carries where the machine has it, else
/// eight bytes at a time by tables.
package struct CRC: Sendable {
    /// The parameters of one check, with its tables.
    package struct Kind: Sendable {
        let width: Int
        let mask: UInt64
        /// Eight tables of 256, for eight bytes at once.
        let tables: [UInt64]
        /// What 64 bytes and 16 bytes of distance are worth, for `crc_fold`.
        private let folding: [UInt64]

        init(width: Int, reflectedPolynomial: UInt64) {
            self.width = width
            mask = width == 64 ? .max : (1 << UInt64(width)) - 1
            var tables = [UInt64](repeating: 0, count: 8 * 256)
            for byte in 0..<256 {
                var value = UInt64(byte)
                for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ reflectedPolynomial : value >> 1 }
                tables[byte] = value
            }
            for table in 1..<8 {
                for byte in 0..<256 {
                    let before = tables[(table - 1) * 256 + byte]
                    tables[table * 256 + byte] = before >> 8 ^ tables[Int(before & 0xFF)]
                }
            }
            self.tables = tables
            folding = [575, 511, 191, 127].map { Self.power($0, width: width, reflectedPolynomial) }
        }

        /// x to a power modulo the polynomial, reflected in 64 bits.
        private static func power(_ exponent: Int, width: Int, _ reflectedPolynomial: UInt64) -> UInt64 {
            var value: UInt64 = 1 << UInt64(width - 1)
            for _ in 0..<exponent { value = value & 1 == 1 ? value >> 1 ^ reflectedPolynomial : value >> 1 }
            return value << UInt64(64 - width)
        }

        /// The check so far, and what it is after the bytes; neither is inverted.
        package func updated(_ value: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
            let whole = bytes.count / Self.foldedBytes * Self.foldedBytes
            guard whole > 0, Self.folds, let start = bytes.baseAddress else { return updatedByTables(value, bytes) }
            let rest = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { folded in
                crc_fold(start, whole, value, folding, folded.baseAddress)
                return updatedByTables(0, UnsafeRawBufferPointer(folded))
            }
            return updatedByTables(rest, UnsafeRawBufferPointer(rebasing: bytes[whole...]))
        }

        private static let foldedBytes = 64
        private static let folds = crc_folding_is_available()

        package func updatedByTables(_ value: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
            tables.withUnsafeBufferPointer { tables in
                var current = value
                var position = 0
                while position + 8 <= bytes.count {
                    current ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                    current =
                        tables[7 * 256 + Int(current & 0xFF)]
                        ^ tables[6 * 256 + Int(current >> 8 & 0xFF)]
                        ^ tables[5 * 256 + Int(current >> 16 & 0xFF)]
                        ^ tables[4 * 256 + Int(current >> 24 & 0xFF)]
                        ^ tables[3 * 256 + Int(current >> 32 & 0xFF)]
                        ^ tables[2 * 256 + Int(current >> 40 & 0xFF)]
                        ^ tables[256 + Int(current >> 48 & 0xFF)]
                        ^ tables[Int(current >> 56 & 0xFF)]
                    position += 8
                }
                while position < bytes.count {
                    current = current >> 8 ^ tables[Int((current ^ UInt64(bytes[position])) & 0xFF)]
                    position += 1
                }
                return current
            }
        }

        package static let crc32 = Kind(width: 32, reflectedPolynomial: 0xEDB8_8320)
        /// Castagnoli.
        package static let crc32c = Kind(width: 32, reflectedPolynomial: 0x82F6_3B78)
        /// As NVM Express defines it.
        package static let crc64nvme = Kind(width: 64, reflectedPolynomial: 0x9A6C_9329_AC4B_C9B5)
    }

    private let kind: Kind
    private var value: UInt64

    package init(_ kind: Kind) {
        self.kind = kind
        value = kind.mask
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) { value = kind.updated(value, bytes) }

    /// The check's bytes, big end first.
    package var digest: [UInt8] {
        let final = (value ^ kind.mask) & kind.mask
        return stride(from: kind.width - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: final >> UInt64($0))
        }
    }
}
