import ServiceKit
import TestSupport
import Testing

import Gateway

@Suite("Multipart forms") struct MultipartFormTests {
    private struct Outcome: Equatable {
        var fields: [String]
        var fileName: String?
        var file: [UInt8]
    }

    private func read(_ pieces: [[UInt8]]) async throws -> Outcome {
        let body = PlainBody(incoming: PlayedBody(pieces))
        let reader = MultipartFormReader(body, MultipartBoundary(UploadForm.boundary))
        let (fields, head) = try await reader.readForm()
        var file: [UInt8] = []
        while let piece = try await reader.nextPiece() {
            #expect(!piece.isEmpty)
            file += piece
        }
        #expect(reader.isComplete)
        return Outcome(
            fields: fields.map { $0.head.name + "=" + $0.value }, fileName: head.fileName, file: file)
    }

    private func code(_ bytes: [UInt8]) async -> String? {
        do {
            _ = try await read([bytes])
            return nil
        } catch {
            return (error as? ServiceError)?.code
        }
    }

    /// A file whose bytes look much like the form's own.
    private static let awkward = Array(
        "\r\n--\(UploadForm.boundary.dropLast())\r\n\r\r\n\r\n--\r\n-\r\n--\(UploadForm.boundary.dropLast())".utf8)

    private var form: UploadForm {
        var form = UploadForm()
        form.fields.append(("empty", ""))
        form.fields.append(("lines", "a\r\nb\r\n"))
        form.file = Self.awkward
        return form
    }

    @Test func boundariesMayBeSplitAnywhere() async throws {
        let bytes = form.bytes
        let whole = try await read([bytes])
        #expect(whole.fields == ["key=photos/${filename}", "empty=", "lines=a\r\nb\r\n"])
        #expect(whole.fileName == "cat.jpg")
        #expect(whole.file == Self.awkward)
        for place in 0...bytes.count {
            #expect(try await read([Array(bytes[..<place]), Array(bytes[place...])]) == whole)
        }
        #expect(try await read(bytes.map { [$0] }) == whole)
    }

    @Test func ofAFormThatWasCutThereIsNoProof() async throws {
        let bytes = form.bytes
        // Without the line end after the last boundary, which ends the form, everything is there.
        for length in 0..<(bytes.count - 2) {
            await #expect(throws: ServiceError.self, "\(length)") { try await read([Array(bytes[..<length])]) }
        }
        #expect(try await read([Array(bytes.dropLast(2))]).file == Self.awkward)
    }

