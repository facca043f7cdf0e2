import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getAccountAuthorizationDetails(
        _ input: GetAccountAuthorizationDetailsRequest, _ call: Call
    ) async throws -> GetAccountAuthorizationDetailsResponse {
        let account = call.accountID
        let filter = input.filter ?? []
        let wanted = filter.map(\.rawValue).sorted().joined(separator: ",")
        let start = try start(input.marker, input.maxItems, "account-details", account, wanted)
        let details = try await store.read { snapshot in
            var details = try AccountDetails(
                of: account, filter, from: start.from, limit: start.maxItems, snapshot)
            try details.add { try roleLastUsed($0, snapshot) }
            return details
        }
        return GetAccountAuthorizationDetailsResponse(
            userDetailList: details.users, groupDetailList: details.groups, roleDetailList: details.roles,
            policies: details.policies, isTruncated: details.next != nil,
            marker: try start.marker(details.next))
    }
}
