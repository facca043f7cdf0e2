import Sandbox
import Wire

/// The documents that tell a caller how a function ended without an answer of its own.
enum ErrorDocuments {
    static func timedOut(after seconds: Int, requestID: String) -> [UInt8] {
        document("Sandbox.Timedout", "RequestId: \(requestID) Error: Task timed out after \(seconds).00 seconds")
    }

    static func exited(_ end: SandboxEnd, requestID: String?) -> [UInt8] {
        let type = end == .outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError"
        let prefix = requestID.map { "RequestId: \($0) Error: " } ?? ""
        return document(type, prefix + "Runtime exited with error: \(end.words)")
    }

    static let tooLong = document(
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).")

    private static func document(_ type: String, _ message: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("errorType")
        writer.string(type)
        writer.key("errorMessage")
        writer.string(message)
        writer.endObject()
        return writer.bytes
    }
}
