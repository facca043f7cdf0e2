import FoundationEssentials
import ServiceKit
import Wire

/// The event of a function behind an HTTP API, in the format 2.0, and of an authorizer of one.
struct PayloadVersion2 {
    let call: APICall

    func proxyEvent() -> [UInt8] {
        var writer = JSONWriter(reserving: 2048 + call.body.count * 2)
        writer.beginObject()
        writer.key("version")
        writer.string("2.0")
        writeRequest(&writer, withAuthorizer: true)
        let body = EventBody(call.body, type: call.headers.first("content-type"))
        if !call.body.isEmpty {
            writer.key("body")
            writer.string(body.text)
        }
        writer.key("isBase64Encoded")
        writer.bool(body.isBase64)
        writer.endObject()
        return writer.bytes
    }

    func authorizerEvent(identity: [String], arn: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 2048)
        writer.beginObject()
        writer.key("version")
        writer.string("2.0")
        writer.key("type")
        writer.string("REQUEST")
        writer.key("routeArn")
        writer.string(arn)
        writer.key("identitySource")
        if identity.isEmpty { writer.null() } else { writer.list(identity) { $0.string($1) } }
        writeRequest(&writer, withAuthorizer: false)
        writer.endObject()
        return writer.bytes
    }

    private func writeRequest(_ writer: inout JSONWriter, withAuthorizer: Bool) {
        writer.key("routeKey")
        writer.string(call.routeKey)
        writer.key("rawPath")
        writer.string(call.fullPath)
        writer.key("rawQueryString")
        writer.string(call.request.rawQuery)
        let cookies = call.headers.all("cookie").flatMap { $0.split(separator: ";") }.map { cookie in
            String(cookie.drop { $0 == " " })
        }
        if !cookies.isEmpty {
            writer.key("cookies")
            writer.list(cookies) { $0.string($1) }
        }
        writer.key("headers")
        writer.map(call.eventHeaders(joined: true).filter { $0.key != "cookie" }) { $0.string($1) }
        if !call.query.isEmpty {
            writer.key("queryStringParameters")
            var joined: [String: String] = [:]
            for parameter in call.query {
                let value = parameter.value ?? ""
                joined[parameter.name] = joined[parameter.name].map { $0 + "," + value } ?? value
            }
            writer.map(joined) { $0.string($1) }
        }
        writeContext(&writer, withAuthorizer: withAuthorizer)
        if !call.parameters.isEmpty {
            writer.key("pathParameters")
            writer.beginObject()
            for parameter in call.parameters {
                writer.key(parameter.name)
                writer.string(PercentCoding.decode(parameter.value) ?? parameter.value)
            }
            writer.endObject()
        }
        if !call.variables.isEmpty {
            writer.key("stageVariables")
            writer.map(call.variables) { $0.string($1) }
        }
    }

    private func writeContext(_ writer: inout JSONWriter, withAuthorizer: Bool) {
        func text(_ key: String, _ value: String) {
            writer.key(key)
            writer.string(value)
        }
        writer.key("requestContext")
        writer.beginObject()
        text("accountId", call.api.accountID)
        text("apiId", call.api.id)
        if withAuthorizer { writeAuthorizer(&writer) }
        writer.key("domainName")
        writer.string(call.domainName)
        writer.key("domainPrefix")
        writer.string(String(call.domainName.prefix { $0 != "." }))
        writer.key("http")
        writer.beginObject()
        for (key, value) in [
            ("method", call.request.method), ("path", call.fullPath), ("protocol", "HTTP/1.1"),
            ("sourceIp", call.sourceIP), ("userAgent", call.userAgent),
        ] {
            writer.key(key)
            writer.string(value)
        }
        writer.endObject()
        for (key, value) in [
            ("requestId", call.requestID), ("routeKey", call.routeKey), ("stage", call.stage),
            ("time", RequestTime.text(call.time)),
        ] {
            writer.key(key)
            writer.string(value)
        }
        writer.key("timeEpoch")
        writer.int(Int(call.time.timeIntervalSince1970 * 1000))
        writer.endObject()
    }

    private func writeAuthorizer(_ writer: inout JSONWriter) {
        switch call.authorized {
        case .nobody: return
        case .token(let token, let scopes):
            writer.key("authorizer")
            writer.beginObject()
            writer.key("jwt")
            writer.beginObject()
            EventParts.writeClaims(token, scopes, &writer)
            writer.endObject()
            writer.endObject()
        case .signed(let signed):
            writer.key("authorizer")
            writer.beginObject()
            writer.key("iam")
            writer.beginObject()
            for (key, value) in [
                ("accessKey", signed.accessKeyID), ("accountId", signed.caller.accountID),
                ("callerId", signed.caller.userID), ("cognitoIdentity", nil), ("principalOrgId", nil),
                ("userArn", signed.caller.arn), ("userId", signed.caller.userID),
            ] {
                writer.key(key)
                if let value { writer.string(value) } else { writer.null() }
            }
            writer.endObject()
            writer.endObject()
        case .function(let result):
            writer.key("authorizer")
            writer.beginObject()
            writer.key("lambda")
            writer.beginObject()
            for value in result.context {
                writer.key(value.name)
                writer.raw(value.value)
            }
            writer.endObject()
            writer.endObject()
        }
    }
}
