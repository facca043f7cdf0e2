import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateApi(_ input: UpdateApiRequest, _ call: Call) async throws -> Api {
        try input.name.map(APIRules.checkName)
        try APIRules.checkSelection(input.routeSelectionExpression, input.apiKeySelectionExpression)
        try input.corsConfiguration?.check()
        return try await change(input.apiId, call) { transaction in
            var record = try transaction.requireHTTPAPI(input.apiId, call)
            if let name = input.name { record.api.name = name }
            if let expression = input.apiKeySelectionExpression { record.api.apiKeySelectionExpression = expression }
            if let cors = input.corsConfiguration { record.api.corsConfiguration = cors }
            if let description = input.description { record.api.description = description }
            if let isDisabled = input.disableExecuteApiEndpoint { record.api.disableExecuteApiEndpoint = isDisabled }
            if let type = input.ipAddressType { record.api.ipAddressType = type }
            if let version = input.version { record.api.version = version }
            try transaction.save(record)
            try transaction.updateQuickCreate(input)
            return record.api
        }
    }
}

extension Transaction {
    /// Target, credentials and route key are those of what came with the API.
    fileprivate func updateQuickCreate(_ input: UpdateApiRequest) throws {
        guard input.target != nil || input.credentialsArn != nil || input.routeKey != nil else { return }
        let route = try parts(Route.self, of: input.apiId).first { $0.apiGatewayManaged == true }
        let integration = try parts(Integration.self, of: input.apiId).first { $0.apiGatewayManaged == true }
        guard var route, var integration else {
            throw ServiceError.badRequest("Target, credentials and route key can be updated for quick create APIs only")
        }
        if let key = input.routeKey {
            _ = try RouteKey(key)
            route.routeKey = key
            try requireFree(route, of: input.apiId)
            try save(route, in: input.apiId)
        }
        if let target = input.target {
            let isFunction = target.hasPrefix("arn:")
            integration.integrationUri = target
            integration.integrationType = isFunction ? .awsProxy : .httpProxy
            integration.integrationMethod = isFunction ? "POST" : "ANY"
            integration.payloadFormatVersion = isFunction ? "2.0" : "1.0"
        }
        if let credentials = input.credentialsArn { integration.credentialsArn = credentials }
        try integration.check()
        try save(integration, in: input.apiId)
    }
}
