import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listVirtualMFADevices(
        _ input: ListVirtualMFADevicesRequest, _ call: Call
    ) async throws -> ListVirtualMFADevicesResponse {
        let account = call.accountID
        let status = input.assignmentStatus ?? .any
        let page = try await store.read { snapshot in
            try start(input.marker, input.maxItems, "virtual-mfa-devices", account, status.rawValue)
                .page(MFADeviceRecord.self, MFADeviceRecord.all(account), snapshot) { device -> VirtualMFADevice? in
                    let isAssigned = device.userID != nil
                    guard status == .any || isAssigned == (status == .assigned) else { return nil }
                    let user = try device.userID.flatMap {
                        try snapshot.find(UserRecord.self, index: UserRecord.byID($0))
                    }
                    return VirtualMFADevice(
                        serialNumber: device.arn, user: user?.brief, enableDate: device.enabledAt)
                }
        }
        return ListVirtualMFADevicesResponse(
            virtualMFADevices: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
