import ServiceKit

extension Call {
    /// Every operation of Lambda is signed: there is one.
    var accountID: String { caller.accountID ?? "" }
}
