import Wire

/// Values are read straight from the document's bytes. A fault is noted, the first one only, and reading goes on, so
/// that JSON that does not parse is told before it; what then stands for the value is used by nobody.
extension JSONReader {
    /// "Nested attribute depth": an attribute's value is on the first level, what is in it on the next.
    private static let mostLevels = 32
    private static let longestName = 65_535

    /// - Parameter level: counted from 0.
    mutating func attributeValue(
        level: Int = 0, _ fault: inout AttributeFault?
    ) throws(SerializationError) -> AttributeValue {
        guard level < Self.mostLevels else {
            fault = fault ?? .tooDeep
            try skip()
            return .null
        }
        var found: AttributeValue?
        var hasOne = true
        if try beginObject() {
            while let name = try nextKey() {
                guard let kind = AttributeValue.Kind(rawValue: name) else {
                    try skip()
                    continue
                }
                guard let value = try attributeValue(of: kind, level: level, &fault) else { continue }
                if let found, found.kind != kind { hasOne = false }
                found = value
            }
        }
        guard let found else {
            fault = fault ?? .noType
            return .null
        }
        if !hasOne { fault = fault ?? .severalTypes }
        return found
    }

    /// Nil for a null, which counts as no type at all.
    private mutating func attributeValue(
        of kind: AttributeValue.Kind, level: Int, _ fault: inout AttributeFault?
    ) throws(SerializationError) -> AttributeValue? {
        switch kind {
        case .string: return try string().map { .string($0) }
        case .number: return try string().map { .number(Self.number($0, &fault)) }
        case .binary: return try blob().map { .binary($0) }
        case .bool: return try bool().map { .bool($0) }
        case .null:
            guard let isNull = try bool() else { return nil }
            if !isNull { fault = fault ?? .falseNull }
            return .null
        case .map: return try attributeMap(level: level + 1, &fault).map { .map($0) }
        case .list: return try attributeList(level: level + 1, &fault).map { .list($0) }
        case .stringSet: return try strings().map { .stringSet(Self.stringSet($0, &fault)) }
        case .numberSet: return try strings().map { .numberSet(Self.numberSet($0, &fault)) }
        case .binarySet: return try blobs().map { .binarySet(Self.binarySet($0, &fault)) }
        }
    }

    mutating func attributeMap(
        level: Int = 0, _ fault: inout AttributeFault?
    ) throws(SerializationError) -> AttributeMap? {
        guard try beginObject() else { return nil }
        var entries: [AttributeMap.Entry] = []
        while let name = try nextKey() {
            Self.check(name, &fault)
            entries.append((name, try attributeValue(level: level, &fault)))
        }
        return AttributeMap(entries)
    }

    static func check(_ name: String, _ fault: inout AttributeFault?) {
        if name.isEmpty { fault = fault ?? .emptyName }
        if name.utf8.count > longestName { fault = fault ?? .longName }
    }

    private mutating func attributeList(
        level: Int, _ fault: inout AttributeFault?
    ) throws(SerializationError) -> [AttributeValue]? {
        guard try beginArray() else { return nil }
        var values: [AttributeValue] = []
        while try nextElement() { values.append(try attributeValue(level: level, &fault)) }
        return values
    }

    /// A set's elements as they come; nulls are dropped, as from every list.
    private mutating func strings() throws(SerializationError) -> [String]? {
        guard try beginArray() else { return nil }
        var elements: [String] = []
        while try nextElement() {
            if let element = try string() { elements.append(element) }
        }
        return elements
    }

    private mutating func blobs() throws(SerializationError) -> [[UInt8]]? {
        guard try beginArray() else { return nil }
        var elements: [[UInt8]] = []
        while try nextElement() {
            if let element = try blob() { elements.append(element) }
        }
        return elements
    }

    private static func number(_ text: String, _ fault: inout AttributeFault?) -> DecimalNumber {
        do throws(DecimalNumberError) {
            return try DecimalNumber(parsing: text)
        } catch {
            fault = fault ?? .number(error, text)
            return .zero
        }
    }

    private static func stringSet(_ texts: [String], _ fault: inout AttributeFault?) -> [String] {
        let set = texts.sorted { $0.precedesByBytes($1) }
        check(set, .stringSet, &fault, isSame: { $0.isSameText(as: $1) }, shown: texts)
        return set
    }

    private static func numberSet(_ texts: [String], _ fault: inout AttributeFault?) -> [DecimalNumber] {
        let set = texts.map { number($0, &fault) }.sorted()
        check(set, .numberSet, &fault, isSame: ==, shown: texts)
        return set
    }

    private static func binarySet(_ values: [[UInt8]], _ fault: inout AttributeFault?) -> [[UInt8]] {
        let set = values.sorted { $0.lexicographicallyPrecedes($1) }
        check(set, .binarySet, &fault, isSame: ==, shown: values.map(\.base64Text))
        return set
    }

    /// A set has elements, in order here, and each of them once.
    private static func check<Element>(
        _ set: [Element], _ kind: AttributeValue.Kind, _ fault: inout AttributeFault?,
        isSame: (Element, Element) -> Bool, shown: @autoclosure () -> [String]
    ) {
        guard fault == nil else { return }
        if set.isEmpty { fault = .emptySet(kind) }
        if zip(set, set.dropFirst()).contains(where: { isSame($0, $1) }) { fault = .duplicates(kind, shown()) }
    }
}
