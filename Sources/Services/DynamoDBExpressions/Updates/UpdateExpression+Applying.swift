import DynamoDBModel

/// What an update made of an item.
package struct UpdateOutcome: Sendable {
    /// With its key.
    package let item: AttributeMap
    /// Whether there is an item afterwards: taking away from one that is not there makes none.
    package let makesItem: Bool
    private let old: AttributeMap?
    private let touched: Projection

    fileprivate init(_ item: AttributeMap, makesItem: Bool, old: AttributeMap?, touched: Projection) {
        self.item = item
        self.makesItem = makesItem
        self.old = old
        self.touched = touched
    }

    /// For UPDATED_OLD; nil where none of what changed was there.
    package var updatedOld: AttributeMap? { old.flatMap(part) }

    /// For UPDATED_NEW, as AWS has it: what stands afterwards where something was changed. So an element appended far
    /// behind a list's end is not found, and the one that moved up to a removed one's place is.
    package var updatedNew: AttributeMap? { makesItem ? part(item) : nil }

    private func part(_ item: AttributeMap) -> AttributeMap? {
        let part = touched.applied(to: item)
        return part.isEmpty ? nil : part
    }
}

extension UpdateExpression {
    /// All its operands see the item as it was. The key is what an item that is not there begins with.
    package func applied(to old: AttributeMap?, key: AttributeMap) throws(ExpressionError) -> UpdateOutcome {
        let before = old ?? key
        var setValues: [AttributeValue?] = []
        setValues.reserveCapacity(actions.count)
        var bytes = 0
        for action in actions {
            guard case .set(let value) = action.change else {
                setValues.append(nil)
                continue
            }
            setValues.append(try value.value(in: before, &bytes))
        }
        var edits: [Edit] = []
        edits.reserveCapacity(actions.count)
        for (action, setValue) in zip(actions, setValues) {
            edits.append(try edit(action, setValue, before, isThere: old != nil))
        }
        var item = before
        tree.apply(edits, to: &item)
        guard item.storedBytes <= ExpressionLimits.itemBytes else {
            throw .updatedItemTooLarge
        }
        return UpdateOutcome(
            item, makesItem: old != nil || actions.isEmpty || actions.contains(where: \.makesItem), old: old,
            touched: Projection(changedPaths, tree))
    }

    private func edit(
        _ action: UpdateAction, _ setValue: AttributeValue?, _ item: AttributeMap, isThere: Bool
    ) throws(ExpressionError) -> Edit {
        if let last = action.path.rest.last {
            let fits =
                switch (action.path.container(in: item), last) {
                case (.map?, .name), (.list?, .index): true
                default: false
                }
            guard fits else {
                // Taking something out of an item that is not there is no mistake.
                if !isThere, case .remove = action.change { return .leave }
                throw ExpressionError(
                    "The document path provided in the update expression is invalid for update")
            }
        }
        switch action.change {
        case .set:
            guard let setValue else { return .leave }
            guard action.path.rest.count + setValue.levels < ExpressionLimits.valueLevels else {
                throw ExpressionError(
                    "Nesting Levels have exceeded supported limits: "
                        + "Attributes in the item have nested levels beyond supported limit")
            }
            return .put(setValue)
        case .remove: return .drop
        case .add(let operand):
            guard let value = action.path.value(in: item) else { return .put(operand) }
            guard let sum = try value.adding(operand) else { throw wrongType }
            return .put(sum)
        case .delete(let operand):
            guard let value = action.path.value(in: item) else { return .leave }
            guard let rest = value.removing(operand) else { throw wrongType }
            return rest.isEmptySet ? .drop : .put(rest)
        }
    }

    private var wrongType: ExpressionError {
        isLegacy ? ExpressionError("Type mismatch for attribute to update") : .wrongOperandType
    }
}

extension ExpressionError {
    static let wrongOperandType = ExpressionError(
        "An operand in the update expression has an incorrect data type")
}

extension UpdateAction {
    fileprivate var makesItem: Bool {
        switch change {
        case .set, .add: true
        case .remove, .delete: false
        }
    }
}

extension AttributeValue {
    /// How deep it nests; what is no map or list, or has nothing in it, does not.
    fileprivate var levels: Int {
        switch self {
        case .map(let map): (map.entries.map(\.value.levels).max() ?? -1) + 1
        case .list(let values): (values.map(\.levels).max() ?? -1) + 1
        default: 0
        }
    }

    fileprivate var isEmptySet: Bool {
        switch self {
        case .stringSet(let texts): texts.isEmpty
        case .numberSet(let numbers): numbers.isEmpty
        case .binarySet(let values): values.isEmpty
        default: false
        }
    }
}
