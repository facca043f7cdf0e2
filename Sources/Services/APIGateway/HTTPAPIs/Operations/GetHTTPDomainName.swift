import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getDomainName(_ input: GetDomainNameRequest, _ call: Call) async throws -> DomainName {
        try await store.read { try $0.requireDomain(input.domainName, call).shownByV2 }
    }
}
