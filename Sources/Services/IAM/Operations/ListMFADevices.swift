import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listMFADevices(_ input: ListMFADevicesRequest, _ call: Call) async throws -> ListMFADevicesResponse {
        let account = call.accountID
        // The root has none here.
        if input.userName == nil, case .root = call.caller {
            return ListMFADevicesResponse(mfaDevices: [], isTruncated: false)
        }
        let name = try userName(input.userName, call)
        let page = try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, name, in: account)
            return try start(input.marker, input.maxItems, "mfa-devices", user.id)
                .page(MFADeviceRecord.self, index: MFADeviceRecord.ofUser(user.id), snapshot) { device in
                    MFADevice(
                        userName: user.name, serialNumber: device.arn,
                        enableDate: device.enabledAt ?? call.time)
                }
        }
        return ListMFADevicesResponse(
            mfaDevices: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
