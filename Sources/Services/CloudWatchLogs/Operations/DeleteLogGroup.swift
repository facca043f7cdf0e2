import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// The group is gone with the answer; the sweep removes its rows, which nothing leads to any more.
    func deleteLogGroup(_ input: DeleteLogGroupRequest, _ call: Call) async throws -> DeleteLogGroupResponse {
        let address = address(input.logGroupName, call)
        try await store.write { transaction in
            let group = try transaction.require(address)
            guard !group.isProtected else { throw ServiceError.groupProtected }
            try transaction.remove(group)
            for prefix in group.children { try Discarded.add(prefix, transaction) }
        }
        return DeleteLogGroupResponse()
    }
}
