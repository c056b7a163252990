//! Why a paper could not be set. Owns the faults of this crate; knows no refusals (those are the law's).

/// The machine could not set a paper. Never a statement about the law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentFault {
    /// No font on this machine can draw Chinese. The print view of the page still works.
    #[error(
        "no Chinese font on this machine, so no PDF can be made; install one (Debian and Ubuntu: \
         apt-get install fonts-noto-cjk) and try again, or print the page from the browser"
    )]
    NoChineseFont,
    /// The verifying address does not fit into a QR code (about 2,300 bytes).
    #[error("the verifying address is {bytes} bytes long and does not fit into a QR code")]
    VerifyAddressTooLong {
        /// Length of the address in bytes.
        bytes: usize,
    },
    /// The typesetter refused the paper: a fault of our template, never of the text.
    #[error("the paper could not be laid out: {0}")]
    Layout(String),
    /// The pages were laid out but could not be written as PDF.
    #[error("the pages could not be written as PDF: {0}")]
    Write(String),
    /// A spreadsheet refused what was written into it.
    #[error("the spreadsheet could not be written: {0}")]
    Sheet(String),
}
