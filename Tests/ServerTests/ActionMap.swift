import FoundationEssentials
import Server
import ServiceKit
import Wire

/// Asks every operation served what it needs, with the request that botocore makes of it.
struct ActionMap {
    private let house: House

    init(_ house: House) { self.house = house }

    func page() async throws -> String {
        var lines = [
            "<!-- Generated: HANOK_WRITE_ACTIONS=1 make unit UNIT_ARGS=\"--filter ActionMapTests\" -->",
            "# Actions", "",
            "What each operation asks IAM for, in its order: every action on its kind of resource, with the condition",
            "keys of the service that a request with every member has. AWS's global keys are there for all of them.",
            "`open` operations need no signature, `anyone` may be let in by a policy of the resource. DeleteObjects asks",
            "s3:DeleteObject or s3:DeleteObjectVersion for each of its keys, and answers each by itself.",
        ]
        for service in house.services.sorted(by: { $0.model.name < $1.model.name }) {
            lines += ["", "## \(service.model.name)", "", "| operation | access | action | on | condition keys |"]
            lines.append("| --- | --- | --- | --- | --- |")
            for operation in service.operations.sorted(by: { $0.model.name < $1.model.name }) {
                lines += try await rows(operation, service)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func rows(_ operation: ServiceKit.Operation, _ service: any Service) async throws -> [String] {
        let access = "\(operation.access)"
        let permissions = try await permissions(operation, service)
        guard !permissions.isEmpty else { return ["| \(operation.model.name) | \(access) | | | |"] }
        return permissions.enumerated().map { index, permission in
            let opening = index == 0 ? "\(operation.model.name) | \(access)" : " | "
            return
                "| \(opening) | \(permission.action) | \(Self.kind(permission.resource)) | \(Self.keys(permission)) |"
        }
    }

    private func permissions(_ operation: ServiceKit.Operation, _ service: any Service) async throws -> [Permission] {
        guard
            let request = OperationWalk.requests.first(where: {
                $0.service == service.model.name && $0.operation == operation.model.name
            })
        else { return [] }
        let ofUsers = ["iam ChangePassword"]
        let call = house.call(
            headers: request.wireHeaders, caller: ofUsers.contains(request.description) ? Self.user : nil)
        if operation.model.name == "AssumeRole" { return try await assumeRole(operation) }
        let asked = try await operation.decode(Self.named(request.wire, service.model), call).permissions()
        var seen: Set<String> = []
        return asked.filter { seen.insert($0.action + Self.kind($0.resource)).inserted }
    }

    /// The request with ARNs in the members that hold one, so that what they name can be told.
    private static func named(_ request: WireRequest, _ model: ServiceModel) -> WireRequest {
        var request = request
        switch model.awsProtocol {
        case .json10, .json11:
            guard let input = try? JSONValue(parsing: request.body) else { return request }
            request.body = named(input, model).serialized()
        case .query:
            let form = PercentCoding.parseQuery(String(decoding: request.body, as: UTF8.self)).map { field in
                let value = sample(field.name, model) ?? field.value ?? ""
                return "\(PercentCoding.encode(field.name))=\(PercentCoding.encode(value))"
            }
            request.body = Array(form.joined(separator: "&").utf8)
        case .restJSON:
            if ["lambda", "apigateway", "apigatewayv2"].contains(model.name),
                let input = try? JSONValue(parsing: request.body)
            {
                request.body = named(input, model).serialized()
            }
            request.query = request.query.map { parameter in
                var parameter = parameter
                if let value = sample(parameter.name, model) { parameter.value = value }
                return parameter
            }
            request.pathLabels = Dictionary(
                uniqueKeysWithValues: request.pathLabels.map { ($0.key, sample($0.key, model) ?? "{\($0.key)}") })
        case .restXML: break
        }
        return request
    }

    private static func named(_ value: JSONValue, _ model: ServiceModel) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.map { member in
                    if model.name == "lambda", member.key == "Layers" { return .init(member.key, [.string(layer)]) }
                    if member.key == "Roles" { return .init(member.key, ["authenticated": .string(role)]) }
                    return .init(
                        member.key, sample(member.key, model).map { .string($0) } ?? named(member.value, model))
                })
        case .array(let elements): .array(elements.map { named($0, model) })
        case .null, .bool, .number, .string: value
        }
    }

    private static let role = "arn:aws:iam::000000000000:role/r"

    private static let layer = "arn:aws:lambda:us-east-1:000000000000:layer:l:1"

    private static let table = "arn:aws:dynamodb:us-east-1:000000000000:table/t"

