import ServiceKit
import Testing

/// Expects AWS's code, sentence and status.
func expectRefusal(
    _ code: String, _ message: String? = nil, status: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("not refused", sourceLocation: sourceLocation)
    } catch let error as ServiceError {
        #expect(error.code == code, sourceLocation: sourceLocation)
        if let message { #expect(error.message == message, sourceLocation: sourceLocation) }
        if let status { #expect(error.status == status, sourceLocation: sourceLocation) }
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
