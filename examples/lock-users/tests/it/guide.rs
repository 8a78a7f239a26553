//! What the guide shows is what is here.

const GUIDE: &str = include_str!("../../../../guides/write-an-extension.md");
const SOURCES: [&str; 7] = [
    include_str!("../../src/lib.rs"),
    include_str!("../../src/fields.rs"),
    include_str!("../../src/callbacks.rs"),
    include_str!("../../src/lock.rs"),
    include_str!("../../locales/en.ftl"),
    include_str!("lock.rs"),
    include_str!("suite.rs"),
];

#[test]
fn every_block_of_the_guide_is_in_this_crate() {
    let blocks = GUIDE.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    let shown: Vec<&str> = blocks.filter(|(language, _)| *language != "toml").map(|(_, code)| code.trim()).collect();
    assert!(shown.len() > 6);
    for code in shown {
        assert!(SOURCES.iter().any(|source| source.contains(code)), "the guide shows something else:\n{code}");
    }
}
