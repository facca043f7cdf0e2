import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func updateTimeToLive(_ input: UpdateTimeToLiveRequest, _ call: Call) async throws -> UpdateTimeToLiveResponse {
        let address = try validAddress(input.tableName, call)
        let wanted = input.timeToLiveSpecification
        let job = incarnations.next()
        try await store.write { transaction in
            var table = try transaction.requireKnown(address)
            guard table.state == .active else {
                throw ServiceError.inUse(
                    "Attempt to change a resource which is still in use: Table is being created: \(table.name)")
            }
            let isEnabled = table.timeToLive?.isEnabled == true
            guard isEnabled != wanted.enabled else {
                throw ServiceError.validation("TimeToLive is already \(isEnabled ? "enabled" : "disabled")")
            }
            if isEnabled, let attribute = table.timeToLive?.attribute, attribute != wanted.attributeName {
                throw ServiceError.validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is \(attribute)")
            }
            table.timeToLive = TimeToLiveSettings(
                attribute: wanted.attributeName, isEnabled: wanted.enabled, isBeginning: wanted.enabled)
            try transaction.save(table)
            guard wanted.enabled else { return }
            try transaction.save(
                TableJob(number: job, [.noteExpiry(table: table.address, incarnation: table.incarnation)]))
        }
        jobBell.ring()
        return UpdateTimeToLiveResponse(timeToLiveSpecification: wanted)
    }
}
