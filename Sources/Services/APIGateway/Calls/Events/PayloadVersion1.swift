import FoundationEssentials
import ServiceKit
import Wire

/// The event of a function behind an HTTP API in the format 1.0, and of an authorizer of one.
struct PayloadVersion1 {
    let call: APICall
    /// `/pets/{id}`, or `$default`
    let resource: String

    func proxyEvent() -> [UInt8] {
        var writer = JSONWriter(reserving: 3072 + call.body.count * 2)
        writer.beginObject()
        writer.key("version")
        writer.string("1.0")
        writeRequest(&writer, withAuthorizer: true)
        let body = EventBody(call.body, type: call.headers.first("content-type"))
        writer.key("body")
        if call.body.isEmpty { writer.null() } else { writer.string(body.text) }
        writer.key("isBase64Encoded")
        writer.bool(body.isBase64)
        writer.endObject()
        return writer.bytes
    }

    func authorizerEvent(identity: [String], arn: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 3072)
        writer.beginObject()
        let joined = identity.joined(separator: ",")
        for (key, value) in [
            ("version", "1.0"), ("type", "REQUEST"), ("methodArn", arn), ("identitySource", joined),
            ("authorizationToken", joined),
        ] {
            writer.key(key)
            writer.string(value)
        }
        writeRequest(&writer, withAuthorizer: false)
        writer.endObject()
        return writer.bytes
    }

    private func writeRequest(_ writer: inout JSONWriter, withAuthorizer: Bool) {
        for (key, value) in [
            ("resource", resource), ("path", call.fullPath), ("httpMethod", call.request.method),
        ] {
            writer.key(key)
            writer.string(value)
        }
        let headers = HeaderFields(
            call.headers.fields.filter { !Self.dropped.contains($0.name.lowercased()) }
                + call.forwardingHeaders)
        MultiValues(headers.fields).write("headers", "multiValueHeaders", emptyIsNull: false, &writer)
        MultiValues(call.query.map { ($0.name, $0.value ?? "") })
            .write("queryStringParameters", "multiValueQueryStringParameters", emptyIsNull: true, &writer)
        writer.key("requestContext")
        writeContext(&writer, withAuthorizer)
        writer.key("pathParameters")
        if call.parameters.isEmpty {
            writer.null()
        } else {
            writer.beginObject()
            for parameter in call.parameters {
                writer.key(parameter.name)
                writer.string(PercentCoding.decode(parameter.value) ?? parameter.value)
            }
            writer.endObject()
        }
        writer.key("stageVariables")
        if call.variables.isEmpty { writer.null() } else { writer.map(call.variables) { $0.string($1) } }
    }

    private static let dropped: Set = [
        "connection", "transfer-encoding", "keep-alive", "te", "upgrade", "x-amzn-trace-id", "x-forwarded-for",
        "x-forwarded-port", "x-forwarded-proto",
    ]

    private func writeContext(_ writer: inout JSONWriter, _ withAuthorizer: Bool) {
        func texts(_ pairs: [(String, String?)]) {
            for (key, value) in pairs {
                writer.key(key)
                if let value { writer.string(value) } else { writer.null() }
            }
        }
        writer.beginObject()
        texts([("accountId", call.api.accountID), ("apiId", call.api.id)])
        if withAuthorizer { writeAuthorizer(&writer) }
        texts([
            ("domainName", call.domainName), ("domainPrefix", String(call.domainName.prefix { $0 != "." })),
            ("extendedRequestId", call.requestID), ("httpMethod", call.request.method),
        ])
        writer.key("identity")
        IdentityFacts(call).write(&writer)
        texts([
            ("path", call.fullPath), ("protocol", "HTTP/1.1"), ("requestId", call.requestID),
            ("requestTime", RequestTime.text(call.time)),
        ])
        writer.key("requestTimeEpoch")
        writer.int(Int(call.time.timeIntervalSince1970 * 1000))
        texts([("resourceId", call.routeKey), ("resourcePath", resource), ("stage", call.stage)])
        writer.endObject()
    }

    private func writeAuthorizer(_ writer: inout JSONWriter) {
        writer.key("authorizer")
        switch call.authorized {
        case .nobody, .signed:
            writer.beginObject()
            writer.endObject()
        case .token(let token, let scopes):
            writer.beginObject()
            EventParts.writeClaims(token, scopes, &writer)
            writer.endObject()
        case .function(let result):
            writer.beginObject()
            for value in result.context {
                writer.key(value.name)
                writer.raw(value.value)
            }
            if let principal = result.principalID {
                writer.key("principalId")
                writer.string(principal)
            }
            writer.endObject()
        }
    }
}

/// Names that may come more than once: once with their last value, once with all.
struct MultiValues {
    private var names: [String] = []
    private var values: [String: [String]] = [:]

    init(_ pairs: [(name: String, value: String)]) {
        for pair in pairs {
            if values[pair.name] == nil { names.append(pair.name) }
            values[pair.name, default: []].append(pair.value)
        }
    }

    func write(_ single: String, _ multi: String, emptyIsNull: Bool, _ writer: inout JSONWriter) {
        guard !names.isEmpty || !emptyIsNull else {
            for key in [single, multi] {
                writer.key(key)
                writer.null()
            }
            return
        }
        writer.key(single)
        writer.beginObject()
        for name in names {
            writer.key(name)
            writer.string(values[name]?.last ?? "")
        }
        writer.endObject()
        writer.key(multi)
        writer.beginObject()
        for name in names {
            writer.key(name)
            writer.list(values[name] ?? []) { $0.string($1) }
        }
        writer.endObject()
    }
}

/// Who calls, as events of the older format tell it.
struct IdentityFacts {
    private let call: APICall

    init(_ call: APICall) { self.call = call }

    func write(_ writer: inout JSONWriter, key: KnownKey? = nil) {
        var signed: Call?
        if case .signed(let found) = call.authorized { signed = found }
        let claims: (String) -> String? = { name in
            guard case .role(let session)? = signed?.caller else { return nil }
            return session.federatedClaims[name]?.first
        }
        writer.beginObject()
        for (name, value) in [("apiKey", key?.value), ("apiKeyId", key?.id)] {
            guard let value else { continue }
            writer.key(name)
            writer.string(value)
        }
        for (key, value) in [
            ("accessKey", signed?.accessKeyID), ("accountId", signed?.caller.accountID),
            ("caller", signed?.caller.userID),
            ("cognitoAuthenticationProvider", nil),
            ("cognitoAuthenticationType", claims("cognito-identity.amazonaws.com:amr")),
            ("cognitoIdentityId", claims("cognito-identity.amazonaws.com:sub")),
            ("cognitoIdentityPoolId", claims("cognito-identity.amazonaws.com:aud")),
            ("principalOrgId", nil), ("sourceIp", call.sourceIP), ("user", signed?.caller.userID),
            ("userAgent", call.userAgent), ("userArn", signed?.caller.arn),
        ] as [(String, String?)] {
            writer.key(key)
            if let value { writer.string(value) } else { writer.null() }
        }
        writer.endObject()
    }
}
