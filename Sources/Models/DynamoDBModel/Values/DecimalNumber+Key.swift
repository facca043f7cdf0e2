extension DecimalNumber {
    private static let zeroMark: UInt8 = 0x80
    private static let positiveMark: UInt8 = 0x81
    private static let negativeMark: UInt8 = 0x7F
    private static let bias = 130

    /// Bytes that sort as numbers do, and end by themselves: a mark of the sign, the first digit's power, the digits in
    /// pairs from 1 to 100, a zero. Those of negative numbers are complemented.
    package var sortedBytes: [UInt8] {
        guard !isZero else { return [Self.zeroMark] }
        var digits = digits.map { $0 - 48 }
        if digits.count % 2 == 1 { digits.append(0) }
        var bytes = [isNegative ? Self.negativeMark : Self.positiveMark]
        var rest = [UInt8(leadingExponent + Self.bias)]
        for pair in stride(from: 0, to: digits.count, by: 2) { rest.append(digits[pair] * 10 + digits[pair + 1] + 1) }
        rest.append(0)
        bytes += isNegative ? rest.map { ~$0 } : rest
        return bytes
    }
}
