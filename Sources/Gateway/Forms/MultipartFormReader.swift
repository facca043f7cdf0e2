import ServiceKit
import Wire

/// Reads a `multipart/form-data` body (RFC 7578) as it comes: the fields before the file, then the file's content.
/// What follows the file is passed over, as S3 does. Used by the request's one task.
package final class MultipartFormReader: @unchecked Sendable {
    /// S3's limit of everything before the file's content.
    package static let longestForm = 20_480
    private static let mostFields = 500
    /// Of parts after the file, and of what follows the last boundary.
    private static let longestRest = 64 << 10
    private static let longestPadding = 64

    private enum State { case form, file, afterFile, complete }

    private let source: any RequestBody
    private let boundary: MultipartBoundary
    /// Begins with a line end, so that the first boundary looks like the others.
    private var buffer: [UInt8] = [0x0D, 0x0A]
    private var position = 0
    private var state = State.form
    /// The bytes of the body before the file's content; nil until they are known.
    private(set) var formBytes: Int?

    package init(_ source: any RequestBody, _ boundary: MultipartBoundary) {
        self.source = source
        self.boundary = boundary
    }

    /// The last boundary was seen, and the whole body was what the client said of it.
    package var isComplete: Bool { state == .complete }

    /// What the client said of the body's length leads to that of the file, if the file comes last.
    package var expectedFileBytes: Int? {
        guard let formBytes, let declared = source.declaredBytes else { return nil }
        return max(0, declared - formBytes - boundary.delimiter.count - 4)
    }

    // MARK: The fields

    /// The fields before the file, and the file's own head.
    package func readForm() async throws -> (fields: [(head: PartHead, value: String)], file: PartHead) {
        var fields: [(head: PartHead, value: String)] = []
        position = try await endOfContent() + boundary.delimiter.count
        while try await beginsPart() {
            let head = try await readHead()
            if head.isFile {
                state = .file
                formBytes = position - 2
                return (fields, head)
            }
            guard fields.count < Self.mostFields else { throw Self.tooLong }
            let end = try await endOfContent()
            guard let value = String(validating: buffer[position..<end], as: UTF8.self) else {
                throw ServiceError.malformedForm
            }
            fields.append((head, value))
            position = end + boundary.delimiter.count
        }
        throw ServiceError.fileCount(0)
    }

    private static let tooLong = ServiceError.formTooLong(limit: longestForm)

    /// Whether another part follows the boundary that was passed last; a boundary with two dashes is the last one.
    private func beginsPart() async throws -> Bool {
        try await need(2)
        if buffer[position] == UInt8(ascii: "-"), buffer[position + 1] == UInt8(ascii: "-") {
            position += 2
            return false
        }
        let start = position
        while buffer[position] == UInt8(ascii: " ") || buffer[position] == 0x09 {
            position += 1
            guard position - start <= Self.longestPadding else { throw ServiceError.malformedForm }
            try await need(2)
        }
        guard buffer[position] == 0x0D, buffer[position + 1] == 0x0A else { throw ServiceError.malformedForm }
        position += 2
        return true
    }

    private func readHead() async throws -> PartHead {
        // From the boundary's own line end on, so that an empty head is seen too.
        var start = position - 2
        var end = Self.emptyLine(in: buffer, from: start)
        while end == nil {
            try checkForm(buffer.count)
            start = max(start, buffer.count - 3)
            try await readMore()
            end = Self.emptyLine(in: buffer, from: start)
        }
        guard let end, end >= position, let head = PartHead(buffer[position..<end]) else {
            throw ServiceError.malformedForm
        }
        position = end + 4
        try checkForm(position)
        return head
    }

    private static func emptyLine(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= start + 4 else { return nil }
        return (start...(bytes.count - 4)).first { index in
            bytes[index] == 0x0D && bytes[index + 1] == 0x0A && bytes[index + 2] == 0x0D && bytes[index + 3] == 0x0A
        }
    }

    /// Where the part's content ends that begins at the position.
    private func endOfContent() async throws -> Int {
        var start = position
        while true {
            switch boundary.find(in: buffer, from: start) {
            case .whole(let index):
                try checkForm(index + boundary.delimiter.count)
                return index
            case .begun(let index): start = index
            case .none: start = buffer.count
            }
            try checkForm(buffer.count)
            try await readMore()
        }
    }

    private func checkForm(_ end: Int) throws {
        guard end - 2 <= Self.longestForm else { throw Self.tooLong }
    }

    // MARK: The file

    /// The next piece of the file's content; nil once the last boundary was seen and the body read to its end.
    package func nextPiece() async throws -> [UInt8]? {
        while state == .file {
            let piece: [UInt8]
            switch boundary.find(in: buffer, from: position) {
            case .whole(let index):
                piece = Array(buffer[position..<index])
                position = index + boundary.delimiter.count
                state = .afterFile
            case .begun(let index): piece = take(upTo: index)
            case .none: piece = take(upTo: buffer.count)
            }
            if !piece.isEmpty { return piece }
            if state == .file { try await readMore() }
        }
        if state == .afterFile { try await readRest() }
        return nil
    }

    private func take(upTo end: Int) -> [UInt8] {
        if position == 0, end == buffer.count {
            defer { buffer = [] }
            return buffer
        }
        defer {
            buffer.removeFirst(end)
            position = 0
        }
        return Array(buffer[position..<end])
    }

    /// Passes over the parts after the file and what follows the last boundary.
    private func readRest() async throws {
        buffer.removeFirst(position)
        position = 0
        var passed = 0
        while try await beginsPart() { try await passPart(&passed) }
        passed += buffer.count - position
        buffer = []
        position = 0
        while let piece = try await source.next() {
            passed += piece.count
            guard passed <= Self.longestRest else { throw ServiceError.malformedForm }
        }
        _ = try await source.finish()
        state = .complete
    }

    private func passPart(_ passed: inout Int) async throws {
        while true {
            let finding = boundary.find(in: buffer, from: position)
            switch finding {
            case .whole(let index): position = index + boundary.delimiter.count
            case .begun(let index): position = index
            case .none: position = buffer.count
            }
            passed += position
            guard passed <= Self.longestRest else { throw ServiceError.malformedForm }
            buffer.removeFirst(position)
            position = 0
            if case .whole = finding { return }
            try await readMore()
        }
    }

    // MARK: Bytes

    private func need(_ count: Int) async throws {
        while buffer.count < position + count { try await readMore() }
    }

    private func readMore() async throws {
        guard let piece = try await source.next() else { throw ServiceError.malformedForm }
        if buffer.isEmpty { buffer = piece } else { buffer.append(contentsOf: piece) }
    }
}
