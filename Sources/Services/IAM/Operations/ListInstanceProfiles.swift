import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listInstanceProfiles(
        _ input: ListInstanceProfilesRequest, _ call: Call
    ) async throws -> ListInstanceProfilesResponse {
        let account = call.accountID
        let prefix = input.pathPrefix ?? "/"
        let page = try await store.read { snapshot in
            try start(input.marker, input.maxItems, "instance-profiles", account, prefix)
                .page(InstanceProfileRecord.self, InstanceProfileRecord.all(account), snapshot) { profile in
                    profile.path.hasPrefix(prefix) ? try snapshot.answer(profile) : nil
                }
        }
        return ListInstanceProfilesResponse(
            instanceProfiles: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
