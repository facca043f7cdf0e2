import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateStage(_ input: UpdateStageRequest, _ call: Call) async throws -> Stage {
        let now = clock.now
        return try await change(input.restApiId, call) { transaction, record in
            var stage = try transaction.requireRESTStage(input.stageName, of: record.id)
            try Patch.apply(input.patchOperations, paths: []) { step in
                try stage.apply(step)
                return true
            }
            guard let id = stage.deploymentId, try transaction.part(Deployment.self, id, of: record.id) != nil else {
                throw ServiceError.badRequest("Deployment id does not exist")
            }
            try StageVariables.check(stage.variables)
            let account = try transaction.gatewayAccount(call)
            if account.cloudwatchRoleArn == nil, Stage.asksForLogs(input.patchOperations) {
                throw ServiceError.badRequest(
                    "CloudWatch Logs role ARN must be set in account settings to enable logging")
            }
            try stage.checkExecutionLogs()
            stage.lastUpdatedDate = now
            try transaction.save(stage, in: record.id)
            return stage.shown()
        }
    }
}

extension Stage {
    private static let methodPaths = [
        "metrics/enabled", "logging/dataTrace", "logging/loglevel", "throttling/burstLimit", "throttling/rateLimit",
        "caching/ttlInSeconds", "caching/enabled", "caching/dataEncrypted",
        "caching/requireAuthorizationForCacheControl", "caching/unauthorizedCacheControlHeaderStrategy",
    ]

    /// Whether an update turns a log on: who may write it is the account's to say before.
    fileprivate static func asksForLogs(_ operations: [PatchOperation]?) -> Bool {
        (operations ?? []).contains { operation in
            guard operation.op != .remove, let path = operation.path else { return false }
            if path.hasPrefix("/accessLogSettings") { return true }
            return path.hasSuffix("/logging/loglevel") && operation.value?.uppercased() != "OFF"
        }
    }

    /// What happens to a request within is not told here, apart from its line in the access log.
    fileprivate func checkExecutionLogs() throws {
        for setting in (methodSettings ?? [:]).values {
            guard setting.loggingLevel ?? "OFF" == "OFF", setting.dataTraceEnabled != true else {
                throw ServiceError.unsupported("An execution log")
            }
        }
    }

    fileprivate mutating func apply(_ step: PatchStep) throws {
        let isRemoved = step.op == .remove
        switch step.parts.first {
        case "deploymentId"? where step.parts.count == 1: deploymentId = step.text
        case "description"? where step.parts.count == 1: description = isRemoved ? nil : step.text
        case "tracingEnabled"? where step.parts.count == 1: tracingEnabled = try step.bool()
        case "cacheClusterEnabled"? where step.parts.count == 1:
            guard try !step.bool() else { throw ServiceError.unsupported("A cache cluster") }
        case "variables"? where step.parts.count == 2: step.apply(to: &variables)
        case "accessLogSettings"?: try applyAccessLog(step)
        case "canarySettings"?: throw ServiceError.unsupported("A canary release")
        case "cacheClusterSize"?: throw ServiceError.unsupported("A cache cluster")
        case "clientCertificateId"?: throw ServiceError.unsupported("A client certificate")
        default: try applyToMethod(step)
        }
    }

    private mutating func applyAccessLog(_ step: PatchStep) throws {
        guard step.op != .remove || step.parts.count > 1 else { return accessLogSettings = nil }
        var settings = accessLogSettings ?? AccessLogSettings()
        switch step.parts.dropFirst().first {
        case "destinationArn"?:
            if step.op != .remove { try AccessLogFormat.check(step.text) }
            settings.destinationArn = step.op == .remove ? nil : step.text
        case "format"?:
            try AccessLogFormat.check(format: step.text)
            settings.format = step.op == .remove ? nil : step.text
        default: throw Self.invalidPath(step)
        }
        accessLogSettings = settings.destinationArn == nil && settings.format == nil ? nil : settings
    }

