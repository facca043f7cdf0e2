import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func putMethod(_ input: PutMethodRequest, _ call: Call) async throws -> Method {
        try RESTRules.checkMethod(input.httpMethod)
        let method = Method(
            httpMethod: input.httpMethod, authorizationType: input.authorizationType, authorizerId: input.authorizerId,
            apiKeyRequired: input.apiKeyRequired ?? false, requestValidatorId: input.requestValidatorId,
            operationName: input.operationName, requestParameters: input.requestParameters,
            requestModels: input.requestModels, authorizationScopes: input.authorizationScopes)
        return try await change(input.restApiId, call) { transaction, record in
            var resource = try transaction.requireResource(input.resourceId, of: record.id)
            guard resource.resourceMethods?[input.httpMethod] == nil else {
                throw ServiceError.conflict("Method already exists for this resource")
            }
            try method.check(in: record.id, transaction)
            resource.resourceMethods = (resource.resourceMethods ?? [:]).merging([input.httpMethod: method]) { $1 }
            try transaction.save(resource, in: record.id)
            return method
        }
    }
}
