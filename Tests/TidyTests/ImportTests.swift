import Testing

@Suite("What may be imported where")
struct ImportTests {
    /// Foundation carries ICU, FoundationXML and FoundationNetworking carry libxml2 and libcurl.
    @Test func foundationIsTakenInItsSmallForm() {
        let banned: Set = ["Foundation", "FoundationXML", "FoundationNetworking"]
        for file in Repository.sources("Sources") {
            #expect(file.imports.allSatisfy { !banned.contains($0) }, "\(file.path)")
        }
    }

    /// The door takes requests in, Outbound sends them out.
    @Test func onlyTheEdgesKnowHTTP() {
        let edges = ["Sources/Gateway/", "Sources/Engines/Outbound/"]
        for file in Repository.sources("Sources") where !edges.contains(where: file.path.hasPrefix) {
            #expect(!file.imports.contains("NIOHTTP1"), "\(file.path)")
        }
    }

    @Test func eachEngineIsKnownToOneTarget() {
        let homes = [
            "CSQLite": "Sources/Engines/StorageSQLite/", "CSodium": "Sources/Engines/PasswordHashing/",
            "CLibCrypto": "Sources/Engines/LibCrypto/", "CCurl": "Sources/Engines/Outbound/",
            "CQRCode": "Sources/Engines/QRCode/", "CZlib": "Sources/Engines/Gzip/",
            "CMinizip": "Sources/Engines/ZipArchive/", "CSandbox": "Sources/Engines/Sandbox/",
        ]
        for file in Repository.sources("Sources") {
            for (engine, home) in homes where file.imports.contains(engine) {
                #expect(file.path.hasPrefix(home), "\(file.path) imports \(engine)")
            }
        }
    }

    @Test func servicesKnowNeitherOneAnotherNorTheDoor() {
        let services: Set = [
            "APIGateway", "CloudTrail", "CloudWatchLogs", "CognitoUserPools", "CognitoIdentityPools", "DynamoDB", "IAM",
            "Lambda", "S3",
        ]
        for file in Repository.sources("Sources/Services") {
            let strangers = services.union(["Gateway", "Server", "StorageSQLite", "BlobsOnDisk", "NIOHTTP1"])
            #expect(file.imports.allSatisfy { !strangers.contains($0) }, "\(file.path)")
        }
    }
}
