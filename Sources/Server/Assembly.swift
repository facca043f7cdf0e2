import APIGateway
import APIGatewayModel
import APIGatewayV2Model
import Albums
import BlobsOnDisk
import CloudTrail
import CloudTrailModel
import CloudWatchLogs
import CloudWatchLogsModel
import CognitoIdentityPools
import CognitoIdentityPoolsModel
import CognitoUserPools
import CognitoUserPoolsModel
import Design
import DynamoDB
import DynamoDBModel
import DynamoDBStreamsModel
import Files
import FoundationEssentials
import Gateway
import Gzip
import IAM
import IAMModel
import Lambda
import LambdaModel
import Logging
import Outbound
import PasswordHashing
import S3
import S3ControlModel
import S3Model
import STSModel
import Start
import ServiceKit
import Storage
import StorageSQLite
import Wire

/// What is plugged into what: one store, the services on it, and the gateway in front of them.
///
/// A reset makes a new one beside the old and switches to it, so nothing in here ever changes.
package struct Assembly: Sendable {
    let gateway: Gateway
    /// Every service that is served, for what is written about all of them.
    package let services: [any Service]
    let store: SQLiteStore
    /// Of logs, and of what is written behind the answers: explanations and events.
    private let behind: SQLiteStore
    let sweeper: Sweeper
    let generation: String
    private let mail: MailQueue?
    private let userPools: CognitoUserPools
    private let identityPools: CognitoIdentityPools
    private let iam: IAM
    private let cloudTrail: CloudTrail
    private let explanations: ExplanationRing
    private let tableJobs: TableJobs
    private let lambda: Lambda
    private let apiGateway: APIGateway
    /// Access logs of APIs.
    private let apiLogs: AccessLogs

    /// What stays when the store is replaced.
    package struct Ground: Sendable {
        var configuration: Configuration
        var accounts: Accounts
        var rootKeys: RootKeys
        var folder: DataFolder
        var key: [UInt8]
        var publicURL: String
        var passwords: PasswordHashing
        var accessLog: AccessLog?
        var auditLog: JSONLinesFile?
        var logger: Logger
        /// Of `--tls local`, PEM.
        var authorityCertificate: String?
        /// The file it stands in, which functions are shown.
        var authorityFile: String? { authorityCertificate == nil ? nil : folder.path + "/" + LocalTLS.certificateFile }
        var clock: any Clock
        var randomness: any Randomness
        /// Answers on sockets of functions' sandboxes.
        var sockets: any ServesSockets
        /// How the pages call this server themselves.
        var own: any CallsHTTP
        let demonstration = Demonstration()

        /// The ground of a server on `folder`.
        package init(
            _ configuration: Configuration, folder: DataFolder, publicURL: String, passwords: PasswordHashing,
            accessLog: AccessLog?, auditLog: JSONLinesFile? = nil, logger: Logger,
            authorityCertificate: String? = nil,
            clock: any Clock = SystemClock(), randomness: any Randomness = SystemRandomness(),
            sockets: any ServesSockets = NoSockets(), own: any CallsHTTP = NoHTTPCalls()
        ) throws {
            self.configuration = configuration
            self.folder = folder
            self.publicURL = publicURL
            self.passwords = passwords
            self.accessLog = accessLog
            self.auditLog = auditLog
            self.logger = logger
            self.authorityCertificate = authorityCertificate
            self.clock = clock
            self.randomness = randomness
            self.sockets = sockets
            self.own = own
            let declared = configuration.accounts.map(Account.init)
            accounts = Accounts(declared, standard: declared.first { $0.id == Account.standardID } ?? .standard)
            rootKeys = try RootKeys(configuration, accounts: accounts, folder: folder)
            key = try folder.keyFile()
        }
    }

    init(on ground: Ground, generation: String, reset: @escaping @Sendable () async throws -> Void) throws {
        self.generation = generation
        let folder = try ground.folder.storeFolder(generation)
        let store = try SQLiteStore(path: folder + "/state.sqlite")
        let blobs = try DiskBlobStore(folder: folder + "/blobs")
        let sealer = Sealer(key: ground.key, generation: generation)
        let outbox = Outbox(store: store)
        let queue = ground.configuration.smtp.map { smtp in
            MailQueue(
                store: store, sealer: sealer, server: smtp.server, from: smtp.from, outbox: outbox, clock: ground.clock,
                randomness: ground.randomness, logger: ground.logger)
        }
        let clock = ground.clock
        let randomness = ground.randomness
        let accounts = ground.accounts

        let http = HTTPCalls(caFile: ground.configuration.outboundCAFile)
        let iam = IAM(
            store: store, sealer: sealer, accounts: accounts, clock: clock, randomness: randomness,
            passwords: IAMPasswords(hashing: ground.passwords))
        let functions = LateFunctions()
        let userPools = CognitoUserPools(
            store: store, sealer: sealer, accounts: accounts, clock: clock, randomness: randomness,
            passwords: ground.passwords, mail: queue ?? outbox,
            issuers: IssuerNames(publicURL: ground.publicURL, template: ground.configuration.issuerTemplate),
            functions: functions, http: http)
        let providerTokens = ProviderTokens(iam: iam, ours: [userPools], http: http)
        let identityPools = CognitoIdentityPools(
            store: store, sealer: sealer, accounts: accounts, clock: clock, randomness: randomness,
            tokens: userPools, providerTokens: providerTokens, sessions: iam)
        let behind = try SQLiteStore(path: folder + "/behind.sqlite")
        let explanations = ExplanationRing(
            store: behind, standardAccount: accounts.standard.id, kept: ground.configuration.keptExplanations)
        let cloudTrail = CloudTrail(
            store: behind, sealer: sealer, accounts: accounts, clock: clock, randomness: randomness,
            log: ground.auditLog)
        let sts = STS(
            iam: iam, verifiers: [identityPools, userPools], sealer: sealer, providers: providerTokens,
            explanations: explanations)
        let s3 = S3(
            store: store, blobs: blobs, sealer: sealer, accounts: accounts, authorizer: iam, principals: iam,
            clock: clock, randomness: randomness, settings: ground.configuration.storage,
            destinations: FunctionDestinations(functions, clock: clock))

        let s3Control = S3Control(s3)

        let dynamoDB = DynamoDB(
            store: store, clock: ground.clock, accounts: ground.accounts, principals: iam, objects: s3,
            randomness: ground.randomness)
        let dynamoDBStreams = DynamoDBStreams(dynamoDB)
        let logs = CloudWatchLogs(
            store: behind, sealer: sealer, accounts: accounts, authorizer: iam, clock: clock, randomness: randomness,
            settings: ground.configuration.logs)
        let lambda = try Lambda(
            store: store, blobs: blobs, sealer: sealer, accounts: accounts, clock: clock, randomness: randomness,
            settings: ground.configuration.functions, folder: folder + "/functions",
            around: Lambda.Surroundings(
                authorizer: iam, principals: iam, roles: iam, objects: s3, logs: logs, sockets: ground.sockets,
                streams: dynamoDBStreams,
                endpoint: FunctionEndpoint(publicURL: ground.publicURL, authority: ground.authorityFile)),
            logger: ground.logger)
        functions.become(lambda)
        self.lambda = lambda
        tableJobs = TableJobs(dynamoDB, logger: ground.logger)
        let accessLogs = AccessLogs(logs: logs, roles: iam)
        apiLogs = accessLogs
        let apiGateway = APIGateway(
            store: store, sealer: sealer, accounts: accounts, clock: clock, randomness: randomness,
            publicURL: ground.publicURL,
            seams: APIGateway.Seams(
                functions: lambda, tokens: userPools, documents: http,
                proxied: KeptConnections(caFile: ground.configuration.outboundCAFile), roles: iam,
                authorizer: iam, principals: iam, accessLogs: accessLogs))
        let apiGatewayV2 = APIGatewayV2(apiGateway)
        self.apiGateway = apiGateway
        services = [
            apiGateway, apiGatewayV2, cloudTrail, logs, identityPools, userPools, dynamoDB, dynamoDBStreams, iam,
            lambda, s3, s3Control, sts,
        ]
        let messages = AuthorizationMessages(sealer)
        let settings = PageSettings(ground)
        let authenticator = Authenticator(
            credentials: [ground.rootKeys, iam], defaultRegion: ground.configuration.region,
            isDevelopment: ground.configuration.isDevelopment)
        gateway = Gateway(
            services: [
                ServedService(iam, knownOperations: IAMOperations.all),
                ServedService(sts, knownOperations: STSOperations.all),
                ServedService(userPools, knownOperations: CognitoUserPoolsOperations.all),
                ServedService(identityPools, knownOperations: CognitoIdentityPoolsOperations.all),
                ServedService(cloudTrail, knownOperations: CloudTrailOperations.all),
                ServedService(logs, knownOperations: CloudWatchLogsOperations.all),
                ServedService(dynamoDB, knownOperations: DynamoDBOperations.all),
                ServedService(dynamoDBStreams, knownOperations: DynamoDBStreamsOperations.all),
                ServedService(lambda, knownOperations: LambdaOperations.all, paths: LambdaRoutes.router),
                ServedService(
                    apiGateway, knownOperations: APIGatewayOperations.all, paths: APIGatewayRoutes.router),
                ServedService(
                    apiGatewayV2, knownOperations: APIGatewayV2Operations.all, paths: APIGatewayV2Routes.router),
                ServedService(s3, knownOperations: S3Operations.all, router: S3Routes.router),
                ServedService(s3Control, knownOperations: S3ControlOperations.all, paths: S3ControlRoutes.router),
            ],
            pages: [
                HealthPage { ground.demonstration.isSettled },
                AuthorityPage(certificate: ground.authorityCertificate),
                ResetPage(isDevelopment: ground.configuration.isDevelopment, reset: reset),
                OutboxPage(outbox: outbox, isDevelopment: ground.configuration.isDevelopment) { request in
                    await authenticator.isSignedByRoot(request, now: clock.now)
                },
                KeyRotationPage(userPools: userPools) { request in
                    await authenticator.isSignedByRoot(request, now: clock.now)
                },
                ExplanationPage(
                    explanations: explanations, authorizer: iam, defaultRegion: ground.configuration.region
                ) { request in await authenticator.caller(of: request, now: clock.now) },
                WhyPage(explanations: explanations, isDevelopment: ground.configuration.isDevelopment),
                Albums(secret: ground.key) { settings.albums },
                FilesApplication(
                    base: "/_hanok/files", http: ground.own, clock: clock, randomness: randomness
                ) { settings.files(secret: sealer) },
                StartPage { settings.start },
                AssetPages([Albums.library, FilesApplication.library, ServerAssets.library, StartPage.library]) {
                    try? Gzip.smallest($0)
                },
                userPools,
            ],
            authenticator: authenticator, authorizer: iam, clock: clock,
            defaultRegion: ground.configuration.region, publicHost: Self.host(of: ground.publicURL),
            accessLog: ground.accessLog, logger: ground.logger, listeners: [explanations, cloudTrail], keyUses: iam,
            browsers: s3, websites: s3, apis: [APICalls(apiGateway), lambda],
            proxies: TrustedProxies(ground.configuration.trustedProxies)
        ) { messages.message(forRequest: $0) }
        self.store = store
        self.behind = behind
        self.explanations = explanations
        self.cloudTrail = cloudTrail
        mail = queue
        self.userPools = userPools
        self.identityPools = identityPools
        let days = ground.configuration.keyRotationDays
        let logger = ground.logger
        self.iam = iam
        sweeper = Sweeper(
            store: store, s3: s3, clock: clock, logger: logger,
            pause: .seconds(min(30, ground.configuration.logs.retentionDaySeconds)),
            eachRound: {
                try await iam.flushLastUses()
                try await logs.sweep()
            },
            lifecyclePause: .seconds(min(3600, ground.configuration.storage.lifecycleDaySeconds / 2))
        ) {
            if try await s3.rotateKeys() { logger.info("objects are encrypted under a new key") }
            guard let days else { return }
            let count = try await userPools.rotateKeys(olderThan: Double(days) * 86_400)
            if count > 0 { logger.info("signing keys rotated", metadata: ["pools": "\(count)"]) }
        }
    }

    /// Starts what goes on behind the requests: the sweep, and making keys before they are asked for.
    func begin() {
        sweeper.start()
        mail?.start()
        explanations.start()
        tableJobs.start()
        lambda.start()
        apiLogs.start()
        cloudTrail.start()
        let userPools = userPools
        let identityPools = identityPools
        let apiGateway = apiGateway
        Task.detached(priority: .background) {
            // What fails here is made when it is needed, and then told to who needs it.
            try? await apiGateway.prepare()
            try? await identityPools.prepare()
            try? await userPools.prepare()
        }
    }

    func importSeed(_ document: JSONValue, account: Account) async throws -> SeedReport {
        try await userPools.importSeed(document, account: account)
    }

    func exportSeed(account: Account, _ write: (String) throws -> Void) async throws {
        try await userPools.exportSeed(account: account, write)
    }

    /// Writes what waits to be written behind the answers. No request is answered any more.
    func finish() async {
        await lambda.finish()
        await apiLogs.flush()
        await explanations.finish()
        await cloudTrail.finish()
        // What cannot be written was not promised to anybody.
        try? await iam.flushLastUses()
    }

    /// Ends what goes on behind the requests, and closes the stores.
    func end() {
        sweeper.stop()
        tableJobs.stop()
        lambda.stop()
        apiLogs.stop()
        mail?.stop()
        explanations.stop()
        cloudTrail.stop()
        behind.close()
        store.close()
    }

    /// `https://hanok.example:8443` is reached at `hanok.example`.
    private static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.prefix { $0 != "/" && $0 != ":" }.lowercased()
    }
}
