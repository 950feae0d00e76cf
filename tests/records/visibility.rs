//! Nothing internal reaches any public output.
