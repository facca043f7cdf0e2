import DynamoDBModel

/// What an action comes to, once everything it depends on is known.
enum Edit: Sendable {
    case put(AttributeValue)
    case drop
    case leave
}

extension PathTree {
    /// Makes the edits that its paths lead to; that they lead into maps and lists has been seen to.
    func apply(_ edits: [Edit], to map: inout AttributeMap) {
        for (name, tree) in names {
            if let path = tree.path {
                switch edits[path] {
                case .put(let value): map[name] = value
                case .drop: map[name] = nil
                case .leave: break
                }
            } else if var value = map[name] {
                tree.apply(edits, within: &value)
                map[name] = value
            }
        }
    }

    private func apply(_ edits: [Edit], within value: inout AttributeValue) {
        switch value {
        case .map(var map):
            apply(edits, to: &map)
            value = .map(map)
        case .list(var values):
            apply(edits, to: &values)
            value = .list(values)
        default: break
        }
    }

    /// Indexes are those of the list as it was. What is put behind its end is appended, in the indexes' order.
    private func apply(_ edits: [Edit], to values: inout [AttributeValue]) {
        let count = values.count
        var dropped: Set<Int> = []
        for (index, tree) in indexes {
            guard let path = tree.path else {
                if index < count { tree.apply(edits, within: &values[index]) }
                continue
            }
            switch edits[path] {
            case .put(let value) where index < count: values[index] = value
            case .put(let value): values.append(value)
            case .drop: if index < count { dropped.insert(index) }
            case .leave: break
            }
        }
        guard !dropped.isEmpty else { return }
        values = values.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    }
}