    @Test func randomChangesNeverYieldMoreThanTheFormHas() async throws {
        let bytes = form.bytes
        let random = SeededRandomness(seed: 20_260_101)
        for _ in 0..<4000 * Fuzzing.times {
            var changed = bytes
            for _ in 0...random.number(below: 4) {
                let place = random.number(below: changed.count)
                switch random.number(below: 4) {
                case 0: changed[place] = UInt8(truncatingIfNeeded: random.number(below: 256))
                case 1: changed.remove(at: place)
                case 2: changed.insert(contentsOf: [0x0D, 0x0A].prefix(1 + random.number(below: 2)), at: place)
                default: changed.insert(contentsOf: bytes.prefix(random.number(below: 60)), at: place)
                }
            }
            let cut = random.number(below: changed.count + 1)
            let isCut = random.number(below: 2) == 0
            let sent = isCut ? Array(changed[..<cut]) : changed
            let split = random.number(below: sent.count + 1)
            guard let outcome = try? await read([Array(sent[..<split]), Array(sent[split...])]) else { continue }
            #expect(outcome.file.count < sent.count)
            // What counts as whole ends with a last boundary.
            let last = Array("\r\n--\(UploadForm.boundary)--".utf8)
            #expect(Self.contains(sent, last))
        }
    }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }

    @Test func aLargeFileComesThroughInPieces() async throws {
        var form = UploadForm()
        form.file = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ ($0 >> 8)) }
        let bytes = form.bytes
        let pieces = stride(from: 0, to: bytes.count, by: 4099).map { Array(bytes[$0..<min($0 + 4099, bytes.count)]) }
        #expect(try await read(pieces).file == form.file)
    }

    @Test func twentyKilobytesPrecedeTheFileAtMost() async throws {
        var form = UploadForm()
        form.fields = [("key", "k"), ("x-ignore-long", "")]
        let rest =
            form.bytes.count - form.file.count - Array("\r\n--\(UploadForm.boundary)--\r\n".utf8).count
            - UploadForm.part("submit", Array("Upload".utf8)).count
        form.fields[1].value = String(repeating: "v", count: 20_480 - rest)
        #expect(try await read([form.bytes]).file == form.file)
        form.fields[1].value += "v"
        #expect(await code(form.bytes) == "MaxPostPreDataLengthExceeded")
        form.fields[1].value = String(repeating: "v", count: 1 << 20)
        #expect(await code(form.bytes) == "MaxPostPreDataLengthExceeded")
        form.fields = (0..<600).map { ("\($0)", "") }
        #expect(await code(form.bytes) == "MaxPostPreDataLengthExceeded")
        #expect(await code(Array(repeating: 0x20, count: 1 << 20)) == "MaxPostPreDataLengthExceeded")
    }

    @Test func whatFollowsTheFileIsPassedOver() async throws {
        var form = UploadForm()
        form.afterFile = [("key", "other"), ("file", "another"), ("submit", "Upload")]
        let outcome = try await read([form.bytes + Array("epilogue".utf8)])
        #expect(outcome.fields == ["key=photos/${filename}"])
        #expect(outcome.file == form.file)
        form.afterFile = [("long", String(repeating: "v", count: 1 << 20))]
        #expect(await code(form.bytes) == "MalformedPOSTRequest")
    }

    @Test(arguments: [
        "", "key=k&file=x", "--B\r\n\r\nvalue\r\n--B--\r\n", "--B\r\nContent-Type: text/plain\r\n\r\nv\r\n--B--",
        "--B\r\nContent-Disposition: attachment; name=\"key\"\r\n\r\nv\r\n--B--", "--B junk\r\n\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"key\r\n\r\nv\r\n--B--",
        "--B\r\nContent-Disposition: form-data\r\n\r\nv\r\n--B--", "--B\r\nno colon\r\n\r\nv\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nv\r\n--B",
    ])
    func whatIsNoForm(_ text: String) async {
        #expect(
            await code(Array(text.replacing("--B", with: "--" + UploadForm.boundary).utf8)) == "MalformedPOSTRequest")
    }

    @Test func aFormWithoutFile() async {
        let bytes = UploadForm.part("key", [0x6B]) + Array("--\(UploadForm.boundary)--\r\n".utf8)
        #expect(await code(bytes) == "InvalidArgument")
        let notText =
            UploadForm.part("key", [0xFF]) + UploadForm.part("file", []) + Array("--\(UploadForm.boundary)--".utf8)
        #expect(await code(notText) == "MalformedPOSTRequest")
    }

    @Test(arguments: [
        ("form-data; name=\"file\"; filename=\"a b.txt\"", "a b.txt"), ("form-data;name=file;filename=a.txt", "a.txt"),
        ("form-data; name=\"file\"; filename=\"say \\\"hi\\\".txt\"", "say \"hi\".txt"),
        ("form-data; name=\"file\"; filename=\"C:\\dir\\a.txt\"", "C:\\dir\\a.txt"),
        ("form-data; name=\"file\"; filename=\"%22q%22.txt\"", "\"q\".txt"),
        ("Form-Data; Name=\"file\"; FileName=\"\u{D55C}\u{C625}.txt\"", "\u{D55C}\u{C625}.txt"),
        ("form-data; name=\"file\"; filename*=UTF-8''%ED%95%9C%EC%98%A5.txt", "\u{D55C}\u{C625}.txt"),
        ("form-data; name=\"file\"", nil), ("form-data; name=\"file\"; filename=\"\"", ""),
    ])
    func namesOfFiles(_ disposition: String, _ expected: String?) {
        let head = PartHead(Array("content-disposition: \(disposition)".utf8)[...])
        #expect(head?.isFile == true)
        #expect(head?.fileName == expected)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data;boundary=\"a b\"", "a b"),
        ("multipart/form-data; charset=utf-8; Boundary=x", "x"),
    ])
    func boundaries(_ contentType: String, _ expected: String) throws {
        #expect(try MultipartBoundary(contentType: contentType).delimiter == Array("\r\n--\(expected)".utf8))
    }

    @Test(
        arguments: [
            (nil, "PreconditionFailed"), ("text/html", "PreconditionFailed"),
            ("multipart/mixed; boundary=b", "PreconditionFailed"),
            ("multipart/form-data", "MalformedPOSTRequest"), ("multipart/form-data; boundary=", "MalformedPOSTRequest"),
            ("multipart/form-data; boundary=" + String(repeating: "b", count: 71), "MalformedPOSTRequest"),
        ] as [(String?, String)])
    func noBoundary(_ contentType: String?, _ code: String) {
        let error = #expect(throws: ServiceError.self) { try MultipartBoundary(contentType: contentType) }
        #expect(error?.code == code)
        #expect(error?.status == (code == "PreconditionFailed" ? 412 : 400))
    }
}
