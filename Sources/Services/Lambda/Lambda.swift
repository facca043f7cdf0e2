import FoundationEssentials
import LambdaModel
import Logging
import Sandbox
import ServiceKit
import Storage
import Wire

/// Lambda: functions from archives, run in sandboxes of this machine with the credentials of their roles.
package struct Lambda: Service {
    package let model = ServiceModel.lambda

    static let principal = "lambda.amazonaws.com"

    let store: any KeyValueStore
    let blobs: any BlobStore
    let variables: PurposeSealer
    let links: PurposeSealer
    let paging: PagingTokens
    let accounts: Accounts
    let authorizer: any Authorizes
    let principals: any BindsPrincipals
    let roles: any AssumesRoles
    let objects: any KeepsObjects
    let clock: any Clock
    let randomness: any Randomness
    let settings: LambdaSettings
    let runtimes: InstalledRuntimes
    let code: UnpackedCode
    let pools: FunctionPools
    let logs: FunctionLogs
    let endpoint: FunctionEndpoint
    let incarnations: FunctionNumbers
    let queue: EventQueue
    let streams: any ReadsChangeStreams
    let pollers: EventSourcePollers
    let logger: Logger
    private let launcher: SandboxLauncher

    /// What a function reaches the rest of the house by.
    package struct Surroundings: Sendable {
        var authorizer: any Authorizes
        var principals: any BindsPrincipals
        var roles: any AssumesRoles
        var objects: any KeepsObjects
        var logs: any KeepsLogs
        var sockets: any ServesSockets
        var streams: any ReadsChangeStreams
        var endpoint: FunctionEndpoint

        package init(
            authorizer: any Authorizes, principals: any BindsPrincipals, roles: any AssumesRoles,
            objects: any KeepsObjects, logs: any KeepsLogs, sockets: any ServesSockets,
            streams: any ReadsChangeStreams, endpoint: FunctionEndpoint
        ) {
            self.authorizer = authorizer
            self.principals = principals
            self.roles = roles
            self.objects = objects
            self.logs = logs
            self.sockets = sockets
            self.streams = streams
            self.endpoint = endpoint
        }
    }

    /// - Parameter folder: where archives are unpacked and clients of ours are put.
    package init(
        store: any KeyValueStore, blobs: any BlobStore, sealer: Sealer, accounts: Accounts, clock: any Clock,
        randomness: any Randomness, settings: LambdaSettings, folder: String, around: Surroundings, logger: Logger
    ) throws {
        self.store = store
        self.blobs = blobs
        variables = sealer.bound(to: .secretAtRest)
        links = sealer.bound(to: .codeLink)
        paging = PagingTokens(sealer)
        self.accounts = accounts
        authorizer = around.authorizer
        principals = around.principals
        roles = around.roles
        objects = around.objects
        streams = around.streams
        pollers = EventSourcePollers(logger: logger)
        endpoint = around.endpoint
        self.clock = clock
        self.randomness = randomness
        self.logger = logger
        self.settings = settings
        code = try UnpackedCode(blobs: blobs, folder: folder + "/code", randomness: randomness)
        runtimes = InstalledRuntimes(settings, ownFolder: folder)
        try RuntimeClients.write(to: folder)
        let isolation: SandboxLauncher.Isolation =
            settings.sandbox == .none ? .none : .bubblewrap(runtimes.bubblewrap ?? "/usr/bin/bwrap")
        // By its own path: what stands for it in /proc is another program in another process.
        let executable = InstalledRuntimes.realPath(settings.executable) ?? settings.executable
        launcher = SandboxLauncher(isolation: isolation, executable: executable)
        logs = FunctionLogs(around.logs, clock: clock, logger: logger)
        let starter = FunctionStarter(
            launcher: launcher, sockets: around.sockets, runtimes: runtimes, roles: roles, code: code,
            settings: settings, endpoint: around.endpoint, clock: clock, randomness: randomness)
        pools = FunctionPools(starter, logs: logs, settings: settings, clock: clock)
        incarnations = FunctionNumbers(clock: clock)
        queue = EventQueue(store: store, clock: clock, settings: settings, logger: logger)
    }

    /// Starts what goes on behind the requests.
    package func start() {
        queue.start(self)
        pollers.start(self)
        Task { [pools, queue] in
            while !queue.isStopped {
                try? await Task.sleep(for: .seconds(2))
                pools.reap()
            }
        }
    }

    package func stop() {
        pollers.stop()
        queue.stop()
        pools.stop()
        launcher.stop()
    }

    /// Writes what waits to be written of functions' logs.
    package func finish() async { await logs.finish() }

    package func tags(ofResource arn: String) async throws -> [String: String] {
        guard let tagged = TaggedResource(arn) else { return [:] }
        return try await store.read { try $0.tags(of: tagged) ?? [:] }
    }
}

extension Sealer.Purpose {
    /// Of links to functions' archives.
    static let codeLink = Sealer.Purpose("function-code-link")
}
