import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listTerms(_ input: ListTermsRequest, _ call: Call) async throws -> ListTermsResponse {
        let scope = "ListTerms \(input.userPoolId)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<Terms> = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.list(prefix: Terms.listing(pool.id), from: start, limit: input.maxResults ?? 60)
        }
        let terms = page.records.map {
            TermsDescriptionType(
                termsId: $0.id, termsName: $0.name, enforcement: $0.enforcement, creationDate: $0.createdAt,
                lastModifiedDate: $0.modifiedAt)
        }
        return ListTermsResponse(terms: terms, nextToken: try token(page.next, scope))
    }
}
