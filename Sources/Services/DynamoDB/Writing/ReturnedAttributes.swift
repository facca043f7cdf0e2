import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Wire

extension ItemWrite.Outcome {
    /// What `ReturnValues` asks for.
    func attributes(_ wanted: ReturnValue?) -> AttributeMap? {
        switch wanted {
        case nil, .noneValue: nil
        case .allOld: old
        case .allNew: new
        case .updatedOld: update?.updatedOld
        case .updatedNew: update?.updatedNew
        default: nil
        }
    }
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
    throw ServiceError.validation("Return values set to invalid value")
}

extension AttributeMap {
    /// As a member of an error.
    var document: JSONValue { (try? JSONValue(parsing: json, maximumDepth: 128)) ?? .object([]) }
}
