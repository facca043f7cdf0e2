import CognitoUserPoolsModel
import FoundationEssentials
import IAMModel
import S3Model
import Testing
import Wire

@Suite struct ReplyTests {
    private static let time = Date(timeIntervalSince1970: 1_795_231_800.25)

    private func encode<Input: OperationInput>(_: Input.Type, _ output: Input.Output) throws -> WireResponse {
        try output.encode(Input.operation, requestID: "r-1")
    }

    private func text(_ response: WireResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func json() throws {
        let user = UserType(
            username: "ada", attributes: [AttributeType(name: "email", value: "a@b")],
            userCreateDate: Self.time, enabled: true, userStatus: .confirmed)
        let reply = try encode(AdminCreateUserRequest.self, AdminCreateUserResponse(user: user))
        #expect(reply.status == 200)
        #expect(reply.headers.first("Content-Type") == "application/x-amz-json-1.1")
        #expect(
            text(reply)
                == #"{"User":{"Username":"ada","Attributes":[{"Name":"email","Value":"a@b"}],"#
                + #""UserCreateDate":1795231800.25,"Enabled":true,"UserStatus":"CONFIRMED"}}"#)
    }

    @Test func jsonWithoutMembers() throws {
        #expect(text(try encode(GlobalSignOutRequest.self, GlobalSignOutResponse())) == "{}")
        #expect(try encode(DeleteUserPoolRequest.self, DeleteUserPoolResponse()).body.isEmpty)
    }

    @Test func query() throws {
        let role = Role(
            path: "/", roleName: "r", roleId: "AROA", arn: "arn:aws:iam::000000000000:role/r",
            createDate: Self.time, assumeRolePolicyDocument: "%7B%7D",
            tags: [IAMModel.Tag(key: "k", value: "<v>")])
        let reply = try encode(GetRoleRequest.self, GetRoleResponse(role: role))
        #expect(reply.headers.first("Content-Type") == "text/xml")
        #expect(
            text(reply)
                == #"<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>"#
                + "<Path>/</Path><RoleName>r</RoleName><RoleId>AROA</RoleId>"
                + "<Arn>arn:aws:iam::000000000000:role/r</Arn><CreateDate>2026-11-21T03:30:00Z</CreateDate>"
                + "<AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument>"
                + "<Tags><member><Key>k</Key><Value>&lt;v&gt;</Value></member></Tags>"
                + "</Role></GetRoleResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
                + "</GetRoleResponse>")
    }

    @Test func queryWithoutMembers() throws {
        #expect(
            text(try encode(IAMModel.DeleteUserRequest.self, IAMModel.DeleteUserResponse()))
                == #"<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata>"#
                + "<RequestId>r-1</RequestId></ResponseMetadata></DeleteUserResponse>")
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private static let xmlns = #" xmlns="http://s3.amazonaws.com/doc/2006-03-01/""#

    @Test func restXMLLists() throws {
        let object = Object(key: "a\u{1}b", lastModified: Self.time, eTag: "\"e\"", size: 3)
        let reply = try encode(
            ListObjectsV2Request.self,
            ListObjectsV2Response(
                isTruncated: false, contents: [object, object], commonPrefixes: [CommonPrefix(prefix: "p/")],
                requestCharged: .requester))
        let contents =
            "<Contents><Key>a&#x1;b</Key><LastModified>2026-11-21T03:30:00.250Z</LastModified>"
            + "<ETag>&quot;e&quot;</ETag><Size>3</Size></Contents>"
        #expect(
            text(reply)
                == Self.declaration + "<ListBucketResult\(Self.xmlns)><IsTruncated>false</IsTruncated>"
                + contents + contents
                + "<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>")
        #expect(reply.headers.first("x-amz-request-charged") == "requester")
        #expect(reply.headers.first("Content-Type") == "application/xml")
    }

    @Test func restXMLNestedListsAndAttributes() throws {
        let grant = Grant(grantee: Grantee(id: "c", type: .canonicalUser), permission: .fullControl)
        let reply = try encode(
            GetBucketAclRequest.self, GetBucketAclResponse(owner: Owner(id: "o"), grants: [grant]))
        #expect(
            text(reply)
                == Self.declaration + "<AccessControlPolicy\(Self.xmlns)><Owner><ID>o</ID></Owner>"
                + "<AccessControlList><Grant>"
                + #"<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">"#
                + "<ID>c</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>"
                + "</AccessControlPolicy>")
    }

    @Test func restXMLPayloads() throws {
        let copied = CopyObjectResponse(
            copyObjectResult: CopyObjectResult(eTag: "e"), versionId: "v", serverSideEncryption: .aes256)
        let copy = try encode(CopyObjectRequest.self, copied)
        #expect(
            text(copy) == Self.declaration
                + "<CopyObjectResult\(Self.xmlns)><ETag>e</ETag></CopyObjectResult>")
        #expect(copy.headers.first("x-amz-version-id") == "v")
        #expect(copy.headers.first("x-amz-server-side-encryption") == "AES256")
        let policy = try encode(GetBucketPolicyRequest.self, GetBucketPolicyResponse(policy: "{}"))
        #expect(text(policy) == "{}")
        #expect(policy.headers.first("Content-Type") == "application/json")
    }

    @Test func restXMLUnwrapped() throws {
        let empty = try encode(GetBucketLocationRequest.self, GetBucketLocationResponse())
        #expect(text(empty) == Self.declaration + "<LocationConstraint\(Self.xmlns)></LocationConstraint>")
        let west = try encode(
            GetBucketLocationRequest.self, GetBucketLocationResponse(locationConstraint: .euWest1))
        #expect(
            text(west) == Self.declaration + "<LocationConstraint\(Self.xmlns)>eu-west-1</LocationConstraint>"
        )
    }

    @Test func restHeaders() throws {
        let part = try encode(
            HeadObjectRequest.self,
            HeadObjectResponse(
                lastModified: Self.time, contentLength: 5, eTag: "\"e\"", contentRange: "bytes 0-4/9",
                metadata: ["b": "2", "a": "1"]))
        #expect(part.status == 206)
        #expect(part.body.isEmpty)
        #expect(part.headers.first("Last-Modified") == "Sat, 21 Nov 2026 03:30:00 GMT")
        #expect(part.headers.first("Content-Length") == "5")
        #expect(part.headers.first("x-amz-meta-a") == "1")
        #expect(part.headers.first("Content-Type") == nil)
        #expect(try encode(DeleteObjectRequest.self, DeleteObjectResponse()).status == 204)
    }
}
