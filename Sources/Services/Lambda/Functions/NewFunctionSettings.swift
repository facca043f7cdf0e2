import FoundationEssentials
import LambdaModel
import ServiceKit

/// What CreateFunction asks for, checked and with AWS's defaults.
struct NewFunctionSettings: Sendable {
    private let input: CreateFunctionRequest

    init(_ input: CreateFunctionRequest) throws {
        self.input = input
        guard input.packageType != .image, input.code.imageUri == nil else {
            throw ServiceError.invalid("Container images are not served here: functions are made of archives.")
        }
        try Self.checkRuntime(input.runtime?.rawValue, handler: input.handler)
        try Self.check(environment: input.environment?.variables)
        try Self.check(deadLetters: input.deadLetterConfig?.targetArn)
        try Self.check(input.snapStart, input.loggingConfig)
        guard let tags = input.tags, tags.count > 50 else { return }
        throw ServiceError.invalid("Number of tags exceeds resource tag limit.")
    }

    static func checkRuntime(_ runtime: String?, handler: String?) throws {
        guard let runtime, let handler, !handler.isEmpty else {
            throw ServiceError.invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages.")
        }
        try check(handler: handler)
        try check(runtime: runtime)
    }

    static func check(handler: String?) throws {
        // The end of a text to the system, which no program's argument can have within it.
        guard handler?.utf8.contains(0) != true else {
            throw ServiceError.invalid("The handler contains a null character.")
        }
    }

    static func check(runtime: String) throws {
        if RuntimeKind(runtime) != nil { return }
        if RuntimeKind.others.contains(runtime) {
            throw ServiceError.invalid(
                "The runtime \(runtime) is not served here; docs/lambda.md lists those that are.")
        }
        let known = (RuntimeKind.served + RuntimeKind.others).joined(separator: ", ")
        throw ServiceError.invalid(
            "Value \(runtime) at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [\(known)] or be "
                + "a valid ARN")
    }

    /// Names that a function's variables cannot have, since Lambda sets them.
    private static let reserved: Set<String> = [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ]

    /// AWS's dead letters go to SQS or SNS alone.
    static func check(deadLetters target: String?) throws {
        guard let target, !target.isEmpty else { return }
        throw ServiceError.invalid(
            "Dead-letter queues are Amazon SQS's or SNS's, which are not served here. What fails can go to a function or a "
                + "bucket: PutFunctionEventInvokeConfig sets OnFailure.")
    }

    static func check(_ snapStart: SnapStart?, _ logging: LoggingConfig?) throws {
        guard snapStart?.applyOn != .publishedVersions else {
            throw ServiceError.invalid("SnapStart is not served here: copies are brought up when they are needed.")
        }
        guard logging?.logFormat ?? .text == .text, logging?.applicationLogLevel == nil, logging?.systemLogLevel == nil
        else {
            throw ServiceError.invalid("Logs are texts here: LogFormat JSON and log levels are not served.")
        }
    }

    static func check(environment variables: [String: String]?) throws {
        guard let variables else { return }
        let taken = variables.keys.filter(reserved.contains).sorted()
        guard taken.isEmpty else {
            throw ServiceError.invalid(
                "Lambda was unable to configure your environment variables because the environment variables you have "
                    + "provided contains reserved keys that are currently not supported for modification. Reserved keys "
                    + "used in this request: \(taken.joined(separator: ", "))")
        }
        guard variables.allSatisfy({ !$0.key.utf8.contains(0) && !$0.value.utf8.contains(0) }) else {
            throw ServiceError.invalid(
                "Lambda was unable to configure your environment variables because they contain a null character.")
        }
        let text = Lambda.json(of: variables)
        guard text.utf8.count <= 4096 else {
            throw ServiceError.invalid(
                "Lambda was unable to configure your environment variables because the environment variables you have "
                    + "provided exceeded the 4KB limit. String measured: \(text)")
        }
    }

    func version(
        role: String, layers: [FunctionVersion.LayerReference], code: CodeReference, sealedEnvironment: [UInt8]?,
        at time: Date, revision: String
    ) -> FunctionVersion {
        FunctionVersion(
            number: FunctionVersion.latest, description: input.description ?? "", runtime: input.runtime?.rawValue,
            handler: input.handler, roleARN: role, memorySize: input.memorySize ?? 128, timeout: input.timeout ?? 3,
            temporarySize: input.ephemeralStorage?.size ?? 512, sealedEnvironment: sealedEnvironment,
            architecture: input.architectures?.first?.rawValue ?? "x86_64",
            tracingMode: input.tracingConfig?.mode?.rawValue ?? "PassThrough",
            deadLetterTarget: input.deadLetterConfig?.targetArn.flatMap { $0.isEmpty ? nil : $0 }, layers: layers,
            code: code, logGroup: input.loggingConfig?.logGroup, modifiedAt: time, revisionID: revision,
            wasUpdated: false)
    }
}
