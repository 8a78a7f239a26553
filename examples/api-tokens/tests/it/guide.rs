//! What the guide shows is what is here.

const GUIDE: &str = include_str!("../../../../guides/api.md");
const SOURCES: [&str; 2] = [include_str!("../../src/lib.rs"), include_str!("api.rs")];

#[test]
fn every_block_of_the_guide_is_in_this_crate() {
    let blocks: Vec<_> = GUIDE.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
    assert_eq!(blocks.len(), 2);
    for (_, code) in blocks {
        assert!(SOURCES.iter().any(|source| source.contains(code.trim())), "the guide shows something else:\n{code}");
    }
}
