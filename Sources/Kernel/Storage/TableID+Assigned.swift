/// Every table's number, so that no two are ever the same. A number is never used for another table.
extension TableID {
    // The store's own.
    package static let expiry = TableID(0x0001)
    package static let discarded = TableID(0x0002)
    package static let logPositions = TableID(0x0003)
    package static let storeSettings = TableID(0x0004)
    package static let outbox = TableID(0x0005)

    // Blobs, and S3.
    package static let blobs = TableID(0x0100)
    package static let buckets = TableID(0x0101)
    package static let bucketsByOwner = TableID(0x0102)
    package static let objects = TableID(0x0103)
    package static let objectBodies = TableID(0x0104)
    package static let uploads = TableID(0x0105)
    package static let uploadParts = TableID(0x0106)
    package static let objectManifests = TableID(0x0107)
    package static let bucketSettings = TableID(0x0108)
    package static let uploadsByKey = TableID(0x0109)
    package static let goneBuckets = TableID(0x010A)

    // IAM and STS.
    package static let iamUsers = TableID(0x0200)
    package static let iamRoles = TableID(0x0201)
    package static let iamPolicies = TableID(0x0202)
    package static let iamPolicyVersions = TableID(0x0203)
    package static let iamAccessKeys = TableID(0x0204)
    package static let iamInlinePolicies = TableID(0x0205)
    package static let iamAttachments = TableID(0x0206)
    package static let iamAttachmentsByPolicy = TableID(0x0207)
    package static let iamAccessKeysByUser = TableID(0x0208)
    package static let iamUsersByID = TableID(0x0209)
    package static let iamRolesByID = TableID(0x020A)

    // Cognito user pools.
    package static let userPools = TableID(0x0300)
    package static let userPoolsByAccount = TableID(0x0301)
    package static let userPoolClients = TableID(0x0302)
    package static let userPoolClientsByID = TableID(0x0303)
    package static let users = TableID(0x0304)
    package static let usersBySub = TableID(0x0305)
    package static let usersByAlias = TableID(0x0306)
    package static let signingKeys = TableID(0x0307)
    package static let refreshTokens = TableID(0x0308)
    package static let authSessions = TableID(0x0309)
    package static let tokenRevocations = TableID(0x030A)
    package static let confirmationCodes = TableID(0x030B)
    package static let usersByAttribute = TableID(0x030C)

    // Cognito identity pools.
    package static let identityPools = TableID(0x0400)
    package static let identityPoolsByAccount = TableID(0x0401)
    package static let identities = TableID(0x0402)
    package static let identitiesByLogin = TableID(0x0403)
    package static let identitiesByID = TableID(0x0404)
    package static let identityTokenKeys = TableID(0x0405)
}
