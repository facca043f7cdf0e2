import Crypto

/// One checksum being computed as bytes come in.
package struct Checksum: Sendable {
    private enum State: Sendable {
        case crc(CRC)
        case sha1(Insecure.SHA1)
        case sha256(SHA256)
    }

    package let kind: ChecksumKind
    private var state: State

    package init(_ kind: ChecksumKind) {
        self.kind = kind
        state =
            switch kind {
            case .crc32: .crc(CRC(.crc32))
            case .crc32c: .crc(CRC(.crc32c))
            case .crc64nvme: .crc(CRC(.crc64nvme))
            case .sha1: .sha1(Insecure.SHA1())
            case .sha256: .sha256(SHA256())
            }
    }

    package mutating func update(_ bytes: [UInt8]) {
        switch state {
        case .crc(var crc):
            bytes.withUnsafeBytes { crc.update($0) }
            state = .crc(crc)
        case .sha1(var hash):
            hash.update(data: bytes)
            state = .sha1(hash)
        case .sha256(var hash):
            hash.update(data: bytes)
            state = .sha256(hash)
        }
    }

    package func digest() -> [UInt8] {
        switch state {
        case .crc(let crc): crc.digest
        case .sha1(let hash): Array(hash.finalize())
        case .sha256(let hash): Array(hash.finalize())
        }
    }
}
