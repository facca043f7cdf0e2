import Testing
import Wire

/// S3 Control: told by its path and the account in a header, wherever the account stands in the host.
@Suite("What an account sets for its buckets, and buckets' tags by their ARN")
struct ControlTests {
    private static let account = "000000000000"
    private static let block = "configuration/publicAccessBlock"
    private static let photos = "tags/arn%3Aaws%3As3%3A%3A%3Aphotos"

    private func control(
        _ method: String, _ path: String, _ house: House, body: String = "", account: String = Self.account,
        host: String? = nil, as key: House.Key = House.root
    ) async throws -> House.Answer {
        try await house.signed(
            method, "/v20180820/" + path, service: "s3", as: key,
            headers: [
                (name: "x-amz-account-id", value: account),
                (name: "Host", value: host ?? "\(account).localhost:4566"),
            ], body: Array(body.utf8))
    }

    private static func blocking(_ settings: String) -> String {
        #"<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">\#(settings)"#
            + "</PublicAccessBlockConfiguration>"
    }

    private static func tagging(_ tags: [(String, String)]) -> String {
        let list = tags.map { "<Tag><Key>\($0.0)</Key><Value>\($0.1)</Value></Tag>" }.joined()
        return #"<TagResourceRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Tags>\#(list)</Tags>"#
            + "</TagResourceRequest>"
    }