    /// `/~1pets/GET/throttling/rateLimit`, `/*/*/logging/loglevel`; whole settings are removed by `/{path}/{method}`.
    private mutating func applyToMethod(_ step: PatchStep) throws {
        let parts = step.parts
        guard parts.count == 4 || parts.count == 2 && step.op == .remove else { throw Self.invalidPath(step) }
        let path = parts[0].hasPrefix("/") && parts[0].count > 1 ? String(parts[0].dropFirst()) : parts[0]
        let key = (path == "*" ? "*" : path.replacing("/", with: "~1")) + "/" + parts[1]
        var all = methodSettings ?? [:]
        if step.op == .remove {
            guard all[key] != nil else {
                throw ServiceError.badRequest(
                    "Cannot remove method setting \(key) because there is no method setting for this method ")
            }
            all[key] = nil
        } else {
            guard Self.methodPaths.contains("\(parts[2])/\(parts[3])") else { throw Self.invalidPath(step) }
            var setting = all[key] ?? .standard
            try setting.apply("\(parts[2])/\(parts[3])", step)
            all[key] = setting
        }
        methodSettings = all
    }

    private static func invalidPath(_ step: PatchStep) -> ServiceError {
        let own = [
            "/deploymentId", "/description", "/cacheClusterEnabled", "/cacheClusterSize", "/clientCertificateId",
            "/accessLogSettings", "/accessLogSettings/destinationArn", "/accessLogSettings/format",
            "/{resourcePath}/{httpMethod}/metrics/enabled", "/{resourcePath}/{httpMethod}/logging/dataTrace",
            "/{resourcePath}/{httpMethod}/logging/loglevel",
            "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit"
                + "/{resourcePath}/{httpMethod}/caching/ttlInSeconds",
            "/{resourcePath}/{httpMethod}/caching/enabled", "/{resourcePath}/{httpMethod}/caching/dataEncrypted",
            "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl",
            "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy",
            "/*/*/metrics/enabled", "/*/*/logging/dataTrace", "/*/*/logging/loglevel",
            "/*/*/throttling/burstLimit", "/*/*/throttling/rateLimit", "/*/*/caching/ttlInSeconds",
            "/*/*/caching/enabled", "/*/*/caching/dataEncrypted",
            "/*/*/caching/requireAuthorizationForCacheControl",
            "/*/*/caching/unauthorizedCacheControlHeaderStrategy", "/variables/{variable_name}", "/tracingEnabled",
        ]
        return .badRequest(
            "Invalid method setting path: \(step.path). Must be one of: [\(own.joined(separator: ", "))]")
    }
}

extension MethodSetting {
    fileprivate static let standard = MethodSetting(
        metricsEnabled: false, dataTraceEnabled: false, throttlingBurstLimit: 5000, throttlingRateLimit: 10_000,
        cachingEnabled: true, cacheTtlInSeconds: 300, cacheDataEncrypted: false,
        requireAuthorizationForCacheControl: true,
        unauthorizedCacheControlHeaderStrategy: .succeedWithResponseHeader)

    fileprivate mutating func apply(_ name: String, _ step: PatchStep) throws {
        switch name {
        case "metrics/enabled": metricsEnabled = try step.bool()
        case "logging/dataTrace": dataTraceEnabled = try step.bool()
        case "logging/loglevel":
            guard ["OFF", "ERROR", "INFO"].contains(step.text.uppercased()) else {
                throw ServiceError.badRequest("Invalid logging level specified. Must be one of [OFF, ERROR, INFO]")
            }
            loggingLevel = step.text.uppercased()
        case "throttling/burstLimit": throttlingBurstLimit = try step.int()
        case "throttling/rateLimit": throttlingRateLimit = try step.double()
        case "caching/ttlInSeconds": cacheTtlInSeconds = try step.int()
        case "caching/enabled": cachingEnabled = try step.bool()
        case "caching/dataEncrypted": cacheDataEncrypted = try step.bool()
        case "caching/requireAuthorizationForCacheControl": requireAuthorizationForCacheControl = try step.bool()
        default: unauthorizedCacheControlHeaderStrategy = .init(rawValue: step.text)
        }
    }
}
