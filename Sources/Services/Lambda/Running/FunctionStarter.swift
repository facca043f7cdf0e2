import CivilTime
import FoundationEssentials
import Sandbox
import ServiceKit
import Synchronization
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// Brings up copies of functions: code in place, credentials of the role, a sandbox with the runtime in it.
struct FunctionStarter: Sendable {
    let launcher: SandboxLauncher
    let sockets: any ServesSockets
    let runtimes: InstalledRuntimes
    let roles: any AssumesRoles
    let code: UnpackedCode
    let settings: LambdaSettings
    let endpoint: FunctionEndpoint
    let clock: any Clock
    let randomness: any Randomness

    /// AWS gives a function so long before its first event.
    private static let initTime = Duration.seconds(10)
    private static let sessionSeconds = 12 * 3600
    /// Credentials are changed while they still hold for the longest run.
    private static let renewalMargin: TimeInterval = 16 * 60
    private static let runtimePort = 9001

    /// - Throws: `RunRefusal`; `FunctionResult` as an error document where the function's own start fails.
    func start(_ function: RunnableFunction) async throws -> FunctionCopy {
        let version = function.version
        if settings.sandbox == .bubblewrap, runtimes.bubblewrap == nil {
            throw RunRefusal.noRuntime(InstalledRuntimes.bubblewrapHint)
        }
        let interpreter: InstalledRuntimes.Interpreter
        do throws(InstalledRuntimes.RuntimeMissing) {
            interpreter = try runtimes.interpreter(for: version.runtime ?? "")
        } catch { throw RunRefusal.noRuntime(error.text) }
        let now = clock.now
        let identity = try await assumeRole(of: function, at: now)
        let place = logPlace(of: function, at: now)
        let use = code.use(of: function.version.code, function.layers)
        let mounts = try await self.mounts(for: function) + interpreter.mounts
        let output = OutputLines(clock)
        let began = ContinuousClock.now
        var environment = try environment(of: function, identity.credentials, place)
        environment.merge(interpreter.environment) { own, _ in own }
        let process: SandboxProcess
        do {
            process = try await launcher.start(
                SandboxSpec(
                    program: interpreter.program + (interpreter.takesHandler ? [version.handler ?? ""] : []),
                    environment: environment, mounts: mounts, workingFolder: "/var/task",
                    memoryBytes: version.memorySize << 20, temporaryBytes: version.temporarySize << 20,
                    cores: max(1, Double(version.memorySize) / 1769), ports: ports,
                    portVariable: "AWS_LAMBDA_RUNTIME_API", hosts: endpoint.hosts,
                    sharesNetwork: settings.network == .host)
            ) { output.append($0) }
        } catch let failure as SandboxFailure { throw RunRefusal.failed(failure.description) }
        let interface = RuntimeInterface()
        let served = try await serve(process, interface)
        let ended = Task { [process, interface] in
            let end = await process.end()
            interface.end()
            return end
        }
        let started = await start(interface, process, within: Self.initTime + .seconds(version.timeout))
        let copy = FunctionCopy(
            key: function.key, output: output, place: place, session: identity.session,
            retiresAt: identity.credentials.expiration.addingTimeInterval(-Self.renewalMargin),
            initDuration: ContinuousClock.now - began, process: process, interface: interface, sockets: served,
            use: use)
        switch started {
        case .ready?: return copy
        case .raised(let document)?:
            copy.drain()
            copy.end()
            throw StartFailure(copy: copy, document: document)
        case nil:
            let isOver = process.isOver
            copy.end()
            let end = await ended.value
            copy.drain()
            throw StartFailure(copy: copy, document: isOver ? ErrorDocuments.exited(end, requestID: nil) : nil)
        }
    }

