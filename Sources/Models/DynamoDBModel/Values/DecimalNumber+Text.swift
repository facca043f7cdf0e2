extension DecimalNumber {
    private static let longestText = 1024
    private static let largestExponent = 10_000

    /// Reads `-1.50e+3`: a sign, digits with at most one point, and an exponent.
    package init(parsing text: some StringProtocol) throws(DecimalNumberError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= Self.longestText else { throw .notANumber }
        var index = 0
        let isNegative = bytes[0] == UInt8(ascii: "-")
        if isNegative || bytes[0] == UInt8(ascii: "+") { index = 1 }
        var coefficient: UInt128 = 0
        var digits = 0
        var pendingZeros = 0
        var exponent = 0
        var hasDigit = false
        var isBehindPoint = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), !isBehindPoint {
                isBehindPoint = true
            } else if (48...57).contains(byte) {
                hasDigit = true
                if isBehindPoint { exponent -= 1 }
                if byte == 48 {
                    // Zeros count only once another digit follows them.
                    if coefficient != 0 { pendingZeros += 1 }
                } else {
                    digits += pendingZeros + 1
                    guard digits <= Self.mostDigits else { throw .tooManyDigits }
                    for _ in 0..<pendingZeros { coefficient *= 10 }
                    pendingZeros = 0
                    coefficient = coefficient * 10 + UInt128(byte - 48)
                }
            } else {
                break
            }
            index += 1
        }
        guard hasDigit else { throw .notANumber }
        exponent += pendingZeros
        exponent += try Self.exponent(bytes[index...])
        self = try Self.normalized(isNegative, coefficient, exponent).checked()
    }

    private static func exponent(_ bytes: ArraySlice<UInt8>) throws(DecimalNumberError) -> Int {
        guard let first = bytes.first else { return 0 }
        var rest = bytes.dropFirst()
        guard first | 0x20 == UInt8(ascii: "e"), !rest.isEmpty else { throw .notANumber }
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { throw .notANumber }
        var value = 0
        for byte in rest {
            guard (48...57).contains(byte) else { throw .notANumber }
            // Far outside already, whatever follows.
            value = min(value * 10 + Int(byte - 48), largestExponent)
        }
        return isNegative ? -value : value
    }

    /// As DynamoDB gives it back: all digits, no exponent.
    package var text: String {
        guard !isZero else { return "0" }
        let digits = digits
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        if exponent >= 0 {
            text += digits
            text += [UInt8](repeating: 48, count: exponent)
        } else if -exponent < digits.count {
            text += digits[..<(digits.count + exponent)]
            text.append(UInt8(ascii: "."))
            text += digits[(digits.count + exponent)...]
        } else {
            text += [48, UInt8(ascii: ".")]
            text += [UInt8](repeating: 48, count: -exponent - digits.count)
            text += digits
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Bytes it counts in an item: one, and one for each two digits before the point and each two behind it; a sign counts
    /// another.
    package var storedBytes: Int {
        guard !isZero else { return 1 }
        let count = digitCount
        let (whole, fraction) =
            exponent >= 0 ? (count, 0) : -exponent < count ? (count + exponent, -exponent) : (0, count)
        return 1 + (whole + 1) / 2 + (fraction + 1) / 2 + (isNegative ? 1 : 0)
    }
}
