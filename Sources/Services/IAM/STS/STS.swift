import STSModel
import ServiceKit
import Wire

/// Temporary credentials: roles taken on, web identities turned into sessions, and who a caller is.
package struct STS: Service {
    package var model: ServiceModel { .sts }

    let iam: IAM
    let verifiers: [any VerifiesTokens]

    package init(iam: IAM, verifiers: [any VerifiesTokens]) {
        self.iam = iam
        self.verifiers = verifiers
    }
}
