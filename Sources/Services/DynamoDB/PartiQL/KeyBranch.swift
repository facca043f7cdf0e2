import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// One way to fulfil a condition, as far as it concerns the key: what the partition is to be, what its order is asked, and
/// what is left to be asked of each item.
struct KeyBranch: Sendable {
    var hash: [AttributeValue] = []
    var sort: [KeyTest] = []
    /// Something is asked of the sort key that no range of it is.
    var isLoose = false
    var filters: [Expression] = []

    /// The same value may be asked for twice.
    var partition: AttributeValue? {
        guard let first = hash.first, hash.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    fileprivate mutating func join(_ other: KeyBranch) {
        hash += other.hash
        sort += other.sort
        isLoose = isLoose || other.isLoose
        filters += other.filters
    }

    fileprivate func joined(with other: KeyBranch) -> KeyBranch {
        var both = self
        both.join(other)
        return both
    }
}

/// Takes a condition apart into branches. Whatever asks nothing of the key stays whole.
struct KeyBranches {
    static let mostReads = 50
    /// Before those that contradict themselves are known.
    private static let most = 10 * mostReads

    let hash: String
    /// Of the attribute that the partition is sorted by.
    let sort: String?
    let parameters: StatementParameters

    /// Nil where nothing is asked of the key.
    func branches(of expression: Expression) throws -> [KeyBranch]? {
        switch expression {
        case .all(let parts): return try product(parts)
        case .any(let parts): return try union(parts)
        case .compare(let comparison, let left, let right):
            if let name = left.attribute, let value = try parameters.value(of: right) {
                return branches(name, comparison, value, expression)
            }
            if let name = right.attribute, let value = try parameters.value(of: left) {
                return branches(name, comparison.turned, value, expression)
            }
        case .between(let tested, let low, let high):
            if isSort(tested), let low = try parameters.value(of: low), let high = try parameters.value(of: high) {
                return [KeyBranch(sort: [.between(low, high)])]
            }
        case .oneOf(let tested, let list):
            let values = try list.compactMap(parameters.value)
            guard values.count == list.count else { break }
            if tested.attribute?.isSameText(as: hash) == true { return values.map { KeyBranch(hash: [$0]) } }
            if isSort(tested) { return values.map { KeyBranch(sort: [.equal($0)]) } }
        case .call(let call) where call.name == ExpressionFunction.beginsWith.rawValue && call.arguments.count == 2:
            if isSort(call.arguments[0]), let prefix = try parameters.value(of: call.arguments[1]) {
                return [KeyBranch(sort: [.beginsWith(prefix)])]
            }
        default: break
        }
        return loose(expression)
    }

    private func isSort(_ expression: Expression) -> Bool {
        guard let sort, let name = expression.attribute else { return false }
        return name.isSameText(as: sort)
    }

    private func loose(_ expression: Expression) -> [KeyBranch]? {
        guard let sort, expression.attributes.contains(where: { $0.isSameText(as: sort) }) else { return nil }
        return [KeyBranch(isLoose: true, filters: [expression])]
    }

    private func branches(
        _ name: String, _ comparison: Comparison, _ value: AttributeValue, _ expression: Expression
    ) -> [KeyBranch]? {
        if name.isSameText(as: hash) { return comparison == .equal ? [KeyBranch(hash: [value])] : nil }
        guard let sort, name.isSameText(as: sort) else { return nil }
        return comparison.test(value).map { [KeyBranch(sort: [$0])] } ?? loose(expression)
    }

    private func product(_ parts: [Expression]) throws -> [KeyBranch]? {
        var product = [KeyBranch()]
        var asksKey = false
        var rest = KeyBranch()
        for part in parts {
            guard let next = try branches(of: part) else {
                rest.filters.append(part)
                continue
            }
            asksKey = true
            guard product.count * next.count <= Self.most else { throw Self.tooMany }
            if next.count == 1 {
                for index in product.indices { product[index].join(next[0]) }
            } else {
                product = product.flatMap { one in next.map { one.joined(with: $0) } }
            }
        }
        return asksKey ? product.map { $0.joined(with: rest) } : nil
    }

    private func union(_ parts: [Expression]) throws -> [KeyBranch]? {
        var union: [KeyBranch] = []
        var ofKey = 0
        for part in parts {
            let next = try branches(of: part)
            ofKey += next?.count ?? 0
            guard ofKey <= Self.mostReads else { throw Self.tooMany }
            union += next ?? [KeyBranch(filters: [part])]
        }
        return ofKey > 0 ? union : nil
    }

    static let tooMany = ServiceError.validation("Too many decomposed read operations for a given query.")
}

extension Comparison {
    /// With its operands in the other order.
    fileprivate var turned: Comparison {
        switch self {
        case .equal, .unequal: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// Nil for what is no range.
    fileprivate func test(_ value: AttributeValue) -> KeyTest? {
        switch self {
        case .equal: .equal(value)
        case .unequal: nil
        case .less: .less(value)
        case .lessOrEqual: .lessOrEqual(value)
        case .greater: .greater(value)
        case .greaterOrEqual: .greaterOrEqual(value)
        }
    }
}
