import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A domain of the caller's pools; for any other name AWS answers an empty description.
    func describeUserPoolDomain(
        _ input: DescribeUserPoolDomainRequest, _ call: Call
    ) async throws -> DescribeUserPoolDomainResponse {
        let description = try await store.read { snapshot -> DomainDescriptionType? in
            guard let domain = try snapshot.domain(named: input.domain),
                let pool = try snapshot.find(UserPool.self, UserPool.key(domain.poolID)),
                pool.accountID == accountID(call), pool.region == call.region
            else { return nil }
            return domain.description(in: pool)
        }
        return DescribeUserPoolDomainResponse(domainDescription: description ?? DomainDescriptionType())
    }
}

extension UserPoolDomain {
    fileprivate func description(in pool: UserPool) -> DomainDescriptionType {
        DomainDescriptionType(
            userPoolId: poolID, awsAccountId: pool.accountID, domain: name,
            s3Bucket: "aws-cognito-prod-\(pool.region)-assets", cloudFrontDistribution: distribution,
            version: version, status: .active,
            customDomainConfig: certificateARN.map { CustomDomainConfigType(certificateArn: $0) },
            managedLoginVersion: managedLoginVersion)
    }
}
