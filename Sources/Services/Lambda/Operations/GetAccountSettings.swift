import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    static let mostFunctions = 10_000

    func getAccountSettings(_ input: GetAccountSettingsRequest, _ call: Call) async throws -> GetAccountSettingsResponse
    {
        let listing = Function.listing(call.accountID, call.region)
        let usage = try await store.read { snapshot in
            let functions = try snapshot.list(Function.self, prefix: listing, limit: Self.mostFunctions).records
            var bytes = 0
            for function in functions {
                bytes += function.latest.code.size
                bytes += try snapshot.versions(of: function).reduce(0) { $0 + $1.code.size }
            }
            let reserved = functions.reduce(0) { $0 + ($1.reservedConcurrency ?? 0) }
            return (count: functions.count, bytes: bytes, reserved: reserved)
        }
        return GetAccountSettingsResponse(
            accountLimit: AccountLimit(
                totalCodeSize: AccountLimits.totalBytes, codeSizeUnzipped: AccountLimits.unzippedBytes,
                codeSizeZipped: AccountLimits.zippedBytes, concurrentExecutions: AccountLimits.concurrency,
                unreservedConcurrentExecutions: AccountLimits.concurrency - usage.reserved),
            accountUsage: AccountUsage(totalCodeSize: usage.bytes, functionCount: usage.count))
    }
}
