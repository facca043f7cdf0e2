import DynamoDBModel

/// Where a value stands in an item: `a.b[0]`, with its placeholders resolved.
package struct DocumentPath: Sendable, Equatable, CustomStringConvertible {
    package enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    /// The attribute it begins at.
    package let head: String
    package let rest: [Step]

    package init(_ head: String, _ rest: [Step] = []) {
        self.head = head
        self.rest = rest
    }

    package var isNested: Bool { !rest.isEmpty }

    package func value(in item: AttributeMap) -> AttributeValue? {
        guard var value = item[head] else { return nil }
        for step in rest {
            guard let inner = value.value(at: step) else { return nil }
            value = inner
        }
        return value
    }

    /// The value that the last step leads into; nil for an attribute of the item itself.
    func container(in item: AttributeMap) -> AttributeValue? {
        DocumentPath(head, rest.dropLast()).value(in: item)
    }

    package static func == (left: DocumentPath, right: DocumentPath) -> Bool {
        left.head.isSameText(as: right.head) && left.rest == right.rest
    }

    /// As AWS's sentences have it: `[a, b, [0]]`.
    package var description: String {
        let steps = rest.map { step in
            switch step {
            case .name(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[" + ([head] + steps).joined(separator: ", ") + "]"
    }
}

extension DocumentPath.Step: Equatable {
    package static func == (left: DocumentPath.Step, right: DocumentPath.Step) -> Bool {
        switch (left, right) {
        case (.name(let one), .name(let other)): one.isSameText(as: other)
        case (.index(let one), .index(let other)): one == other
        default: false
        }
    }
}

extension DocumentPath {
    private init(_ head: String, _ rest: ArraySlice<Step>) {
        self.init(head, Array(rest))
    }
}

extension AttributeValue {
    func value(at step: DocumentPath.Step) -> AttributeValue? {
        switch (self, step) {
        case (.map(let map), .name(let name)): map[name]
        case (.list(let values), .index(let index)): index < values.count ? values[index] : nil
        default: nil
        }
    }
}
