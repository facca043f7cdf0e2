import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getServiceLinkedRoleDeletionStatus(
        _ input: GetServiceLinkedRoleDeletionStatusRequest, _ call: Call
    ) async throws -> GetServiceLinkedRoleDeletionStatusResponse {
        let key = RoleDeletion.key(call.accountID, input.deletionTaskId)
        let found = try await store.read { try $0.find(RoleDeletion.self, key) }
        guard found != nil else {
            throw ServiceError.noSuchEntity("Deletion task \(input.deletionTaskId) cannot be found.")
        }
        return GetServiceLinkedRoleDeletionStatusResponse(status: .succeeded)
    }

    /// A task's id names the role that it deletes.
    func seeingDeletion(_ input: GetServiceLinkedRoleDeletionStatusRequest, _ call: Call) -> [Permission] {
        let parts = input.deletionTaskId.split(separator: "/")
        let role = parts.count == 5 ? parts[1...3].joined(separator: "/") : "*"
        return [
            Permission(
                "iam:GetServiceLinkedRoleDeletionStatus", on: "arn:aws:iam::\(call.accountID):role/\(role)",
                in: call.accountID)
        ]
    }
}
