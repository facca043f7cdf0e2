/// Why something sent out did not arrive.
package enum OutboundFailure: Error, Sendable, Equatable {
    /// `libcurl.so.4` (Debian's libcurl4) is not on this machine.
    case missing
    case answerTooLong
    /// - Parameter status: the server's reply code, 0 where there was none.
    case failed(status: Int, reason: String)

    /// Whether the same mail may be taken later. A server that refuses this mail (RFC 5321's 5yz) always
    /// will; one that cannot be reached, asks to try later, or does not know our password may not.
    package var isTemporary: Bool {
        // Who installs the library later wants what waited.
        if self == .missing { return true }
        guard case .failed(let status, _) = self else { return false }
        let aboutPassword = [530, 534, 535, 538]
        return !(500..<600).contains(status) || aboutPassword.contains(status)
    }

    static func check(_ result: Int32, status: Int, error: [CChar]) throws(OutboundFailure) {
        switch result {
        case 0: return
        case 2: throw .missing
        case 3: throw .answerTooLong
        default:
            let text = String(decoding: error.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw .failed(status: status, reason: text)
        }
    }
}
