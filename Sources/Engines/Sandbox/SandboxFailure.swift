/// A sandbox did not come up.
package struct SandboxFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
