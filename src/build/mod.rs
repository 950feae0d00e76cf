pub mod lock;
pub mod manifest;
pub mod publish;
