import FoundationEssentials
import Wire

/// One running of a function, as its runtime is told of it.
struct FunctionEvent: Sendable {
    /// The request id that the function sees and that its log lines carry.
    var requestID: String
    var payload: [UInt8]
    /// As it was addressed, qualifier included.
    var invokedARN: String
    var clientContext: String?
    /// `{"cognitoIdentityId":…,"cognitoIdentityPoolId":…}`
    var cognitoIdentity: String?
}

/// What came of running a function.
struct FunctionResult: Sendable {
    /// What it returned, or the document that tells its error.
    var payload: [UInt8]
    /// `Unhandled` or `Handled`; nil for what it returned.
    var functionError: String?
    /// What it wrote to its log meanwhile.
    var log: [UInt8]

    /// The error's sentence, for those who only pass it on.
    var errorMessage: String {
        guard case .object(let members)? = try? JSONValue(parsing: payload),
            case .string(let text)? = members.first(where: { $0.key == "errorMessage" })?.value
        else { return functionError ?? "" }
        return text
    }
}

/// Why a function was not run.
enum RunRefusal: Error, Sendable {
    case throttled(reason: String)
    /// What is needed to run it is not here; the text says how to get it.
    case noRuntime(String)
    /// The copy did not come up.
    case failed(String)
    /// Its role does not let Lambda in any more.
    case roleRefused
}
