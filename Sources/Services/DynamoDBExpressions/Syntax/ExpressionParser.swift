/// Reads an expression's tokens from left to right. What it returns is well formed; what it means is looked at later.
struct ExpressionParser {
    let kind: ExpressionKind
    private let bytes: [UInt8]
    private let tokens: [Token]
    private var position = 0
    private var operators = 0

    init(_ text: String, as kind: ExpressionKind) throws(ExpressionError) {
        guard !text.isEmpty else { throw .invalid(kind, "The expression can not be empty;") }
        let size = text.utf8.count
        guard size <= ExpressionLimits.bytes else {
            throw .invalid(
                kind, "Expression size has exceeded the maximum allowed size; expression size: \(size)")
        }
        self.kind = kind
        bytes = Array(text.utf8)
        tokens = Lexer.tokens(bytes, kind.keywords)
    }

    var next: Token.Kind { tokens[position].kind }
    var afterNext: Token.Kind { tokens[min(position + 1, tokens.count - 1)].kind }

    mutating func advance() { position += 1 }

    mutating func advanceOverOperator() {
        operators += 1
        position += 1
    }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard next == kind else { return false }
        position += 1
        return true
    }

    mutating func expect(_ kind: Token.Kind) throws(ExpressionError) {
        guard take(kind) else { throw unexpected() }
    }

    mutating func takeText() -> String {
        let token = tokens[position]
        position += 1
        return String(decoding: bytes[token.start..<token.end], as: UTF8.self)
    }

    func finish() throws(ExpressionError) {
        guard next == .end else { throw unexpected() }
        guard operators <= ExpressionLimits.operators else { throw tooManyOperators }
    }

    /// The token that no rule takes, with the tokens around it and whatever is written between them.
    func unexpected() -> ExpressionError {
        let token = tokens[position]
        let text = token.kind == .end ? "<EOF>" : String(decoding: bytes[token.start..<token.end], as: UTF8.self)
        let start = position > 0 ? tokens[position - 1].start : 0
        let end = position + 1 < tokens.count ? tokens[position + 1].end : token.end
        let near = String(decoding: bytes[start..<end], as: UTF8.self)
        return .invalid(kind, "Syntax error; token: \"\(text)\", near: \"\(near)\"")
    }

    var redundantParentheses: ExpressionError {
        .invalid(kind, "The expression has redundant parentheses;")
    }

    /// AWS stops counting at the first that is too many.
    private var tooManyOperators: ExpressionError {
        .invalid(
            kind,
            "The expression contains too many operators; operator count: \(ExpressionLimits.operators + 1)")
    }

    func checkParentheses(_ depth: Int) throws(ExpressionError) {
        guard depth > ExpressionLimits.nesting else { return }
        throw operators > ExpressionLimits.operators ? tooManyOperators : redundantParentheses
    }

    /// Calls within calls beyond any use: the innermost could not be right whatever follows.
    func checkCalls(_ name: String, _ depth: Int) throws(ExpressionError) {
        guard depth > ExpressionLimits.nesting else { return }
        guard let function = ExpressionFunction(rawValue: name) else {
            throw .invalid(kind, ExpressionFunction.unknown(name))
        }
        throw .invalid(kind, function.misuse)
    }
}
