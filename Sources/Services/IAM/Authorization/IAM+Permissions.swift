import IAMModel
import ServiceKit
import Storage

/// The permissions that IAM's own operations need, with the condition keys of AWS's service
/// authorization reference.
extension IAM {
    typealias ConditionKeys = [String: [String]]

    /// An action on something that is to be made.
    func making(
        _ action: String, _ kind: String, path: String?, name: String, _ call: Call, keys: ConditionKeys = [:]
    ) -> [Permission] {
        let arn = name.isEmpty ? "" : "arn:aws:iam::\(call.accountID):\(kind)\(path ?? "/")\(name)"
        let making = Permission(
            "iam:\(action)", on: arn, in: call.accountID, context: keys,
            shownAs: kind == "policy" && !arn.isEmpty ? "policy \(name)" : nil)
        return [making] + tagging(making)
    }

    /// Whoever makes something with tags must be allowed to tag it, too.
    func tagging(_ making: Permission) -> [Permission] {
        guard making.context["aws:TagKeys"] != nil, making.action.hasPrefix("iam:Create") else { return [] }
        var tagging = making
        // A key of the making's own action.
        tagging.context["iam:PermissionsBoundary"] = nil
        let kind = making.action.dropFirst("iam:Create".count)
        tagging.action = kind == "VirtualMFADevice" ? "iam:TagMFADevice" : "iam:Tag\(kind)"
        return [tagging]
    }

    func onRole(_ action: String, _ name: String, _ call: Call, keys: ConditionKeys = [:]) async throws
        -> [Permission]
    {
        try await on(RoleRecord.self, action, name, call, keys)
    }

    func onUser(_ action: String, _ name: String, _ call: Call, keys: ConditionKeys = [:]) async throws
        -> [Permission]
    {
        try await on(UserRecord.self, action, name, call, keys)
    }

    func onGroup(_ action: String, _ name: String, _ call: Call, keys: ConditionKeys = [:]) async throws
        -> [Permission]
    {
        try await on(GroupRecord.self, action, name, call, keys)
    }

    /// The same, for operations whose user is the caller where none is named.
    func onUserOrCaller(_ action: String, _ name: String?, _ call: Call) async throws -> [Permission] {
        if let name { return try await onUser(action, name, call) }
        if case .user(let user) = call.caller { return try await onUser(action, user.userName, call) }
        return [Permission("iam:\(action)", on: call.caller.arn, in: call.accountID)]
    }

    func on<Holder: NamedEntity>(
        _ type: Holder.Type, _ action: String, _ name: String, _ call: Call, _ keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        let account = call.accountID
        // A name that is too long is refused by the model's limits, after this.
        let isName = !name.isEmpty && name.utf8.count <= 128
        let holder =
            isName ? try await store.read { try $0.find(Holder.self, Holder.key(account, name)) } : nil
        var context = keys
        if let tagged = holder as? any Tagged { context.add(tagsOf: tagged) }
        if let boundary = (holder as? any BoundedHolder)?.boundary, context["iam:PermissionsBoundary"] == nil {
            context["iam:PermissionsBoundary"] = [boundary.arn]
        }
        let arn = holder?.arn ?? (name.isEmpty ? "" : "arn:aws:iam::\(account):\(Holder.kind)/\(name)")
        let words = "\(Holder.kind.split(separator: "-").joined(separator: " ")) \(name)"
        return [
            Permission(
                "iam:\(action)", on: arn, in: account, context: context,
                shownAs: arn.isEmpty || Self.showsARN.contains(action) ? nil : words)
        ]
    }

    /// Denials of other actions on users, groups, roles and instance profiles name these by a word and their name.
    private static var showsARN: Set<String> {
        ["ChangePassword", "DeleteServiceLinkedRole", "PassRole", "SimulatePrincipalPolicy"]
    }

    /// An action on a managed policy. AWS's own may be read in every account and changed in none.
    func onPolicy(
        _ action: String, _ arn: String, _ call: Call, keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        let owner = ARN(arn)?.account ?? call.accountID
        let isRead = action.hasPrefix("Get") || action.hasPrefix("List")
        var context = keys
        if let policy = try await store.read({ try $0.customerPolicy(arn, of: owner) }) {
            context.add(tagsOf: policy)
        }
        return [
            Permission(
                "iam:\(action)", on: arn, in: owner == "aws" && isRead ? call.accountID : owner,
                context: context, shownAs: arn.isEmpty ? nil : "policy \(arn)")
        ]
    }

    /// An action on a provider, which its ARN names.
    func onProvider(
        _ action: String, _ arn: String, _ call: Call, keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        let owner = ARN(arn)?.account ?? call.accountID
        var context = keys
        if let provider = try await store.read({ try $0.openIDConnectProvider(arn: arn, of: owner) }) {
            context.add(tagsOf: provider)
        }
        return [Permission("iam:\(action)", on: arn, in: owner, context: context)]
    }

    /// An action on a virtual MFA device, which its serial number names.
    func onMFADevice(
        _ action: String, _ serialNumber: String, _ call: Call, keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        let owner = ARN(serialNumber)?.account ?? call.accountID
        var context = keys
        if let device = try await store.read({ try $0.mfaDevice(serialNumber, of: owner) }) {
            context.add(tagsOf: device)
        }
        return [Permission("iam:\(action)", on: serialNumber, in: owner, context: context)]
    }

    func onInstanceProfile(
        _ action: String, _ name: String, _ call: Call, keys: ConditionKeys = [:]
    ) async throws -> [Permission] {
        try await on(InstanceProfileRecord.self, action, name, call, keys)
    }

    /// An action on nothing in particular.
    func onAccount(_ action: String, _ call: Call) -> [Permission] {
        [Permission("iam:\(action)", on: "*", in: call.accountID)]
    }

    func onList(_ action: String, _ kind: String, _ pathPrefix: String?, _ call: Call) -> [Permission] {
        [
            Permission(
                "iam:\(action)", on: "arn:aws:iam::\(call.accountID):\(kind)\(pathPrefix ?? "/")",
                in: call.accountID)
        ]
    }

    // MARK: Condition keys

    static func keys(tags: [IAMModel.Tag]?, boundary: String? = nil) -> ConditionKeys {
        var keys: ConditionKeys = [:]
        if let boundary { keys["iam:PermissionsBoundary"] = [boundary] }
        if let tags, !tags.isEmpty {
            keys["aws:TagKeys"] = tags.map(\.key)
            for tag in tags { keys["aws:RequestTag/\(tag.key)"] = [tag.value] }
        }
        return keys
    }

    static func keys(policy arn: String) -> ConditionKeys { ["iam:PolicyARN": [arn]] }
}

extension IAM.ConditionKeys {
    /// `iam:ResourceTag` is of users and roles only.
    fileprivate mutating func add(tagsOf tagged: any Tagged) {
        for tag in tagged.tags {
            self["aws:ResourceTag/\(tag.key)"] = [tag.value]
            if tagged is any BoundedHolder { self["iam:ResourceTag/\(tag.key)"] = [tag.value] }
        }
    }
}

extension Call {
    /// The account whose users and roles a signed call is about: the caller's.
    var accountID: String { caller.accountID ?? "" }
}
