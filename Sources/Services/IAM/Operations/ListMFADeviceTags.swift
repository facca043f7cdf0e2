import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listMFADeviceTags(
        _ input: ListMFADeviceTagsRequest, _ call: Call
    ) async throws -> ListMFADeviceTagsResponse {
        let account = call.accountID
        let page = try await tags(input.marker, input.maxItems) {
            try $0.require(mfaDevice: input.serialNumber, of: account)
        }
        return ListMFADeviceTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
