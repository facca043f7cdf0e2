import APIGatewayV2Model
import ServiceKit
import Storage

extension Stage {
    /// What AWS asks of a stage of an HTTP API.
    func check(in apiID: String, _ snapshot: any Snapshot) throws {
        let isName = stageName.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        guard stageName == "$default" || isName && (1...128).contains(stageName.utf8.count) else {
            throw ServiceError.badRequest(
                "Invalid stage name specified. Only a-z, A-Z, 0-9, hyphen (-), underscore (_) and $default are allowed")
        }
        try StageVariables.check(stageVariables)
        try accessLogSettings?.check()
        try defaultRouteSettings?.check()
        for (key, settings) in routeSettings ?? [:] {
            try settings.check()
            let route = try snapshot.find(Stored<Route>.self, index: Route.byKey(apiID, RouteKey.shape(key)))
            guard route?.part.routeKey == key else {
                throw ServiceError.notFound("Unable to find Route by key \(key) within the provided RouteSettings")
            }
        }
        if let deploymentId, autoDeploy != true,
            try snapshot.part(Deployment.self, deploymentId, of: apiID) == nil
        {
            throw ServiceError.notFound("Unable to find Deployment by ID \(deploymentId) within the provided API")
        }
    }
}

extension RouteSettings {
    func check() throws {
        if let rate = throttlingRateLimit, rate < 0 {
            throw ServiceError.badRequest("ThrottlingRateLimit must not be negative")
        }
        if let burst = throttlingBurstLimit, burst < 0 {
            throw ServiceError.badRequest("ThrottlingBurstLimit must not be negative")
        }
        if let level = loggingLevel, level != .off {
            throw ServiceError.badRequest("Execution logs are not supported on protocol type HTTP")
        }
        guard dataTraceEnabled != true else {
            throw ServiceError.badRequest("Execution logs are not supported on protocol type HTTP")
        }
    }

    func updated(by change: RouteSettings) -> RouteSettings {
        RouteSettings(
            dataTraceEnabled: change.dataTraceEnabled ?? dataTraceEnabled,
            detailedMetricsEnabled: change.detailedMetricsEnabled ?? detailedMetricsEnabled,
            loggingLevel: change.loggingLevel ?? loggingLevel,
            throttlingBurstLimit: change.throttlingBurstLimit ?? throttlingBurstLimit,
            throttlingRateLimit: change.throttlingRateLimit ?? throttlingRateLimit)
    }
}

extension AccessLogSettings {
    func check() throws {
        guard let format, !format.isEmpty, let destinationArn else {
            throw ServiceError.badRequest(
                "Invalid ARN or format specified for access logs: both a log group and a format are required")
        }
        try AccessLogFormat.check(format: format)
        try AccessLogFormat.check(destinationArn)
    }
}

/// Variables of stages, of both kinds of API.
enum StageVariables {
    private static let most = 100

    static func check(_ variables: [String: String]?) throws {
        guard let variables else { return }
        guard variables.count <= most else {
            throw ServiceError.badRequest("Only \(most) stage variables are allowed")
        }
        for (name, value) in variables {
            let isName = name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "_")
            }
            guard isName, (1...64).contains(name.utf8.count) else {
                throw ServiceError.badRequest(
                    "Stage variable names must be 1-64 characters and contain only a-z, A-Z, 0-9 and _: \(name)")
            }
            guard value.utf8.count <= 512, value.unicodeScalars.allSatisfy(isOfValue) else {
                throw ServiceError.badRequest("Invalid value specified for stage variable: \(name)")
            }
        }
    }

    /// `[A-Za-z0-9-._~:/?#&=,]+`
    private static func isOfValue(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "-._~:/?#&=,".unicodeScalars.contains(scalar)
        }
    }
}

extension Snapshot {
    func requireStage(_ name: String, of apiID: String) throws -> Stage {
        guard let stage = try part(Stage.self, name, of: apiID) else {
            throw ServiceError.notFound("Unable to find Stage by name \(name) within the provided API")
        }
        return stage
    }
}
