import APIGatewayModel
import ServiceKit

extension DomainRecord {
    var shownByV1: DomainName {
        let isRegional = endpointType == "REGIONAL"
        return DomainName(
            domainName: name, certificateName: isRegional ? nil : certificateName,
            certificateArn: isRegional ? nil : certificateARN, certificateUploadDate: createdAt,
            regionalDomainName: isRegional ? gatewayName : nil,
            regionalHostedZoneId: isRegional ? "Z2OJLYMUO9EFXC" : nil,
            regionalCertificateName: isRegional ? certificateName : nil,
            regionalCertificateArn: isRegional ? certificateARN : nil,
            distributionDomainName: isRegional ? nil : gatewayName,
            distributionHostedZoneId: isRegional ? nil : "Z2FDTNDATAQYW2",
            endpointConfiguration: EndpointConfiguration(
                types: [EndpointType(rawValue: endpointType)], ipAddressType: IpAddressType(rawValue: ipAddressType)),
            domainNameStatus: .available, securityPolicy: SecurityPolicy(rawValue: securityPolicy), tags: tags)
    }
}

extension MappingRecord {
    var shownByV1: BasePathMapping {
        BasePathMapping(basePath: basePath.isEmpty ? "(none)" : basePath, restApiId: apiID, stage: stage)
    }

    /// `(none)` is AWS's name for the path that is none.
    static func path(_ given: String?) -> String { given == nil || given == "(none)" ? "" : given ?? "" }
}
