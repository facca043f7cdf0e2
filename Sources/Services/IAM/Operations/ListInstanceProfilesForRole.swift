import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listInstanceProfilesForRole(
        _ input: ListInstanceProfilesForRoleRequest, _ call: Call
    ) async throws -> ListInstanceProfilesForRoleResponse {
        let account = call.accountID
        let page = try await store.read { snapshot in
            let role = try snapshot.require(RoleRecord.self, input.roleName, in: account)
            return try start(input.marker, input.maxItems, "instance-profiles-for-role", role.id)
                .page(InstanceProfileRecord.self, index: InstanceProfileRecord.ofRole(role.id), snapshot) {
                    try snapshot.answer($0)
                }
        }
        return ListInstanceProfilesForRoleResponse(
            instanceProfiles: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
