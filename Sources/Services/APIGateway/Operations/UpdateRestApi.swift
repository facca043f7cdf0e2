import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    private static let paths = [
        "/description", "/name", "/version", "/policy", "/apiKeySource", "/binaryMediaTypes/{mediaType}",
        "/minimumCompressionSize", "/disableExecuteApiEndpoint", "/endpointConfiguration/types/{type}",
        "/endpointConfiguration/ipAddressType",
    ]

    func updateRestApi(_ input: UpdateRestApiRequest, _ call: Call) async throws -> RestApi {
        let given = input.patchOperations?.last { $0.path == "/policy" }
        let policy = try await RESTAPIPolicy.stored(
            given?.op == .remove ? nil : given?.value, of: input.restApiId, call, self)
        return try await change(input.restApiId, call) { transaction, record in
            var record = record
            if given != nil { record.policy = policy }
            try Patch.apply(input.patchOperations, paths: Self.paths) { try record.api.apply($0) }
            try transaction.save(record)
            return record.shown()
        }
    }
}

extension RestApi {
    fileprivate mutating func apply(_ step: PatchStep) throws -> Bool {
        switch step.parts.first {
        case "name"?:
            guard (1...1024).contains(step.text.unicodeScalars.count) else {
                throw ServiceError.badRequest("Invalid API name specified")
            }
            name = step.text
        case "description"?: description = step.op == .remove ? nil : step.text
        case "version"?: version = step.op == .remove ? nil : step.text
        case "policy"?: break
        case "apiKeySource"?: apiKeySource = try RESTRules.keySource(ApiKeySourceType(rawValue: step.text))
        case "disableExecuteApiEndpoint"?: disableExecuteApiEndpoint = try step.bool()
        case "minimumCompressionSize"?:
            minimumCompressionSize = step.op == .remove ? nil : try RESTRules.compression(try step.int())
        case "binaryMediaTypes"? where step.parts.count == 2:
            step.apply(to: &binaryMediaTypes, named: step.parts[1])
            if binaryMediaTypes?.isEmpty == true { binaryMediaTypes = nil }
        case "endpointConfiguration"?: return try applyEndpoint(step)
        default: return false
        }
        return true
    }

    private mutating func applyEndpoint(_ step: PatchStep) throws -> Bool {
        var configuration = endpointConfiguration ?? EndpointConfiguration(types: [.edge])
        switch step.parts.dropFirst().first {
        case "types"? where step.op == .replace: configuration.types = [EndpointType(rawValue: step.text)]
        case "ipAddressType"?: configuration.ipAddressType = IpAddressType(rawValue: step.text)
        default: return false
        }
        endpointConfiguration = try RESTRules.endpoint(configuration)
        return true
    }
}
