import CivilTime
import FoundationEssentials

/// How numbers and dates are compared.
enum Ordering: Sendable {
    case equal, less, lessOrEqual, greater, greaterOrEqual

    func holds<Value: Comparable>(_ one: Value, _ other: Value) -> Bool {
        switch self {
        case .equal: one == other
        case .less: one < other
        case .lessOrEqual: one <= other
        case .greater: one > other
        case .greaterOrEqual: one >= other
        }
    }
}

/// The values of a condition, read as its operator wants them.
enum ConditionOperand: Sendable {
    case equals([VariableText])
    case equalsIgnoringCase([VariableText])
    case like([VariableText])
    case arn([VariableText])
    case number([Double], Ordering)
    case date([Date], Ordering)
    case bool([Bool])
    case binary([Data])
    case address([IPAddressRange])
    /// `true` wants the key missing.
    case null([Bool])

    /// Whether one value of the request compares equal to any of the policy's.
    func matches(_ value: String, _ context: ContextValues) -> Bool {
        switch self {
        case .equals(let texts): return texts.contains { $0.text(in: context)?.utf8.elementsEqual(value.utf8) ?? false }
        case .equalsIgnoringCase(let texts):
            let folded = value.lowercased()
            return texts.contains { $0.text(in: context)?.lowercased().utf8.elementsEqual(folded.utf8) ?? false }
        case .like(let texts): return texts.contains { $0.pattern(in: context)?.matches(value) ?? false }
        case .arn(let texts): return texts.contains { ARNPattern.matches($0, value, context) }
        case .number(let numbers, let ordering):
            guard let number = Self.number(value) else { return false }
            return numbers.contains { ordering.holds(number, $0) }
        case .date(let dates, let ordering):
            guard let date = Self.date(value) else { return false }
            return dates.contains { ordering.holds(date, $0) }
        case .bool(let bools):
            guard let bool = Self.bool(value) else { return false }
            return bools.contains(bool)
        case .binary(let blobs):
            guard let blob = Data(base64Encoded: value) else { return false }
            return blobs.contains(blob)
        case .address(let ranges):
            guard let address = IPAddress(value) else { return false }
            return ranges.contains { $0.contains(address) }
        case .null: return false
        }
    }

    /// The W3C's profile of ISO 8601, or seconds since the epoch; so a bare year is a number of seconds.
    static func date(_ text: String) -> Date? {
        if let date = Date(iso8601: text) { return date }
        if text.utf8.count == 7, let date = Date(iso8601: text + "-01") { return date }
        // Without seconds, before `Z` or `±hh:mm`.
        if text.utf8.count == 17 || text.utf8.count == 22,
            let date = Date(iso8601: text.prefix(16) + ":00" + text.dropFirst(16))
        {
            return date
        }
        guard let seconds = number(text) else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    /// A decimal number; hexadecimal, infinite and not-a-number texts are none.
    static func number(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard isDecimal, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
