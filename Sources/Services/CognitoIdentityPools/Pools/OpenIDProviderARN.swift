import ServiceKit

/// `arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH`
enum OpenIDProviderARN {
    static let resourcePrefix = "oidc-provider/"

    /// Whether it names a provider of the account: another account's users are not for this one to let in.
    static func isOne(_ text: String, of accountID: String) -> Bool {
        guard let arn = ARN(text), arn.service == "iam", arn.region.isEmpty, arn.account == accountID else {
            return false
        }
        return arn.resource.hasPrefix(resourcePrefix) && arn.resource.utf8.count > resourcePrefix.utf8.count
    }
}
