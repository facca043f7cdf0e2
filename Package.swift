// swift-tools-version: 6.1
import PackageDescription

/// One package, one folder per floor; a floor imports only floors below it (ARCHITECTURE.md).
/// What a target may not import, it does not list: the compiler keeps the house's two rules.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

func floor(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency] = [],
    embedding files: [Resource]? = nil, linked: [LinkerSetting] = [], settings: [SwiftSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(path)", resources: files,
        swiftSettings: strict + settings, linkerSettings: linked)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude,
        // Tests run for seconds and are compiled for minutes: they are not worth optimising.
        swiftSettings: strict + [.unsafeFlags(["-Onone"])])
}

/// Built for `make bench` only, which asks for them.
let benchmarks: [Target] =
    Context.environment["HANOK_BENCHMARKS"] == nil
    ? []
    : [
        .executableTarget(
            name: "StorageBenchmark",
            dependencies: [
                "Storage", "StorageSQLite", "BlobsOnDisk", .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks/Storage", swiftSettings: strict),

        .executableTarget(
            name: "SignInBenchmark",
            dependencies: [
                "Server", "CognitoUserPools", "LibCrypto", "PasswordHashing", "Wire", crypto, cryptoExtras,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks/SignIn", swiftSettings: strict),

        .executableTarget(
            name: "AccessBenchmark",
            dependencies: [
                "IAM", "PolicyEngine", "ServiceKit", "StorageSQLite", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks/Access", swiftSettings: strict),
    ]

let models = [
    "APIGatewayModel", "APIGatewayV2Model", "CloudTrailModel", "CloudWatchLogsModel", "CognitoIdentityPoolsModel",
    "CognitoUserPoolsModel", "DynamoDBModel", "DynamoDBStreamsModel", "IAMModel", "LambdaModel", "S3ControlModel",
    "S3Model", "STSModel",
]
/// Readers and writers of requests that come a few times an hour: optimising them costs a build a minute and nobody
/// would notice.
let rarelyUsedModels: Set = ["APIGatewayModel", "APIGatewayV2Model", "CloudTrailModel", "IAMModel", "S3ControlModel"]
/// Models that use hand-written types of another.
let sharedModels: [String: Target.Dependency] = ["DynamoDBStreamsModel": "DynamoDBModel"]
let services = [
    "APIGateway", "CloudTrail", "CloudWatchLogs", "CognitoIdentityPools", "CognitoUserPools", "DynamoDB", "IAM",
    "Lambda",
    "S3",
]

let package = Package(
    name: "hanok",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "hanok", targets: ["Hanok"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // The executable and the roof.
        .executableTarget(
            name: "Hanok",
            dependencies: ["Sandbox", "Server", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Sources/Hanok", swiftSettings: strict,
            // One file to carry about: Swift's own libraries are linked in, symbols left out.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-static-stdlib", "-lCoreFoundation", "-l_FoundationCShims", "-l_FoundationCollections",
                        "-l_FoundationICU", "-Xlinker", "-s", "-Xlinker", "--gc-sections",
                    ], .when(configuration: .release))
            ]),
        floor(
            "Server", "Server",
            [
                "Gateway", "ServiceKit", "PolicyEngine", "Storage", "StorageSQLite", "BlobsOnDisk", "PasswordHashing",
                "Wire", "CivilTime", "APIGateway", "CloudTrail", "CloudWatchLogs", "CognitoIdentityPools",
                "CognitoUserPools", "DynamoDB", "IAM", "S3", "SigV4",
                "Outbound",
                "LocalCA", "Lambda", "Sandbox", "Design", "Albums", "Files", "Start", "AWSClient", "ZipArchive", "Gzip",
                crypto,
                logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Yams", package: "Yams"),
            ] + models.map { .init(stringLiteral: $0) } + nio,
            embedding: [.embedInCode("Pages/Assets"), .embedInCode("Demo/Functions")]),
        floor(
            "Gateway", "Gateway",
            [
                "ServiceKit", "Storage", "SigV4", "PolicyEngine", "Wire", "CivilTime", "Checksums", "Gzip", crypto,
                logging,
            ] + nio),

        // The pages: clients of the services, like any other.
        floor(
            "Files", "Pages/Files",
            [
                "AWSClient", "CivilTime", "Design", "OpenIDConnect", "QRCode", "ServiceKit", "Wire", crypto,
            ], embedding: [.embedInCode("Assets")]),
        floor("Start", "Pages/Start", ["Design", "ServiceKit", "Wire"], embedding: [.embedInCode("Assets")]),
        floor(
            "Albums", "Pages/Albums", ["Design", "PolicyEngine", "ServiceKit", "Wire", crypto],
            embedding: [.embedInCode("Assets")]),

        // The pillars: they know neither one another nor the door.
        floor(
            "CognitoUserPools", "Services/CognitoUserPools",
            [
                "ServiceKit", "Design", "Storage", "Wire", "CognitoUserPoolsModel", "PasswordHashing", "QRCode",
                "LibCrypto", "OpenIDConnect", "CivilTime", crypto, cryptoExtras,
            ], embedding: [.embedInCode("HostedUI/Assets")]),
        floor(
            "CognitoIdentityPools", "Services/CognitoIdentityPools",
            [
                "ServiceKit", "Storage", "Wire", "CognitoIdentityPoolsModel", "CivilTime", crypto,
                cryptoExtras,
            ]),
        floor(
            "IAM", "Services/IAM",
            [
                "ServiceKit", "Storage", "Wire", "PolicyEngine", "OpenIDConnect", "IAMModel", "STSModel", "CivilTime",
                crypto,
            ]),
        floor(
            "CloudTrail", "Services/CloudTrail",
            ["ServiceKit", "Storage", "Wire", "CloudTrailModel", "CivilTime"]),
        floor(
            "CloudWatchLogs", "Services/CloudWatchLogs",
            ["ServiceKit", "Storage", "PolicyEngine", "Wire", "CloudWatchLogsModel"]),
        floor(
            "Lambda", "Services/Lambda",
            [
                "ServiceKit", "Storage", "PolicyEngine", "Wire", "LambdaModel", "Sandbox", "ZipArchive", "CivilTime",
                crypto, logging,
            ], embedding: [.embedInCode("Runtimes/Assets/runtime.mjs")]),
        floor(
            "S3", "Services/S3",
            [
                "ServiceKit", "Storage", "PolicyEngine", "Wire", "S3ControlModel", "S3Model", "Checksums", "CivilTime",
                "LibCrypto", crypto,
            ]),
        floor(
            "DynamoDB", "Services/DynamoDB",
            [
                "ServiceKit", "Storage", "Wire", "PolicyEngine", "DynamoDBModel", "DynamoDBStreamsModel",
                "DynamoDBExpressions", "PartiQL", "CivilTime", "Gzip", crypto, logging,
            ]),
        floor(
            "APIGateway", "Services/APIGateway",
            [
                "ServiceKit", "Storage", "Wire", "PolicyEngine", "OpenIDConnect", "APIGatewayModel",
                "APIGatewayV2Model", "CivilTime", crypto, .product(name: "Yams", package: "Yams"),
            ]),
        // What DynamoDB's expressions say: read and applied to values, knowing neither tables nor the store.
        floor("DynamoDBExpressions", "Services/DynamoDBExpressions", ["DynamoDBModel"]),
        // What DynamoDB's statements say, as a tree; it knows neither tables nor the store.
        floor("PartiQL", "Services/PartiQL", ["DynamoDBModel"]),

        // The engines: each the only place that knows its engine.
        .systemLibrary(name: "CSQLite", path: "Sources/Engines/CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CQRCode", path: "Sources/Engines/CQRCode", providers: [.apt(["libqrcodegen-dev"])]),
        .systemLibrary(name: "CZlib", path: "Sources/Engines/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSodium", path: "Sources/Engines/CSodium", providers: [.apt(["libsodium-dev"])]),
        floor(
            "StorageSQLite", "Engines/StorageSQLite", ["Storage", "CSQLite"],
            linked: [.unsafeFlags(["-Xlinker", "-l:libsqlite3.a"]), .linkedLibrary("m")]),
        floor(
            "QRCode", "Engines/QRCode", ["CQRCode"],
            linked: [.unsafeFlags(["-Xlinker", "-l:libqrcodegen.a"])]),
        floor("Gzip", "Engines/Gzip", ["CZlib"], linked: [.unsafeFlags(["-Xlinker", "-l:libz.a"])]),
        .systemLibrary(
            name: "CMinizip", path: "Sources/Engines/CMinizip", providers: [.apt(["libminizip-dev"])]),
        floor(
            "ZipArchive", "Engines/ZipArchive", ["CMinizip"],
            linked: [.unsafeFlags(["-Xlinker", "-l:libminizip.a", "-Xlinker", "-l:libz.a"])]),
        .target(name: "CSandbox", path: "Sources/Engines/CSandbox"),
        floor("Sandbox", "Engines/Sandbox", ["CSandbox"]),
        .target(name: "CDisk", path: "Sources/Engines/CDisk"),
        floor(
            "BlobsOnDisk", "Engines/BlobsOnDisk",
            ["CDisk", "Storage", .product(name: "NIOPosix", package: "swift-nio")]),
        floor(
            "PasswordHashing", "Engines/PasswordHashing",
            ["CSodium", .product(name: "NIOPosix", package: "swift-nio")],
            linked: [.unsafeFlags(["-Xlinker", "-l:libsodium.a"])]),

        .target(name: "CLibCrypto", path: "Sources/Engines/CLibCrypto"),
        floor("LibCrypto", "Engines/LibCrypto", ["CLibCrypto"]),
        floor(
            "LocalCA", "Engines/LocalCA",
            [
                crypto, .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]),
        .target(name: "CCurl", path: "Sources/Engines/CCurl"),
        floor(
            "Outbound", "Engines/Outbound",
            ["ServiceKit", "Wire", "CCurl"] + nio),

        // The ground.
        floor(
            "ServiceKit", "Kernel/ServiceKit",
            [
                "Wire", "Storage", "PolicyEngine", "CivilTime", crypto,
                cryptoExtras,
            ]),
        floor(
            "Design", "Kernel/Design", ["ServiceKit", "Wire", crypto],
            embedding: [.embedInCode("Assets")]),
        floor("AWSClient", "Kernel/AWSClient", ["ServiceKit", "SigV4", "Wire"]),
        floor("OpenIDConnect", "Kernel/OpenIDConnect", ["ServiceKit", "Wire", crypto, cryptoExtras]),
        floor("PolicyEngine", "Kernel/PolicyEngine", ["Wire", "CivilTime"]),
        floor("Wire", "Kernel/Wire", ["CivilTime"]),
        floor("SigV4", "Kernel/SigV4", ["CivilTime", crypto]),
        floor("Storage", "Kernel/Storage", [crypto]),
        floor("Checksums", "Kernel/Checksums", ["CChecksums", crypto]),
        .target(name: "CChecksums", path: "Sources/Kernel/CChecksums"),
        floor("CivilTime", "Kernel/CivilTime"),

        // What tests share, and the tests; they mirror the floors above.
        .target(
            name: "TestSupport", dependencies: ["ServiceKit", "Storage"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("BlobsOnDiskTests", ["BlobsOnDisk", "Storage", "TestSupport"]),
        tests("ChecksumsTests", ["Checksums", "TestSupport"]),
        tests("CivilTimeTests", ["CivilTime"]),
        tests(
            "CloudWatchLogsTests",
            [
                "CloudWatchLogs", "CloudWatchLogsModel", "PolicyEngine", "ServiceKit", "Storage", "StorageSQLite",
                "TestSupport", "Wire",
            ]),
        tests("S3Tests", ["S3", "S3Model", "ServiceKit", "PolicyEngine", "Wire", "CivilTime"]),
        tests(
            "GatewayTests",
            [
                "Gateway", "ServiceKit", "SigV4", "Storage", "TestSupport", "Wire",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests(
            "IAMTests",
            [
                "IAM", "IAMModel", "STSModel", "ServiceKit", "Storage", "StorageSQLite", "TestSupport", "PolicyEngine",
                "Wire", "CivilTime", crypto,
            ]),
        tests(
            "CognitoIdentityPoolsTests",
            [
                "CognitoIdentityPools", "CognitoIdentityPoolsModel", "TestSupport", "ServiceKit", "Storage",
                "StorageSQLite", "CivilTime", "Wire", crypto, cryptoExtras,
            ]),
        tests(
            "CognitoUserPoolsTests",
            [
                "CognitoUserPools", "CognitoUserPoolsModel", "TestSupport", "ServiceKit", "Storage", "StorageSQLite",
                "PasswordHashing", "CivilTime", "Wire", crypto, cryptoExtras,
            ]),
        tests(
            "ServerTests",
            [
                "Server", "APIGatewayModel", "APIGatewayV2Model", "DynamoDB", "Gateway", "LambdaModel", "ServiceKit",
                "Storage", "PasswordHashing", "SigV4", "Wire", "CivilTime",
                "TestSupport", crypto, logging,
            ]),
        tests("AlbumsTests", ["Albums", "Design", "ServiceKit", "Wire"]),
        tests("FilesTests", ["AWSClient", "Files", "OpenIDConnect", "ServiceKit", "TestSupport", "Wire"]),
        tests("DesignTests", ["Design", "Gzip", "ServiceKit", "Wire"]),
        tests("APIGatewayTests", ["APIGateway", "APIGatewayV2Model", "ServiceKit", "Wire"]),
        tests("DynamoDBExpressionsTests", ["DynamoDBExpressions", "DynamoDBModel", "TestSupport"]),
        tests("DynamoDBModelTests", ["DynamoDBModel", "DynamoDBStreamsModel", "TestSupport", "Wire"]),
        tests("OutboundTests", ["Outbound", "ServiceKit", "Wire"] + nio),
        tests("PartiQLTests", ["PartiQL", "DynamoDBModel", "TestSupport"]),
        tests("QRCodeTests", ["QRCode"]),
        tests("StorageSQLiteTests", ["StorageSQLite", "Storage", "TestSupport"]),
        tests("LambdaTests", ["Lambda", "TestSupport", "Wire", "ZipArchive"]),
        tests("LibCryptoTests", ["LibCrypto", crypto, cryptoExtras]),
        tests("GzipTests", ["Gzip", "TestSupport"]),
        tests("StorageTests", ["Storage"]),
        tests("TidyTests", []),
        tests("PolicyEngineTests", ["PolicyEngine", "CivilTime", "TestSupport", "Wire"]),
        tests("SigV4Tests", ["SigV4", "CivilTime", "TestSupport"], exclude: ["Fixtures"]),
        tests(
            "WireTests", ["Wire", "TestSupport"] + models.map { .init(stringLiteral: $0) },
            exclude: ["Fixtures", "make-cases.py"]),
    ]
        + benchmarks
        + models.map {
            floor(
                $0, "Models/\($0)", ["Wire", "CivilTime"] + [sharedModels[$0]].compactMap { $0 },
                settings: rarelyUsedModels.contains($0)
                    ? [.unsafeFlags(["-Onone"], .when(configuration: .release))] : [])
        }
)
