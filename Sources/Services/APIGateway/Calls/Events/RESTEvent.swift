import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// The event of a function behind a REST API, and of an authorizer of one.
struct RESTEvent {
    let call: APICall
    let method: ServedMethod
    let deploymentID: String
    /// In the order of the URL's segments.
    var key: KnownKey?

    func proxyEvent(isBinary: Bool) -> [UInt8] {
        var writer = JSONWriter(reserving: 4096 + call.body.count * 2)
        writer.beginObject()
        writeRequest(&writer, withAuthorizer: true)
        writer.key("body")
        if call.body.isEmpty {
            writer.null()
        } else if isBinary {
            writer.string(Data(call.body).base64EncodedString())
        } else {
            writer.string(String(decoding: call.body, as: UTF8.self))
        }
        writer.key("isBase64Encoded")
        writer.bool(isBinary && !call.body.isEmpty)
        writer.endObject()
        return writer.bytes
    }

    func tokenEvent(_ token: String, arn: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (key, value) in [("type", "TOKEN"), ("methodArn", arn), ("authorizationToken", token)] {
            writer.key(key)
            writer.string(value)
        }
        writer.endObject()
        return writer.bytes
    }

    func requestEvent(arn: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        for (key, value) in [("type", "REQUEST"), ("methodArn", arn)] {
            writer.key(key)
            writer.string(value)
        }
        writeRequest(&writer, withAuthorizer: false)
        writer.endObject()
        return writer.bytes
    }

    private func writeRequest(_ writer: inout JSONWriter, withAuthorizer: Bool) {
        for (key, value) in [
            ("resource", method.path), ("path", call.path), ("httpMethod", call.request.method),
        ] {
            writer.key(key)
            writer.string(value)
        }
        MultiValues(call.forwardedHeaders.fields).write("headers", "multiValueHeaders", emptyIsNull: true, &writer)
        MultiValues(call.query.map { ($0.name, $0.value ?? "") })
            .write("queryStringParameters", "multiValueQueryStringParameters", emptyIsNull: true, &writer)
        writer.key("pathParameters")
        if call.parameters.isEmpty {
            writer.null()
        } else {
            writer.beginObject()
            for parameter in call.parameters {
                writer.key(parameter.name)
                writer.string(parameter.value)
            }
            writer.endObject()
        }
        writer.key("stageVariables")
        if call.variables.isEmpty { writer.null() } else { writer.map(call.variables) { $0.string($1) } }
        writer.key("requestContext")
        writeContext(&writer, withAuthorizer)
    }

    private func writeContext(_ writer: inout JSONWriter, _ withAuthorizer: Bool) {
        func texts(_ pairs: [(String, String?)]) {
            for (key, value) in pairs {
                writer.key(key)
                if let value { writer.string(value) } else { writer.null() }
            }
        }
        writer.beginObject()
        texts([("resourceId", method.resourceID)])
        if withAuthorizer { writeAuthorizer(&writer) }
        if let name = method.operationName { texts([("operationName", name)]) }
        texts([
            ("resourcePath", method.path), ("httpMethod", call.request.method), ("extendedRequestId", call.extendedID),
            ("requestTime", RequestTime.text(call.time)), ("path", call.fullPath), ("accountId", call.api.accountID),
            ("protocol", "HTTP/1.1"), ("stage", call.stage),
            ("domainPrefix", String(call.domainName.prefix { $0 != "." })),
        ])
        writer.key("requestTimeEpoch")
        writer.int(Int(call.time.timeIntervalSince1970 * 1000))
        texts([("requestId", call.requestID)])
        writer.key("identity")
        IdentityFacts(call).write(&writer, key: key)
        texts([("domainName", call.domainName), ("deploymentId", deploymentID), ("apiId", call.api.id)])
        writer.endObject()
    }

    private func writeAuthorizer(_ writer: inout JSONWriter) {
        switch call.authorized {
        case .nobody, .signed: return
        case .token(let token, _):
            writer.key("authorizer")
            writer.beginObject()
            writer.key("claims")
            writer.beginObject()
            for claim in token.restTexts {
                writer.key(claim.name)
                writer.string(claim.value)
            }
            writer.endObject()
            writer.endObject()
        case .function(let result):
            writer.key("authorizer")
            writer.beginObject()
            for value in result.context {
                writer.key(value.name)
                // Everything is a text to a function behind a REST API.
                writer.string(value.text)
            }
            if let principal = result.principalID {
                writer.key("principalId")
                writer.string(principal)
            }
            writer.key("integrationLatency")
            writer.int(0)
            writer.endObject()
        }
    }
}

extension KnownToken {
    /// The claims as REST APIs tell them: lists with commas, times in words.
    var restTexts: [(name: String, value: String)] {
        (claims.members ?? []).map { member in
            switch member.value {
            case .array(let elements): (member.key, elements.map { $0.string ?? "" }.joined(separator: ","))
            case .number(let text) where member.key == "exp" || member.key == "iat":
                (member.key, Double(text).map { ClaimTime.text(Date(timeIntervalSince1970: $0)) } ?? text)
            default: (member.key, Self.plain(member.value))
            }
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}

/// `Thu Nov 26 08:00:00 UTC 2026`
package enum ClaimTime {
    package static func text(_ date: Date) -> String {
        // `Thu, 26 Nov 2026 08:00:00 GMT`
        let parts = date.httpDate.split(separator: " ")
        guard parts.count == 6 else { return "" }
        return "\(parts[0].dropLast()) \(parts[2]) \(parts[1]) \(parts[4]) UTC \(parts[3])"
    }
}

extension APICall {
    /// What REST APIs call the id in `x-amz-apigw-id`.
    var extendedID: String { String(requestID.filter { $0 != "-" }.prefix(15)) + "=" }

    /// The headers with what the gateway adds, as a function or a server behind a REST API gets them.
    var forwardedHeaders: HeaderFields {
        var headers = self.headers
        for name in ["connection", "transfer-encoding", "keep-alive", "te", "upgrade", "content-length"] {
            headers.remove(name)
        }
        for (name, added) in zip(
            ["X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"], forwardingHeaders)
        {
            headers.set(name, added.value)
        }
        return headers
    }
}
