import STSModel
import ServiceKit
import Wire

/// Temporary credentials: roles taken on, web identities turned into sessions, and who a caller is.
package struct STS: Service {
    package var model: ServiceModel { .sts }

    let iam: IAM
    let verifiers: [any VerifiesTokens]
    let providers: any VerifiesProviderTokens
    let explanations: any FindsExplanations
    let messages: AuthorizationMessages

    package init(
        iam: IAM, verifiers: [any VerifiesTokens], sealer: Sealer,
        providers: any VerifiesProviderTokens = NoProviders(),
        explanations: any FindsExplanations = NoExplanations()
    ) {
        self.iam = iam
        self.verifiers = verifiers
        self.providers = providers
        self.explanations = explanations
        messages = AuthorizationMessages(sealer)
    }
}
