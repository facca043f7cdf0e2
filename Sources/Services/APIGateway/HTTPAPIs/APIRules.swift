import APIGatewayV2Model
import ServiceKit
import Wire

/// What AWS asks of an HTTP API's own settings.
enum APIRules {
    static let selection = "$request.method $request.path"
    private static let selections: Set = [selection, "${request.method} ${request.path}"]
    private static let keySelections: Set = ["$request.header.x-api-key", "$context.authorizer.usageIdentifierKey"]

    static func checkName(_ name: String) throws {
        guard (1...128).contains(name.unicodeScalars.count) else {
            throw ServiceError.badRequest("Invalid API name specified")
        }
    }

    static func checkSelection(_ route: String?, _ key: String?) throws {
        if let route, !selections.contains(route) {
            throw ServiceError.badRequest("Invalid route selection expression specified for an HTTP API")
        }
        if let key, !keySelections.contains(key) {
            throw ServiceError.badRequest("Invalid API key selection expression specified")
        }
    }
}

extension Cors {
    func check() throws {
        let origins = allowOrigins ?? []
        if allowCredentials == true, origins.contains("*") {
            throw ServiceError.badRequest("AllowCredentials cannot be true when AllowOrigins contains '*'")
        }
        for origin in origins where origin != "*" {
            guard let scheme = origin.firstRange(of: "://"), !origin[scheme.upperBound...].contains("/"),
                !origin[scheme.upperBound...].isEmpty
            else {
                throw ServiceError.badRequest(
                    "\(origin) is not a valid origin. Origins must have a scheme and a host and no path")
            }
        }
        for method in allowMethods ?? [] where method != "*" {
            guard RouteKey.methods.contains(method), method != "ANY" else {
                throw ServiceError.badRequest("\(method) is not a valid method for CORS")
            }
        }
        if let maxAge, !(-1...86_400).contains(maxAge) {
            throw ServiceError.badRequest("MaxAge must be between -1 and 86400")
        }
    }
}
