import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func updateTimeToLive(_ input: UpdateTimeToLiveRequest, _ call: Call) async throws -> UpdateTimeToLiveResponse {
        let address = address(input.tableName, call)
        let wanted = input.timeToLiveSpecification
        try await store.write { transaction in
            var table = try transaction.requireKnown(address)
            let isEnabled = table.timeToLive?.isEnabled == true
            guard isEnabled != wanted.enabled else {
                throw ServiceError.validation("TimeToLive is already \(isEnabled ? "enabled" : "disabled")")
            }
            if isEnabled, let attribute = table.timeToLive?.attribute, attribute != wanted.attributeName {
                throw ServiceError.validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is \(attribute)")
            }
            table.timeToLive = TimeToLiveSettings(attribute: wanted.attributeName, isEnabled: wanted.enabled)
            try transaction.save(table)
        }
        return UpdateTimeToLiveResponse(timeToLiveSpecification: wanted)
    }
}
