import ServiceKit

/// S3's canned lists.
extension AccessControlList {
    /// - Parameters:
    ///   - owner: who will own what is made.
    ///   - bucketOwner: both as canonical user ids.
    static func canned(_ name: String, owner: String, bucketOwner: String, isBucket: Bool) -> AccessControlList? {
        let own = Entry(grantee: .account(owner), right: .fullControl)
        switch name {
        case "private": return AccessControlList([own])
        case "public-read": return AccessControlList([own, Entry(grantee: .everyone, right: .read)])
        case "public-read-write":
            return AccessControlList([
                own, Entry(grantee: .everyone, right: .read), Entry(grantee: .everyone, right: .write),
            ])
        case "authenticated-read":
            return AccessControlList([own, Entry(grantee: .authenticatedUsers, right: .read)])
        case "log-delivery-write" where isBucket:
            return AccessControlList([
                own, Entry(grantee: .logDelivery, right: .write), Entry(grantee: .logDelivery, right: .readACP),
            ])
        // EC2 is not here to be granted anything.
        case "aws-exec-read": return AccessControlList([own])
        case "bucket-owner-read" where !isBucket:
            guard owner != bucketOwner else { return AccessControlList([own]) }
            return AccessControlList([own, Entry(grantee: .account(bucketOwner), right: .read)])
        case "bucket-owner-full-control" where !isBucket:
            guard owner != bucketOwner else { return AccessControlList([own]) }
            return AccessControlList([own, Entry(grantee: .account(bucketOwner), right: .fullControl)])
        default: return nil
        }
    }
}
