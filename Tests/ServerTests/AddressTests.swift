import Testing
import Wire

@Suite("Where a bucket may be named")
struct AddressTests {
    @Test(arguments: [
        "photos.localhost:4566", "photos.127.0.0.1:4566", "photos.s3.localhost:4566",
        "photos.s3.us-east-1.localhost:4566", "photos.s3.amazonaws.com", "photos.s3.us-east-1.amazonaws.com",
    ])
    func inTheHost(_ host: String) async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/photos", service: "s3")
        _ = try await house.signed("PUT", "/photos/a//b", service: "s3", body: Array("hi".utf8))
        let answer = try await house.signed("GET", "/a//b", service: "s3", headers: [(name: "Host", value: host)])
        #expect(answer.status == 200)
        #expect(answer.text == "hi")
    }

    @Test(arguments: ["localhost:4566", "127.0.0.1:4566", "s3.localhost:4566", "s3.us-east-1.amazonaws.com"])
    func inThePath(_ host: String) async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/photos", service: "s3")
        let answer = try await house.signed("GET", "/photos", service: "s3", headers: [(name: "Host", value: host)])
        #expect(answer.element("Name") == "photos")
    }

    /// `%2F` is a slash, `%252F` is `%2F`, and nothing is normalised.
    @Test func pathsAreDecodedOnceAndKept() async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/photos", service: "s3")
        for (path, key) in [("a%2Fb", "a/b"), ("a%252Fb", "a%2Fb"), ("a+b", "a+b"), ("a/./../x", "a/./../x")] {
            let put = try await house.signed("PUT", "/photos/\(path)", service: "s3", body: [1])
            #expect(put.status == 200)
            let list = try await house.signed("GET", "/photos?list-type=2", service: "s3")
            #expect(list.element("Key") == key)
            _ = try await house.signed("DELETE", "/photos/\(path)", service: "s3")
        }
    }

    @Test func noKeyLeadsOutOfItsBucket() async throws {
        let house = try House()
        _ = try await house.signed("PUT", "/photos", service: "s3")
        for path in ["..", "../x", "./../x", "a/../../x", "%2E%2E/x", "..%2Fx", "a/..//../../x"] {
            let answer = try await house.signed("PUT", "/photos/\(path)", service: "s3", body: [1])
            #expect(answer.status == 400, "\(path)")
            #expect(answer.code == "InvalidURI")
            let hosted = try await house.signed(
                "GET", "/\(path)", service: "s3", headers: [(name: "Host", value: "photos.localhost:4566")])
            #expect(hosted.code == "InvalidURI")
        }
        for path in ["a/b/../../x", "...", "a/..", "..a/..", "a//../.."] {
            #expect(try await house.signed("PUT", "/photos/\(path)", service: "s3", body: [1]).status == 200, "\(path)")
        }
    }
}
