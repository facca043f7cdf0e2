import Albums
import CognitoUserPools
import Crypto
import Files
import ServiceKit
import Start

/// What the pages work with: what the configuration says, else what a demonstration made.
struct PageSettings: Sendable {
    private let ground: Assembly.Ground

    init(_ ground: Assembly.Ground) { self.ground = ground }

    private var places: DemoPlaces? { ground.demonstration.places }

    var albums: AlbumsSettings? {
        if let albums = ground.configuration.albums { return albums }
        return places.map {
            AlbumsSettings(region: $0.region, identityPoolID: $0.guestPoolID, bucket: $0.albumsBucket)
        }
    }

    func files(secret sealer: Sealer) -> FilesSettings? {
        guard let files = ground.configuration.files ?? places.map(FilesConfiguration.init) else { return nil }
        let issuers = IssuerNames(publicURL: ground.publicURL, template: ground.configuration.issuerTemplate)
        let secret = sealer.key(for: Sealer.Purpose("files-pages")).withUnsafeBytes { Array($0) }
        return files.settings(
            publicURL: ground.publicURL, issuer: issuers.issuer(poolID: files.userPoolID, region: files.region),
            secret: secret)
    }

    var start: StartSettings {
        StartSettings(
            address: ground.publicURL, region: ground.configuration.region,
            isDevelopment: ground.configuration.isDevelopment, hasFiles: ground.configuration.files != nil,
            hasAlbums: ground.configuration.albums != nil,
            demonstration: places.map { places in
                StartSettings.Demonstration(
                    postPath: places.postPath, testsPath: places.testsPath, domain: places.domain,
                    clientID: places.postsClientID, machineClientID: places.machineClientID, table: places.table,
                    function: DemoBuilder.postFunction, poolID: places.poolID)
            })
    }
}

extension FilesConfiguration {
    fileprivate init(_ places: DemoPlaces) {
        self.init(
            userPoolID: places.poolID, clientID: places.filesClientID, clientSecret: places.filesClientSecret,
            identityPoolID: places.identityPoolID, region: places.region, buckets: [places.filesBucket],
            home: "home/" + FilesSettings.identityVariable + "/")
    }
}
