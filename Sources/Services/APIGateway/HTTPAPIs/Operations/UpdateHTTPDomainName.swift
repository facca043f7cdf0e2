import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateDomainName(_ input: UpdateDomainNameRequest, _ call: Call) async throws -> DomainName {
        try await gateway.changeDomain(input.domainName) { transaction in
            var record = try transaction.requireDomain(input.domainName, call)
            try record.take(input.domainNameConfigurations)
            try record.check()
            try transaction.save(record)
            return record.shownByV2
        }
    }
}
