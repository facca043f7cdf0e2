import ServiceKit
import Storage

/// How large the file of a form may be, both included.
package struct FormFileSizes: Sendable, Equatable {
    package var least = 0
    /// At first S3's own limit of one upload.
    package var most = 5 << 30

    package init(least: Int = 0, most: Int = 5 << 30) {
        self.least = least
        self.most = most
    }
}

/// The file of an upload form, as a body whose length nobody says beforehand. There is proof of it only once the
/// form's last boundary was seen. Used by the request's one task.
package final class FormFileBody: RequestBody, @unchecked Sendable {
    package let declaredBytes: Int? = nil
    package let endsByItself = true
    private let reader: MultipartFormReader
    private let sizes: FormFileSizes
    private var byteCount = 0

    /// How much of a file that is too large is read to tell its size.
    private static let patience = 64 << 10

    package init(_ reader: MultipartFormReader, sizes: FormFileSizes) {
        self.reader = reader
        self.sizes = sizes
    }

    package func next() async throws -> [UInt8]? {
        guard let piece = try await reader.nextPiece() else { return nil }
        byteCount += piece.count
        guard byteCount <= sizes.most else { throw try await tooLarge() }
        return piece
    }

    package func finish() async throws -> VerifiedBody {
        guard reader.isComplete else { throw ServiceError.malformedForm }
        guard byteCount >= sizes.least else {
            throw ServiceError.fileTooSmall(proposed: byteCount, least: sizes.least)
        }
        return VerifiedBody(byteCount: byteCount)
    }

    private func tooLarge() async throws -> ServiceError {
        let end = sizes.most.addingReportingOverflow(Self.patience)
        while !end.overflow, byteCount <= end.partialValue {
            guard let piece = try await reader.nextPiece() else { break }
            byteCount += piece.count
        }
        let proposed = reader.isComplete ? byteCount : max(byteCount, reader.expectedFileBytes ?? 0)
        return .fileTooLarge(proposed: proposed, most: sizes.most)
    }
}
