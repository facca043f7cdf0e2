import CognitoUserPoolsModel
import ServiceKit
import Storage

extension RememberedDevice {
    func reply(poolArn: String) -> DeviceType {
        var attributes = [
            AttributeType(name: "device_status", value: "valid"),
            AttributeType(name: "last_ip_used", value: lastAddress),
            AttributeType(
                name: "dev:device_arn", value: poolArn.replacing(":userpool/", with: ":owner/") + "/\(sub)/\(deviceKey)"
            ),
            AttributeType(name: "dev:device_remembered_status", value: isRemembered ? "remembered" : "not_remembered"),
        ]
        if let name { attributes.insert(AttributeType(name: "device_name", value: name), at: 1) }
        return DeviceType(
            deviceKey: deviceKey, deviceAttributes: attributes, deviceCreateDate: createdAt,
            deviceLastModifiedDate: modifiedAt, deviceLastAuthenticatedDate: authenticatedAt)
    }
}

extension CognitoUserPools {
    static let noDevice = ServiceError(CognitoUserPoolsErrors.resourceNotFound, "Device does not exist.")

    /// A page of a user's devices; AWS gives 60 at most.
    func devices(
        of user: User, in pool: UserPool, limit: Int?, from token: String?
    ) async throws -> (devices: [DeviceType], next: String?) {
        let scope = "ListDevices \(pool.id) \(user.sub)"
        let start = try position(token, scope)
        let page = try await store.read { snapshot in
            try snapshot.list(
                RememberedDevice.self, prefix: RememberedDevice.listing(pool.id, user.sub), from: start,
                limit: limit.map { $0 == 0 ? 60 : $0 } ?? 60)
        }
        return (page.records.map { $0.reply(poolArn: pool.arn) }, try self.token(page.next, scope))
    }

    func forget(_ deviceKey: String, of user: User) async throws {
        try await store.write { transaction in
            let key = RememberedDevice.key(user.poolID, user.sub, deviceKey)
            guard let device = try transaction.find(RememberedDevice.self, key) else { throw Self.noDevice }
            try transaction.remove(device)
        }
    }

    func remember(
        _ deviceKey: String, of user: User, status: DeviceRememberedStatusType?, _ call: Call
    ) async throws {
        try await store.write { transaction in
            let key = RememberedDevice.key(user.poolID, user.sub, deviceKey)
            guard var device = try transaction.find(RememberedDevice.self, key) else { throw Self.noDevice }
            device.isRemembered = status == .remembered
            device.modifiedAt = call.time
            try transaction.save(device)
        }
    }
}
