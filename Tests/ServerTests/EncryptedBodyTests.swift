import Crypto
import FoundationEssentials
import TestSupport
import Testing

/// Bodies sealed in chunks of 64 KiB, read back in ranges that begin and end anywhere.
@Suite("What is encrypted is read back, whole and in ranges")
struct EncryptedBodyTests {
    private static let chunk = 64 << 10

    private static let customer: [(name: String, value: String)] = {
        let key = Data((0..<32).map { UInt8($0) })
        let md5 = Data(Insecure.MD5.hash(data: key)).base64EncodedString()
        return [
            (name: "x-amz-server-side-encryption-customer-algorithm", value: "AES256"),
            (name: "x-amz-server-side-encryption-customer-key", value: key.base64EncodedString()),
            (name: "x-amz-server-side-encryption-customer-key-MD5", value: md5),
        ]
    }()

    @Test(
        arguments: [0, 1, 32 << 10, (32 << 10) + 1, chunk - 1, chunk, chunk + 1, 3 * chunk + 17],
        ["AES256", "aws:kms", "customer"])
    func everySize(size: Int, kind: String) async throws {
        let house = try House()
        #expect(try await house.signed("PUT", "/sealed", service: "s3").status == 200)
        let body = SeededRandomness(seed: UInt64(size)).bytes(size)
        let put = kind == "customer" ? Self.customer : [(name: "x-amz-server-side-encryption", value: kind)]
        let get = kind == "customer" ? Self.customer : []
        #expect(try await house.signed("PUT", "/sealed/k", service: "s3", headers: put, body: body).status == 200)
        #expect(try await house.signed("GET", "/sealed/k", service: "s3", headers: get).body == body)
        guard size > 1 else { return }
        let edges = Set([0, 1, size / 2, size - 1, Self.chunk - 1, Self.chunk, 2 * Self.chunk]).filter { $0 < size }
        for first in edges {
            for last in edges where last >= first {
                let range = (name: "Range", value: "bytes=\(first)-\(last)")
                let answer = try await house.signed("GET", "/sealed/k", service: "s3", headers: get + [range])
                #expect(answer.status == 206)
                #expect(answer.body == Array(body[first...last]))
            }
        }
    }

    @Test func whatWasChangedOnTheDiskIsNotGivenOut() async throws {
        let house = try House()
        #expect(try await house.signed("PUT", "/sealed", service: "s3").status == 200)
        let body = [UInt8](repeating: 7, count: 100_000)
        let headers = [(name: "x-amz-server-side-encryption", value: "AES256")]
        #expect(try await house.signed("PUT", "/sealed/k", service: "s3", headers: headers, body: body).status == 200)
        let file = try #require(house.blobFiles().first)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        #expect(bytes.count > body.count && !bytes.starts(with: body.prefix(64)))
        bytes[10] ^= 1
        try Data(bytes).write(to: URL(filePath: file))
        // The house's reader gives nothing for a segment that cannot be read; the edge cuts the connection.
        #expect(try await house.signed("GET", "/sealed/k", service: "s3").body.isEmpty)
    }
}
