import ServiceKit

extension Call {
    /// Every operation is signed, so there is always one.
    var accountID: String { caller.accountID ?? "" }
}
