import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Wire

extension ItemWrite.Outcome {
    /// What `ReturnValues` asks for.
    func attributes(_ wanted: ReturnValue?) -> ItemJSON? {
        switch wanted {
        case nil, .noneValue: nil
        case .allOld: old?.stored.answered
        case .allNew: newStored?.answered
        case .updatedOld: update?.updatedOld.map(ItemJSON.init)
        case .updatedNew: update?.updatedNew.map(ItemJSON.init)
        default: nil
        }
    }
}

extension StoredItem {
    /// As an answer has it: the bytes that are stored.
    var answered: ItemJSON { ItemJSON(bytes: json) }
}

extension ItemWrite.ConditionFailure {
    /// With the item where `ReturnValuesOnConditionCheckFailure` asks for it.
    func error(_ wanted: ReturnValuesOnConditionCheckFailure?) -> ServiceError {
        var error = ServiceError.conditionFailed
        if wanted == .allOld, let item { error.documents = [JSONValue.Member("Item", item.document)] }
        return error
    }
}

/// PutItem and DeleteItem know only what was there.
func checkOldValuesOnly(_ wanted: ReturnValue?) throws {
    guard let wanted, wanted != .noneValue, wanted != .allOld else { return }
    throw ServiceError.validation("ReturnValues can only be ALL_OLD or NONE")
}

extension StoredItem {
    private static let mostLevels = 128

    /// As a member of an error.
    var document: JSONValue { (try? JSONValue(parsing: json, maximumDepth: Self.mostLevels)) ?? .object([]) }
}
