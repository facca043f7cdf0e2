import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteDomainName(_ input: DeleteDomainNameRequest, _ call: Call) async throws -> DeleteDomainNameResponse {
        try await gateway.changeDomain(input.domainName) { try $0.removeDomain(input.domainName, call) }
        return DeleteDomainNameResponse()
    }
}
