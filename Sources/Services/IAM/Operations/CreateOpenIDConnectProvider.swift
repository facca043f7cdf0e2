import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// AWS fetches a thumbprint where none is given; here the list stays empty, and any certificate
    /// that is trusted will do.
    func createOpenIDConnectProvider(
        _ input: CreateOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> CreateOpenIDConnectProviderResponse {
        let provider = OpenIDConnectProviderRecord(
            accountID: call.accountID, url: try ProviderRules.urlWithoutScheme(input.url),
            clientIDs: try ProviderRules.clientIDs(input.clientIDList ?? []),
            thumbprints: try ProviderRules.thumbprints(input.thumbprintList ?? []), createdAt: call.time,
            tags: try [IAMModel.Tag]().adding(
                input.tags ?? [], to: OpenIDConnectProviderRecord.kindInErrors))
        try await change { transaction in
            guard try !transaction.exists(provider.key) else {
                throw ServiceError.providerAlreadyExists(input.url)
            }
            try transaction.checkQuota(
                "OpenIdConnectProvidersPerAccount", OpenIDConnectProviderRecord.mostPerAccount,
                below: OpenIDConnectProviderRecord.all(provider.accountID))
            try transaction.save(provider)
        }
        return CreateOpenIDConnectProviderResponse(
            openIDConnectProviderArn: provider.arn, tags: provider.tags.isEmpty ? nil : provider.tags)
    }

    func creatingProvider(
        _ input: CreateOpenIDConnectProviderRequest, _ call: Call
    ) throws -> [Permission] {
        // What is no URL is told so by the operation; who may not make any is told that.
        let url = (try? ProviderRules.urlWithoutScheme(input.url)) ?? input.url
        let arn = url.isEmpty ? "" : "arn:aws:iam::\(call.accountID):oidc-provider/\(url)"
        let making = Permission(
            "iam:CreateOpenIDConnectProvider", on: arn, in: call.accountID, context: Self.keys(tags: input.tags))
        return [making] + tagging(making)
    }
}
