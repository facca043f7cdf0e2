/// An event's id and its place in tokens: a number of 56 digits whose high bits are the event's time, as AWS's are.
struct EventID: Sendable, Equatable {
    static let digits = 56
    private static let bigDigit: UInt64 = 1_000_000_000_000_000_000
    private static let digitsOfBigDigit = 18

    /// 192 bits: 48 of the time, 64 of the place among events of one moment, 64 of the group's number and 16 zeros.
    private let words: (UInt64, UInt64, UInt64)

    init(_ position: EventPosition, _ incarnation: UInt64) {
        let time = UInt64(max(0, position.timestamp)) & (1 << 48 - 1)
        words = (
            time << 16 | position.sequence >> 48, position.sequence << 16 | incarnation >> 48, incarnation << 16
        )
    }

    init?(_ text: some StringProtocol) {
        guard text.utf8.count == Self.digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        var words: [UInt64] = [0, 0, 0]
        for digit in text.utf8 {
            var carry = UInt64(digit - 48)
            for index in words.indices.reversed() {
                let (high, low) = words[index].multipliedFullWidth(by: 10)
                let (sum, isOver) = low.addingReportingOverflow(carry)
                words[index] = sum
                carry = high + (isOver ? 1 : 0)
            }
            guard carry == 0 else { return nil }
        }
        self.words = (words[0], words[1], words[2])
    }

    var position: EventPosition {
        EventPosition(timestamp: Int(words.0 >> 16), sequence: words.0 << 48 | words.1 >> 16)
    }

    var incarnation: UInt64 { words.1 << 48 | words.2 >> 16 }

    var text: String {
        var rest = [words.0, words.1, words.2]
        var parts: [UInt64] = []
        while parts.count * Self.digitsOfBigDigit < Self.digits {
            var remainder: UInt64 = 0
            for index in rest.indices {
                (rest[index], remainder) = Self.bigDigit.dividingFullWidth((remainder, rest[index]))
            }
            parts.append(remainder)
        }
        var bytes: [UInt8] = []
        for part in parts {
            var part = part
            for _ in 0..<Self.digitsOfBigDigit {
                bytes.append(UInt8(48 + part % 10))
                part /= 10
            }
        }
        return String(decoding: bytes.prefix(Self.digits).reversed(), as: UTF8.self)
    }

    static func == (one: EventID, other: EventID) -> Bool { one.words == other.words }
}
