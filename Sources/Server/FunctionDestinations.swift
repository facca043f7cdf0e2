import FoundationEssentials
import ServiceKit

/// Brings buckets' events to functions, of which each is accepted for good before it is taken from the bucket.
struct FunctionDestinations: DeliversEvents {
    private let functions: any InvokesFunctions
    private let clock: any Clock

    init(_ functions: any InvokesFunctions, clock: any Clock) {
        self.functions = functions
        self.clock = clock
    }

    func mayDeliver(to arn: String, from bucketARN: String, account: String) async -> Bool {
        (try? await functions.mayInvoke(invocation(arn, [], bucketARN, account))) ?? false
    }

    func deliver(_ message: [UInt8], to arn: String, from bucketARN: String, account: String) async throws {
        _ = try await functions.invoke(invocation(arn, message, bucketARN, account))
    }

    private func invocation(
        _ arn: String, _ payload: [UInt8], _ bucketARN: String, _ account: String
    ) -> FunctionInvocation {
        FunctionInvocation(
            functionARN: arn, payload: payload, principal: "s3.amazonaws.com", sourceARN: bucketARN,
            sourceAccount: account, time: clock.now, isEvent: true)
    }
}
