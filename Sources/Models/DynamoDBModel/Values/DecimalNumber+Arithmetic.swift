extension DecimalNumber: Comparable {
    package static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        if left.isZero || right.isZero || left.isNegative != right.isNegative { return left.sign < right.sign }
        return left.isNegative ? isSmaller(right, left) : isSmaller(left, right)
    }

    private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

    /// By magnitude: the first digit's power, then the digits.
    private static func isSmaller(_ left: DecimalNumber, _ right: DecimalNumber) -> Bool {
        let (one, other) = (left.leadingExponent, right.leadingExponent)
        guard one == other else { return one < other }
        // As many digits each: both fit, since neither has more than 38.
        return left.coefficient * power(right.digitCount - left.digitCount)
            < right.coefficient * power(left.digitCount - right.digitCount)
    }

    private static func power(_ exponent: Int) -> UInt128 {
        exponent <= 0 ? 1 : (0..<exponent).reduce(1) { value, _ in value * 10 }
    }

    package prefix static func - (number: DecimalNumber) -> DecimalNumber {
        number.isZero ? number : DecimalNumber(unchecked: !number.isNegative, number.coefficient, number.exponent)
    }

    /// Exact; throws where the sum has more digits than are stored, or is too large.
    package func adding(_ other: DecimalNumber) throws(DecimalNumberError) -> DecimalNumber {
        if isZero { return other }
        if other.isZero { return self }
        let (high, low) = exponent >= other.exponent ? (self, other) : (other, self)
        let distance = high.exponent - low.exponent
        // The sum's first digit would stand more than 38 places before its last.
        guard high.leadingExponent - low.exponent <= Self.mostDigits else { throw .tooManyDigits }
        var scaled = high.coefficient
        for _ in 0..<distance {
            let (product, overflows) = scaled.multipliedReportingOverflow(by: 10)
            guard !overflows else { throw .tooManyDigits }
            scaled = product
        }
        let sum = try Self.sum(high.isNegative, scaled, low.isNegative, low.coefficient, low.exponent)
        guard sum.digitCount <= Self.mostDigits else { throw .tooManyDigits }
        return try sum.checked()
    }

    package func subtracting(_ other: DecimalNumber) throws(DecimalNumberError) -> DecimalNumber {
        try adding(-other)
    }

    private static func sum(
        _ isNegative: Bool, _ one: UInt128, _ otherIsNegative: Bool, _ other: UInt128, _ exponent: Int
    ) throws(DecimalNumberError) -> DecimalNumber {
        guard isNegative != otherIsNegative else {
            let (sum, overflows) = one.addingReportingOverflow(other)
            guard !overflows else { throw .tooManyDigits }
            return normalized(isNegative, sum, exponent)
        }
        return one >= other
            ? normalized(isNegative, one - other, exponent) : normalized(otherIsNegative, other - one, exponent)
    }
}
