import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateDomainName(_ input: UpdateDomainNameRequest, _ call: Call) async throws -> DomainName {
        try await changeDomain(input.domainName) { transaction in
            var record = try transaction.requireDomain(input.domainName, call)
            let paths = [
                "/certificateArn", "/certificateName", "/regionalCertificateArn", "/regionalCertificateName",
                "/securityPolicy", "/endpointConfiguration/types/{type}", "/endpointConfiguration/ipAddressType",
            ]
            try Patch.apply(input.patchOperations, paths: paths) { step in
                switch step.parts.first {
                case "certificateArn"?, "regionalCertificateArn"?: record.certificateARN = step.text
                case "certificateName"?, "regionalCertificateName"?: record.certificateName = step.text
                case "securityPolicy"?: record.securityPolicy = step.text
                case "endpointConfiguration"? where step.parts.dropFirst().first == "types":
                    record.endpointType = step.text
                case "endpointConfiguration"? where step.parts.dropFirst().first == "ipAddressType":
                    record.ipAddressType = step.text
                default: return false
                }
                return true
            }
            try record.check()
            try transaction.save(record)
            return record.shownByV1
        }
    }
}
