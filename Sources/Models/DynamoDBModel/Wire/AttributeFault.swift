/// What makes a value none that DynamoDB takes, in its own sentences.
enum AttributeFault: Error, Equatable {
    case noType
    case severalTypes
    case falseNull
    case emptySet(AttributeValue.Kind)
    /// With the elements as the request has them.
    case duplicates(AttributeValue.Kind, [String])
    case number(DecimalNumberError, String)
    case tooDeep
    case emptyName
    case longName

    /// So many elements, and so much of a text, are repeated in a sentence.
    private static let shownElements = 64
    private static let shownLength = 1024

    var sentence: String {
        switch self {
        case .noType: "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        case .severalTypes:
            "Supplied AttributeValue has more than one datatypes set, "
                + "must contain exactly one of the supported datatypes"
        case .falseNull: Self.invalid("Null attribute value types must have the value of true")
        case .emptySet(.stringSet): Self.invalid("An string set  may not be empty")
        case .emptySet(.numberSet): Self.invalid("An number set  may not be empty")
        case .emptySet: Self.invalid("Binary sets should not be empty")
        case .duplicates(.numberSet, _): "Input collection contains duplicates"
        case .duplicates(.binarySet, let elements):
            Self.invalid("Input collection \(Self.listed(elements))of type BS contains duplicates.")
        case .duplicates(_, let elements):
            Self.invalid("Input collection \(Self.listed(elements)) contains duplicates.")
        case .number(let error, let text): Self.sentence(error, text)
        case .tooDeep:
            "Nesting Levels have exceeded supported limits: "
                + "Attributes in the item have nested levels beyond supported limit"
        case .emptyName: "Empty attribute name"
        case .longName: "Attribute name is too large, must be less than 65536 bytes"
        }
    }

    /// The sentence where the value stands in a request.
    /// - Parameter isNested: of a transaction's action.
    func sentence(for name: String, in member: String, isNested: Bool = false) -> String {
        switch member {
        case "expressionAttributeValues" where isNested || self != .tooDeep:
            "ExpressionAttributeValues contains invalid value: \(sentence) for key \(name.prefix(Self.shownLength))"
        case "exclusiveStartKey" where isOfStartingKey: "The provided starting key is invalid: \(sentence)"
        default: sentence
        }
    }

    /// DynamoDB says of some faults only that they are the starting key's.
    private var isOfStartingKey: Bool {
        switch self {
        case .noType, .severalTypes, .falseNull, .emptySet(.stringSet), .emptySet(.binarySet): true
        default: false
        }
    }

    private static func sentence(_ error: DecimalNumberError, _ text: String) -> String {
        switch error {
        case .notANumber where text.isEmpty: "The parameter cannot be converted to a numeric value"
        case .notANumber: "The parameter cannot be converted to a numeric value: \(text.prefix(shownLength))"
        case .tooManyDigits: "Attempting to store more than 38 significant digits in a Number"
        case .overflow:
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        case .underflow:
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        }
    }

    private static func invalid(_ detail: String) -> String { "One or more parameter values were invalid: " + detail }

    private static func listed(_ elements: [String]) -> String {
        "[\(elements.prefix(shownElements).map { String($0.prefix(shownLength)) }.joined(separator: ", "))]"
    }
}
