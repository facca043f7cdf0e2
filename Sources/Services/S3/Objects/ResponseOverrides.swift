import ServiceKit

/// `response-content-type` and the like: what a caller asks an answer's headers to be.
enum ResponseOverrides {
    /// A presigned URL may carry what somebody else wrote, so nothing may break out of its header.
    static func check(_ overrides: [(name: String, value: String?)]) throws {
        for override in overrides {
            guard let value = override.value else { continue }
            guard value.unicodeScalars.allSatisfy({ (0x20...0xFF).contains($0.value) && $0.value != 0x7F }) else {
                throw ServiceError.invalidArgument(
                    "Header value cannot be represented using ISO-8859-1.", name: override.name, value: value)
            }
        }
    }
}
