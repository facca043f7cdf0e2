/// A piece of a statement, and where it stands.
struct Token: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// An identifier as it is written.
        case word(String)
        /// `"Total"`, without its marks.
        case quoted(String)
        case keyword(Keyword)
        /// `'text'`, without its marks.
        case string(String)
        /// As it is written, without a sign.
        case number(String)
        case parameter
        case sign(Sign)
        case end
    }

    enum Sign: String, Sendable {
        case open = "("
        case close = ")"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
        case openBag = "<<"
        case closeBag = ">>"
        case comma = ","
        case dot = "."
        case colon = ":"
        case semicolon = ";"
        case equal = "="
        case unequal = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case percent = "%"
        case concatenation = "||"
    }

    let kind: Kind
    let place: Place
}
