import S3Model
import ServiceKit

/// The access control list that a request asks for: canned, by grant headers, or as a document.
struct RequestedACL: Sendable {
    var canned: String?
    /// By the right, what its header says: `id="…", uri="…"`.
    var headers: [(right: AccessControlList.Right, name: String, value: String)] = []
    var document: AccessControlPolicy?

    init(canned: String?, fullControl: String?, read: String?, readACP: String?, write: String?, writeACP: String?) {
        self.canned = canned
        let given: [(AccessControlList.Right, String, String?)] = [
            (.fullControl, "x-amz-grant-full-control", fullControl), (.read, "x-amz-grant-read", read),
            (.write, "x-amz-grant-write", write), (.readACP, "x-amz-grant-read-acp", readACP),
            (.writeACP, "x-amz-grant-write-acp", writeACP),
        ]
        headers = given.compactMap { right, name, value in value.map { (right, name, $0) } }
    }

    var isEmpty: Bool { canned == nil && headers.isEmpty && document == nil }

    /// The only list that may be asked for where lists are off: it changes nothing.
    var isBucketOwnerFullControl: Bool { canned == "bucket-owner-full-control" && headers.isEmpty }

    /// - Returns: nil where nothing is asked for.
    func list(owner: String, bucketOwner: String, isBucket: Bool, accounts: Accounts) throws -> AccessControlList? {
        if canned != nil, !headers.isEmpty {
            throw ServiceError.invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed")
        }
        if document != nil, canned != nil || !headers.isEmpty {
            throw ServiceError("UnexpectedContent", "This request does not support content", status: 400)
        }
        if let canned {
            guard
                let list = AccessControlList.canned(
                    canned, owner: owner, bucketOwner: bucketOwner, isBucket: isBucket)
            else { throw ServiceError.invalidArgument("", name: "x-amz-acl", value: canned) }
            return list
        }
        if let document { return try Self.read(document, owner: owner, accounts) }
        guard !headers.isEmpty else { return nil }
        var entries: [AccessControlList.Entry] = []
        for header in headers {
            for grantee in try Self.grantees(header.value, header: header.name, accounts) {
                entries.append(.init(grantee: grantee, right: header.right))
            }
        }
        return try Self.checked(entries)
    }

    private static func checked(_ entries: [AccessControlList.Entry]) throws -> AccessControlList {
        guard entries.count <= AccessControlList.mostEntries else {
            throw ServiceError("InvalidRequest", "The ACL has too many grants.", status: 400)
        }
        return AccessControlList(entries)
    }

    // MARK: Headers

    private static func grantees(
        _ text: String, header: String, _ accounts: Accounts
    ) throws -> [AccessControlList.Grantee] {
        try text.split(separator: ",").map { item in
            let trimmed = item.trimmingPrefix(while: { $0 == " " })
            let parts = trimmed.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw unreadable(header, text) }
            let value = String(parts[1]).replacing("\"", with: "").replacing("'", with: "").replacing(" ", with: "")
            switch parts[0].lowercased() {
            case "id": return try account(value, accounts)
            case "uri": return try group(value)
            case "emailaddress": return try mailbox(value, accounts)
            default: throw unreadable(header, text)
            }
        }
    }

    private static func unreadable(_ header: String, _ text: String) -> ServiceError {
        .invalidArgument("Argument format not recognized", name: header, value: text)
    }

    private static func account(
        _ id: String, _ accounts: Accounts, name: String = "id"
    ) throws -> AccessControlList.Grantee {
        guard accounts.all.contains(where: { $0.canonicalUserID == id }) else {
            throw ServiceError.invalidArgument("Invalid id", name: name, value: id)
        }
        return .account(id)
    }

    private static func group(_ uri: String, name: String = "uri") throws -> AccessControlList.Grantee {
        guard let group = AccessControlList.Grantee.groups.first(where: { $0.uri == uri }) else {
            throw ServiceError.invalidArgument("Invalid group uri", name: name, value: uri)
        }
        return group.grantee
    }

    private static func mailbox(_ address: String, _ accounts: Accounts) throws -> AccessControlList.Grantee {
        guard let account = accounts.all.first(where: { $0.email.lowercased() == address.lowercased() }) else {
            throw ServiceError(
                "UnresolvableGrantByEmailAddress",
                "The e-mail address you provided does not match any account on "
                    + "record.", status: 400, members: [("EmailAddress", address)])
        }
        return .account(account.canonicalUserID)
    }

    // MARK: Documents

    private static let malformed = ServiceError(
        "MalformedACLError",
        "The XML you provided was not well-formed or did not validate against our published schema", status: 400)

    private static func read(
        _ document: AccessControlPolicy, owner: String, _ accounts: Accounts
    ) throws -> AccessControlList {
        guard let given = document.owner?.id else { throw malformed }
        guard given == owner else { throw ServiceError.accessDenied() }
        guard let grants = document.grants else { throw malformed }
        return try checked(
            grants.map { grant in
                guard let grantee = grant.grantee,
                    let right = grant.permission.flatMap({
                        AccessControlList.Right(rawValue: $0.rawValue)
                    })
                else { throw malformed }
                return .init(grantee: try read(grantee, accounts), right: right)
            })
    }

    private static func read(_ grantee: Grantee, _ accounts: Accounts) throws -> AccessControlList.Grantee {
        switch grantee.type.rawValue {
        case "CanonicalUser":
            guard let id = grantee.id else { throw malformed }
            return try account(id, accounts, name: "CanonicalUser/ID")
        case "Group":
            guard let uri = grantee.uri else { throw malformed }
            return try group(uri, name: "Group/URI")
        case "AmazonCustomerByEmail":
            guard let address = grantee.emailAddress else { throw malformed }
            return try mailbox(address, accounts)
        default: throw malformed
        }
    }
}

/// A request that may set an access control list.
protocol SetsACL {
    var cannedACL: String? { get }
    var grantFullControl: String? { get }
    var grantRead: String? { get }
    var grantReadACP: String? { get }
    var grantWriteACP: String? { get }
}

extension SetsACL {
    var requestedACL: RequestedACL {
        RequestedACL(
            canned: cannedACL, fullControl: grantFullControl, read: grantRead, readACP: grantReadACP, write: nil,
            writeACP: grantWriteACP)
    }
}

extension PutObjectRequest: SetsACL { var cannedACL: String? { acl?.rawValue } }
extension CopyObjectRequest: SetsACL { var cannedACL: String? { acl?.rawValue } }
extension CreateMultipartUploadRequest: SetsACL { var cannedACL: String? { acl?.rawValue } }

extension CreateBucketRequest {
    var requestedACL: RequestedACL {
        RequestedACL(
            canned: acl?.rawValue, fullControl: grantFullControl, read: grantRead, readACP: grantReadACP,
            write: grantWrite, writeACP: grantWriteACP)
    }
}

extension PutBucketAclRequest {
    var requestedACL: RequestedACL {
        var requested = RequestedACL(
            canned: acl?.rawValue, fullControl: grantFullControl, read: grantRead, readACP: grantReadACP,
            write: grantWrite, writeACP: grantWriteACP)
        requested.document = accessControlPolicy
        return requested
    }
}

extension PutObjectAclRequest {
    var requestedACL: RequestedACL {
        var requested = RequestedACL(
            canned: acl?.rawValue, fullControl: grantFullControl, read: grantRead, readACP: grantReadACP,
            write: grantWrite, writeACP: grantWriteACP)
        requested.document = accessControlPolicy
        return requested
    }
}
