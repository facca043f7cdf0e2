import DynamoDBModel
import ServiceKit
import Storage
import Wire

extension Transaction {
    /// Performs all, or throws with a reason for each; what was written by then is undone with the commit.
    func perform(_ actions: [TransactionAction], _ origin: ChangeOrigin) throws -> [ItemWrite.Outcome] {
        var outcomes: [ItemWrite.Outcome] = []
        var reasons: [CancellationReason?] = []
        for action in actions {
            do {
                outcomes.append(try perform(action.write, origin))
                reasons.append(nil)
            } catch let failure as ItemWrite.ConditionFailure {
                reasons.append(
                    CancellationReason(
                        code: "ConditionalCheckFailed", message: ServiceError.conditionFailed.message,
                        item: action.onFailure == .allOld ? failure.item : nil))
            } catch let error as ServiceError where error.isOfAction {
                reasons.append(CancellationReason(code: "ValidationError", message: error.message))
            }
        }
        guard reasons.allSatisfy({ $0 == nil }) else { throw CancellationReason.error(reasons) }
        let bytes = outcomes.reduce(0) { $0 + ($1.newStored?.size ?? 0) }
        guard bytes <= ItemLimits.transactionBytes else { throw ServiceError.transactionTooLarge }
        return outcomes
    }
}

extension Snapshot {
    /// Keys that are not of their tables are told as the reasons of their actions.
    func requireDistinct(_ actions: [TransactionAction]) throws {
        var seen: Set<ItemKey> = []
        for action in actions {
            let table = try requireTable(action.write.address)
            guard let key = try? table.key(of: action.write) else { continue }
            guard seen.insert(key).inserted else { throw ServiceError.repeatedItem }
        }
    }
}

extension ServiceError {
    /// Whether it is an action's reason; otherwise the whole transaction is refused.
    var isOfAction: Bool { code == "ValidationException" && !isOfEmptyKey }

    static let repeatedItem = validation("Transaction request cannot include multiple operations on one item")
    static let transactionTooLarge = validation("The aggregate size of the items in the transaction exceeds 4 MB")
}

/// Why one of a transaction's writes could not be done.
struct CancellationReason: Sendable {
    var code: String
    var message: String
    var item: StoredItem?

    /// - Parameter reasons: nil for writes that could have been done.
    static func error(_ reasons: [CancellationReason?]) -> ServiceError {
        let codes = reasons.map { $0?.code ?? "None" }.joined(separator: ", ")
        var error = ServiceError(
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons [\(codes)]", status: 400)
        error.documents = [JSONValue.Member("CancellationReasons", .array(reasons.map(document)))]
        return error
    }

    private static func document(_ reason: CancellationReason?) -> JSONValue {
        guard let reason else { return .object([JSONValue.Member("Code", .string("None"))]) }
        var members = [
            JSONValue.Member("Code", .string(reason.code)), JSONValue.Member("Message", .string(reason.message)),
        ]
        if let item = reason.item { members.append(JSONValue.Member("Item", item.document)) }
        return .object(members)
    }
}