    private static func policy(_ action: String, _ condition: String = "") -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\#(action)","Resource":"*"\#(condition)}]}"#
    }

    private func houseWithBucket() async throws -> House {
        let house = try House()
        #expect(try await house.signed("PUT", "/photos", service: "s3").status == 200)
        return house
    }

    // MARK: Addresses

    @Test(arguments: [
        "000000000000.localhost:4566", "000000000000.127.0.0.1:4566", "000000000000.s3-control.localhost:4566",
        "000000000000.s3-control.us-east-1.amazonaws.com", "s3-control.us-east-1.amazonaws.com", "localhost:4566",
    ])
    func hosts(_ host: String) async throws {
        let answer = try await control("GET", Self.block, House(), host: host)
        #expect(answer.status == 404)
        #expect(answer.code == "NoSuchPublicAccessBlockConfiguration")
        #expect(answer.message == "The public access block configuration was not found")
        #expect(answer.element("AccountId") == Self.account)
        #expect(answer.text.contains("<ErrorResponse><Error>"))
        #expect(answer.element("RequestId") == answer.headers.first("x-amz-request-id"))
        #expect(answer.element("HostId") == answer.headers.first("x-amz-id-2"))
    }

    @Test func withoutAnAccountThePathIsAnObjects() async throws {
        let answer = try await House().signed("GET", "/v20180820/" + Self.block, service: "s3")
        #expect(answer.code == "NoSuchBucket")
        #expect(answer.element("BucketName") == "v20180820")
    }

    @Test(arguments: [
        ("GET", "jobs", "NotImplemented", 501), ("GET", "accesspoint/a", "NotImplemented", 501),
        ("POST", block, "MethodNotAllowed", 405), ("GET", "nothing", "MethodNotAllowed", 405),
    ])
    func whatIsNotServed(_ method: String, _ path: String, _ code: String, _ status: Int) async throws {
        let answer = try await control(method, path, House())
        #expect(answer.code == code)
        #expect(answer.status == status)
        #expect(answer.text.contains("<ErrorResponse><Error>"))
    }

    // MARK: The account's block

    @Test func theBlockIsPutAndTakenOff() async throws {
        let house = try House()
        let settings = "<BlockPublicAcls>true</BlockPublicAcls><RestrictPublicBuckets>true</RestrictPublicBuckets>"
        #expect(try await control("PUT", Self.block, house, body: Self.blocking(settings)).status == 200)
        let answer = try await control("GET", Self.block, house)
        #expect(answer.status == 200)
        #expect(
            answer.text.contains(
                #"<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">"#))
        let names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        #expect(names.map { answer.element($0) } == ["true", "false", "false", "true"])
        for _ in 0..<2 { #expect(try await control("DELETE", Self.block, house).status == 204) }
        #expect(try await control("GET", Self.block, house).status == 404)
    }

    @Test func aBlockOfNothingIsNone() async throws {
        let answer = try await control("PUT", Self.block, House(), body: Self.blocking(""))
        #expect(answer.status == 400)
        #expect(answer.code == "InvalidRequest")
        #expect(answer.message == "Must specify at least one configuration.")
    }

    @Test func accountsSpeakForThemselves() async throws {
        let house = try await houseWithBucket()
        for (method, path) in [("GET", Self.block), ("DELETE", Self.block), ("GET", Self.photos)] {
            let foreign = try await control(method, path, house, as: House.otherRoot)
            #expect(foreign.status == 403)
            #expect(foreign.code == "AccessDenied")
            #expect(foreign.message == "Access Denied")
        }
        let another = House.otherAccountID
        #expect(try await control("GET", Self.photos, house, account: another, as: House.otherRoot).status == 403)
        #expect(try await control("GET", Self.block, house, account: another, as: House.otherRoot).status == 404)
        let unsigned = await house.send(
            "GET", "/v20180820/" + Self.block, headers: [(name: "x-amz-account-id", value: Self.account)])
        #expect(unsigned.code == "AccessDenied")
    }

    @Test(arguments: [
        ("GET", block, "s3:GetAccountPublicAccessBlock"), ("DELETE", block, "s3:PutAccountPublicAccessBlock"),
        ("GET", photos, "s3:ListTagsForResource"), ("DELETE", photos + "?tagKeys=a", "s3:UntagResource"),
    ])
    func eachAsksForItsAction(_ method: String, _ path: String, _ action: String) async throws {
        let house = try await houseWithBucket()
        let user = try await house.user("user")
        let answer = try await control(method, path, house, as: user)
        let resource = path == Self.block ? "" : " on resource: &quot;arn:aws:s3:::photos&quot;"
        #expect(answer.status == 403)
        #expect(
            answer.message?.replacing("\"", with: "&quot;")
                == "User: arn:aws:iam::000000000000:user/user is not authorized to perform: \(action)\(resource) "
                + "because no identity-based policy allows the \(action) action")
        try await house.setPolicy(Self.policy(action), of: "user")
        #expect(try await control(method, path, house, as: user).status != 403)
    }

    // MARK: Tags

    @Test func tagsComeOneByOne() async throws {
        let house = try await houseWithBucket()
        let none = try await control("GET", Self.photos, house)
        #expect(none.status == 200)
        #expect(none.text.contains("<Tags></Tags></ListTagsForResourceResult>"))
        let first = try await control("POST", Self.photos, house, body: Self.tagging([("a", "1"), ("b", "2")]))
        #expect(first.status == 204)
        _ = try await control("POST", Self.photos, house, body: Self.tagging([("c", ""), ("a", "3")]))
        let list = try await control("GET", Self.photos, house)
        #expect(
            list.text.contains(
                "<Tags><Tag><Key>a</Key><Value>3</Value></Tag><Tag><Key>b</Key><Value>2</Value></Tag>"
                    + "<Tag><Key>c</Key><Value></Value></Tag></Tags>"))
        let ofS3 = try await house.signed("GET", "/photos?tagging", service: "s3")
        #expect(ofS3.text.contains("<Tag><Key>a</Key><Value>3</Value></Tag>"))
        for _ in 0..<2 {
            #expect(try await control("DELETE", Self.photos + "?tagKeys=a&tagKeys=b&tagKeys=c", house).status == 204)
        }
        #expect(try await house.signed("GET", "/photos?tagging", service: "s3").code == "NoSuchTagSet")
    }

    private static let characters =
        "This request contains a tag key or value that isn't valid. Valid characters include the following: "
        + "[a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters."

    @Test(
        arguments: [
            ([("a", "#")], characters), ([("a&lt;", "1")], characters), ([("", "1")], characters),
            ([(String(repeating: "k", count: 129), "1")], characters),
            ([("a", String(repeating: "v", count: 257))], characters),
            (
                [("aws:a", "1")],
                "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove "
                    + "\"aws:\" from your tag keys and try again."
            ),
            (
                [("a", "1"), ("a", "2")],
                "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again."
            ),
        ] as [([(String, String)], String)])
    func tagsThatAreNone(_ tags: [(String, String)], _ sentence: String) async throws {
        let house = try await houseWithBucket()
        let answer = try await control("POST", Self.photos, house, body: Self.tagging(tags))
        #expect(answer.status == 400)
        #expect(answer.code == "InvalidTag")
        #expect(answer.message?.replacing("&quot;", with: "\"") == sentence)
    }

    @Test(arguments: [
        "", "<TagResourceRequest/>", "<TagResourceRequest><Tags><Tag><Key>a</Key></Tag></Tags></TagResourceRequest>",
        "<TagResourceRequest><Tags><Tag><Value>a</Value></Tag></Tags></TagResourceRequest>", "<Other/>",
    ])
    func documentsThatAreNone(_ body: String) async throws {
        let answer = try await control("POST", Self.photos, houseWithBucket(), body: body)
        #expect(answer.status == 400)
        #expect(answer.code == "MalformedXML")
    }

    @Test func fiftyTagsAtMost() async throws {
        let house = try await houseWithBucket()
        let fifty = (1...50).map { ("k\($0)", "v") }
        #expect(try await control("POST", Self.photos, house, body: Self.tagging(fifty)).status == 204)
        #expect(try await control("POST", Self.photos, house, body: Self.tagging([("k1", "w")])).status == 204)
        let more = try await control("POST", Self.photos, house, body: Self.tagging([("k51", "v")]))
        #expect(more.status == 400)
        #expect(more.message == "Bucket tag count cannot be greater than 50")
        #expect(try await !control("GET", Self.photos, house).text.contains("k51"))
    }

    @Test(arguments: [
        "arn:aws:s3:::no-such-bucket", "arn:aws:s3:::photos/key", "arn:aws:iam::000000000000:user/u", "photos",
        "arn:aws:s3:us-east-1:000000000000:accesspoint/a",
    ])
    func resourcesThatAreNot(_ arn: String) async throws {
        let house = try await houseWithBucket()
        let path = "tags/" + PercentCoding.encodePath(arn)
        for (method, body) in [("GET", ""), ("POST", Self.tagging([("a", "1")])), ("DELETE", "")] {
            let answer = try await control(method, path, house, body: body)
            #expect(answer.status == 404)
            #expect(answer.code == "NoSuchResource")
            #expect(answer.message == "The specified resource doesn't exist.")
        }
    }

    @Test func policiesSeeTheTags() async throws {
        let house = try await houseWithBucket()
        let keys = #","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}"#
        let user = try await house.user("user", policy: Self.policy("s3:*", keys))
        #expect(
            try await control("POST", Self.photos, house, body: Self.tagging([("team", "x")]), as: user).status == 204)
        #expect(
            try await control("POST", Self.photos, house, body: Self.tagging([("cost", "x")]), as: user).status == 403)
        #expect(try await control("DELETE", Self.photos + "?tagKeys=cost", house, as: user).status == 403)
        let value = #","Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}"#
        try await house.setPolicy(Self.policy("s3:TagResource", value), of: "user")
        #expect(
            try await control("POST", Self.photos, house, body: Self.tagging([("team", "red")]), as: user).status == 204
        )
        #expect(
            try await control("POST", Self.photos, house, body: Self.tagging([("team", "blue")]), as: user).status
                == 403)
    }

    @Test func theBucketsPolicyIsHeard() async throws {
        let house = try await houseWithBucket()
        let user = try await house.user("user", policy: Self.policy("s3:*"))
        let deny =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:TagResource","#
            + #""Resource":"arn:aws:s3:::photos"}]}"#
        #expect(
            try await house.signed("PUT", "/photos?policy", service: "s3", body: Array(deny.utf8)).status == 204)
        let answer = try await control("POST", Self.photos, house, body: Self.tagging([("a", "1")]), as: user)
        #expect(answer.status == 403)
        #expect(answer.message?.contains("with an explicit deny in a resource-based policy") == true)
        #expect(try await control("GET", Self.photos, house, as: user).status == 200)
    }
}
