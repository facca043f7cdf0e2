/// Attributes by name: an item, a key, or a value of type map. Kept in the order of their names, so that what is written
/// of it is always the same.
package struct AttributeMap: Sendable, Equatable {
    package typealias Entry = (name: String, value: AttributeValue)

    package private(set) var entries: [Entry]

    package init() { entries = [] }

    /// Of entries in any order; of one name the last one counts.
    package init(_ entries: [Entry]) {
        // As stored items come.
        guard !zip(entries, entries.dropFirst()).allSatisfy({ $0.name.precedesByBytes($1.name) }) else {
            self.entries = entries
            return
        }
        let sorted = entries.enumerated().sorted { one, other in
            one.element.name.isSameText(as: other.element.name)
                ? one.offset < other.offset : one.element.name.precedesByBytes(other.element.name)
        }
        self.entries = []
        self.entries.reserveCapacity(entries.count)
        for (_, entry) in sorted {
            if let last = self.entries.last, last.name.isSameText(as: entry.name) { self.entries.removeLast() }
            self.entries.append(entry)
        }
    }

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    package subscript(name: String) -> AttributeValue? {
        get {
            let place = place(of: name)
            return place < entries.count && entries[place].name.isSameText(as: name) ? entries[place].value : nil
        }
        set {
            let place = place(of: name)
            let isThere = place < entries.count && entries[place].name.isSameText(as: name)
            switch (newValue, isThere) {
            case (let value?, true): entries[place].value = value
            case (let value?, false): entries.insert((name, value), at: place)
            case (nil, true): entries.remove(at: place)
            case (nil, false): break
            }
        }
    }

    /// Names and values together; the map's own bytes are its value's.
    package var storedBytes: Int { entries.reduce(0) { $0 + $1.name.utf8.count + $1.value.storedBytes } }

    package static func == (left: AttributeMap, right: AttributeMap) -> Bool {
        left.entries.count == right.entries.count
            && zip(left.entries, right.entries).allSatisfy { $0.name.isSameText(as: $1.name) && $0.value == $1.value }
    }

    /// The first place whose name does not precede this one.
    private func place(of name: String) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].name.precedesByBytes(name) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
