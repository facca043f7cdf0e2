/// Buckets, for services that put objects there or read them: decided for the caller as any request of theirs.
package protocol KeepsObjects: Sendable {
    /// - Throws: the refusal where the caller may not put the object. Nothing is put.
    func checkPut(_ object: ObjectPlace, encryption: WantedEncryption?, _ call: Call) async throws
    /// - Throws: the refusal where the caller may not read the object.
    func checkRead(_ object: ObjectPlace, _ call: Call) async throws
    /// - Returns: its entity tag, without quotes.
    func put(_ bytes: [UInt8], as object: ObjectPlace, encryption: WantedEncryption?, _ call: Call) async throws
        -> String
    /// Objects whose keys begin with the place's, a page at a time.
    func list(_ prefix: ObjectPlace, after token: String?, _ call: Call) async throws -> ObjectPage
    /// A part of an object; shorter at its end.
    func read(_ object: ObjectPlace, from offset: Int, count: Int, _ call: Call) async throws -> [UInt8]
}

package struct ObjectPlace: Sendable {
    package var bucket: String
    package var key: String
    /// Whose bucket it is to be; another's is refused.
    package var bucketOwner: String?

    package init(bucket: String, key: String, bucketOwner: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.bucketOwner = bucketOwner
    }
}

package struct WantedEncryption: Sendable {
    /// `AES256` or `aws:kms`
    package var algorithm: String
    package var keyID: String?

    package init(algorithm: String, keyID: String?) {
        self.algorithm = algorithm
        self.keyID = keyID
    }
}

package struct ObjectPage: Sendable {
    package var objects: [(key: String, size: Int)]
    package var next: String?

    package init(objects: [(key: String, size: Int)], next: String?) {
        self.objects = objects
        self.next = next
    }
}
