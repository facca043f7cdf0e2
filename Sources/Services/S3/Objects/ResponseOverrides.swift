import ServiceKit

/// `response-content-type` and the like: what a caller asks an answer's headers to be.
enum ResponseOverrides {
    /// A presigned URL may carry what somebody else wrote, so nothing may break out of its header.
    static func check(_ values: [String?]) throws {
        for value in values.compactMap({ $0 }) {
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw ServiceError.invalidArgument(
                    "Header value cannot be represented using ISO-8859-1.", name: "response-header", value: "")
            }
        }
    }
}
