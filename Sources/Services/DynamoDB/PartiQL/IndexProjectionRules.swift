import DynamoDBModel
import PartiQL
import ServiceKit

/// What a SELECT may ask of an index that does not have all attributes.
extension ItemSource {
    func lacks(_ name: String) -> Bool {
        guard let index else { return false }
        switch index.projection {
        case .all: return false
        case .keysOnly: return !keys.contains(name) && !table.keys.contains(name)
        case .include(let included):
            return !keys.contains(name) && !table.keys.contains(name)
                && !included.contains { $0.isSameText(as: name) }
        }
    }

    /// A global index cannot look into the table.
    func check(_ columns: SelectedColumns?) throws {
        guard isGlobal, let index, let missing = columns?.attributes.filter(lacks).distinct, !missing.isEmpty else {
            return
        }
        throw ServiceError.invalidParameters(
            "Global secondary index \(index.name) does not project [\(missing.joined(separator: ", "))]")
    }

    /// A read of a partition is not asked for what the index lacks; a scan is, and finds it missing.
    func checkFilters(_ plan: SelectPlan) throws {
        // The first read that AWS begins with.
        guard let index, let read = plan.reads?.inSetOrder(by: { $0.partition.policyText ?? "" }).first else { return }
        let missing = read.branch.filters.flatMap(\.attributes).filter(lacks).distinct.inSetOrder { $0 }
        guard !missing.isEmpty else { return }
        throw ServiceError.invalidParameters(
            "Secondary index \(index.name) does not project one or more filter attributes: "
                + "[\(missing.joined(separator: ", "))]")
    }
}

extension [String] {
    fileprivate var distinct: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension Array {
    /// The order in which AWS's sentences list the members of a set: that of Java's hash sets, by the text's hash and then
    /// as they came.
    fileprivate func inSetOrder(by text: (Element) -> String) -> [Element] {
        var buckets = 16
        while count * 4 > buckets * 3 { buckets *= 2 }
        func bucket(_ element: Element) -> Int {
            let hash = text(element).utf16.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }
            return Int(hash ^ hash >> 16) & (buckets - 1)
        }
        return enumerated().map { (place: (bucket($0.element), $0.offset), element: $0.element) }
            .sorted { $0.place < $1.place }.map(\.element)
    }
}
