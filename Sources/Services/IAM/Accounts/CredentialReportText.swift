import CivilTime
import FoundationEssentials
import ServiceKit
import Storage

/// A credential report in AWS's columns, one line for the root and each user.
struct CredentialReportText {
    private(set) var text: String
    private let rules: PasswordRules?

    private static let columns = [
        "user", "arn", "user_creation_time", "password_enabled", "password_last_used",
        "password_last_changed", "password_next_rotation", "mfa_active", "access_key_1_active",
        "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_1_last_used_region",
        "access_key_1_last_used_service", "access_key_2_active", "access_key_2_last_rotated",
        "access_key_2_last_used_date", "access_key_2_last_used_region", "access_key_2_last_used_service",
        "cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
    ]

    private static let none = "N/A"
    private static let noCertificates = ["false", none, "false", none]
    private static let noKey = ["false", none, none, none, none]

    init(_ account: Account, _ rules: PasswordRules?) {
        self.rules = rules
        text = Self.columns.joined(separator: ",")
        let start = Self.time(Date(timeIntervalSince1970: 0))
        // Its keys are in the configuration, which does not say since when.
        add(
            ["<root_account>", account.rootARN, start, "not_supported", "no_information", "not_supported"]
                + ["not_supported", "false", "true", Self.none, Self.none, Self.none, Self.none]
                + Self.noKey + Self.noCertificates)
    }

    mutating func add(
        _ user: UserRecord, _ profile: LoginProfileRecord?, hasMFA: Bool, _ keys: [(AccessKeyRecord, KeyUse?)]
    ) {
        var cells = [user.name, user.arn, Self.time(user.createdAt)]
        if let profile {
            let rotation = rules?.maximumAgeInDays.map { profile.changedAt + Double($0) * 86_400 }
            cells += [
                "true", profile.lastUsedAt.map(Self.time) ?? "no_information", Self.time(profile.changedAt),
                rotation.map(Self.time) ?? Self.none,
            ]
        } else {
            cells += ["false", Self.none, Self.none, Self.none]
        }
        cells.append(String(hasMFA))
        for index in 0..<AccessKeyRecord.mostPerUser {
            guard index < keys.count else {
                cells += Self.noKey
                continue
            }
            let (key, use) = keys[index]
            cells += [
                String(key.isActive), Self.time(key.createdAt), use.map { Self.time($0.usedAt) } ?? Self.none,
                use?.region ?? Self.none, use?.service ?? Self.none,
            ]
        }
        add(cells + Self.noCertificates)
    }

    private mutating func add(_ cells: [String]) {
        // Names may have commas.
        text += "\n" + cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
    }

    private static func time(_ date: Date) -> String { date.iso8601.dropLast() + "+00:00" }
}
