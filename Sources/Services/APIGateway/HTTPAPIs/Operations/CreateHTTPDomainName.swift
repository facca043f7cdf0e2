import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func createDomainName(_ input: CreateDomainNameRequest, _ call: Call) async throws -> DomainName {
        try APIGateway.check(input.tags)
        var record = DomainRecord(
            name: input.domainName.lowercased(), accountID: call.accountID, region: call.region,
            endpointType: "REGIONAL", securityPolicy: "TLS_1_2", ipAddressType: "ipv4", tags: input.tags ?? [:],
            createdAt: clock.now)
        try record.take(input.domainNameConfigurations)
        try record.check()
        try gateway.checkIsFree(domain: record.name)
        let made = record
        try await gateway.changeDomain(made.name) { try $0.insert(made) }
        return made.shownByV2
    }
}
