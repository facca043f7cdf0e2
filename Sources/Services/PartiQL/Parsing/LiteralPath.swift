/// Where a part of a literal stands, as AWS's sentences have it: `root.m[1]`.
struct LiteralPath: CustomStringConvertible {
    private(set) var description = "root"
    private(set) var levels = 0

    func member(_ name: String) -> LiteralPath { longer("." + name) }
    func element(_ index: Int) -> LiteralPath { longer("[\(index)]") }

    private func longer(_ step: String) -> LiteralPath {
        var path = self
        path.description += step
        path.levels += 1
        return path
    }
}
