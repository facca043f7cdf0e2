/// The syntax tree of a pattern.
indirect enum PatternNode {
    case empty
    case scalars(ScalarClass)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// An unbounded repetition has no upper count.
    case repetition(PatternNode, Int, Int?)
}

/// A set of Unicode scalars.
struct ScalarClass: Sendable {
    /// ASCII members, bit by bit.
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var ranges: [ClosedRange<UInt32>] = []
    private var categories: [@Sendable (Unicode.GeneralCategory) -> Bool] = []
    private var isNegated = false

    init() {}
    init(_ scalar: UInt32) { insert(scalar...scalar) }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        if range.lowerBound < 128 {
            for scalar in range.lowerBound...min(range.upperBound, 127) {
                if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar - 64) }
            }
        }
        if range.upperBound > 127 { ranges.append(max(range.lowerBound, 128)...range.upperBound) }
    }

    mutating func insert(_ scalar: Unicode.Scalar) { insert(scalar.value...scalar.value) }

    mutating func insert(_ range: ClosedRange<Unicode.Scalar>) {
        insert(range.lowerBound.value...range.upperBound.value)
    }

    mutating func insert(category isMember: @escaping @Sendable (Unicode.GeneralCategory) -> Bool) {
        for scalar: UInt32 in 0..<128 {
            guard let value = Unicode.Scalar(scalar) else { continue }
            if isMember(value.properties.generalCategory) { insert(scalar...scalar) }
        }
        categories.append(isMember)
    }

    mutating func formUnion(_ other: ScalarClass) {
        if other.isNegated {
            for scalar: UInt32 in 0..<128 where other.contains(scalar) { insert(scalar...scalar) }
            // The negated classes Java names, such as \S, hold no members beyond ASCII's complement.
            ranges.append(128...0x10FFFF)
            return
        }
        low |= other.low
        high |= other.high
        ranges += other.ranges
        categories += other.categories
    }

    mutating func negate() { isNegated.toggle() }

    func contains(_ scalar: UInt32) -> Bool {
        isNegated != holds(scalar)
    }

    private func holds(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low >> UInt64(scalar) & 1 == 1 }
        if scalar < 128 { return high >> UInt64(scalar - 64) & 1 == 1 }
        for range in ranges where range.contains(scalar) { return true }
        guard !categories.isEmpty, let value = Unicode.Scalar(scalar) else { return false }
        let category = value.properties.generalCategory
        return categories.contains { $0(category) }
    }
}
