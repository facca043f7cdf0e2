import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Users in the order of their names, or of the attribute that is searched.
    func listUsers(_ input: ListUsersRequest, _ call: Call) async throws -> ListUsersResponse {
        let filter = try input.filter.flatMap { try $0.isEmpty ? nil : UserFilter($0) }
        let scope = "ListUsers \(input.userPoolId) \(input.filter ?? "")"
        let start = try position(input.paginationToken, scope)
        let limit = Self.pageSize(input.limit)
        let page = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            for name in input.attributesToGet ?? [] where pool.attribute(name) == nil {
                throw ServiceError.invalidParameter("Invalid attribute in attributesToGet: \(name)")
            }
            return try UserSearch(pool: pool, filter: filter, limit: limit).page(from: start, snapshot)
        }
        return ListUsersResponse(
            users: page.records.map { $0.summary(attributesToGet: input.attributesToGet) },
            paginationToken: try token(page.next, scope))
    }
}
