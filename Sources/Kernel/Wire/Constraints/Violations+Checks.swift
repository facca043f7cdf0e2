/// The checks that generated readers call, one for each type a constraint can apply to.
extension Violations {
    package mutating func check(_ value: String?, _ member: String, _ constraint: StringConstraint) {
        guard let value else { return }
        for sentence in constraint.broken(by: value) {
            add(Self.shown(value, isSensitive: constraint.isSensitive), member, sentence)
            if let pattern = constraint.pattern, pattern.sentence == sentence { note(member, against: pattern.source) }
        }
    }

    package mutating func check(_ value: Int?, _ member: String, _ constraint: SizeConstraint) {
        guard let value, let sentence = constraint.broken(by: value, "value") else { return }
        add(Self.shown(String(value), isSensitive: constraint.isSensitive), member, sentence)
    }

    package mutating func check(_ value: [UInt8]?, _ member: String, _ constraint: SizeConstraint) {
        guard let value, let sentence = constraint.broken(by: value.count, "length") else { return }
        add("Value", member, sentence)
    }

    package mutating func check<Value: OpenEnum>(_ value: Value?, _ member: String) {
        guard let value, !Value.knownValues.contains(value.rawValue) else { return }
        add(Self.shown(value.rawValue), member, Self.enumSentence(Value.self))
    }

    /// The number of a list's elements.
    package mutating func check<Element>(size list: [Element]?, _ member: String, _ size: SizeConstraint) {
        guard let list, let sentence = size.broken(by: list.count, "length") else { return }
        let text = "[\(list.prefix(64).map { Self.text($0) }.joined(separator: ", "))]"
        add(Self.shown(text, isSensitive: size.isSensitive), member, sentence)
    }

    /// The number of a map's entries.
    package mutating func check<Value>(size map: [String: Value]?, _ member: String, _ size: SizeConstraint) {
        guard let map, let sentence = size.broken(by: map.count, "length") else { return }
        add(Self.shown(Self.text(map), isSensitive: size.isSensitive), member, sentence)
    }

    /// The numbers of elements of the lists that are a map's values.
    package mutating func check<Element>(
        valueSizes map: [String: [Element]]?, _ member: String, _ size: SizeConstraint
    ) {
        guard let map, map.values.contains(where: { size.broken(by: $0.count, "length") != nil }) else { return }
        let sentences = size.sentences("length").joined(separator: ", ")
        add(
            Self.shown(Self.text(map), isSensitive: size.isSensitive), member,
            "Map value must satisfy constraint: [\(sentences)]")
    }

    package mutating func check(each list: [String]?, _ member: String, _ constraint: StringConstraint) {
        guard let list, list.contains(where: { !constraint.broken(by: $0).isEmpty }) else { return }
        let sentences = constraint.sentences.joined(separator: ", ")
        let text = "[\(list.prefix(64).joined(separator: ", "))]"
        add(
            Self.shown(text, isSensitive: constraint.isSensitive), member,
            "Member must satisfy constraint: [\(sentences)]")
    }

    package mutating func check<Value: OpenEnum>(each list: [Value]?, _ member: String) {
        guard let list, list.contains(where: { !Value.knownValues.contains($0.rawValue) }) else { return }
        let text = "[\(list.prefix(64).map(\.rawValue).joined(separator: ", "))]"
        add(Self.shown(text), member, "Member must satisfy constraint: [\(Self.enumSentence(Value.self))]")
    }

    package mutating func check<Value>(
        keys map: [String: Value]?, _ member: String, _ constraint: StringConstraint
    ) {
        guard let map, map.keys.contains(where: { !constraint.broken(by: $0).isEmpty }) else { return }
        let sentences = constraint.sentences.joined(separator: ", ")
        add(
            Self.shown(Self.text(map), isSensitive: constraint.isSensitive), member,
            "Map keys must satisfy constraint: [\(sentences)]")
    }

    package mutating func check(
        values map: [String: String]?, _ member: String, _ constraint: StringConstraint
    ) {
        guard let map, map.values.contains(where: { !constraint.broken(by: $0).isEmpty }) else { return }
        let sentences = constraint.sentences.joined(separator: ", ")
        add(
            Self.shown(Self.text(map), isSensitive: constraint.isSensitive), member,
            "Map value must satisfy constraint: [\(sentences)]")
    }

    package mutating func check<Value: OpenEnum>(values map: [String: Value]?, _ member: String) {
        guard let map, map.values.contains(where: { !Value.knownValues.contains($0.rawValue) }) else {
            return
        }
        let sentence = Self.enumSentence(Value.self)
        add(Self.shown(Self.text(map)), member, "Map value must satisfy constraint: [\(sentence)]")
    }

    private static func enumSentence<Value: OpenEnum>(_: Value.Type) -> String {
        "Member must satisfy enum value set: [\(Value.knownValues.joined(separator: ", "))]"
    }

    private static func text<Value>(_ map: [String: Value]) -> String {
        let entries = map.sorted { $0.key < $1.key }.prefix(64)
        return "{\(entries.map { "\($0.key)=\(text($0.value))" }.joined(separator: ", "))}"
    }

    /// Only texts and numbers are repeated: a structure may hold secrets.
    private static func text<Element>(_ element: Element) -> String {
        switch element {
        case let text as String: text
        case let value as any OpenEnum: value.rawValue
        case let number as Int: String(number)
        default: "…"
        }
    }
}
