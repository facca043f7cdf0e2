import CivilTime
import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Gives a pool's sign-in pages a name. A pool may have a prefix domain and a custom one.
    func createUserPoolDomain(
        _ input: CreateUserPoolDomainRequest, _ call: Call
    ) async throws -> CreateUserPoolDomainResponse {
        let certificate = input.customDomainConfig?.certificateArn
        try DomainName.check(input.domain, certificateARN: certificate, publicHost: issuers.publicHost)
        try DomainName.check(managedLoginVersion: input.managedLoginVersion)
        let domain = UserPoolDomain(
            name: input.domain, poolID: input.userPoolId, certificateARN: certificate,
            managedLoginVersion: input.managedLoginVersion ?? 1,
            distribution: "d\(randomness.text(13, from: Alphabet.lowerAlphanumeric)).cloudfront.net",
            version: call.time.iso8601Basic.filter(\.isNumber))
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            guard try transaction.domain(named: domain.name) == nil else {
                throw ServiceError.invalidParameter("Domain already associated with another user pool.")
            }
            guard try !transaction.domains(of: pool).contains(where: { $0.isCustom == domain.isCustom }) else {
                throw ServiceError.invalidParameter("User pool already has a domain configured.")
            }
            try transaction.save(domain)
        }
        return CreateUserPoolDomainResponse(
            managedLoginVersion: domain.managedLoginVersion,
            cloudFrontDomain: domain.isCustom ? domain.distribution : nil)
    }
}
