import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    static func noEventConfig(_ address: FunctionAddress) -> ServiceError {
        .notFound("The function \(address.arn):\(address.eventQualifier) doesn't have an EventInvokeConfig")
    }

    static let noEventFunction = ServiceError.notFound("The function doesn't exist.")

    /// What a configuration of events is about.
    func eventTarget(_ address: FunctionAddress) async throws -> (function: Function, version: FunctionVersion) {
        try await store.read { snapshot in
            do {
                let (function, version, _) = try snapshot.resolve(address)
                return (function, version)
            } catch is ServiceError { throw Self.noEventFunction }
        }
    }

    static func checkIsGiven(_ retries: Int?, _ age: Int?, _ destinations: DestinationConfig?) throws {
        guard retries == nil, age == nil, destinations == nil else { return }
        throw ServiceError.invalid("You must specify at least one of error handling or destination setting.")
    }

    /// Destinations must be there, and the function's role must be let in.
    func checkDestinations(
        _ config: DestinationConfig?, of version: FunctionVersion, _ address: FunctionAddress, _ call: Call
    ) async throws {
        let success = config?.onSuccess?.destination.flatMap { $0.isEmpty ? nil : $0 }
        let failure = config?.onFailure?.destination.flatMap { $0.isEmpty ? nil : $0 }
        func shown(_ name: String, _ arn: String?) -> String {
            arn.map { "\(name)(destination=\($0))" } ?? "null"
        }
        for (arn, isFailure) in [(success, false), (failure, true)] {
            guard let arn else { continue }
            guard let destination = EventDestination(arn), isFailure || !destination.isBucket else {
                throw ServiceError.invalid(
                    "The provided destination config DestinationConfig(onSuccess=\(shown("OnSuccess", success)), "
                        + "onFailure=\(shown("OnFailure", failure))) is invalid.")
            }
            try await check(destination, arn, role: version.roleARN, address, call)
        }
    }

    func check(
        _ destination: EventDestination, _ arn: String, role: String, _ address: FunctionAddress, _ call: Call
    ) async throws {
        switch destination {
        case .notServed(let service):
            throw ServiceError.invalid(
                "\(service) is not served here: events can go on to a function, or after failures to a bucket of S3.")
        case .function(let target):
            guard target.key != address.key else {
                throw ServiceError.invalid("You can't specify the function as a destination for itself.")
            }
            let isThere = try await store.read { snapshot in
                do { return try snapshot.resolve(target).function.name == target.name } catch is ServiceError {
                    return false
                }
            }
            guard isThere else { throw ServiceError.invalid("The destination ARN \(arn) is invalid.") }
            let roleCall = try await self.call(asRole: role, for: address, at: call.time)
            guard try await mayInvoke(invocation(of: arn, [], for: address, roleCall)) else {
                throw Self.roleMayNot("InvokeFunction", arn)
            }
        case .bucket(let name):
            let roleCall = try await self.call(asRole: role, for: address, at: call.time)
            do {
                let place = ObjectPlace(bucket: name, key: EventDestination.folder + address.name)
                try await objects.checkPut(place, encryption: nil, roleCall)
            } catch let refusal as ServiceError where refusal.code == "NoSuchBucket" {
                throw ServiceError.invalid("The destination ARN \(arn) is invalid.")
            } catch let refusal as ServiceError where refusal.status < 500 {
                throw Self.roleMayNot("PutObject", arn)
            }
        }
    }

    private static func roleMayNot(_ action: String, _ arn: String) -> ServiceError {
        .invalid("The function's execution role does not have permissions to call \(action) on \(arn)")
    }
}
