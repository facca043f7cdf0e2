import Testing
import Wire

@Suite("A subresource where it does not belong does nothing")
struct MisplacedSubresourceTests {
    private static let house = Result { try House() }

    private func houseWithObject() async throws -> (House, String) {
        let house = try Self.house.get()
        let bucket = "b" + String(UInt64.random(in: 0 ... .max), radix: 36)
        #expect(try await house.signed("PUT", "/\(bucket)", service: "s3").status == 200)
        #expect(try await house.signed("PUT", "/\(bucket)/k", service: "s3", body: Array("body".utf8)).status == 200)
        return (house, "/" + bucket)
    }

    @Test(arguments: [
        ("DELETE", "/k?acl", "OBJECT"), ("DELETE", "/k?uploads", "OBJECT"), ("PUT", "/k?uploadId=x", "OBJECT"),
        ("PUT", "/k?partNumber=1", "OBJECT"), ("PUT", "/k?restore", "OBJECT"), ("DELETE", "?acl", "BUCKET"),
        ("DELETE", "?versioning", "BUCKET"),
    ])
    func nothingIsDeletedOrOverwritten(_ method: String, _ target: String, _ type: String) async throws {
        let (house, bucket) = try await houseWithObject()
        let answer = try await house.signed(method, bucket + target, service: "s3", body: Array("other".utf8))
        #expect(answer.status == 405)
        #expect(answer.code == "MethodNotAllowed")
        #expect(answer.message == "The specified method is not allowed against this resource.")
        #expect(answer.element("Method") == method)
        #expect(answer.element("ResourceType") == type)
        #expect(try await house.signed("GET", bucket + "/k", service: "s3").text == "body")
    }

    @Test func noBucketIsMade() async throws {
        let (house, bucket) = try await houseWithObject()
        for name in ["versions", "uploads", "location", "policyStatus", "delete"] {
            #expect(try await house.signed("PUT", "\(bucket)-new?\(name)", service: "s3").status == 405)
        }
        #expect(try await house.signed("HEAD", "\(bucket)-new", service: "s3").status == 404)
    }

    @Test(arguments: [
        ("/k?uploads", "InvalidRequest", "Key is not expected for the GET method ?uploads subresource"),
        ("/k?versions", "InvalidRequest", "There is no such thing as the ?versions sub-resource for a key"),
        ("/k?logging", "NoLoggingStatusForKey", "There is no such thing as the ?logging sub-resource for a key"),
        ("?uploadId=1", "InvalidRequest", "A key must be specified"),
        ("?partNumber=1", "InvalidRequest", "Object must have a valid key name."),
        ("?versioning&acl", "InvalidArgument", "Conflicting query string parameters: acl, versioning"),
    ])
    func someHaveSentencesOfTheirOwn(_ target: String, _ code: String, _ sentence: String) async throws {
        let (house, bucket) = try await houseWithObject()
        let answer = try await house.signed("GET", bucket + target, service: "s3")
        #expect(answer.status == 400)
        #expect(answer.code == code)
        #expect(answer.message == sentence)
    }
}
