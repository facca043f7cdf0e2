extension StatementParser {
    mutating func select() throws(StatementError) -> SelectStatement {
        try expect(.select)
        let columns = try columns()
        guard take(.from) else { throw .notWellFormed("Expected FROM after SELECT list") }
        let source = try source(else: "Unexpected term")
        let condition = try whereClause()
        let order = try orderClause()
        if next == .keyword(.limit) {
            advance()
            throw StatementError("Unsupported clause: LIMIT at \(place)")
        }
        return SelectStatement(columns: columns, source: source, condition: condition, order: order)
    }

    private mutating func columns() throws(StatementError) -> [Path]? {
        var columns: [Path] = []
        var hasStar = false
        repeat {
            if take(.star) {
                hasStar = true
            } else {
                columns.append(try column())
            }
        } while take(.comma)
        guard hasStar else { return columns }
        guard columns.isEmpty else {
            throw StatementError("Other attributes should not be present in the projection when '*' is used.")
        }
        return nil
    }

    /// A path; calls and values are none of an item's.
    private mutating func column() throws(StatementError) -> Path {
        let place = place
        switch (next, afterNext) {
        case (.word, .sign(.open)), (.keyword, .sign(.open)), (.string, _), (.number, _), (.parameter, _):
            throw StatementError("Unexpected path component at \(place)")
        default: break
        }
        let path = try path()
        if case .word = next { throw .aliasing }
        guard next != .keyword(.as) else { throw .aliasing }
        return path
    }

    /// A table, or an index of one.
    mutating func source(
        else detail: String, aliasError: StatementError = .aliasing
    ) throws(StatementError) -> Source {
        guard let table = takeName() else { throw .notWellFormed(detail) }
        var parts = [table]
        while take(.dot) {
            guard let part = takeName() else { throw .notWellFormed("Invalid path dot component") }
            parts.append(part)
        }
        guard parts.allSatisfy({ !$0.isEmpty }) else {
            throw StatementError("Path component cannot be an empty string")
        }
        guard parts.count <= 2 else {
            throw StatementError("A path may contain at most 2 components in the FROM clause")
        }
        switch next {
        case .word, .quoted, .keyword(.as), .keyword(.at), .keyword(.by): throw aliasError
        default: return Source(table: table, index: parts.count == 2 ? parts[1] : nil)
        }
    }

    mutating func whereClause() throws(StatementError) -> Expression? {
        take(.where) ? try expression(0) : nil
    }

    private mutating func orderClause() throws(StatementError) -> [SelectStatement.Order] {
        guard take(.order) else { return [] }
        try expect(.by)
        var order: [SelectStatement.Order] = []
        repeat {
            let path = try path()
            guard path.rest.isEmpty else {
                throw StatementError("Unexpected path component at \(path.place)")
            }
            let isDescending = take(.desc)
            if !isDescending { _ = take(.asc) }
            order.append(SelectStatement.Order(attribute: path.head, isAscending: !isDescending))
        } while take(.comma)
        return order
    }
}
