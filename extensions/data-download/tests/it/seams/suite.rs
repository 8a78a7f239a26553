//! What holds for every extension.

use pow_ext_data_download::DataDownload;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(data_download, subject);

fn subject() -> Subject {
    Subject::new(DataDownload::default)
}
