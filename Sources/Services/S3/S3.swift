import FoundationEssentials
import PolicyEngine
import S3Model
import ServiceKit
import Storage
import Wire

/// Amazon S3: buckets, objects and uploads in parts.
package struct S3: Service {
    package let model = ServiceModel.s3

    let store: any KeyValueStore
    let blobs: any BlobStore
    let accounts: Accounts
    let authorizer: any Authorizes
    let clock: any Clock
    let randomness: any Randomness
    let tokens: PagingTokens
    let objectIDs: ObjectIDSequence

    package init(
        store: any KeyValueStore, blobs: any BlobStore, sealer: Sealer, accounts: Accounts,
        authorizer: any Authorizes, clock: any Clock, randomness: any Randomness
    ) {
        self.store = store
        self.blobs = blobs
        self.accounts = accounts
        self.authorizer = authorizer
        self.clock = clock
        self.randomness = randomness
        tokens = PagingTokens(sealer)
        objectIDs = ObjectIDSequence(randomness)
    }
}
