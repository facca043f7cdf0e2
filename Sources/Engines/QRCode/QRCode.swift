import CQRCode

/// A QR code's modules, row by row, made by libqrcodegen.
package struct QRCode: Sendable, Equatable {
    package let width: Int
    /// True where dark.
    package let modules: [Bool]

    /// Version 40 takes 4296 letters; a code that a phone reads off a screen is far smaller.
    private static let maxBytes = 1000

    /// Nil for a text too long for a code that can be read off a screen.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.maxBytes, !text.utf8.contains(0) else { return nil }
        let size = Int(qrcodegen_bufferLength)
        var code = [UInt8](repeating: 0, count: size)
        var scratch = [UInt8](repeating: 0, count: size)
        let isMade = qrcodegen_encodeText(
            text, &scratch, &code, qrcodegen_Ecc_MEDIUM, qrcodegen_VERSION_MIN, qrcodegen_VERSION_MAX,
            qrcodegen_Mask_AUTO, true)
        guard isMade else { return nil }
        let side = qrcodegen_getSize(&code)
        width = Int(side)
        var cells: [Bool] = []
        cells.reserveCapacity(Int(side * side))
        for y in 0..<side {
            for x in 0..<side { cells.append(qrcodegen_getModule(&code, x, y)) }
        }
        modules = cells
    }

    /// One SVG path of squares a unit wide.
    package var path: String {
        var path = ""
        for (index, isDark) in modules.enumerated() where isDark {
            path += "M\(index % width) \(index / width)h1v1h-1z"
        }
        return path
    }
}
