import DynamoDBModel

/// Paths of one expression, none of which leads into what another one names. A document is walked along with it, so
/// that each part of it is looked at once.
struct PathTree: Sendable {
    /// The position of the path that ends here; then nothing leads further.
    private(set) var path: Int?
    /// In the names' order.
    private(set) var names: [(name: String, tree: PathTree)] = []
    /// In the indexes' order.
    private(set) var indexes: [(index: Int, tree: PathTree)] = []

    init() {}

    /// Throws for two paths of which one leads into the other, or that take one value for a map and for a list.
    init(_ paths: [DocumentPath], _ kind: ExpressionKind?) throws(ExpressionError) {
        var conflict: (Int, Int)?
        for (position, path) in paths.enumerated() {
            switch add([.name(path.head)] + path.rest, position) {
            case .none: break
            case .overlap(let other): throw .invalid(kind, Self.sentence("overlap", paths[other], paths[position]))
            case .conflict(let other): conflict = conflict ?? (other, position)
            }
        }
        // Overlaps are said before conflicts, whichever comes first.
        if let (one, other) = conflict {
            throw .invalid(kind, Self.sentence("conflict", paths[one], paths[other]))
        }
    }

    private enum Clash {
        case none
        case overlap(Int)
        case conflict(Int)
    }

    private mutating func add(_ steps: ArraySlice<DocumentPath.Step>, _ position: Int) -> Clash {
        if let path { return .overlap(path) }
        guard let step = steps.first else {
            if let first { return .overlap(first) }
            path = position
            return .none
        }
        switch step {
        case .name(let name):
            if !indexes.isEmpty, let first { return .conflict(first) }
            let place = names.firstPlace { $0.name.precedesByBytes(name) }
            if place == names.count || !names[place].name.isSameText(as: name) {
                names.insert((name, PathTree()), at: place)
            }
            return names[place].tree.add(steps.dropFirst(), position)
        case .index(let index):
            if !names.isEmpty, let first { return .conflict(first) }
            let place = indexes.firstPlace { $0.index < index }
            if place == indexes.count || indexes[place].index != index {
                indexes.insert((index, PathTree()), at: place)
            }
            return indexes[place].tree.add(steps.dropFirst(), position)
        }
    }

    private mutating func add(_ steps: [DocumentPath.Step], _ position: Int) -> Clash { add(steps[...], position) }

    /// The first of the paths through here.
    private var first: Int? {
        path ?? (names.compactMap(\.tree.first) + indexes.compactMap(\.tree.first)).min()
    }

    private static func sentence(_ how: String, _ one: DocumentPath, _ other: DocumentPath) -> String {
        "Two document paths \(how) with each other; must remove or rewrite one of these paths; "
            + "path one: \(one), path two: \(other)"
    }
}

extension Array {
    /// Of an ordered array, the first place whose element does not precede.
    fileprivate func firstPlace(where precedes: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if precedes(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
