import APIGatewayV2Model
import ServiceKit

extension DomainRecord {
    var shownByV2: DomainName {
        DomainName(
            apiMappingSelectionExpression: "$request.basepath", domainName: name,
            domainNameConfigurations: [
                DomainNameConfiguration(
                    apiGatewayDomainName: gatewayName, certificateArn: certificateARN, certificateName: certificateName,
                    certificateUploadDate: createdAt, domainNameStatus: .available,
                    endpointType: EndpointType(rawValue: endpointType), hostedZoneId: "Z2OJLYMUO9EFXC",
                    ipAddressType: IpAddressType(rawValue: ipAddressType),
                    securityPolicy: SecurityPolicy(rawValue: securityPolicy))
            ], tags: tags)
    }

    mutating func take(_ configurations: [DomainNameConfiguration]?) throws {
        guard let configurations else { return }
        guard configurations.count == 1, let configuration = configurations.first else {
            throw ServiceError.badRequest("Exactly one domain name configuration is required")
        }
        guard configuration.ownershipVerificationCertificateArn == nil else {
            throw ServiceError.unsupported("A certificate for the verification of ownership")
        }
        endpointType = configuration.endpointType?.rawValue ?? endpointType
        certificateARN = configuration.certificateArn ?? certificateARN
        certificateName = configuration.certificateName ?? certificateName
        securityPolicy = configuration.securityPolicy?.rawValue ?? securityPolicy
        ipAddressType = configuration.ipAddressType?.rawValue ?? ipAddressType
    }
}

extension MappingRecord {
    var shownByV2: ApiMapping {
        ApiMapping(apiId: apiID, apiMappingId: id, apiMappingKey: basePath, stage: stage ?? "")
    }
}
