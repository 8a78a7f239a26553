//! What every cache store must do, as functions: `pow-testing` runs them against the built-in stores and yours.
