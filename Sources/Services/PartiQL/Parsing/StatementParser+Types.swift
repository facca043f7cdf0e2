extension StatementParser {
    /// What stands behind `IS`. All of PartiQL's types are known by name, and not all are supported.
    mutating func typeName() throws(StatementError) -> TypeName {
        let name: String
        switch next {
        case .keyword(let keyword): name = keyword.text
        case .word(let word): name = word.lowercased()
        default: throw .notWellFormed("Expected type name")
        }
        if let type = Self.supported[name] {
            advance()
            return type
        }
        guard Self.others.contains(name) else { throw .notWellFormed("Expected type name") }
        throw StatementError(
            "Unsupported data type for IS operator: \(name.uppercased()). Supported data types are "
                + "[MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]")
    }

    private static let supported: [String: TypeName] = [
        "missing": .missing, "null": .null, "bool": .boolean, "boolean": .boolean, "blob": .blob, "string": .string,
        "numeric": .number, "struct": .map, "tuple": .map, "list": .list,
    ]

    private static let others: Set<String> = [
        "smallint", "int", "int2", "int4", "int8", "integer", "float", "real", "double", "decimal", "dec", "timestamp",
        "date", "time", "char", "character", "varchar", "symbol", "clob", "sexp", "bag", "any",
    ]
}
