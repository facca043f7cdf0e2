import SigV4
import TestSupport
import Testing

/// The chunked uploads of AWS's documentation, fed in pieces of every awkward size.
@Suite struct ChunkedBodyTests {
    private let data = [UInt8](repeating: UInt8(ascii: "a"), count: 66560)
    private let pieceSizes = [1, 7, 1000, 65536, 1 << 20]

    private func seed(
        _ declaration: String, _ signature: String, trailer: Bool
    ) throws -> (signature: PresentedSignature, key: SigningKey) {
        let scope = "20130524/us-east-1/s3/aws4_request"
        var headers = [
            ("Host", "s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("Content-Encoding", "aws-chunked"),
            ("x-amz-content-sha256", declaration), ("x-amz-decoded-content-length", "66560"),
            ("Content-Length", "66824"),
        ]
        var names =
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
            + "x-amz-decoded-content-length;x-amz-storage-class"
        if trailer {
            headers.removeLast()
            headers.append(("x-amz-trailer", "x-amz-checksum-crc32c"))
            names =
                "content-encoding;host;x-amz-content-sha256;x-amz-date;"
                + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer"
        }
        headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(ExampleKeys.accessKeyID)/\(scope),"
                    + "SignedHeaders=\(names),Signature=\(signature)"
            ))
        let request = SignableRequest(
            method: "PUT", rawPath: "/examplebucket/chunkObject.txt", headers: headers.map { ($0.0, $0.1) })
        try verify(request, now: "20130524T000000Z")
        let presented = try signed(request)
        return (presented, try ExampleKeys.key(for: presented))
    }

    private func body(_ signatures: [String], trailers: String = "\r\n") -> [UInt8] {
        var body = Array("10000;chunk-signature=\(signatures[0])\r\n".utf8) + data[..<65536]
        body += Array("\r\n400;chunk-signature=\(signatures[1])\r\n".utf8) + data[65536...]
        return body + Array("\r\n0;chunk-signature=\(signatures[2])\r\n\(trailers)".utf8)
    }

    private func decode(
        _ body: [UInt8], by size: Int, _ decoder: ChunkedBodyDecoder?
    ) throws -> (data: [UInt8], trailers: [String]) {
        var decoder = try #require(decoder)
        var output: [UInt8] = []
        var start = 0
        while start < body.count {
            let end = min(start + size, body.count)
            try body[start..<end].withUnsafeBytes { piece in
                try decoder.feed(piece) { output.append(contentsOf: $0) }
            }
            start = end
        }
        return (output, try decoder.finish().map { "\($0.name)=\($0.value)" })
    }

    private let chunkSignatures = [
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    ]

    private func signedDecoder(length: Int? = 66560) throws -> ChunkedBodyDecoder? {
        let seed = try seed(
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9", trailer: false)
        return ChunkedBodyDecoder(.signedChunks, seed: seed, decodedLength: length, announcedTrailers: [])
    }

    @Test(arguments: [1, 7, 1000, 65536, 1 << 20]) func signedChunks(_ size: Int) throws {
        let result = try decode(body(chunkSignatures), by: size, signedDecoder())
        #expect(result.data == data)
        #expect(result.trailers.isEmpty)
    }

    @Test(arguments: [0, 1, 2]) func changedChunkSignature(_ index: Int) throws {
        var signatures = chunkSignatures
        signatures[index] = chunkSignatures[(index + 1) % 3]
        #expect(throws: ChunkedBodyError.self) { try decode(body(signatures), by: 4096, signedDecoder()) }
    }

    @Test func changedByte() throws {
        var body = body(chunkSignatures)
        body[40000] = UInt8(ascii: "b")
        #expect(throws: ChunkedBodyError.self) { try decode(body, by: 4096, signedDecoder()) }
    }

    /// Framing changed anywhere: what is taken for whole is what was signed, byte for byte.
    @Test func changedFramingYieldsNothingElse() throws {
        let fuzzing = Fuzzing(seed: 17, marks: "0123456789abcdef;=\r\n-")
        let body = body(chunkSignatures)
        // Changes in the data alone are refused in one way; the framing is what is read.
        let framing = [0..<90, 65_620..<65_720, 66_730..<body.count]
        var refused = 0
        for round in 0..<300 * Fuzzing.times {
            let place = framing[round % framing.count].clamped(to: 0..<body.count)
            let sent = body[..<place.lowerBound] + fuzzing.changed(Array(body[place])) + body[place.upperBound...]
            let size = 1 + fuzzing.number(below: 70_000)
            do {
                let result = try decode(Array(sent), by: max(size, 1000), signedDecoder())
                #expect(result.data == data)
            } catch is ChunkedBodyError { refused += 1 }
        }
        #expect(refused > 200 * Fuzzing.times)
    }

    @Test func changedUnsignedChunksHaveTheirLength() throws {
        let fuzzing = Fuzzing(seed: 18, marks: "0123456789abcdef;:=\r\n-")
        let body = Array("7\r\nabcdefg\r\n0\r\nx-amz-checksum-crc32:7YLxEQ==\r\n\r\n".utf8)
        var read = 0
        for _ in 0..<20_000 * Fuzzing.times {
            let sent = fuzzing.changed(body)
            let decoder = unsignedDecoder(7, ["x-amz-checksum-crc32"])
            guard let result = try? decode(sent, by: 1 + fuzzing.number(below: 20), decoder) else { continue }
            #expect(result.data.count == 7)
            read += 1
        }
        #expect(read > 0)
    }

    @Test(arguments: [100, 60000, 65700, 66700]) func cutBody(_ length: Int) throws {
        let body = Array(body(chunkSignatures)[..<length])
        #expect(throws: ChunkedBodyError.incomplete) { try decode(body, by: 4096, signedDecoder()) }
    }

    @Test func announcedLength() throws {
        let body = body(chunkSignatures)
        #expect(throws: ChunkedBodyError.longerThanAnnounced) {
            try decode(body, by: 4096, signedDecoder(length: 66559))
        }
        #expect(throws: ChunkedBodyError.incomplete) {
            try decode(body, by: 4096, signedDecoder(length: 66561))
        }
    }

    private let trailerChunks = [
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
    ]

    private func trailerDecoder() throws -> ChunkedBodyDecoder? {
        let seed = try seed(
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e", trailer: true)
        return ChunkedBodyDecoder(
            .signedChunksWithTrailer, seed: seed, decodedLength: 66560,
            announcedTrailers: ["x-amz-checksum-crc32c"])
    }

    private static let trailerSignature = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"

    /// SDKs end the lines plainly; the example in the documentation puts a blank line between.
    @Test(arguments: [
        "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:\(trailerSignature)\r\n\r\n",
        "x-amz-checksum-crc32c:sOO8/Q==\n\r\nx-amz-trailer-signature:\(trailerSignature)\r\n\r\n",
    ])
    func signedTrailer(_ trailers: String) throws {
        let body = body(trailerChunks, trailers: trailers)
        for size in pieceSizes {
            let result = try decode(body, by: size, trailerDecoder())
            #expect(result.data == data)
            #expect(result.trailers == ["x-amz-checksum-crc32c=sOO8/Q=="])
        }
    }

    @Test(arguments: [
        "x-amz-checksum-crc32c:sOO8/A==\r\nx-amz-trailer-signature:\(trailerSignature)\r\n\r\n",
        "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:\(trailerSignature.dropLast())0\r\n\r\n",
        "x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n\r\n",
        "x-amz-trailer-signature:\(trailerSignature)\r\nx-amz-checksum-crc32c:sOO8/Q==\r\n\r\n",
        "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-meta-a:1\r\n"
            + "x-amz-trailer-signature:\(trailerSignature)\r\n\r\n",
        "x-amz-checksum-crc32c:sOO8/Q==\r\n",
    ])
    func badTrailer(_ trailers: String) throws {
        let body = body(trailerChunks, trailers: trailers)
        #expect(throws: ChunkedBodyError.self) { try decode(body, by: 4096, trailerDecoder()) }
    }

    private func unsignedDecoder(_ length: Int?, _ announced: [String]) -> ChunkedBodyDecoder? {
        ChunkedBodyDecoder(
            .unsignedChunksWithTrailer, seed: nil, decodedLength: length, announcedTrailers: announced)
    }

    /// What current SDKs send by default.
    @Test(arguments: [1, 3, 4096]) func unsignedTrailer(_ size: Int) throws {
        let body = Array("4\r\nabcd\r\n0\r\nx-amz-checksum-crc32:7YLxEQ==\r\n\r\n".utf8)
        let result = try decode(body, by: size, unsignedDecoder(4, ["X-Amz-Checksum-CRC32"]))
        #expect(result.data == Array("abcd".utf8))
        #expect(result.trailers == ["x-amz-checksum-crc32=7YLxEQ=="])
    }

    @Test func missingTrailer() {
        #expect(throws: ChunkedBodyError.missingTrailer("x-amz-checksum-crc32")) {
            try decode(Array("0\r\n\r\n".utf8), by: 9, unsignedDecoder(0, ["x-amz-checksum-crc32"]))
        }
    }

    @Test(arguments: [
        "g\r\n", "-1\r\n", "\r\n", "123456789\r\n", "4\r\nabcde\r\n0\r\n\r\n", "4\r\nabc",
        "0\r\nnonsense\r\n\r\n",
        "0\r\nx-amz-meta-a:1\r\n\r\n", "0\r\n\r\nmore\r\n", "7fffffff\r\n",
    ])
    func malformed(_ text: String) {
        #expect(throws: ChunkedBodyError.self) {
            try decode(Array(text.utf8), by: 5, unsignedDecoder(nil, []))
        }
    }

    @Test func endlessLine() {
        let body = [UInt8](repeating: UInt8(ascii: "1"), count: 5000)
        #expect(throws: ChunkedBodyError.malformed("line too long")) {
            try decode(body, by: 100, unsignedDecoder(nil, []))
        }
    }

    @Test func smallChunkBeforeTheLast() {
        let body = Array("4\r\nabcd\r\n4\r\nabcd\r\n0\r\n\r\n".utf8)
        #expect(throws: ChunkedBodyError.chunkTooSmall(chunk: 1, size: 4)) {
            try decode(body, by: 100, unsignedDecoder(8, []))
        }
    }
}
