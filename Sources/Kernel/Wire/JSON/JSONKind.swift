/// The type of a JSON value, named as AWS's messages name it.
package enum JSONKind: Sendable {
    case object, array, string, number, `true`, `false`, null

    init?(firstByte: UInt8) {
        switch firstByte {
        case UInt8(ascii: "{"): self = .object
        case UInt8(ascii: "["): self = .array
        case .quote: self = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
        case UInt8(ascii: "t"): self = .true
        case UInt8(ascii: "f"): self = .false
        case UInt8(ascii: "n"): self = .null
        default: return nil
        }
    }

    fileprivate var tokenName: String {
        switch self {
        case .string: "STRING_VALUE"
        case .number: "NUMBER_VALUE"
        case .true: "TRUE_VALUE"
        case .false: "FALSE_VALUE"
        case .null: "NULL_VALUE"
        case .object: "START_OBJECT"
        case .array: "START_ARRAY"
        }
    }
}

/// The type a member has in the service's model.
enum JSONTarget: String {
    case object, array
    case string = "a String"
    case integer = "an Integer"
    case double = "a Double"
    case boolean = "a Boolean"
    case blob = "a Blob"
    case timestamp = "a Timestamp"
}

extension SerializationError {
    static func mismatch(_ found: JSONKind, wanted: JSONTarget) -> SerializationError {
        switch (found, wanted) {
        case (_, .array): SerializationError("Expected list or null")
        case (.array, .object): SerializationError("Start of list found where not expected")
        case (_, .object): SerializationError("Unexpected field type")
        case (.object, _): SerializationError("Start of structure or map found where not expected.")
        case (.array, _): SerializationError("Start of list found where not expected")
        default: SerializationError("\(found.tokenName) can not be converted to \(wanted.rawValue)")
        }
    }
}
