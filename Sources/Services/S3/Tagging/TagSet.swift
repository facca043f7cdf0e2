import S3Model
import ServiceKit
import Wire

/// Tags of objects and buckets, checked as S3 checks them.
enum TagSet {
    static let mostOfObject = 10
    static let mostOfBucket = 50
    private static let longestKey = 128
    private static let longestValue = 256

    static func check(_ tags: [Tag], limit: Int) throws {
        guard tags.count <= limit else {
            throw limit == mostOfObject
                ? ServiceError("BadRequest", "Object tags cannot be greater than 10", status: 400)
                : tooManyOfBucket
        }
        var seen: Set<[UInt8]> = []
        for tag in tags {
            guard isValidKey(tag.key) else {
                throw invalid("The TagKey you have provided is invalid", "TagKey", tag.key)
            }
            guard isValidValue(tag.value) else {
                throw invalid("The TagValue you have provided is invalid", "TagValue", tag.value)
            }
            guard !isOfSystem(tag.key) else {
                throw ServiceError(
                    "InvalidTag", "System tags cannot be added/updated by requester", status: 400)
            }
            guard seen.insert(Array(tag.key.utf8)).inserted else {
                throw invalid("Cannot provide multiple Tags with the same key", "TagKey", tag.key)
            }
        }
    }

    static let tooManyOfBucket = ServiceError(
        "BadRequest", "Bucket tag count cannot be greater than 50", status: 400)

    static func isValidKey(_ key: String) -> Bool {
        (1...longestKey).contains(key.unicodeScalars.count) && key.unicodeScalars.allSatisfy(isAllowed)
    }

    static func isValidValue(_ value: String) -> Bool {
        value.unicodeScalars.count <= longestValue && value.unicodeScalars.allSatisfy(isAllowed)
    }

    static func isOfSystem(_ key: String) -> Bool { key.lowercased().hasPrefix("aws:") }

    private static func invalid(_ sentence: String, _ member: String, _ value: String) -> ServiceError {
        ServiceError("InvalidTag", sentence, status: 400, members: [(member, value)])
    }

    /// Letters, spaces and digits of any script, and `+ - = . _ : / @`.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "+", "-", "=", ".", "_", ":", "/", "@": true
        default:
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spaceSeparator,
                .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
                true
            default: false
            }
        }
    }

    /// `x-amz-tagging`: a query, `album=sea&year=2026`.
    static func parse(header: String) throws -> [Tag] {
        guard !header.isEmpty else { return [] }
        let parameters = PercentCoding.parseQuery(header)
        guard !parameters.contains(where: \.name.isEmpty) else {
            throw ServiceError.invalidArgument(
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without "
                    + "tag name duplicates.", name: "x-amz-tagging", value: header)
        }
        let tags = parameters.map { Tag(key: $0.name, value: $0.value ?? "") }
        guard Set(tags.map { Array($0.key.utf8) }).count == tags.count else {
            throw ServiceError.invalidArgument(
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without "
                    + "tag name duplicates.", name: "x-amz-tagging", value: header)
        }
        try check(tags, limit: mostOfObject)
        return tags
    }
}
