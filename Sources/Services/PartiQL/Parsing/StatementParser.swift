/// Reads a statement's tokens from left to right, by one function for each level of precedence.
struct StatementParser {
    private let tokens: [Token]
    private var position = 0
    private var parameters = 0

    init(_ text: String) throws(StatementError) {
        tokens = try Lexer.tokens(Array(text.utf8))
    }

    var next: Token.Kind { tokens[position].kind }
    var afterNext: Token.Kind { tokens[min(position + 1, tokens.count - 1)].kind }

    /// The end, or the semicolon that may stand there.
    var isAtEnd: Bool { next == .end || next == .sign(.semicolon) }

    /// Stays at the end.
    mutating func advance() { position = min(position + 1, tokens.count - 1) }

    mutating func take(_ sign: Token.Sign) -> Bool { take(.sign(sign)) }
    mutating func take(_ keyword: Keyword) -> Bool { take(.keyword(keyword)) }

    private mutating func take(_ kind: Token.Kind) -> Bool {
        guard next == kind else { return false }
        advance()
        return true
    }

    mutating func expect(_ sign: Token.Sign) throws(StatementError) {
        guard take(sign) else { throw .notWellFormed("Expected \(sign.rawValue)") }
    }

    mutating func expect(_ keyword: Keyword) throws(StatementError) {
        guard take(keyword) else { throw .notWellFormed("Expected \(keyword.text.uppercased())") }
    }

    /// Of the next `?`.
    mutating func takeParameter() -> Int {
        advance()
        parameters += 1
        return parameters - 1
    }

    /// An identifier, quoted or not; nil where none is next.
    mutating func takeName() -> String? {
        switch next {
        case .word(let name), .quoted(let name):
            advance()
            return name
        default: return nil
        }
    }

    /// Of the next token.
    var place: Place { tokens[position].place }

    func checkNesting(_ depth: Int) throws(StatementError) {
        guard depth <= StatementLimits.nesting else {
            throw .notWellFormed("Nesting levels have exceeded supported limits")
        }
    }
}
