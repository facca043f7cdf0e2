import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteDomainName(_ input: DeleteDomainNameRequest, _ call: Call) async throws -> DeleteDomainNameResponse {
        try await changeDomain(input.domainName) { try $0.removeDomain(input.domainName, call) }
        return DeleteDomainNameResponse()
    }
}
