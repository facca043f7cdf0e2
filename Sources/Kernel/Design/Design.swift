import Wire

/// The look of our pages and the modules they share, as files.
package enum Design {
    /// What every page loads, whatever it is about.
    package static let look = [
        Asset("tokens.css", PackageResources.tokens_css), Asset("base.css", PackageResources.base_css),
        Asset("components.css", PackageResources.components_css), Asset("icon.svg", PackageResources.icon_svg),
    ]

    /// Elements, dialogs and languages: what pages that are made by scripts load.
    package static let page = [
        Asset("dom.js", PackageResources.dom_js), Asset("dialog.js", PackageResources.dialog_js),
        Asset("language.js", PackageResources.language_js),
    ]

    /// Long lists, uploads and what they say: for pages of files.
    package static let files = [
        Asset("more.js", PackageResources.more_js), Asset("notices.js", PackageResources.notices_js),
        Asset("uploads.js", PackageResources.uploads_js), Asset("uploadtexts.js", PackageResources.uploadtexts_js),
        Asset("uploads.css", PackageResources.uploads_css),
        Asset("upload.js", PackageResources.upload_js), Asset("remembered.js", PackageResources.remembered_js),
    ]

    package static let signing = [Asset("sigv4.js", PackageResources.sigv4_js)]

    /// Sign-in at a user pool's hosted pages, for pages without a secret.
    package static let signIn = [Asset("signin.js", PackageResources.signin_js)]

    /// Clients of ours for browsers: of S3, of identity pools, of user pools' hosted pages.
    package static let clients =
        signing + [
            Asset("xml.js", PackageResources.xml_js), Asset("s3.js", PackageResources.s3_js),
            Asset("cognito.js", PackageResources.cognito_js),
        ] + signIn

    /// The tokens alone, for pages with a style sheet of their own.
    package static let tokens = PackageResources.tokens_css
}
