import FoundationEssentials
import PolicyEngine
import S3Model
import ServiceKit
import Storage
import Wire

/// Amazon S3: buckets with their settings, objects with their versions, and uploads in parts.
package struct S3: Service {
    package let model = ServiceModel.s3

    let store: any KeyValueStore
    let blobs: any BlobStore
    let accounts: Accounts
    let authorizer: any Authorizes
    let principals: any BindsPrincipals
    let clock: any Clock
    let randomness: any Randomness
    let tokens: PagingTokens
    let objectIDs: ObjectIDSequence
    let knownAccess = KnownSettings(of: [.policy, .acl], limit: 4096, BucketAccess.compiled)
    let knownCORS = KnownSettings(of: [.cors], limit: 1024, CORSRules.compiled)
    let knownLifecycles: KnownSettings<LifecycleRules>
    let keyring: Keyring
    let settings: StorageSettings
    let destinations: any DeliversEvents

    package init(
        store: any KeyValueStore, blobs: any BlobStore, sealer: Sealer, accounts: Accounts,
        authorizer: any Authorizes, principals: any BindsPrincipals, clock: any Clock, randomness: any Randomness,
        settings: StorageSettings = StorageSettings(), destinations: any DeliversEvents = NoDestinations()
    ) {
        self.store = store
        self.blobs = blobs
        self.accounts = accounts
        self.authorizer = authorizer
        self.principals = principals
        self.clock = clock
        self.randomness = randomness
        self.settings = settings
        let dayLength = settings.lifecycleDaySeconds
        knownLifecycles = KnownSettings(of: [.lifecycle], limit: 1024) { bucket, snapshot in
            try LifecycleRules.compiled(of: bucket, in: snapshot, dayLength: dayLength)
        }
        self.destinations = destinations
        tokens = PagingTokens(sealer)
        objectIDs = ObjectIDSequence(randomness)
        keyring = Keyring(
            kmsKeys: settings.kmsKeys,
            standard: settings.encryptsByDefault ? DefaultEncryption(algorithm: "AES256") : nil,
            server: ServerKeys(store: store, sealer: sealer, randomness: randomness, clock: clock), sealer: sealer,
            randomness: randomness)
    }
}
