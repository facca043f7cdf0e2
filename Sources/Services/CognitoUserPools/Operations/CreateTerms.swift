import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func createTerms(_ input: CreateTermsRequest, _ call: Call) async throws -> CreateTermsResponse {
        let links = input.links ?? [:]
        try TermsLinks.check(links)
        let id = randomness.uuid()
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let client = try client(input.clientId, of: pool, transaction)
            try transaction.requireNoTerms(input.termsName, of: client.id, besides: nil, in: pool)
            let terms = Terms(
                poolID: pool.id, id: id, clientID: client.id, name: input.termsName, source: input.termsSource,
                enforcement: input.enforcement, links: links, createdAt: call.time, modifiedAt: call.time)
            try transaction.save(terms)
            return CreateTermsResponse(terms: terms.summary)
        }
    }
}
