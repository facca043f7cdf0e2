extension PolicyDocument {
    /// The condition keys that the policy asks for, in conditions and as variables, as written; each once,
    /// in the order of their first appearance.
    package var contextKeys: [String] {
        var seen: Set<String> = []
        return statements.flatMap(\.contextKeys).filter { seen.insert($0.lowercased()).inserted }
    }
}

extension Statement {
    fileprivate var contextKeys: [String] {
        (resources?.contextKeys ?? []) + conditions.flatMap { [$0.written.key] + $0.operand.contextKeys }
    }
}

extension ResourceElement {
    fileprivate var contextKeys: [String] { patterns.flatMap(\.keys) }
}

extension ConditionOperand {
    fileprivate var contextKeys: [String] {
        switch self {
        case .equals(let texts), .equalsIgnoringCase(let texts), .like(let texts), .arn(let texts):
            texts.flatMap(\.keys)
        case .number, .date, .bool, .binary, .address, .null: []
        }
    }
}
