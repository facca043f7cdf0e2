import Design

/// The files of the pages that tell what goes on in the server.
enum ServerAssets {
    static let library = AssetLibrary(
        "server",
        Design.look + Design.page + Design.signing + [
            Asset("mail.js", PackageResources.mail_js), Asset("reports.css", PackageResources.reports_css),
            Asset("why.js", PackageResources.why_js), Asset("whytexts.js", PackageResources.whytexts_js),
            Asset("whyview.js", PackageResources.whyview_js),
        ])
}
