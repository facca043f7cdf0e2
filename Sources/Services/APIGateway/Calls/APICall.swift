import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// A request to an API, with what was found out about it on the way to its integration.
struct APICall: Sendable {
    let request: APIRequest
    let api: ServedAPI
    let stage: String
    let variables: [String: String]
    /// Behind the stage; it begins with a slash.
    let path: String
    /// With the stage where the URL has it.
    let fullPath: String
    /// The name a program would use for the API.
    let domainName: String
    let requestID: String
    let time: Date
    let query: [QueryParameter]
    var body: [UInt8] = []
    var routeKey = "$default"
    var parameters: [(name: String, value: String)] = []
    var authorized = Authorized.nobody
    var traceID: String

    var headers: HeaderFields { request.headers }
    var sourceIP: String { request.call.client.address }
    var userAgent: String { request.call.client.userAgent }

    /// `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path`
    func arn(_ method: String, _ path: String) -> String {
        "arn:aws:execute-api:\(api.region):\(api.accountID):\(api.id)/\(stage)/\(method)"
            + (path.hasPrefix("/") ? path : "/" + path)
    }

    func value(of source: IdentitySource) -> String? {
        let value: String? =
            switch source {
            case .header(let name): request.headers.first(name)
            case .query(let name): query.first { $0.name == name }?.value
            case .stageVariable(let name): variables[name]
            case .context(let name): context(name)
            }
        return value?.isEmpty == true ? nil : value
    }

    /// `$context` of mappings and identity sources, those that are known before an answer is.
    func context(_ name: String) -> String? {
        switch name {
        case "accountId": api.accountID
        case "apiId": api.id
        case "domainName": domainName
        case "domainPrefix": String(domainName.prefix { $0 != "." })
        case "extendedRequestId", "requestId": requestID
        case "httpMethod": request.method
        case "identity.sourceIp": sourceIP
        case "identity.userAgent": userAgent
        case "path": fullPath
        case "protocol": "HTTP/1.1"
        case "requestTime": RequestTime.text(time)
        case "requestTimeEpoch": String(Int(time.timeIntervalSince1970 * 1000))
        case "routeKey": routeKey
        case "stage": stage
        default: authorized.context(name)
        }
    }
}

/// Who was let in, and by what.
enum Authorized: Sendable {
    case nobody
    case token(KnownToken, scopes: [String])
    case signed(Call)
    case function(AuthorizerResult)

    func context(_ name: String) -> String? {
        switch self {
        case .nobody: return nil
        case .token(let token, _):
            let prefix = "authorizer.claims."
            guard name.hasPrefix(prefix) else { return nil }
            let claim = String(name.dropFirst(prefix.count))
            return token.texts.first { $0.name == claim }?.value
        case .signed(let call):
            switch name {
            case "identity.caller": return call.caller.userID
            case "identity.userArn": return call.caller.arn
            case "identity.user": return call.caller.userID
            case "identity.accountId": return call.caller.accountID
            default: return nil
            }
        case .function(let result):
            let prefix = "authorizer."
            guard name.hasPrefix(prefix) else { return nil }
            let key = String(name.dropFirst(prefix.count))
            if key == "principalId" { return result.principalID }
            return result.context.first { $0.name == key }?.text
        }
    }
}

/// `26/Nov/2026:08:00:00 +0000`
package enum RequestTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    package static func text(_ date: Date) -> String {
        // `2026-11-26T08:00:00Z`
        let iso = Array(date.iso8601.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: iso[range], as: UTF8.self) }
        let month = months[(Int(part(5..<7)) ?? 1) - 1]
        return "\(part(8..<10))/\(month)/\(part(0..<4)):\(part(11..<19)) +0000"
    }
}