    /// What is not served is not left running.
    private func serve(_ process: SandboxProcess, _ interface: RuntimeInterface) async throws -> [any ServedSocket] {
        var served: [any ServedSocket] = []
        var listeners = process.takeListeners()[...]
        do {
            while let listener = listeners.popFirst() {
                served.append(
                    served.isEmpty
                        ? try await sockets.serve(listener, bodyLimit: RuntimeInterface.longestAnswer) {
                            await interface.answer($0)
                        }
                        : try await sockets.serveAll(listener))
            }
            return served
        } catch {
            process.kill()
            for socket in served { socket.stop() }
            for listener in listeners { close(listener) }
            throw RunRefusal.failed("\(error)")
        }
    }

    private var ports: [Int] {
        let own = settings.network == .isolated && settings.sandbox == .bubblewrap
        return own ? [Self.runtimePort, endpoint.port] : [0]
    }

    private func start(
        _ interface: RuntimeInterface, _ process: SandboxProcess, within time: Duration
    ) async -> RuntimeInterface.Start? {
        let watch = Task {
            try await Task.sleep(for: time)
            interface.end()
        }
        defer { watch.cancel() }
        return await interface.started()
    }

    private func assumeRole(of function: RunnableFunction, at now: Date) async throws -> ServiceCredentials {
        do {
            return try await roles.assumeRole(
                ServiceSession(
                    roleARN: function.version.roleARN, principal: Lambda.principal,
                    sessionName: String(function.key.name.prefix(64)), durationSeconds: Self.sessionSeconds,
                    sourceARN: function.arn, sourceAccount: function.key.accountID, time: now))
        } catch is TrustRefusal { throw RunRefusal.roleRefused }
    }

    private func logPlace(of function: RunnableFunction, at now: Date) -> LogPlace {
        let date = now.iso8601.prefix(10).replacing("-", with: "/")
        let id = randomness.bytes(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return LogPlace(
            accountID: function.key.accountID, region: function.key.region,
            group: function.version.logGroup ?? "/aws/lambda/\(function.key.name)",
            stream: "\(date)/[\(function.version.number)]\(id)")
    }

    private func mounts(for function: RunnableFunction) async throws -> [SandboxSpec.Mount] {
        var mounts = [SandboxSpec.Mount(try await code.folder(of: function.version.code), at: "/var/task")]
        if let authority = endpoint.authority { mounts.append(.init(authority, at: FunctionEndpoint.authorityInside)) }
        if !function.layers.isEmpty {
            mounts.append(.init(try await code.folder(ofLayers: function.layers), at: "/opt"))
        }
        return mounts
    }

    private func environment(
        of function: RunnableFunction, _ credentials: TemporaryCredentials, _ place: LogPlace
    ) throws -> [String: String] {
        let version = function.version
        var variables = try function.environment()
        let own = [
            "AWS_LAMBDA_FUNCTION_NAME": function.key.name, "AWS_LAMBDA_FUNCTION_VERSION": version.number,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(version.memorySize),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_LAMBDA_LOG_GROUP_NAME": place.group,
            "AWS_LAMBDA_LOG_STREAM_NAME": place.stream, "AWS_REGION": function.key.region,
            "AWS_DEFAULT_REGION": function.key.region, "AWS_EXECUTION_ENV": "AWS_Lambda_\(version.runtime ?? "")",
            "AWS_ACCESS_KEY_ID": credentials.accessKeyID, "AWS_SECRET_ACCESS_KEY": credentials.secretAccessKey,
            "AWS_SESSION_TOKEN": credentials.sessionToken, "LAMBDA_TASK_ROOT": "/var/task",
            "LAMBDA_RUNTIME_DIR": "/var/runtime", "_HANDLER": version.handler ?? "",
            "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        ]
        variables.merge(own) { _, own in own }
        let defaults = [
            "LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": "/opt/bin:/usr/local/bin:/usr/bin:/bin",
            "LD_LIBRARY_PATH": "/var/task:/var/task/lib:/opt/lib", "HOME": "/tmp",
        ]
        variables.merge(defaults.merging(endpoint.variables) { _, later in later }) { given, _ in given }
        return variables
    }
}

/// A copy whose function failed before its first event.
struct StartFailure: Error {
    var copy: FunctionCopy
    /// Nil where the time was up.
    var document: [UInt8]?
}