    private static func sample(_ member: String, _ model: ServiceModel) -> String? {
        switch (model.name, member) {
        case ("cognito-idp", "ResourceArn"): "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a"
        case ("cognito-identity", "ResourceArn"): "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/a"
        case (_, "RoleArn"), (_, "RoleARN"), (_, "CloudWatchLogsRoleArn"): role
        case ("dynamodb", "ResourceArn"), ("dynamodb", "TableArn"), ("dynamodb", "SourceTableArn"): table
        case ("dynamodb", "TableName"), ("dynamodb", "SourceTableName"), ("dynamodb", "TargetTableName"),
            ("dynamodbstreams", "TableName"):
            "t"
        case ("dynamodb", "IndexName"): "i"
        case ("dynamodb", "BackupArn"): table + "/backup/01764127800123-1f2e3d4c"
        case ("dynamodb", "ExportArn"): table + "/export/01764127800123-1f2e3d4c"
        case ("dynamodb", "ImportArn"): table + "/import/01764127800123-1f2e3d4c"
        case ("dynamodbstreams", "StreamArn"): table + "/stream/2026-11-26T03:30:00.123"
        case ("dynamodbstreams", "ShardIterator"):
            table + "/stream/2026-11-26T03:30:00.123|1|" + Data("shardId|1|1764127800123".utf8).base64EncodedString()
        case ("logs", "logGroupName"), ("logs", "logGroupIdentifier"): "g"
        case ("logs", "logStreamName"): "s"
        case ("logs", "resourceArn"): "arn:aws:logs:us-east-1:000000000000:log-group:g"
        case ("lambda", "Resource"): "arn:aws:lambda:us-east-1:000000000000:function:f"
        case ("lambda", "FunctionName"): "f"
        case ("lambda", "Qualifier"), ("lambda", "VersionNumber"): "1"
        case ("lambda", "Role"): role
        case ("lambda", "Arn"): layer
        case ("lambda", "UUID"): "0a1b2c3d-0000-4000-8000-000000000000"
        case ("apigateway", "resourceArn"): "arn:aws:apigateway:us-east-1::/restapis/a"
        case ("apigateway", "credentials"), ("apigateway", "authorizerCredentials"), ("apigatewayv2", "credentialsArn"),
            ("apigatewayv2", "authorizerCredentialsArn"):
            role
        case ("apigatewayv2", "resource-arn"): "arn:aws:apigateway:us-east-1::/apis/a"
        case ("iam", "PolicyArn"): "arn:aws:iam::000000000000:policy/p"
        case ("iam", "OpenIDConnectProviderArn"): "arn:aws:iam::000000000000:oidc-provider/o"
        case ("iam", "PolicySourceArn"): "arn:aws:iam::000000000000:user/u"
        case ("iam", "SerialNumber"): "arn:aws:iam::000000000000:mfa/m"
        case ("iam", "Path"), ("iam", "PathPrefix"), ("iam", "NewPath"): "/"
        case ("iam", "NewUserName"), ("iam", "NewGroupName"): "new"
        default: nil
        }
    }

    /// A role must be there to be asked about.
    private func assumeRole(_ operation: ServiceKit.Operation) async throws -> [Permission] {
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"000000000000"},"#
            + #""Action":"sts:AssumeRole"}}"#
        _ = try await house.form(
            "iam", "Action=CreateRole&RoleName=map&AssumeRolePolicyDocument=\(PercentCoding.encode(trust))")
        let body =
            "Action=AssumeRole&RoleArn=arn:aws:iam::000000000000:role/map&RoleSessionName=s&ExternalId=e&SourceIdentity=i"
            + "&Tags.member.1.Key=k&Tags.member.1.Value=v&TransitiveTagKeys.member.1=k"
        let call = house.call(headers: HeaderFields(), caller: Self.user)
        return try await operation.decode(WireRequest(body: Array(body.utf8)), call).permissions()
    }

    private static let user = Caller.user(
        UserCaller(
            accountID: "000000000000", userName: "u", userID: "AIDAU", arn: "arn:aws:iam::000000000000:user/u"))

    /// What kind of resource an ARN names, in the words of AWS's reference.
    private static func kind(_ text: String) -> String {
        guard let arn = ARN(text) else { return text == "*" || text.isEmpty ? "`*`" : "`\(text.prefix { $0 != " " })`" }
        if arn.service == "s3" { return arn.resource == "*" ? "`*`" : arn.resource.contains("/") ? "object" : "bucket" }
        if arn.service == "logs", arn.resource.contains(":log-stream:"), !arn.resource.hasSuffix(":log-stream:") {
            return "log-stream"
        }
        if arn.service == "lambda" {
            let parts = arn.resource.split(separator: ":")
            if parts.first == "layer" { return parts.count > 2 ? "layerVersion" : "layer" }
            return parts.first == "event-source-mapping" ? "eventSourceMapping" : "function"
        }
        // Its resources are the paths of its own API.
        if arn.service == "apigateway" {
            return "`" + (arn.resource.hasPrefix("/tags/") ? "/tags/{resourceArn}" : arn.resource) + "`"
        }
        // Below a table stand its indexes, streams and backups.
        let path = arn.resource.split(separator: "/")
        if arn.service == "dynamodb", path.count > 2 { return String(path[2]) }
        return String(arn.resource.prefix { $0 != "/" && $0 != ":" })
    }

    private static func keys(_ permission: Permission) -> String {
        let keys = Array(permission.context.keys) + (permission.finder?.keys ?? [])
        return Set(keys.map(general)).sorted().map { "`\($0)`" }.joined(separator: " ")
    }

    /// `aws:RequestTag/team` is one of `aws:RequestTag/${TagKey}`.
    private static func general(_ key: String) -> String {
        guard let slash = key.firstIndex(of: "/") else { return key }
        let name = String(key[..<slash])
        return name.hasPrefix("s3:") ? name + "/<key>" : name + "/${TagKey}"
    }
}
