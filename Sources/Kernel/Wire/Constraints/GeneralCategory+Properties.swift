/// The one-letter properties of Java's patterns, such as `\p{L}`.
extension Unicode.GeneralCategory {
    var isLetter: Bool {
        switch self {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    var isMark: Bool {
        self == .nonspacingMark || self == .spacingMark || self == .enclosingMark
    }

    var isNumber: Bool {
        self == .decimalNumber || self == .letterNumber || self == .otherNumber
    }

    var isSymbol: Bool {
        self == .mathSymbol || self == .currencySymbol || self == .modifierSymbol || self == .otherSymbol
    }

    var isPunctuation: Bool {
        switch self {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }

    var isSeparator: Bool {
        self == .spaceSeparator || self == .lineSeparator || self == .paragraphSeparator
    }
}
