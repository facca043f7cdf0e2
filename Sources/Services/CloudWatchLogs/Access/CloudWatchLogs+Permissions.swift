import PolicyEngine
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// An action on a group, or on a stream in it, which shares its tags.
    func permission(
        _ action: String, on address: LogGroupAddress, stream: String? = nil, tags requested: RequestedTags? = nil
    ) async throws -> Permission {
        let tags = try await store.read { snapshot in try snapshot.group(address)?.tags ?? [:] }
        let resource = stream.map { address.arn(ofStream: $0) } ?? address.resource
        return Self.permission(action, on: resource, of: address, tags: tags, requested)
    }

    static func permission(
        _ action: String, on resource: String, of address: LogGroupAddress, tags: [String: String],
        _ requested: RequestedTags? = nil
    ) -> Permission {
        var context = requested?.conditionKeys ?? [:]
        for (key, value) in tags { context["aws:ResourceTag/" + key] = [value] }
        return Permission(action, on: resource, in: address.accountID, context: context)
    }

    func onGroup(
        _ action: String, _ name: String, _ call: Call, tags: RequestedTags? = nil
    ) async throws -> [Permission] {
        [try await permission(action, on: address(name, call), tags: tags)]
    }

    func onStream(_ action: String, _ name: String, _ stream: String, _ call: Call) async throws -> [Permission] {
        [try await permission(action, on: address(name, call), stream: stream)]
    }

    /// What is masked is shown to those who may see it; nothing is here, and the permission is asked for all the same.
    func reading(
        _ action: String, _ name: String?, _ identifier: String?, stream: String? = nil, unmask: Bool?, _ call: Call
    ) async throws -> [Permission] {
        let address = try decided(name, identifier, call)
        var needs = [try await permission(action, on: address, stream: stream)]
        if unmask == true { needs.append(try await permission("logs:Unmask", on: address)) }
        return needs
    }

    /// Of operations that name what they tag by its ARN: there AWS's permissions are on that ARN.
    func onTagged(
        _ action: String, _ arn: String, _ call: Call, _ requested: RequestedTags? = nil
    ) async throws -> [Permission] {
        guard let address = LogGroupAddress(arn: arn) else {
            return [Permission(action, on: arn, context: requested?.conditionKeys ?? [:])]
        }
        let tags = try await store.read { snapshot in try snapshot.group(address)?.tags ?? [:] }
        return [Self.permission(action, on: address.arn, of: address, tags: tags, requested)]
    }

    /// Tags at the making of a group need one of the two permissions to tag.
    func making(
        _ address: LogGroupAddress, tags: [String: String]?, _ call: Call
    ) async throws -> [Permission] {
        let requested = RequestedTags(tags)
        let making = Self.permission("logs:CreateLogGroup", on: address.resource, of: address, tags: [:], requested)
        guard let tags, !tags.isEmpty else { return [making] }
        let tagging = Self.permission("logs:TagResource", on: address.arn, of: address, tags: [:], requested)
        let older = Self.permission("logs:TagLogGroup", on: address.resource, of: address, tags: [:], requested)
        let isSilent = try await authorizer.decide(tagging, call.withoutTrail).outcome == .implicitDeny
        if isSilent, try await authorizer.decide(older, call.withoutTrail).isAllowed { return [making, older] }
        return [making, tagging]
    }
}
