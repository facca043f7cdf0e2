import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func describeTimeToLive(_ input: DescribeTimeToLiveRequest, _ call: Call) async throws -> DescribeTimeToLiveResponse
    {
        let address = try validAddress(input.tableName, call)
        let table = try await store.read { snapshot in try snapshot.requireKnown(address) }
        let isEnabled = table.timeToLive?.isEnabled == true
        return DescribeTimeToLiveResponse(
            timeToLiveDescription: TimeToLiveDescription(
                timeToLiveStatus: table.timeToLive?.isBeginning == true ? .enabling : isEnabled ? .enabled : .disabled,
                attributeName: isEnabled ? table.timeToLive?.attribute : nil))
    }
}
