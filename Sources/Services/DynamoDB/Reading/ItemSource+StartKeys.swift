import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

/// What AWS says of an `ExclusiveStartKey` that is not one of its own.
extension ItemSource {
    /// Whether it has the attributes of what is read. A table's own key is looked at later, when the conditions are.
    func check(_ start: AttributeMap, isScan: Bool) throws {
        let isOfTable = isScan && index == nil
        guard start.count == pageKeys.count else {
            throw isOfTable ? ServiceError.startKeyMismatch : ServiceError.startKeyInvalid
        }
        guard !isOfTable else { return }
        for attribute in keys.attributes {
            guard let value = start[attribute.name] else { throw ServiceError.startKeyInvalid }
            guard attribute.accepts(value) else { throw ServiceError.keyMismatch }
        }
    }

    /// Whether it is of the partition that is queried, and of the part of it.
    func check(_ start: AttributeMap, within selection: KeySelection) throws {
        _ = try startKey(start)
        let isOfPartition = keys.hash.compactMap { start[$0.name] } == selection.partition
        guard !selection.sortPrefix.isEmpty || selection.sortTest != nil else {
            guard isOfPartition else {
                throw ServiceError.validation(
                    "The provided starting key is outside query boundaries based on provided conditions")
            }
            return
        }
        guard selection.contains(sort: keys.range.compactMap { start[$0.name] }) else {
            throw ServiceError.validation("The provided starting key does not match the range key predicate")
        }
        guard isOfPartition else {
            throw ServiceError.validation("The query can return at most one row and cannot be restarted")
        }
    }
}
