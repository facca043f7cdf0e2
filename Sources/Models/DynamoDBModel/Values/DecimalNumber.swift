/// A DynamoDB number: up to 38 significant digits, exact, of magnitude 1E-130 to 9.99…E+125, or zero.
package struct DecimalNumber: Sendable, Hashable {
    package static let mostDigits = 38
    /// Of the first digit: `1E-130` is the smallest, `9E+125` is within the largest.
    package static let exponents = -130...125

    package let isNegative: Bool
    /// Without zeros at its end; zero for zero.
    package let coefficient: UInt128
    /// Of ten, for the coefficient's last digit.
    package let exponent: Int

    package static let zero = DecimalNumber(unchecked: false, 0, 0)

    package init(_ value: Int) {
        self = Self.normalized(value < 0, UInt128(value.magnitude), 0)
    }

    init(unchecked isNegative: Bool, _ coefficient: UInt128, _ exponent: Int) {
        self.isNegative = isNegative
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// Takes the zeros off a coefficient's end; there is one zero.
    static func normalized(_ isNegative: Bool, _ coefficient: UInt128, _ exponent: Int) -> DecimalNumber {
        guard coefficient != 0 else { return .zero }
        var coefficient = coefficient
        var exponent = exponent
        while true {
            let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: 10)
            guard rest == 0 else { break }
            coefficient = quotient
            exponent += 1
        }
        return DecimalNumber(unchecked: isNegative, coefficient, exponent)
    }

    package var isZero: Bool { coefficient == 0 }

    /// The significant digits.
    var digits: [UInt8] { Array(String(coefficient).utf8) }

    /// The power of ten of the first digit.
    var leadingExponent: Int { exponent + digitCount - 1 }

    var digitCount: Int {
        var count = 1
        var bound: UInt128 = 10
        while bound <= coefficient {
            count += 1
            let (next, overflows) = bound.multipliedReportingOverflow(by: 10)
            // No number of this width has more digits.
            if overflows { break }
            bound = next
        }
        return count
    }
}

/// Why a number is none that DynamoDB stores.
package enum DecimalNumberError: Error, Sendable, Equatable {
    case notANumber
    case tooManyDigits
    case overflow
    case underflow
}

extension DecimalNumber {
    /// Throws where the number is outside of what DynamoDB stores.
    func checked() throws(DecimalNumberError) -> DecimalNumber {
        guard !isZero else { return self }
        let leading = leadingExponent
        guard leading <= Self.exponents.upperBound else { throw .overflow }
        guard leading >= Self.exponents.lowerBound else { throw .underflow }
        return self
    }
}
