import AWSClient
import ServiceKit
import Wire

/// Documents 003 and 004: an API for who is signed in, and one for programs with a scope.
extension DemoBuilder {
    private static let httpName = "Demo-APIGateway"
    private static let restName = "Demo-Tests-API"

    func makeHTTPAPI(_ places: inout DemoPlaces) async throws {
        let known = try await client.rest("apigateway", "GET", "/v2/apis")
        if let id = Self.find(known["items"], "name", Self.httpName, "apiId") {
            places.httpAPI = id
            // Its stage is made last: one without was begun and not finished.
            if try await has("items", at: "/v2/apis/\(id)/stages") { return }
            _ = try await client.rest("apigateway", "DELETE", "/v2/apis/\(id)")
        }
        let made = try await client.rest(
            "apigateway", "POST", "/v2/apis", ["name": .string(Self.httpName), "protocolType": "HTTP"])
        let id = try required(made["apiId"]?.string, Self.httpName)
        places.httpAPI = id
        let path = "/v2/apis/" + id
        let integration = try await client.rest(
            "apigateway", "POST", path + "/integrations",
            [
                "integrationType": "AWS_PROXY", "payloadFormatVersion": "2.0",
                "integrationUri": .string(functionARN(Self.postFunction, places)),
            ])
        let authorizer = try await client.rest(
            "apigateway", "POST", path + "/authorizers",
            [
                "authorizerType": "JWT", "name": "users", "identitySource": ["$request.header.Authorization"],
                "jwtConfiguration": [
                    "audience": [.string(places.postsClientID)],
                    "issuer": .string("https://" + places.providerName),
                ],
            ])
        _ = try await client.rest(
            "apigateway", "POST", path + "/routes",
            [
                "routeKey": "POST /post", "authorizationType": "JWT",
                "authorizerId": .string(try required(authorizer["authorizerId"]?.string, "authorizer")),
                "target": .string(
                    "integrations/" + (try required(integration["integrationId"]?.string, "integration"))),
            ])
        try await permit(Self.postFunction, api: id, places)
        _ = try await client.rest(
            "apigateway", "POST", path + "/stages", ["stageName": "$default", "autoDeploy": true])
    }

    private func has(_ list: String, at path: String) async throws -> Bool {
        try await client.rest("apigateway", "GET", path)[list]?.array?.isEmpty == false
    }

    func makeRESTAPI(_ places: inout DemoPlaces) async throws {
        let known = try await client.rest("apigateway", "GET", "/restapis")
        if let id = Self.find(known["item"], "name", Self.restName, "id") {
            places.restAPI = id
            if try await has("item", at: "/restapis/\(id)/stages") { return }
            _ = try await client.rest("apigateway", "DELETE", "/restapis/\(id)")
        }
        let made = try await client.rest("apigateway", "POST", "/restapis", ["name": .string(Self.restName)])
        let id = try required(made["id"]?.string, Self.restName)
        places.restAPI = id
        let path = "/restapis/" + id
        let root = try required(made["rootResourceId"]?.string, "root")
        let resource = try required(
            try await client.rest("apigateway", "POST", "\(path)/resources/\(root)", ["pathPart": "tests"])["id"]?
                .string,
            "resource")
        let authorizer = try required(
            try await client.rest(
                "apigateway", "POST", path + "/authorizers",
                [
                    "name": "cognito", "type": "COGNITO_USER_POOLS",
                    "identitySource": "method.request.header.Authorization",
                    "providerARNs": [
                        .string("arn:aws:cognito-idp:\(region):\(places.accountID):userpool/\(places.poolID)")
                    ],
                ])["id"]?.string, "authorizer")
        let method = "\(path)/resources/\(resource)/methods/GET"
        _ = try await client.rest(
            "apigateway", "PUT", method,
            [
                "authorizationType": "COGNITO_USER_POOLS", "authorizerId": .string(authorizer),
                "authorizationScopes": ["com.test.test/test.read"],
            ])
        _ = try await client.rest(
            "apigateway", "PUT", method + "/integration",
            [
                "type": "AWS_PROXY", "httpMethod": "POST",
                "uri": .string(
                    "arn:aws:apigateway:\(region):lambda:path/2015-03-31/functions/"
                        + functionARN(Self.testsFunction, places) + "/invocations"),
            ])
        try await permit(Self.testsFunction, api: id, places)
        _ = try await client.rest("apigateway", "POST", path + "/deployments", ["stageName": "dev"])
    }
}
