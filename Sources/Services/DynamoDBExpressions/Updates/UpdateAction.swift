import DynamoDBModel

/// One change of an update, with nothing left to look up.
package struct UpdateAction: Sendable {
    package enum Change: Sendable {
        case set(UpdateValue)
        case remove
        case add(AttributeValue)
        case delete(AttributeValue)
    }

    let path: DocumentPath
    let change: Change

    package init(path: DocumentPath, change: Change) {
        self.path = path
        self.change = change
    }
}

/// What a SET action makes of the item as it was.
package indirect enum UpdateValue: Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case ifNotExists(DocumentPath, UpdateValue)
    case listAppend(UpdateValue, UpdateValue)
    case arithmetic(Arithmetic, UpdateValue, UpdateValue)

    func addPaths(to paths: inout [DocumentPath]) {
        switch self {
        case .path(let path): paths.append(path)
        case .value: break
        case .ifNotExists(let path, let value):
            paths.append(path)
            value.addPaths(to: &paths)
        case .listAppend(let left, let right), .arithmetic(_, let left, let right):
            left.addPaths(to: &paths)
            right.addPaths(to: &paths)
        }
    }
}
