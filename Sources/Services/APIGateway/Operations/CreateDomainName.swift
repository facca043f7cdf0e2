import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createDomainName(_ input: CreateDomainNameRequest, _ call: Call) async throws -> DomainName {
        try Self.check(input.tags)
        let type = input.endpointConfiguration?.types?.first ?? .edge
        let record = DomainRecord(
            name: input.domainName.lowercased(), accountID: call.accountID, region: call.region,
            endpointType: type.rawValue,
            certificateARN: input.regionalCertificateArn ?? input.certificateArn,
            certificateName: input.regionalCertificateName ?? input.certificateName,
            securityPolicy: input.securityPolicy?.rawValue ?? "TLS_1_2",
            ipAddressType: input.endpointConfiguration?.ipAddressType?.rawValue ?? "ipv4", tags: input.tags ?? [:],
            createdAt: clock.now)
        try record.check()
        try checkIsFree(domain: record.name)
        try await changeDomain(record.name) { try $0.insert(record) }
        return record.shownByV1
    }
}
