import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Changes what the call gives of a document, and leaves the rest.
    func updateTerms(_ input: UpdateTermsRequest, _ call: Call) async throws -> UpdateTermsResponse {
        if let links = input.links { try TermsLinks.check(links) }
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var terms = try transaction.requireTerms(input.termsId, of: pool)
            terms.name = input.termsName ?? terms.name
            try transaction.requireNoTerms(terms.name, of: terms.clientID, besides: terms.id, in: pool)
            terms.source = input.termsSource ?? terms.source
            terms.enforcement = input.enforcement ?? terms.enforcement
            terms.links = input.links ?? terms.links
            terms.modifiedAt = call.time
            try transaction.save(terms)
            return UpdateTermsResponse(terms: terms.summary)
        }
    }
}
