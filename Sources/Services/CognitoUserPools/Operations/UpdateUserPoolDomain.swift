import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Changes a custom domain's certificate, or which pages a domain has.
    func updateUserPoolDomain(
        _ input: UpdateUserPoolDomainRequest, _ call: Call
    ) async throws -> UpdateUserPoolDomainResponse {
        try DomainName.check(managedLoginVersion: input.managedLoginVersion)
        let updated = try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var domain = try transaction.requireDomain(input.domain, of: pool)
            if let certificate = input.customDomainConfig?.certificateArn {
                guard domain.isCustom else {
                    throw ServiceError.invalidParameter("A prefix domain cannot have a custom domain configuration.")
                }
                domain.certificateARN = certificate
            }
            domain.managedLoginVersion = input.managedLoginVersion ?? domain.managedLoginVersion
            try transaction.save(domain)
            return domain
        }
        return UpdateUserPoolDomainResponse(
            managedLoginVersion: updated.managedLoginVersion,
            cloudFrontDomain: updated.isCustom ? updated.distribution : nil)
    }
}
