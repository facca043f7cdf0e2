import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func address(_ name: String, _ call: Call) -> TableAddress {
        TableAddress(name, accountID: call.accountID, region: call.region)
    }

    /// Of a request whose first fault may be the table's name.
    func validAddress(_ name: String, _ call: Call) throws -> TableAddress {
        let address = address(name, call)
        try address.requireNameToFind()
        return address
    }

    /// Writes one item, in a commit of its own.
    func perform(
        _ write: ItemWrite, onFailure wanted: ReturnValuesOnConditionCheckFailure?
    ) async throws -> ItemWrite.Outcome {
        do {
            return try await store.write { transaction in
                try transaction.perform(write, ChangeOrigin(time: changeClock.now))
            }
        } catch let failure as ItemWrite.ConditionFailure {
            throw failure.error(wanted)
        }
    }
}
