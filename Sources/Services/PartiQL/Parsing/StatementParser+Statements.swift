extension Statement {
    package init(parsing text: String) throws(StatementError) {
        var parser = try StatementParser(text)
        self = try parser.statement()
        _ = parser.take(.semicolon)
        guard parser.next == .end else { throw .leftover }
    }
}

extension StatementParser {
    fileprivate mutating func statement() throws(StatementError) -> Statement {
        switch next {
        case .keyword(.select): return .select(try select())
        case .keyword(.insert): return .insert(try insert())
        case .keyword(.update): return .update(try update())
        case .keyword(.delete): return .delete(try delete())
        case .keyword(.from): return .update(try updateFrom())
        case .keyword(.exists) where afterNext == .sign(.open):
            advance()
            advance()
            let select = try select()
            try expect(.close)
            return .exists(select)
        case .end, .sign(.semicolon): throw .notWellFormed("Unexpected term")
        default: throw .notWellFormed("Expected data manipulation")
        }
    }

    private mutating func insert() throws(StatementError) -> InsertStatement {
        advance()
        try expect(.into)
        let source = try source(else: "Expected identifier for simple path", aliasError: .leftover)
        guard source.index == nil else {
            throw StatementError("FROM clause may only contain a single table name")
        }
        try expect(.value)
        let item = try insertedItem()
        guard next != .keyword(.returning) else { throw StatementError("RETURNING is not supported in INSERT") }
        return InsertStatement(table: source.table, item: item)
    }

    private mutating func insertedItem() throws(StatementError) -> InsertStatement.Item {
        if next == .parameter { return .parameter(takeParameter()) }
        guard next == .sign(.openBrace) else { throw .notWellFormed("Unexpected term") }
        advance()
        var attributes: [(name: String, value: Expression)] = []
        guard !take(.closeBrace) else { return .attributes([]) }
        repeat {
            let name = try tupleName()
            let value: Expression
            if next == .parameter {
                let place = place
                value = .parameter(takeParameter(), place)
            } else {
                value = .value(try literal(LiteralPath()))
            }
            attributes.append((name, value))
        } while take(.comma)
        try expect(.closeBrace)
        return .attributes(attributes)
    }

    private mutating func delete() throws(StatementError) -> DeleteStatement {
        advance()
        try expect(.from)
        let source = try source(else: "Expected identifier for simple path")
        let condition = try whereClause()
        return DeleteStatement(source: source, condition: condition, returning: try returning())
    }

    private mutating func update() throws(StatementError) -> UpdateStatement {
        advance()
        let source = try source(else: "Expected identifier for simple path")
        let changes = try changes()
        let condition = try whereClause()
        return UpdateStatement(source: source, changes: changes, condition: condition, returning: try returning())
    }

    /// PartiQL's other form: `FROM "Music" WHERE … SET …`.
    private mutating func updateFrom() throws(StatementError) -> UpdateStatement {
        advance()
        let source = try source(else: "Unexpected term")
        let condition = try whereClause()
        let changes = try changes()
        return UpdateStatement(source: source, changes: changes, condition: condition, returning: try returning())
    }

    private mutating func changes() throws(StatementError) -> [UpdateStatement.Change] {
        var changes: [UpdateStatement.Change] = []
        while next == .keyword(.set) || next == .keyword(.remove) {
            let isSet = next == .keyword(.set)
            advance()
            repeat {
                // `SET a = 1, REMOVE b`: another clause may begin behind the comma.
                if !changes.isEmpty, next == .keyword(.set) || next == .keyword(.remove) { break }
                changes.append(isSet ? try assignment() : .remove(try path()))
            } while take(.comma)
        }
        guard !changes.isEmpty else { throw .notWellFormed("Expected data manipulation") }
        return changes
    }

    private mutating func assignment() throws(StatementError) -> UpdateStatement.Change {
        let path = try path()
        try expect(.equal)
        return .set(path, try expression(0))
    }

    private mutating func returning() throws(StatementError) -> Returning? {
        guard take(.returning) else { return nil }
        let isAll = next == .keyword(.all)
        guard take(.all) || take(.modified) else { throw .notWellFormed("Expected ALL or MODIFIED") }
        let isOld = next == .keyword(.old)
        guard take(.old) || take(.new) else { throw .notWellFormed("Expected OLD or NEW") }
        try expect(.star)
        return isAll ? (isOld ? .allOld : .allNew) : (isOld ? .modifiedOld : .modifiedNew)
    }
}
