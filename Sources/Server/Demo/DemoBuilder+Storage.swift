import AWSClient
import Crypto
import FoundationEssentials
import ServiceKit
import Wire

/// Documents 000, 001 and 002: buckets, and who gets which credentials for them.
extension DemoBuilder {
    private static let rules = """
        <CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule><AllowedHeader>*</AllowedHeader>\
        <AllowedMethod>HEAD</AllowedMethod><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>\
        <AllowedMethod>POST</AllowedMethod><AllowedMethod>DELETE</AllowedMethod><AllowedOrigin>*</AllowedOrigin>\
        <ExposeHeader>ETag</ExposeHeader></CORSRule></CORSConfiguration>
        """

    func makeBuckets(_ places: DemoPlaces) async throws {
        for bucket in [places.filesBucket, places.albumsBucket] {
            try await unlessThere(["BucketAlreadyOwnedByYou"]) {
                var body: [UInt8] = []
                if region != "us-east-1" {
                    body = Array(
                        "<CreateBucketConfiguration><LocationConstraint>\(region)</LocationConstraint></CreateBucketConfiguration>"
                            .utf8)
                }
                _ = try await client.send("s3", "PUT", "/" + bucket, body: body)
                let rules = Array(Self.rules.utf8)
                let digest = Data(Insecure.MD5.hash(data: rules)).base64EncodedString()
                _ = try await client.send(
                    "s3", "PUT", "/" + bucket, query: [("cors", "")], headers: [("Content-MD5", digest)], body: rules)
            }
        }
        // An empty one, so that there is a folder to see.
        do { _ = try await client.send("s3", "HEAD", "/\(places.filesBucket)/shared/") } catch let failure as AWSFailure
        {
            guard failure.status == 404 else { throw failure }
            _ = try await client.send("s3", "PUT", "/\(places.filesBucket)/shared/")
        }
    }

    private func identity(_ operation: String, _ body: JSONValue) async throws -> JSONValue {
        try await client.json("cognito-identity", "AWSCognitoIdentityService.\(operation)", body)
    }

    /// One pool for who is signed in, one for guests, as the documents have them.
    func makeIdentityPools(_ places: inout DemoPlaces) async throws {
        let listed = try await identity("ListIdentityPools", ["MaxResults": 60])["IdentityPools"]
        let providers: [JSONValue] = [places.filesClientID, places.postsClientID].map { id in
            ["ProviderName": .string(places.providerName), "ClientId": .string(id), "ServerSideTokenCheck": false]
        }
        places.identityPoolID = try await makeIdentityPool(
            "DemoUsers", listed,
            [.init("AllowUnauthenticatedIdentities", false), .init("CognitoIdentityProviders", .array(providers))])
        places.guestPoolID = try await makeIdentityPool(
            "DemoGuests", listed, [.init("AllowUnauthenticatedIdentities", true)])
        let users = try await makeRole(
            "Demo-Users", trust: trust(places.identityPoolID, "authenticated"), policy: usersPolicy(places))
        let guests = try await makeRole(
            "Demo-Guests", trust: trust(places.guestPoolID, "unauthenticated"), policy: guestsPolicy(places))
        _ = try await identity(
            "SetIdentityPoolRoles",
            ["IdentityPoolId": .string(places.identityPoolID), "Roles": ["authenticated": .string(users)]])
        _ = try await identity(
            "SetIdentityPoolRoles",
            ["IdentityPoolId": .string(places.guestPoolID), "Roles": ["unauthenticated": .string(guests)]])
    }

    private func makeIdentityPool(
        _ name: String, _ listed: JSONValue?, _ members: [JSONValue.Member]
    ) async throws -> String {
        if let id = Self.find(listed, "IdentityPoolName", name, "IdentityPoolId") { return id }
        let made = try await identity(
            "CreateIdentityPool", .object([.init("IdentityPoolName", .string(name))] + members))
        return try required(made["IdentityPoolId"]?.string, name)
    }

    private func trust(_ pool: String, _ kind: String) -> JSONValue {
        [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Principal": ["Federated": "cognito-identity.amazonaws.com"],
                    "Action": "sts:AssumeRoleWithWebIdentity",
                    "Condition": [
                        "StringEquals": ["cognito-identity.amazonaws.com:aud": .string(pool)],
                        "ForAnyValue:StringLike": ["cognito-identity.amazonaws.com:amr": .string(kind)],
                    ],
                ]
            ],
        ]
    }

    /// A folder of each one's own, one for all, and the albums.
    private func usersPolicy(_ places: DemoPlaces) -> JSONValue {
        let files = "arn:aws:s3:::" + places.filesBucket
        let own = "home/${cognito-identity.amazonaws.com:sub}"
        let albums = "arn:aws:s3:::" + places.albumsBucket
        let objects: JSONValue = [
            "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
        ]
        return [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Action": "s3:ListBucket", "Resource": .string(files),
                    "Condition": [
                        "StringLike": ["s3:prefix": ["", .string(own + "/*"), "shared/*"]]
                    ],
                ],
                [
                    "Effect": "Allow", "Action": objects,
                    "Resource": [.string("\(files)/\(own)/*"), .string(files + "/shared/*")],
                ],
                ["Effect": "Allow", "Action": "s3:ListBucket", "Resource": .string(albums)],
                ["Effect": "Allow", "Action": objects, "Resource": .string(albums + "/*")],
            ],
        ]
    }

    /// The second document's, and parts of uploads.
    private func guestsPolicy(_ places: DemoPlaces) -> JSONValue {
        let bucket = "arn:aws:s3:::" + places.albumsBucket
        return [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow",
                    "Action": [
                        "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:PutObjectAcl",
                        "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
                    ],
                    "Resource": [.string(bucket), .string(bucket + "/*")],
                ]
            ],
        ]
    }

    // MARK: Roles

    /// - Returns: the role's ARN.
    func makeRole(_ name: String, trust: JSONValue, policy: JSONValue) async throws -> String {
        let document = String(decoding: trust.serialized(), as: UTF8.self)
        try await unlessThere(["EntityAlreadyExists"]) {
            _ = try await client.query(
                "iam", "CreateRole", version: "2010-05-08",
                [("RoleName", name), ("AssumeRolePolicyDocument", document)])
        }
        _ = try await client.query(
            "iam", "PutRolePolicy", version: "2010-05-08",
            [
                ("RoleName", name), ("PolicyName", "demo"),
                ("PolicyDocument", String(decoding: policy.serialized(), as: UTF8.self)),
            ])
        let answer = try await client.query("iam", "GetRole", version: "2010-05-08", [("RoleName", name)])
        return try required(Self.text("Arn", in: answer), name)
    }

    /// The text of the first element of that name, as deep as it is.
    private static func text(_ wanted: String, in body: [UInt8]) -> String? {
        let text = String(decoding: body, as: UTF8.self)
        guard let start = text.firstRange(of: "<\(wanted)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(wanted)>")
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
