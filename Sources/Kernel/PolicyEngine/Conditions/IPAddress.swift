/// An IPv4 or IPv6 address.
struct IPAddress: Sendable, Equatable {
    /// Four or sixteen bytes.
    let bytes: [UInt8]

    /// An IPv4 address that stands in an IPv6 one (`::ffff:192.0.2.1`) is taken out.
    init?(_ text: some StringProtocol) {
        if text.contains(":") {
            guard let bytes = Self.version6(text) else { return nil }
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
            self.bytes = isMapped ? Array(bytes[12...]) : bytes
        } else {
            guard let bytes = Self.version4(text) else { return nil }
            self.bytes = bytes
        }
    }

    private static func version4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
                let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func version6(_ text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        let halves = String(text).split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1]), head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let last = version4(part) else { return nil }
                bytes += last
            } else {
                let isHex = part.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
                }
                guard (1...4).contains(part.utf8.count), isHex, let group = UInt16(part, radix: 16) else {
                    return nil
                }
                bytes += [UInt8(group >> 8), UInt8(group & 255)]
            }
        }
        return bytes
    }
}

/// What condition values may be, for those who check them before a policy does.
package enum PolicyValue {
    package static func isAddress(_ text: String) -> Bool { IPAddressRange(text) != nil }

    /// Whether an address lies in a range; false for what is none.
    package static func isAddress(_ text: String, in range: String) -> Bool {
        guard let address = IPAddress(text), let range = IPAddressRange(range) else { return false }
        return range.contains(address)
    }
}

/// An address, or a range in CIDR notation.
struct IPAddressRange: Sendable, Equatable {
    private let network: [UInt8]
    private let prefix: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
        let bits = address.bytes.count * 8
        var prefix = bits
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0...bits).contains(number) else { return nil }
            prefix = number
        }
        network = address.bytes
        self.prefix = prefix
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == network.count else { return false }
        var left = prefix
        for (one, other) in zip(network, address.bytes) where left > 0 {
            let mask: UInt8 = left >= 8 ? 255 : ~(255 >> UInt8(left))
            guard one & mask == other & mask else { return false }
            left -= 8
        }
        return true
    }
}
