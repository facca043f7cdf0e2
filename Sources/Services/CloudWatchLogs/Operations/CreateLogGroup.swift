import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// Makes a group of the class STANDARD. What is kept of the other classes cannot be read without the services that
    /// are not here.
    func createLogGroup(_ input: CreateLogGroupRequest, _ call: Call) async throws -> CreateLogGroupResponse {
        guard input.logGroupClass ?? .standard == .standard else {
            throw ServiceError.invalidParameter("Log groups of a class other than STANDARD are not supported.")
        }
        guard !input.logGroupName.lowercased().hasPrefix("aws/") else {
            throw ServiceError.invalidParameter("Log groups starting with AWS/ are reserved for AWS.")
        }
        guard let tags = try NewTags.adding(input.tags ?? [:]) else {
            throw ServiceError.invalidParameter("A log group has \(NewTags.most) tags at most.")
        }
        let address = address(input.logGroupName, call)
        let group = newGroup(address, tags: tags, isProtected: input.deletionProtectionEnabled)
        try await store.write { transaction in
            guard try !transaction.exists(group.key) else { throw ServiceError.groupExists }
            try transaction.save(group)
        }
        return CreateLogGroupResponse()
    }

    func newGroup(
        _ address: LogGroupAddress, tags: [String: String] = [:], isProtected: Bool? = nil
    ) -> StoredGroup {
        StoredGroup(
            accountID: address.accountID, region: address.region, name: address.name, incarnation: incarnations.next(),
            createdAt: clock.now.milliseconds, tags: tags, isProtected: isProtected ?? false)
    }
}
