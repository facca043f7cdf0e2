import CivilTime
import FoundationEssentials
import LambdaModel
import ServiceKit

extension Lambda {
    /// A version as GetFunctionConfiguration has it.
    ///
    /// - Parameter qualifier: what its ARN ends with; nil for none.
    func configuration(
        of function: Function, _ qualifier: String?, version: FunctionVersion? = nil
    ) -> FunctionConfiguration {
        var version = version ?? function.latest
        if let qualifier, qualifier != version.number, version.number == FunctionVersion.latest,
            Int(qualifier) != nil
        {
            version.number = qualifier
        }
        var configuration = FunctionConfiguration(
            functionName: function.name, functionArn: qualifier.map { function.arn + ":" + $0 } ?? function.arn,
            runtime: version.runtime.map { RuntimeName(rawValue: $0) }, role: version.roleARN,
            handler: version.handler, codeSize: version.code.size, description: version.description,
            timeout: version.timeout, memorySize: version.memorySize,
            lastModified: Self.lastModified(version.modifiedAt),
            codeSha256: version.code.sha256, version: version.number)
        configuration.deadLetterConfig = version.deadLetterTarget.map { DeadLetterConfig(targetArn: $0) }
        configuration.environment = environmentResponse(of: version)
        configuration.tracingConfig = TracingConfigResponse(mode: TracingMode(rawValue: version.tracingMode))
        configuration.revisionId = version.revisionID
        if !version.layers.isEmpty {
            configuration.layers = version.layers.map { Layer(arn: $0.arn, codeSize: $0.size) }
        }
        configuration.state = .active
        configuration.lastUpdateStatus = .successful
        configuration.packageType = .zip
        configuration.architectures = [Architecture(rawValue: version.architecture)]
        configuration.ephemeralStorage = EphemeralStorage(size: version.temporarySize)
        configuration.snapStart = SnapStartResponse(applyOn: .noneValue, optimizationStatus: .off)
        configuration.runtimeVersionConfig = RuntimeVersionConfig(
            runtimeVersionArn: "arn:aws:lambda:\(function.region)::runtime:"
                + String((version.runtime ?? "").utf8.reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }, radix: 16))
        configuration.loggingConfig = LoggingConfig(
            logFormat: .text, logGroup: version.logGroup ?? "/aws/lambda/\(function.name)")
        return configuration
    }

    private func environmentResponse(of version: FunctionVersion) -> EnvironmentResponse? {
        do {
            return try environment(of: version).map { EnvironmentResponse(variables: $0) }
        } catch {
            return EnvironmentResponse(
                error: EnvironmentError(errorCode: "KMSAccessDeniedException", message: "The variables cannot be read.")
            )
        }
    }

    /// `2026-11-26T08:00:00.000+0000`
    static func lastModified(_ date: Date) -> String { date.iso8601Milliseconds.dropLast() + "+0000" }
}
