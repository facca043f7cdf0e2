import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit
import Storage

/// How a SELECT reads: ranges of partitions where its condition names them all, everything otherwise. What is read is
/// asked the whole condition in any case.
struct SelectPlan: Sendable {
    /// One of the reads that a condition is decomposed into.
    struct Read: Sendable {
        var partition: AttributeValue
        var range: KeyRange
        var branch: KeyBranch
    }

    static let overlapping = ServiceError.validation(
        "Overlapping conditions with range keys are not supported in where clause")

    /// Nil for a scan.
    private(set) var reads: [Read]?
    private(set) var forward = true

    init(_ select: SelectStatement, _ source: ItemSource, _ parameters: StatementParameters) throws {
        reads = try Self.reads(select.condition, source, parameters)
        try order(select, source)
    }

    var isScan: Bool { reads == nil }

    private static func reads(
        _ condition: Expression?, _ source: ItemSource, _ parameters: StatementParameters
    ) throws -> [Read]? {
        let hash = source.keys.hash[0]
        let finder = KeyBranches(hash: hash.name, sort: source.keys.range.first?.name, parameters: parameters)
        guard let condition, condition.attributes.contains(where: { $0.isSameText(as: hash.name) }),
            let branches = try finder.branches(of: condition)
        else { return nil }
        var reads: [Read] = []
        for branch in branches {
            guard let partition = branch.partition else { return nil }
            reads.append(Read(partition: partition, range: KeyRange(all: source.base), branch: branch))
        }
        guard reads.count <= KeyBranches.mostReads else { throw KeyBranches.tooMany }
        for index in reads.indices { reads[index].range = try source.range(of: reads[index]) }
        return try merged(reads, in: source)
    }

    /// No item may be read twice. Where the sort key is asked for what no range is, one read of the partition does for all.
    private static func merged(_ reads: [Read], in source: ItemSource) throws -> [Read] {
        var merged: [Read] = []
        for read in reads {
            let others = merged.indices.filter { merged[$0].partition == read.partition }
            guard let first = others.first(where: { merged[$0].range.overlaps(read.range) }) else {
                merged.append(read)
                continue
            }
            guard read.branch.isLoose || others.contains(where: { merged[$0].branch.isLoose }) else {
                throw overlapping
            }
            merged[first].branch.isLoose = true
            merged[first].range = KeyRange(KeySelection(partition: [read.partition]), in: source.base)
            for index in others.reversed() where index != first { merged.remove(at: index) }
        }
        return merged
    }
}

extension SelectPlan {
    /// What can only be read in the order of its key.
    static func checkOrder(_ select: SelectStatement, _ keys: KeySchema) throws {
        guard !select.order.isEmpty else { return }
        guard select.condition != nil else {
            throw ServiceError.validation("Must have WHERE clause in the statement when using ORDER BY clause.")
        }
        for term in select.order where !keys.contains(term.attribute) {
            throw ServiceError.validation(
                "Attribute \(term.attribute) in ORDER BY clause must be part of the primary key")
        }
    }

    private mutating func order(_ select: SelectStatement, _ source: ItemSource) throws {
        try Self.checkOrder(select, source.keys)
        guard !select.order.isEmpty else { return }
        guard let reads else {
            throw ServiceError.validation(
                "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.")
        }
        let hash = select.order.first { $0.attribute.isSameText(as: source.keys.hash[0].name) }
        guard hash != nil || reads.allSatisfy({ $0.partition == reads[0].partition }) else {
            throw ServiceError.validation(
                "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause."
            )
        }
        // As AWS has it, what is not said about the sort key means its largest value first.
        let sort = select.order.first { !$0.attribute.isSameText(as: source.keys.hash[0].name) }
        forward = sort?.isAscending ?? false
        self.reads = reads.ordered(hashAscending: hash?.isAscending ?? true, sortAscending: forward)
    }
}

extension [SelectPlan.Read] {
    fileprivate func ordered(hashAscending: Bool, sortAscending: Bool) -> [SelectPlan.Read] {
        sorted { one, other in
            if one.partition != other.partition {
                let (first, second) = hashAscending ? (one, other) : (other, one)
                return KeyTest.less(second.partition).holds(for: first.partition)
            }
            let (first, second) = sortAscending ? (one, other) : (other, one)
            return first.range.from.lexicographicallyPrecedes(second.range.from)
        }
    }
}

extension ItemSource {
    /// Of keys of the schema's types, which are not empty.
    fileprivate func range(of read: SelectPlan.Read) throws -> KeyRange {
        try check(read.partition, keys.hash[0])
        var range = KeyRange(KeySelection(partition: [read.partition]), in: base)
        guard let sort = keys.range.first else { return range }
        for test in read.branch.sort {
            for value in test.operands { try check(value, sort) }
            range = range.intersection(
                KeyRange(KeySelection(partition: [read.partition], sortTest: test), in: base))
        }
        return range
    }

    private func check(_ value: AttributeValue, _ attribute: KeyAttribute) throws {
        guard attribute.accepts(value) else {
            throw ServiceError.validation(
                "Key attribute's data type should match its data type in table's schema: Key \(attribute.name)")
        }
        guard !value.isEmpty else {
            throw ServiceError.validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty \(attribute.kind == .string ? "string" : "binary") value. Key: \(attribute.name)")
        }
    }
}

extension AttributeValue {
    fileprivate var isEmpty: Bool {
        switch self {
        case .string(let text): text.isEmpty
        case .binary(let bytes): bytes.isEmpty
        default: false
        }
    }
}

extension KeyTest {
    fileprivate var operands: [AttributeValue] {
        switch self {
        case .equal(let value), .less(let value), .lessOrEqual(let value), .greater(let value),
            .greaterOrEqual(let value), .beginsWith(let value):
            [value]
        case .between(let low, let high): [low, high]
        case .notIndexable: []
        }
    }
}

extension KeyRange {
    fileprivate func intersection(_ other: KeyRange) -> KeyRange {
        var both = self
        if both.from.lexicographicallyPrecedes(other.from) { both.from = other.from }
        if other.to.lexicographicallyPrecedes(both.to) { both.to = other.to }
        return both
    }

    fileprivate func overlaps(_ other: KeyRange) -> Bool { !intersection(other).isEmpty }
}
