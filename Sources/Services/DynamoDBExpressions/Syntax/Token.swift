/// A piece of an expression, by where its bytes stand.
struct Token: Sendable {
    enum Kind: Sendable {
        case name, namePlaceholder, valuePlaceholder, integer
        case and, or, not, between, `in`
        case set, remove, add, delete
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus
        case open, close, openBracket, closeBracket, comma, dot
        /// Bytes that begin nothing that is known.
        case unknown
        case end
    }

    let kind: Kind
    let start: Int
    let end: Int
}

/// Words that are keywords in one kind of expression and reserved names in the others. Their case does not matter.
enum Keywords: Sendable {
    case conditions, updates, none

    func kind(_ bytes: ArraySlice<UInt8>) -> Token.Kind {
        switch self {
        case .none: .name
        case .conditions: Self.find(bytes, in: Self.ofConditions)
        case .updates: Self.find(bytes, in: Self.ofUpdates)
        }
    }

    private typealias Word = (text: StaticString, kind: Token.Kind)

    private static let ofConditions: [Word] = [
        ("and", .and), ("or", .or), ("not", .not), ("between", .between), ("in", .in),
    ]
    private static let ofUpdates: [Word] = [("set", .set), ("remove", .remove), ("add", .add), ("delete", .delete)]

    private static func find(_ bytes: ArraySlice<UInt8>, in words: [Word]) -> Token.Kind {
        for word in words where word.text.utf8CodeUnitCount == bytes.count {
            let matches = word.text.withUTF8Buffer { zip($0, bytes).allSatisfy { $0 == $1 | 0x20 } }
            if matches { return word.kind }
        }
        return .name
    }
}
